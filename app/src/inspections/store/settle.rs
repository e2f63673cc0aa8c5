//! Settling a double inspection: what a lead expert makes of two is the next revision of the first.

use chrono::{DateTime, SubsecRound, Utc};
use domain::rounds::{Settled, settle as merge};
use domain::score::{check_sheet, score};
use domain::standard::{Standards, Version};
use domain::{ClauseId, InspectionState, InspectionStep, Word};
use serde_json::json;
use uuid::Uuid;

use super::hand_in::keep_revision;
use super::pairs::{Gate, gate, handed_in};
use super::{Inspection, StoreError, find, json_of, tell};
use crate::accounts::Person;
use crate::db::{Db, Tx, on};
use crate::inspections::sheet::open;

/// Why a pair is not settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSettled {
    /// Not both have come, or the pair is settled already.
    State,
    /// Nobody settles a pair that they are one of.
    Own,
    /// What would come of it is no sheet that can be handed in, because of these clauses.
    Open(Vec<ClauseId>),
}

/// Hands in what was made of two inspections as the next revision of the first, and closes the second, which is kept.
///
/// # Errors
/// [`StoreError`]; within, why it is not settled.
pub async fn settle(
    (db, standards): (&Db, &Standards),
    (first, second): (Uuid, Uuid),
    taken: &Settled,
    remark: &str,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<Result<(), NotSettled>, StoreError> {
    let (Some(one), Some(two)) = (find(db, first).await?, find(db, second).await?) else { return Ok(Err(NotSettled::State)) };
    if [one.expert, two.expert].contains(&by.id) {
        return Ok(Err(NotSettled::Own));
    }
    let Some(merged) = two.state.after(InspectionStep::Merge).filter(|_| one.state == InspectionState::Submitted) else {
        return Ok(Err(NotSettled::State));
    };
    if gate(db, &one).await? != Gate::Unsettled || gate(db, &two).await? != Gate::Unsettled {
        return Ok(Err(NotSettled::State));
    }
    let sheets = handed_in(db, &[first, second]).await?;
    let (Some(a), Some(b)) = (sheets.get(&first), sheets.get(&second)) else { return Ok(Err(NotSettled::State)) };
    let sheet = merge(&a.sheet, &b.sheet, taken);
    let version = one.standard(standards)?;
    let standard = &version.standard;
    let mut wrong: Vec<ClauseId> = check_sheet(standard, &sheet).iter().map(|problem| problem.clause).collect();
    wrong.extend(open(&score(standard, &sheet.venue, &sheet.answers)));
    if !wrong.is_empty() {
        return Ok(Err(NotSettled::Open(wrong)));
    }
    let mut tx = db.begin().await?;
    revise(&mut tx, &Inspection { sheet, ..one }, &version, remark, by, now).await?;
    close(&mut tx, &two, merged, first, by, now).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

async fn revise(
    tx: &mut Tx,
    new: &Inspection,
    version: &Version,
    remark: &str,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "update inspections set sheet = $1, remark = $2, version = version + 1, revision = $3, changed = $4 \
        where id = $5 and version = $6 and state = 'submitted'";
    let (doc, revision) = (json_of(&new.sheet)?, new.revision + 1);
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(&doc).bind(remark).bind(revision).bind(now.trunc_subsecs(6));
        row.bind(new.id).bind(new.version).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    keep_revision(tx, new, version, revision, Some(remark), now).await?;
    let detail = json!({ "revision": revision, "remark": remark });
    tell(tx, new, by.login.as_str(), "inspections.settle", detail, now).await
}

async fn close(
    tx: &mut Tx,
    old: &Inspection,
    state: InspectionState,
    into: Uuid,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "update inspections set state = $1, version = version + 1, changed = $2 \
        where id = $3 and version = $4 and state = 'submitted'";
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(state.word()).bind(now.trunc_subsecs(6)).bind(old.id).bind(old.version);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    tell(tx, old, by.login.as_str(), "inspections.merge", json!({ "into": into }), now).await
}
