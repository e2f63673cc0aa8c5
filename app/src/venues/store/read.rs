//! Venues as they stand, and as they stood.

use chrono::{DateTime, Utc};
use domain::venues::Listed;
use domain::{Line, RoomId};
use uuid::Uuid;

use super::{Doc, StoreError};
use crate::db::{Db, Tx, on};

/// A venue as stored.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::venues) struct Stored {
    pub(in crate::venues) venue: Listed,
    /// 1 when it was added, one more at each change.
    pub(in crate::venues) version: i64,
}

/// A version of a venue, with who wrote it and why.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::venues) struct Version {
    pub(in crate::venues) venue: Listed,
    pub(in crate::venues) since: DateTime<Utc>,
    pub(in crate::venues) by: String,
    /// As audit lines name it.
    pub(in crate::venues) action: String,
    /// Empty where none was asked for.
    pub(in crate::venues) why: String,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: Uuid,
    list: String,
    list_key: Option<String>,
    number: i64,
    since: DateTime<Utc>,
    doc: String,
    written_by: String,
    action: String,
    why: String,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select v.id, v.list, v.list_key, n.number, n.since, n.doc, n.written_by, n.action, n.why \
             from venues v join venue_versions n on n.venue = v.id where ",
            $rest
        )
    };
}

impl TryFrom<Row> for Version {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.id);
        let Doc { details, ended, rooms, refused } = serde_json::from_str(&row.doc).ok().ok_or_else(bad)?;
        let list = Line::new(&row.list).ok().ok_or_else(bad)?;
        let key = row.list_key.as_deref().map(Line::new).transpose().ok().ok_or_else(bad)?;
        let venue = Listed { id: row.id, list, key, details, ended, rooms, refused };
        Ok(Self { venue, since: row.since, by: row.written_by, action: row.action, why: row.why })
    }
}

impl TryFrom<Row> for Stored {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let version = row.number;
        Version::try_from(row).map(|read| Self { venue: read.venue, version })
    }
}

const LATEST: &str = select!("n.number = (select max(m.number) from venue_versions m where m.venue = v.id) order by v.id");

/// All venues as they stand, those that have ended too.
pub(in crate::venues) async fn list(db: &Db) -> Result<Vec<Stored>, StoreError> {
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(LATEST).fetch_all(pool))?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// As [`list`], within a transaction.
pub(super) async fn list_in(tx: &mut Tx) -> Result<Vec<Stored>, StoreError> {
    let rows: Vec<Row> = on!(tx tx, conn => sqlx::query_as(LATEST).fetch_all(conn))?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// All venues as they stood at a moment, by what was recorded by then.
pub(in crate::venues) async fn as_of(db: &Db, at: DateTime<Utc>) -> Result<Vec<Stored>, StoreError> {
    const SQL: &str =
        select!("n.number = (select max(m.number) from venue_versions m where m.venue = v.id and m.since <= $1) order by v.id");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(at).fetch_all(pool))?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// The venue of an id.
pub(in crate::venues) async fn find(db: &Db, id: Uuid) -> Result<Option<Stored>, StoreError> {
    const SQL: &str = select!("v.id = $1 order by n.number desc limit 1");
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Stored::try_from).transpose()
}

/// All versions of a venue, the newest first.
pub(in crate::venues) async fn versions(db: &Db, id: Uuid) -> Result<Vec<Version>, StoreError> {
    const SQL: &str = select!("v.id = $1 order by n.number desc");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool))?;
    rows.into_iter().map(Version::try_from).collect()
}

/// The venue that a room is linked to.
pub(in crate::venues) async fn venue_of_room(db: &Db, room: RoomId) -> Result<Option<Uuid>, StoreError> {
    const SQL: &str = "select venue from venue_rooms where room = $1";
    Ok(on!(db, pool => sqlx::query_scalar(SQL).bind(room.0).fetch_optional(pool))?)
}
