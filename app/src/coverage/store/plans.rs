//! Plans: asked, worked out by one process, and kept with what came out.

use chrono::{DateTime, SubsecRound, Utc};
use domain::Word;
use serde_json::json;
use uuid::Uuid;

use super::StoreError;
use crate::audit;
use crate::coverage::request::{Ended, PlanState, Progress, Request};
use crate::db::{Db, Tx, on};

/// A plan.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::coverage) struct Plan {
    pub(in crate::coverage) id: Uuid,
    pub(in crate::coverage) request: Request,
    /// As stored; see [`PlanState::at`].
    pub(in crate::coverage) state: PlanState,
    pub(in crate::coverage) asked_by: String,
    pub(in crate::coverage) asked: DateTime<Utc>,
    /// When its process last said that it is at work.
    pub(in crate::coverage) beat: DateTime<Utc>,
    pub(in crate::coverage) progress: Progress,
    pub(in crate::coverage) result: Option<Ended>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    request: String,
    state: String,
    asked_by: String,
    asked: DateTime<Utc>,
    beat: DateTime<Utc>,
    progress: String,
    result: Option<String>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!("select id, request, state, asked_by, asked, beat, progress, result from site_plans ", $rest)
    };
}

impl TryFrom<Row> for Plan {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.id);
        let result = row.result.as_deref().map(serde_json::from_str).transpose();
        Ok(Self {
            id: row.id,
            request: serde_json::from_str(&row.request).ok().ok_or_else(bad)?,
            state: PlanState::from_word(&row.state).ok().ok_or_else(bad)?,
            asked_by: row.asked_by,
            asked: row.asked,
            beat: row.beat,
            progress: serde_json::from_str(&row.progress).ok().ok_or_else(bad)?,
            result: result.ok().ok_or_else(bad)?,
        })
    }
}

/// All plans, the newest first.
pub(in crate::coverage) async fn plans(db: &Db) -> Result<Vec<Plan>, StoreError> {
    const SQL: &str = select!("order by id desc limit 200");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    rows.into_iter().map(Plan::try_from).collect()
}

/// The plan of an id.
pub(in crate::coverage) async fn find_plan(db: &Db, id: Uuid) -> Result<Option<Plan>, StoreError> {
    const SQL: &str = select!("where id = $1");
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Plan::try_from).transpose()
}

/// Keeps a question, to be worked out.
///
/// # Errors
/// [`StoreError`]; then nothing was written.
pub(in crate::coverage) async fn add(
    db: &Db,
    id: Uuid,
    request: &Request,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into site_plans (id, candidates, request, state, asked_by, asked, beat, progress) \
        values ($1, $2, $3, 'queued', $4, $5, $5, $6)";
    let (kept, progress) = (text(request)?, text(&Progress::default())?);
    let now = now.trunc_subsecs(6);
    let mut tx = db.begin().await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(request.candidates).bind(&kept).bind(by).bind(now).bind(&progress);
        row.execute(conn).await.map(|_| ())
    })?;
    tell(&mut tx, id, "coverage.plan", json!({ "request": request }), by, now).await?;
    Ok(tx.commit().await?)
}

/// Begins to work a plan out; whether it still waited for it.
///
/// # Errors
/// When the database cannot be written.
pub(in crate::coverage) async fn start(db: &Db, id: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError> {
    const SQL: &str = "update site_plans set state = 'running', beat = $1 where id = $2 and state = 'queued'";
    let now = now.trunc_subsecs(6);
    let done = on!(db, pool => async {
        sqlx::query(SQL).bind(now).bind(id).execute(pool).await.map(|done| done.rows_affected())
    })?;
    Ok(done == 1)
}

/// Says that a plan is at work, and how far it is; whether it is still wanted.
///
/// # Errors
/// When the database cannot be written.
pub(in crate::coverage) async fn beat(db: &Db, id: Uuid, progress: Progress, now: DateTime<Utc>) -> Result<bool, StoreError> {
    const SQL: &str = "update site_plans set beat = $1, progress = $2 where id = $3 and state in ('queued', 'running')";
    let (progress, now) = (text(&progress)?, now.trunc_subsecs(6));
    let done = on!(db, pool => async {
        sqlx::query(SQL).bind(now).bind(&progress).bind(id).execute(pool).await.map(|done| done.rows_affected())
    })?;
    Ok(done == 1)
}

/// Keeps what came out; nothing where the plan was cancelled meanwhile.
///
/// # Errors
/// When the database cannot be written.
pub(in crate::coverage) async fn finish(db: &Db, plan: &Plan, ended: &Ended, now: DateTime<Utc>) -> Result<bool, StoreError> {
    const SQL: &str = "update site_plans set state = $1, result = $2, beat = $3 where id = $4 and state = 'running'";
    let state = if matches!(ended, Ended::Plan(_)) { PlanState::Done } else { PlanState::Failed };
    let detail = match ended {
        Ended::Plan(outcome) => json!({ "gain": outcome.gain(), "optimal": outcome.optimal, "bound": outcome.bound }),
        Ended::Failed(why) => json!({ "why": why }),
    };
    let (result, now) = (text(ended)?, now.trunc_subsecs(6));
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(state.word()).bind(&result).bind(now).bind(plan.id);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 {
        tell(&mut tx, plan.id, &format!("coverage.{}", state.word()), detail, &plan.asked_by, now).await?;
        tx.commit().await?;
    }
    Ok(done == 1)
}

/// Cancels a plan that is under way; whether it was.
///
/// # Errors
/// When the database cannot be written.
pub(in crate::coverage) async fn cancel(db: &Db, id: Uuid, by: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    const SQL: &str = "update site_plans set state = 'cancelled' where id = $1 and state in ('queued', 'running')";
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        sqlx::query(SQL).bind(id).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 {
        tell(&mut tx, id, "coverage.cancel", json!({}), by, now.trunc_subsecs(6)).await?;
        tx.commit().await?;
    }
    Ok(done == 1)
}

fn text<T: serde::Serialize>(value: &T) -> Result<String, sqlx::Error> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

async fn tell(
    tx: &mut Tx,
    id: Uuid,
    action: &str,
    detail: serde_json::Value,
    actor: &str,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let subject = id.to_string();
    audit::append(tx, &audit::Entry { at, actor, action, subject: &subject, detail }).await
}
