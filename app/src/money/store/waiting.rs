//! Payments that wait for a second person, for the inbox of staff.

use chrono::{DateTime, Utc};
use domain::money::Milestone;
use domain::{RoomId, Word};
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, on};

/// A payment that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToApprove {
    /// Its id.
    pub id: Uuid,
    /// The room.
    pub room: RoomId,
    /// For what.
    pub milestone: Milestone,
    /// When it was proposed.
    pub proposed: DateTime<Utc>,
}

/// The payments that wait for a second person, the oldest first; of very many the first two thousand.
///
/// # Errors
/// [`StoreError`].
pub async fn to_approve(db: &Db) -> Result<Vec<ToApprove>, StoreError> {
    const SQL: &str =
        "select id, room, milestone, changed from payments where state = 'proposed' order by changed, id limit 2000";
    type Row = (Uuid, Uuid, String, DateTime<Utc>);
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let one = |(id, room, milestone, proposed): Row| {
        let milestone = Milestone::from_word(&milestone).ok().ok_or(StoreError::Row(id))?;
        Ok(ToApprove { id, room: RoomId(room), milestone, proposed })
    };
    rows.into_iter().map(one).collect()
}
