//! Inspections that wait to be confirmed, for the inbox of staff.

use chrono::{DateTime, Utc};
use domain::{InspectionState, RoomId, Word};
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, on};

/// An inspection that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToConfirm {
    /// Its id.
    pub id: Uuid,
    /// The room.
    pub room: RoomId,
    /// When it was handed in.
    pub handed_in: DateTime<Utc>,
}

/// The inspections that wait to be confirmed, the oldest first; of very many the first two thousand.
///
/// # Errors
/// [`StoreError`].
pub async fn to_confirm(db: &Db) -> Result<Vec<ToConfirm>, StoreError> {
    const SQL: &str = "select id, room, changed from inspections where state = $1 order by changed, id limit 2000";
    let state = InspectionState::Submitted.word();
    let rows: Vec<(Uuid, Uuid, DateTime<Utc>)> = on!(db, pool => sqlx::query_as(SQL).bind(state).fetch_all(pool))?;
    let one = |(id, room, handed_in)| ToConfirm { id, room: RoomId(room), handed_in };
    Ok(rows.into_iter().map(one).collect())
}
