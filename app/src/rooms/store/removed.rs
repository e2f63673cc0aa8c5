//! Rooms that are taken out again, as if their list had never come: only their history stays.

use chrono::{DateTime, Utc};
use domain::{RoomCode, RoomId};

use super::{StoreError, Stored, touched};
use crate::db::{Db, Tx, on};

const FORMER: &str = "select distinct code from room_history where id not in (select id from rooms)";

/// Takes a room out that stands as it was read, and keeps that version in the history.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster; the transaction is then of no use.
pub async fn remove(tx: &mut Tx, old: &Stored, now: DateTime<Utc>) -> Result<(), StoreError> {
    super::write::keep(tx, old, now).await?;
    Ok(touched(tx).await?)
}

/// Codes that rooms had which are gone: a code is never given twice.
///
/// # Errors
/// When the database cannot be read.
pub async fn former_codes(tx: &mut Tx) -> Result<Vec<RoomCode>, sqlx::Error> {
    Ok(codes(&on!(tx tx, conn => sqlx::query_scalar(FORMER).fetch_all(conn))?))
}

/// The same outside of a write: what is shown before it.
///
/// # Errors
/// When the database cannot be read.
pub async fn former_codes_now(db: &Db) -> Result<Vec<RoomCode>, sqlx::Error> {
    Ok(codes(&on!(db, pool => sqlx::query_scalar(FORMER).fetch_all(pool))?))
}

fn codes(stored: &[String]) -> Vec<RoomCode> {
    stored.iter().filter_map(|code| RoomCode::new(code).ok()).collect()
}

/// Lets a room that was added again count its versions on from where it was taken out; gives its version.
///
/// # Errors
/// When the database refuses; the transaction is then of no use.
pub async fn count_on(tx: &mut Tx, id: RoomId) -> Result<i64, sqlx::Error> {
    const LAST: &str = "select coalesce(max(version), 0) from room_history where id = $1";
    const SET: &str = "update rooms set version = $2 where id = $1";
    let version: i64 = 1 + on!(tx tx, conn => sqlx::query_scalar::<_, i64>(LAST).bind(id.0).fetch_one(conn))?;
    on!(tx tx, conn => async { sqlx::query(SET).bind(id.0).bind(version).execute(conn).await.map(|_| ()) })?;
    Ok(version)
}
