//! Steps of an item, each with its event and its audit line.

use chrono::{DateTime, SubsecRound, Utc};
use domain::rectification::ItemStep;
use domain::score::Answer;
use domain::{Digest, Word};
use uuid::Uuid;

use super::{Event, Item, StoreError, append};
use crate::db::{Db, Tx, on};
use crate::{reports, rooms};

/// What somebody does with an item.
#[derive(Debug, Clone)]
pub(in crate::rectifications) struct Move<'a> {
    pub(in crate::rectifications) step: ItemStep,
    pub(in crate::rectifications) words: &'a str,
    pub(in crate::rectifications) photos: Vec<Digest>,
    /// Of a re-check: the clause's new answer.
    pub(in crate::rectifications) answer: Option<Answer>,
    /// Of a re-check: whether the expert was there.
    pub(in crate::rectifications) on_site: bool,
}

/// Takes a step with an item that stands as it was read. One that passes changes the room's result, and one that fails may
/// put an award of the room in question: the registry's version is raised.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster, or it stands where the step is not allowed any more.
pub(in crate::rectifications) async fn take(
    db: &Db,
    item: &Item,
    what: Move<'_>,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str =
        "update rectification_items set state = $1, changed = $2, version = version + 1 where id = $3 and version = $4";
    let Move { step, words, photos, answer, on_site } = what;
    let state = item.state.after(step).ok_or(StoreError::Outdated)?;
    let mut tx = db.begin().await?;
    if matches!(step, ItemStep::Pass | ItemStep::Fail) {
        // First, as a confirmation holds it: nobody waits for somebody who waits for them.
        rooms::store::touched(&mut tx).await?;
    }
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(state.word()).bind(now.trunc_subsecs(6)).bind(item.id).bind(item.version);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    let event = Event { at: now, actor: by.to_owned(), step, words: words.to_owned(), photos, answer, on_site };
    append(&mut tx, item.id, &event).await?;
    if step == ItemStep::Pass && !has_open(&mut tx, item.inspection).await? {
        reports::mended(&mut tx, item.inspection, by, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Whether something that an inspection found is still to be mended.
async fn has_open(tx: &mut Tx, inspection: Uuid) -> Result<bool, sqlx::Error> {
    const SQL: &str = "select count(*) from rectification_items where inspection = $1 and state in ('open', 'answered')";
    let open: i64 = on!(tx tx, conn => sqlx::query_scalar(SQL).bind(inspection).fetch_one(conn))?;
    Ok(open > 0)
}
