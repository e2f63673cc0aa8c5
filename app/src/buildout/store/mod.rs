//! All SQL of build-out: the steps of rooms, and the day each is to open.

mod edit;
mod imported;
mod propose;
mod steps;

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::RoomId;
use uuid::Uuid;

use crate::db::{Db, Tx, on};
use crate::{inspections, money, papers, rooms};

pub(super) use edit::edit;
pub use imported::{Imported, added, moved};
pub(super) use propose::{Proposal, propose};
pub(super) use steps::{Move, Record, Step, last_days, record, record_all, steps};
pub use steps::{opened_days, recorded_after};

/// Why build-out could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is no step or plan.
    #[error("the step or plan of room {0} as stored is not valid")]
    Row(Uuid),
    /// Rooms.
    #[error(transparent)]
    Rooms(#[from] rooms::store::StoreError),
    /// Inspections.
    #[error(transparent)]
    Inspections(#[from] inspections::StoreError),
    /// Rewards.
    #[error(transparent)]
    Money(#[from] money::StoreError),
    /// Documents.
    #[error(transparent)]
    Papers(#[from] papers::StoreError),
}

/// The days on which rooms are to open, of those that have one.
///
/// # Errors
/// [`StoreError`].
pub async fn dues(db: &Db) -> Result<HashMap<RoomId, NaiveDate>, StoreError> {
    const SQL: &str = "select room, due from room_plans";
    let rows: Vec<(Uuid, String)> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let read = |(room, due): (Uuid, String)| Ok((RoomId(room), due.parse().ok().ok_or(StoreError::Row(room))?));
    rows.into_iter().map(read).collect()
}

/// Says on which day a room is to open, or that nobody knows.
async fn set_due(tx: &mut Tx, room: RoomId, due: Option<NaiveDate>) -> Result<(), sqlx::Error> {
    const SET: &str = "insert into room_plans (room, due) values ($1, $2) on conflict (room) do update set due = excluded.due";
    const FORGET: &str = "delete from room_plans where room = $1";
    match due.map(|due| due.to_string()) {
        Some(due) => on!(tx tx, conn => async { sqlx::query(SET).bind(room.0).bind(&due).execute(conn).await.map(|_| ()) }),
        None => on!(tx tx, conn => async { sqlx::query(FORGET).bind(room.0).execute(conn).await.map(|_| ()) }),
    }
}
