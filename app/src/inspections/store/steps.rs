//! Steps of an inspection, each with its audit line.

use chrono::{DateTime, SubsecRound, Utc};
use domain::score::score;
use domain::standard::{Standards, Version};
use domain::{Digest, InspectionState, InspectionStep, Word};
use serde_json::json;

use super::{Inspection, StoreError, json_of, tell};
use crate::accounts::Person;
use crate::db::{Db, Tx, on};
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
    const SQL: &str = "update inspections set state = $1, remark = $2, version = version + 1, revision = $3, changed = $4 \
        where id = $5 and version = $6";
    let own = old.expert == by.id;
    let reviewing = matches!(step, InspectionStep::Confirm | InspectionStep::Return);
    let Some(state) = old.state.after(step) else { return Ok(Err(Refused::State)) };
    if reviewing == own {
        return Ok(Err(if own { Refused::Own } else { Refused::NotOwn }));
    }
    if step == InspectionStep::Return && remark.trim().is_empty() {
        return Ok(Err(Refused::NoRemark));
    }
    if step == InspectionStep::Confirm {
        let named: Vec<Digest> = old.sheet.photos().into_iter().collect();
        if !photos::missing(db, &named).await?.is_empty() {
            return Ok(Err(Refused::Photos));
        }
    }
    let remark: String = remark.trim().chars().take(1000).collect();
    let revision = old.revision + i64::from(step == InspectionStep::Submit);
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(state.word()).bind(&remark).bind(revision).bind(now.trunc_subsecs(6));
        row.bind(old.id).bind(old.version).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    if step == InspectionStep::Submit {
        let by = old.standard(standards)?;
        keep_revision(&mut tx, old, &by, revision, None, now).await?;
    }
    if state == InspectionState::Confirmed {
        rooms::store::touched(&mut tx).await?;
    }
    let action = format!("inspections.{}", step.word());
    tell(&mut tx, old, by.login.as_str(), &action, json!({ "revision": revision, "remark": remark }), now).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// What was handed in, with its report and the digest of the sheet: kept as it is for ever.
pub(super) async fn keep_revision(
    tx: &mut Tx,
    of: &Inspection,
    by: &Version,
    revision: i64,
    sent: Option<Digest>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into inspection_revisions (inspection, revision, digest, sheet, report, submitted, sent) \
        values ($1, $2, $3, $4, $5, $6, $7)";
    let report = score(&by.standard, &of.sheet.venue, &of.sheet.answers);
    let report = serde_json::to_string(&report).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let sheet = json_of(&of.sheet)?;
    let digest = Digest::of(sheet.as_bytes()).to_string();
    on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(of.id).bind(revision).bind(&digest).bind(&sheet).bind(&report);
        row.bind(now.trunc_subsecs(6)).bind(sent.map(String::from)).execute(conn).await.map(|_| ())
    })?;
    Ok(())
}
