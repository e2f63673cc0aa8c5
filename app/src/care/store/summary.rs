//! What is known of each log in short, as the snapshot in memory has it. It follows by a number of its own: an entry reads
//! one row again, and neither the rooms nor the other logs.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use domain::RoomId;
use serde_json::json;
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, Tx, on};

/// Days with a record that are kept in short; more than are shown.
const DAYS: i64 = 62;

/// The log of a room in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Care {
    /// The local day since which it is kept.
    pub since: NaiveDate,
    /// When the room was last cleaned, by what was recorded on the same day.
    pub last: Option<DateTime<Utc>>,
    /// The local days of the last weeks on which it was recorded in time that the room was cleaned.
    pub days: BTreeSet<NaiveDate>,
}

/// All logs in short, up to a number.
#[derive(Debug, Clone, Default)]
pub struct Book {
    number: i64,
    rooms: HashMap<RoomId, Care>,
}

impl Book {
    /// The log of a room; `None` where it keeps none.
    pub fn of(&self, room: RoomId) -> Option<&Care> {
        self.rooms.get(&room)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    room: Uuid,
    since: String,
    last: Option<DateTime<Utc>>,
    days: String,
    number: i64,
}

/// The logs with what was written since; `None` where nothing was.
///
/// # Errors
/// [`StoreError`].
pub async fn follow(db: &Db, known: &Book) -> Result<Option<Book>, StoreError> {
    const SQL: &str = "select room, since, last, days, number from care_rooms where number > $1";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(known.number).fetch_all(pool))?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut book = known.clone();
    for row in rows {
        let bad = || StoreError::Row(row.room);
        let since = row.since.parse().ok().ok_or_else(bad)?;
        let days = serde_json::from_str(&row.days).ok().ok_or_else(bad)?;
        book.number = book.number.max(row.number);
        book.rooms.insert(RoomId(row.room), Care { since, last: row.last, days });
    }
    Ok(Some(book))
}

/// Works out anew what is known of a room's log. The chain is held: numbers are given in the order of commits.
pub(super) async fn renew(tx: &mut Tx, room: RoomId) -> Result<(), StoreError> {
    const TICK: &str = "update care_clock set number = number + 1 where one = 1 returning number";
    const DAYS_OF: &str = "select day, max(at) from care_entries where room = $1 and cleaned and not late and struck is null \
        group by day order by day desc limit $2";
    const SET: &str = "update care_rooms set last = $1, days = $2, number = $3 where room = $4";
    let number: i64 = on!(tx tx, conn => sqlx::query_scalar(TICK).fetch_one(conn))?;
    let days: Vec<(String, DateTime<Utc>)> = on!(tx tx, conn => sqlx::query_as(DAYS_OF).bind(room.0).bind(DAYS).fetch_all(conn))?;
    let last = days.first().map(|(_, at)| *at);
    let days = json!(days.iter().map(|(day, _)| day).collect::<BTreeSet<_>>()).to_string();
    on!(tx tx, conn => async {
        sqlx::query(SET).bind(last).bind(&days).bind(number).bind(room.0).execute(conn).await.map(|_| ())
    })?;
    Ok(())
}
