//! Taking a report in: the same form twice is one report, and reports of the same thing are one case.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::reports::{CaseState, CaseStep, Reference, Trouble};
use domain::{Digest, Facility, RoomId, Word};
use serde_json::json;
use sqlx::error::DatabaseError;
use uuid::Uuid;

use super::{StoreError, append};
use crate::audit::{self, VISITOR};
use crate::db::{Db, Tx, on};

/// A report that came.
#[derive(Debug, Clone)]
pub(in crate::reports) struct New<'a> {
    /// Of the form.
    pub(in crate::reports) id: Uuid,
    pub(in crate::reports) reference: Reference,
    pub(in crate::reports) room: RoomId,
    pub(in crate::reports) trouble: Trouble,
    pub(in crate::reports) about: Option<Facility>,
    pub(in crate::reports) words: &'a str,
    pub(in crate::reports) photos: &'a [Digest],
    pub(in crate::reports) at_door: bool,
    /// The local day.
    pub(in crate::reports) day: NaiveDate,
}

/// Keeps a report; what its reference is. One that is kept already has the reference that it got then; `None` where the
/// form was sent before and says something else now.
pub(in crate::reports) async fn take_in(db: &Db, new: &New<'_>, now: DateTime<Utc>) -> Result<Option<Reference>, StoreError> {
    if let Some(known) = known(db, new).await? {
        return Ok(known);
    }
    let mut done = write(db, new, now.trunc_subsecs(6)).await;
    if matches!(done, Err(StoreError::Outdated)) {
        // The case that it would have joined ended at this moment: it opens another one.
        done = write(db, new, now.trunc_subsecs(6)).await;
    }
    match done {
        Ok(()) => Ok(Some(new.reference.clone())),
        // The same form came twice at the same moment.
        Err(StoreError::Sql(error)) if error.as_database_error().is_some_and(DatabaseError::is_unique_violation) => {
            known(db, new).await?.ok_or(StoreError::Sql(error))
        }
        Err(error) => Err(error),
    }
}

/// What somebody who was in a room for us found wrong in it: whoever looks after it, or a citizen supervisor.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Of the form: the same form is the same report.
    pub id: Uuid,
    /// The room.
    pub room: RoomId,
    /// What is wrong.
    pub trouble: Trouble,
    /// In words; they say from whom they come.
    pub words: &'a str,
    /// Photographs that are kept.
    pub photos: &'a [Digest],
    /// The local day.
    pub day: NaiveDate,
}

/// Keeps it as a report from the door; its reference. `None` where the form said something else before.
///
/// # Errors
/// [`StoreError`].
pub async fn told_on_site(
    db: &Db,
    told: Told<'_>,
    chance: [u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<Reference>, StoreError> {
    let Told { id, room, trouble, words, photos, day } = told;
    let reference = Reference::random(chance);
    take_in(db, &New { id, reference, room, trouble, about: None, words, photos, at_door: true, day }, now).await
}

/// Whether the form was sent before: its reference where it said the same. Photographs may come with one of two tries only.
async fn known(db: &Db, new: &New<'_>) -> Result<Option<Option<Reference>>, StoreError> {
    const SQL: &str = "select r.reference, c.trouble, c.about, r.words from reports r join report_cases c on c.id = r.case_id \
        where r.id = $1";
    type Kept = (String, String, String, String);
    let kept: Option<Kept> = on!(db, pool => sqlx::query_as(SQL).bind(new.id).fetch_optional(pool))?;
    let Some((reference, trouble, about, words)) = kept else { return Ok(None) };
    let same = trouble == new.trouble.word() && about == new.about.map_or("", Word::word) && words == new.words;
    let reference = Reference::new(&reference).ok().ok_or(StoreError::Row(new.id))?;
    Ok(Some(same.then_some(reference)))
}

async fn write(db: &Db, new: &New<'_>, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str =
        "insert into reports (id, reference, case_id, at, at_door, words, photos) values ($1, $2, $3, $4, $5, $6, $7)";
    let New { id, reference, room, trouble, about, words, photos, at_door, .. } = new;
    let mut tx = db.begin().await?;
    audit::hold(&mut tx).await?;
    let (case, step) = case(&mut tx, new, now).await?;
    let named = serde_json::to_string(photos).map_err(|error| sqlx::Error::Encode(error.into()))?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(reference.as_str()).bind(case).bind(now).bind(at_door).bind(words);
        row.bind(&named).execute(conn).await.map(|_| ())
    })?;
    append(&mut tx, case, (step, "", None), VISITOR, now).await?;
    // What was written may name people: it stays in the report, which can be taken away, and out of the chain, which cannot.
    let detail = json!({ "room": room, "trouble": trouble, "about": about, "at_door": at_door,
        "characters": words.chars().count(), "photos": photos });
    let subject = case.to_string();
    let action = format!("reports.{step}");
    audit::append(&mut tx, &audit::Entry { at: now, actor: VISITOR, action: &action, subject: &subject, detail }).await?;
    Ok(tx.commit().await?)
}

/// The open case that a report belongs to, or a new one. The index over open cases decides: of two that come at the same
/// moment one opens the case, and the other joins. Who joins holds the case until the end of the transaction, so that its
/// events keep their order.
async fn case(tx: &mut Tx, new: &New<'_>, now: DateTime<Utc>) -> Result<(Uuid, CaseStep), StoreError> {
    const OPEN: &str = "insert into report_cases (id, room, trouble, about, state, opened, day, last, changed, version) \
        values ($1, $2, $3, $4, $5, $6, $7, $7, $6, 1) \
        on conflict (room, trouble, about) where state in ('received', 'accepted') do nothing";
    // What is reported again after an expert looked waits for another look.
    const JOIN: &str = "update report_cases set changed = $1, last = $5, inspection = null where room = $2 and trouble = $3 \
        and about = $4 and state in ('received', 'accepted') returning id";
    let about = new.about.map_or("", Word::word);
    let opened = on!(tx tx, conn => async {
        let row = sqlx::query(OPEN).bind(new.id).bind(new.room.0).bind(new.trouble.word()).bind(about);
        let row = row.bind(CaseState::Received.word()).bind(now).bind(new.day.to_string());
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if opened == 1 {
        return Ok((new.id, CaseStep::Receive));
    }
    let case: Option<Uuid> = on!(tx tx, conn => async {
        let row = sqlx::query_scalar(JOIN).bind(now).bind(new.room.0).bind(new.trouble.word()).bind(about).bind(new.day.to_string());
        row.fetch_optional(conn).await
    })?;
    Ok((case.ok_or(StoreError::Outdated)?, CaseStep::Join))
}
