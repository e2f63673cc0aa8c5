//! Rooms that are kept out of the finder.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound, Utc};
use domain::{ClauseId, RoomId};
use serde_json::json;
use uuid::Uuid;

use super::{StoreError, id_of};
use crate::audit;
use crate::db::{Db, Tx, on};
use crate::rooms;

/// That a room is, or was, kept out of the finder.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspension {
    id: Uuid,
    /// The room.
    pub room: RoomId,
    /// Since when.
    pub since: DateTime<Utc>,
    /// The gates that were open.
    pub clauses: Vec<ClauseId>,
    /// Whether a camera was found: the public is not told.
    pub camera: bool,
    /// When it ended.
    pub lifted: Option<DateTime<Utc>>,
    /// Why staff let the room back although a gate is open.
    pub reason: Option<String>,
}

/// What the registry has to know.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Suspensions {
    /// Rooms that are kept out of the finder.
    pub shut: HashMap<RoomId, Suspension>,
    /// Rooms that staff have let back while a gate is still open.
    pub let_back: HashMap<RoomId, Suspension>,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: Uuid,
    room: Uuid,
    since: DateTime<Utc>,
    clauses: String,
    camera: bool,
    lifted: Option<DateTime<Utc>>,
    reason: Option<String>,
}

impl TryFrom<Row> for Suspension {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { id, room, since, clauses, camera, lifted, reason } = row;
        let clauses = serde_json::from_str(&clauses).ok().ok_or(StoreError::Row(id))?;
        Ok(Self { id, room: RoomId(room), since, clauses, camera, lifted, reason })
    }
}

/// Rooms kept out now, and rooms that staff have let back at some time.
pub(super) const LOOK: &str = "select id, room, since, clauses, camera, lifted, reason from suspensions \
    where lifted is null or reason is not null order by since";

pub(super) fn suspensions(rows: Vec<Row>) -> Result<Vec<Suspension>, StoreError> {
    rows.into_iter().map(Suspension::try_from).collect()
}

/// What the registry has to know of rooms kept out of the finder.
///
/// # Errors
/// [`StoreError`].
pub async fn suspended(db: &Db) -> Result<Suspensions, StoreError> {
    const GATES: &str = "select room, max(opened) from rectification_items \
        where severity = 'gate' and state in ('open', 'answered') group by room";
    let all = suspensions(on!(db, pool => sqlx::query_as(LOOK).fetch_all(pool))?)?;
    let gates: Vec<(Uuid, DateTime<Utc>)> = on!(db, pool => sqlx::query_as(GATES).fetch_all(pool))?;
    let mut told = Suspensions::default();
    for one in all {
        let still_open = |at: DateTime<Utc>| gates.iter().any(|(room, opened)| *room == one.room.0 && *opened <= at);
        match one.lifted {
            None => drop(told.shut.insert(one.room, one)),
            Some(at) if still_open(at) => drop(told.let_back.insert(one.room, one)),
            Some(_) => {}
        }
    }
    Ok(told)
}

/// Rooms kept out now, the first of them first.
pub(in crate::rectifications) async fn now_suspended(db: &Db) -> Result<Vec<Suspension>, StoreError> {
    let all = suspensions(on!(db, pool => sqlx::query_as(LOOK).fetch_all(pool))?)?;
    Ok(all.into_iter().filter(|one| one.lifted.is_none()).collect())
}

/// Takes a room out of the finder; one that is out already stays.
pub(super) async fn suspend(
    tx: &mut Tx,
    room: RoomId,
    clauses: Vec<ClauseId>,
    camera: bool,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str =
        "insert into suspensions (id, room, since, clauses, camera) values ($1, $2, $3, $4, $5) on conflict do nothing";
    let id = id_of(&format!("{} {}", room.0, now.timestamp_micros()))?;
    let told = serde_json::to_string(&clauses).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(room.0).bind(now.trunc_subsecs(6)).bind(&told).bind(camera);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 {
        tell(tx, room, "suspensions.suspend", json!({ "clauses": clauses, "camera": camera }), by, now).await?;
    }
    Ok(())
}

/// Lets a room back into the finder; with a reason when staff do it by hand.
///
/// # Errors
/// [`StoreError::Outdated`] when it is back already.
pub(super) async fn end(
    tx: &mut Tx,
    of: &Suspension,
    reason: Option<&str>,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "update suspensions set lifted = $1, lifted_by = $2, reason = $3 where id = $4 and lifted is null";
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(now.trunc_subsecs(6)).bind(by).bind(reason).bind(of.id);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    tell(tx, of.room, "suspensions.lift", json!({ "reason": reason }), by, now).await
}

async fn tell(
    tx: &mut Tx,
    room: RoomId,
    action: &str,
    detail: serde_json::Value,
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    rooms::store::touched(tx).await?;
    let subject = room.0.to_string();
    Ok(audit::append(tx, &audit::Entry { at, actor: by, action, subject: &subject, detail }).await?)
}

/// Staff let a room back by hand.
pub(in crate::rectifications) async fn lift(
    db: &Db,
    room: RoomId,
    reason: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let found = now_suspended(db).await?.into_iter().find(|one| one.room == room).ok_or(StoreError::Outdated)?;
    let mut tx = db.begin().await?;
    end(&mut tx, &found, Some(reason), by, now).await?;
    Ok(tx.commit().await?)
}
