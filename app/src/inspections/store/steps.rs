//! Steps of an inspection, each with its audit line.

use chrono::{DateTime, SubsecRound, Utc};
use domain::score::score;
use domain::standard::Standards;
use domain::{Action, Digest, InspectionState, InspectionStep, Word, may};
use serde_json::json;

use super::hand_in::keep_revision;
use super::pairs::{Gate, gate};
use super::{Inspection, StoreError, revisions, tell};
use crate::accounts::Person;
use crate::db::{Db, Tx, on};
use crate::rectifications::{self, Confirmation};
use crate::rounds::{self, NotFulfilled};
use crate::{photos, rooms};

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inspections) enum Refused {
    /// Its state does not allow it.
    State,
    /// Nobody confirms or returns an inspection of their own.
    Own,
    /// Only the expert hands it in or takes it back.
    NotOwn,
    /// A return says what is to be done.
    NoRemark,
    /// Photographs that the sheet names have not come yet.
    Photos,
    /// A correction says why.
    NoReason,
    /// Only the expert or a lead expert corrects what was confirmed.
    NotTheirs,
    /// The other inspection of its pair has not come.
    Waits,
    /// Its pair is to be settled first.
    Unsettled,
    /// It does not fulfil its assignment any more.
    Assignment(NotFulfilled),
}

/// Takes a step with an inspection that stands as it was read.
pub(in crate::inspections) async fn step(
    db: &Db,
    standards: &Standards,
    old: &Inspection,
    step: InspectionStep,
    remark: &str,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<Result<(), Refused>, StoreError> {
    let own = old.expert == by.id;
    let Some(state) = old.state.after(step) else { return Ok(Err(Refused::State)) };
    if let Some(refused) = refuses(step, own, remark.trim(), by) {
        return Ok(Err(refused));
    }
    if step == InspectionStep::Confirm {
        let named: Vec<Digest> = old.sheet.photos().into_iter().collect();
        if !photos::missing(db, &named).await?.is_empty() {
            return Ok(Err(Refused::Photos));
        }
    }
    if matches!(step, InspectionStep::Confirm | InspectionStep::Return) {
        match gate(db, old).await? {
            Gate::Free => {}
            Gate::Waits => return Ok(Err(Refused::Waits)),
            Gate::Unsettled => return Ok(Err(Refused::Unsettled)),
        }
    }
    let mut tx = db.begin().await?;
    match (step, old.assignment) {
        (InspectionStep::Submit, Some(assignment)) => {
            if let Err(refused) = rounds::fulfil(&mut tx, assignment, old.id, old.room, old.expert).await? {
                return Ok(Err(Refused::Assignment(refused)));
            }
        }
        (InspectionStep::Withdraw, Some(assignment)) => rounds::reopen(&mut tx, assignment, old.id).await?,
        _ => {}
    }
    advance(&mut tx, standards, old, (step, state), remark, by, now).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Writes a step that is allowed.
pub(super) async fn advance(
    tx: &mut Tx,
    standards: &Standards,
    old: &Inspection,
    (step, state): (InspectionStep, InspectionState),
    remark: &str,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let remark: String = remark.trim().chars().take(1000).collect();
    let revision = old.revision + i64::from(step == InspectionStep::Submit);
    let restored = if step == InspectionStep::Withdraw { revisions::withdraw(tx, old.id, now).await? } else { None };
    let state = if restored.is_some() { InspectionState::Confirmed } else { state };
    let shown = if step == InspectionStep::Amend { "" } else { &remark };
    set(tx, old, (state, shown, revision, restored.as_deref()), now).await?;
    match step {
        InspectionStep::Submit => {
            let version = old.standard(standards)?;
            keep_revision(tx, old, &version, revision, None, now).await?;
        }
        InspectionStep::Confirm => certify(tx, standards, old, by.login.as_str(), now).await?,
        InspectionStep::Amend => revisions::amend(tx, old, &remark, now).await?,
        InspectionStep::Return | InspectionStep::Withdraw | InspectionStep::Merge => {}
    }
    let action = format!("inspections.{}", step.word());
    tell(tx, old, by.login.as_str(), &action, json!({ "revision": revision, "remark": remark }), now).await
}

/// What stands against a step that the state allows.
fn refuses(step: InspectionStep, own: bool, remark: &str, by: &Person) -> Option<Refused> {
    let leads = may(by.role, Action::Inspect) && may(by.role, Action::ReviewInspections);
    match step {
        InspectionStep::Confirm | InspectionStep::Return if own => Some(Refused::Own),
        InspectionStep::Return if remark.is_empty() => Some(Refused::NoRemark),
        InspectionStep::Submit | InspectionStep::Withdraw if !own => Some(Refused::NotOwn),
        InspectionStep::Amend if !own && !leads => Some(Refused::NotTheirs),
        InspectionStep::Amend if remark.is_empty() => Some(Refused::NoReason),
        _ => None,
    }
}

/// Writes where an inspection stands that stands as it was read; `sheet` where an earlier one comes back.
async fn set(
    tx: &mut Tx,
    old: &Inspection,
    (state, remark, revision, sheet): (InspectionState, &str, i64, Option<&str>),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "update inspections set state = $1, remark = $2, version = version + 1, revision = $3, changed = $4, \
        sheet = coalesce($5, sheet) where id = $6 and version = $7";
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(state.word()).bind(remark).bind(revision).bind(now.trunc_subsecs(6)).bind(sheet);
        row.bind(old.id).bind(old.version).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 { Ok(()) } else { Err(StoreError::Outdated) }
}

/// Makes the revision that was handed in the public one, and opens what it asks to be mended, unless a later visit of the
/// room is confirmed already.
async fn certify(tx: &mut Tx, standards: &Standards, of: &Inspection, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    revisions::confirm(tx, of, now).await?;
    rooms::store::touched(tx).await?;
    let latest = revisions::latest_visit(tx, of).await?;
    if latest.is_some_and(|latest| latest > of.sheet.visited) {
        return Ok(());
    }
    // A visit of guidance is without a result: nothing becomes public, and nothing is asked to be mended.
    if of.guidance {
        return Ok(());
    }
    let version = of.standard(standards)?;
    let standard = &version.standard;
    let report = score(standard, &of.sheet.venue, &of.sheet.answers);
    let confirmation = Confirmation {
        inspection: of.id,
        revision: of.revision,
        room: of.room,
        visited: of.sheet.visited,
        standard,
        report: &report,
    };
    Ok(rectifications::confirmed(tx, &confirmation, by, now).await?)
}
