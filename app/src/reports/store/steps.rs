//! Steps of a case, each with its event and its audit line: by staff, and by inspections.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::reports::{CaseState, CaseStep};
use domain::{RoomId, Word};
use serde_json::json;
use sqlx::error::DatabaseError;
use uuid::Uuid;

use super::{Case, Row, StoreError, append, select};
use crate::audit;
use crate::db::{Db, Tx, on};
use crate::rooms;

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reports) enum Refused {
    /// Where it stands does not allow it.
    State,
    /// It says why.
    NoWords,
    /// The same was reported anew meanwhile.
    Twice,
}

/// Takes a step with a case that stands as it was read.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster.
pub(in crate::reports) async fn step(
    db: &Db,
    case: &Case,
    step: CaseStep,
    words: &str,
    by: &str,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Result<(), Refused>, StoreError> {
    let Some(state) = case.state.after(step) else { return Ok(Err(Refused::State)) };
    if step.needs_words() && words.is_empty() {
        return Ok(Err(Refused::NoWords));
    }
    let mut tx = db.begin().await?;
    // What is found to be so is public, and so is its end. In the order in which a confirmation holds them: the registry,
    // the chain, then cases.
    rooms::store::touched(&mut tx).await?;
    audit::hold(&mut tx).await?;
    let reopened = (step == CaseStep::Reopen).then_some(today);
    match set(&mut tx, case, state, (step, words), (None, reopened), by, now.trunc_subsecs(6)).await {
        Err(StoreError::Sql(error)) if error.as_database_error().is_some_and(DatabaseError::is_unique_violation) => {
            Ok(Err(Refused::Twice))
        }
        Err(error) => Err(error),
        Ok(()) => Ok(Ok(tx.commit().await?)),
    }
}

async fn set(
    tx: &mut Tx,
    case: &Case,
    state: CaseState,
    (step, words): (CaseStep, &str),
    (inspection, reopened): (Option<Uuid>, Option<NaiveDate>),
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    // What is taken up again waits for another look.
    const SQL: &str = "update report_cases set state = $1, changed = $2, \
        inspection = case when $6 <> '' then null else coalesce($3, inspection) end, \
        last = case when $6 <> '' then $6 else last end, version = version + 1 where id = $4 and version = $5";
    let reopened = reopened.map_or_else(String::new, |day| day.to_string());
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(state.word()).bind(now).bind(inspection).bind(case.id).bind(case.version);
        row.bind(&reopened).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    append(tx, case.id, (step, words, inspection), by, now).await?;
    let detail = json!({ "room": case.room, "from": case.state, "to": state, "words": words, "inspection": inspection });
    let (action, subject) = (format!("reports.{step}"), case.id.to_string());
    Ok(audit::append(tx, &audit::Entry { at: now, actor: by, action: &action, subject: &subject, detail }).await?)
}

/// That experts have looked at a room, and what they left open.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The room.
    pub room: RoomId,
    /// The confirmed inspection.
    pub inspection: Uuid,
    /// The local day of the visit.
    pub visited: NaiveDate,
    /// Whether something is to be mended.
    pub open: bool,
}

/// Answers what parents reported of a room before an expert went there: found so by staff, and something that an expert
/// sees. Nothing left to be mended ends the case; else it waits for what is. The caller holds the registry.
///
/// # Errors
/// [`StoreError`]; the transaction is then of no use.
pub async fn inspected(tx: &mut Tx, look: Look, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = select!("where room = $1 and state = 'accepted' order by id");
    let rows: Vec<Row> = on!(tx tx, conn => sqlx::query_as(SQL).bind(look.room.0).fetch_all(conn))?;
    for row in rows {
        let case = Case::try_from(row)?;
        // What was reported, or taken up again, after the visit is not answered by it.
        if case.trouble.is_seen_by_inspection() && case.last <= look.visited {
            let (state, step) =
                if look.open { (CaseState::Accepted, CaseStep::Inspect) } else { (CaseState::Resolved, CaseStep::Resolve) };
            set(tx, &case, state, (step, ""), (Some(look.inspection), None), by, now.trunc_subsecs(6)).await?;
        }
    }
    Ok(())
}

/// Ends the cases that wait for what an inspection left open, now that all of it is mended; one that was reported anew
/// since does not wait for it any more. The caller holds the registry.
///
/// # Errors
/// [`StoreError`]; the transaction is then of no use.
pub async fn mended(tx: &mut Tx, inspection: Uuid, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = select!("where inspection = $1 and state = 'accepted' order by id");
    let rows: Vec<Row> = on!(tx tx, conn => sqlx::query_as(SQL).bind(inspection).fetch_all(conn))?;
    for row in rows {
        let case = Case::try_from(row)?;
        set(tx, &case, CaseState::Resolved, (CaseStep::Resolve, ""), (Some(inspection), None), by, now.trunc_subsecs(6)).await?;
    }
    Ok(())
}
