//! Cases that nobody has looked at, for the inbox of staff.

use chrono::NaiveDate;
use domain::reports::Trouble;
use domain::{Facility, RoomId, Word};
use uuid::Uuid;

use super::{StoreError, about};
use crate::db::{Db, on};

/// A case that nobody has looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// Its id.
    pub id: Uuid,
    /// The room.
    pub room: RoomId,
    /// What is wrong.
    pub trouble: Trouble,
    /// The facility that it is about.
    pub about: Option<Facility>,
    /// The local day on which it was first reported.
    pub day: NaiveDate,
}

/// The cases that nobody has looked at, the oldest first; of very many the first two thousand.
///
/// # Errors
/// [`StoreError`].
pub async fn unseen(db: &Db) -> Result<Vec<Unseen>, StoreError> {
    const SQL: &str = "select id, room, trouble, about, day from report_cases where state = 'received' \
        order by opened, id limit 2000";
    type Row = (Uuid, Uuid, String, String, String);
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let unseen = |(id, room, trouble, of, day): Row| {
        let (trouble, about) = Trouble::from_word(&trouble).ok().zip(about(&of).ok())?;
        Some(Unseen { id, room: RoomId(room), trouble, about, day: day.parse().ok()? })
    };
    rows.into_iter().map(|row| (row.0, row)).map(|(id, row)| unseen(row).ok_or(StoreError::Row(id))).collect()
}
