//! All SQL of notices.

mod letters;
mod outbox;
mod settings;
mod take_in;

use chrono::{DateTime, SubsecRound, Utc};
use domain::notices::Kind;
use domain::{RoomId, Word};
use sqlx::types::Json;
use uuid::Uuid;

use crate::accounts;
use crate::db::{Db, on};

pub(super) use letters::{due, write};
pub(super) use outbox::{Mail, again, claim, done, failed, list as outbox, queue, sweep};
pub(super) use settings::{Settings, ask_address, choices, choose, confirm_address, drop_address, settings};
pub(super) use take_in::take_in;

/// Why notices could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is none.
    #[error("notice, setting or mail {0} as stored is not valid")]
    Row(Uuid),
    /// People.
    #[error(transparent)]
    People(#[from] accounts::StoreError),
}

/// What somebody is told.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Notice {
    pub(super) id: Uuid,
    /// The number of the audit line that it comes from: a person is told of a line once, and of later ones later.
    pub(super) seq: i64,
    pub(super) kind: Kind,
    pub(super) room: Option<RoomId>,
    /// The id, name or number of what it is about, by kind.
    pub(super) subject: String,
    /// The particulars; never what a parent wrote, and nobody's name.
    pub(super) data: serde_json::Value,
    pub(super) at: DateTime<Utc>,
    pub(super) read: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    seq: i64,
    kind: String,
    room: Option<Uuid>,
    subject: String,
    data: Json<serde_json::Value>,
    at: DateTime<Utc>,
    read_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Notice {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { id, seq, kind, room, subject, data, at, read_at } = row;
        let kind = Kind::from_word(&kind).ok().ok_or(StoreError::Row(id))?;
        Ok(Self { id, seq, kind, room: room.map(RoomId), subject, data: data.0, at, read: read_at.is_some() })
    }
}

/// How many notices a person has not read.
///
/// # Errors
/// [`StoreError`].
pub async fn unread(db: &Db, person: Uuid) -> Result<i64, StoreError> {
    const SQL: &str = "select count(*) from notices where person = $1 and read_at is null";
    Ok(on!(db, pool => sqlx::query_scalar(SQL).bind(person).fetch_one(pool))?)
}

/// The number of a person's latest notice; 0 where there is none.
pub(super) async fn newest(db: &Db, person: Uuid) -> Result<i64, StoreError> {
    const SQL: &str = "select coalesce(max(seq), 0) from notices where person = $1";
    Ok(on!(db, pool => sqlx::query_scalar(SQL).bind(person).fetch_one(pool))?)
}

/// A person's notices before one by its number, the latest first; all, or those not read.
pub(super) async fn list(
    db: &Db,
    person: Uuid,
    only_unread: bool,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<Notice>, StoreError> {
    const SQL: &str = "select id, seq, kind, room, subject, data, at, read_at from notices \
        where person = $1 and (read_at is null or not $2) and seq < $3 order by seq desc limit $4";
    let before = before.unwrap_or(i64::MAX);
    let rows: Vec<Row> = on!(db, pool => {
        sqlx::query_as(SQL).bind(person).bind(only_unread).bind(before).bind(most).fetch_all(pool)
    })?;
    rows.into_iter().map(Notice::try_from).collect()
}

/// Marks a notice of a person as read; what it says. `None` where they have no such notice.
pub(super) async fn read(db: &Db, person: Uuid, id: Uuid, now: DateTime<Utc>) -> Result<Option<Notice>, StoreError> {
    const SQL: &str = "update notices set read_at = coalesce(read_at, $1) where id = $2 and person = $3 \
        returning id, seq, kind, room, subject, data, at, read_at";
    let now = now.trunc_subsecs(6);
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(now).bind(id).bind(person).fetch_optional(pool))?;
    row.map(Notice::try_from).transpose()
}

/// Marks all notices of a person as read up to one by its number: what came since they looked stays unread.
pub(super) async fn read_all(db: &Db, person: Uuid, until: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "update notices set read_at = $1 where person = $2 and read_at is null and seq <= $3";
    let now = now.trunc_subsecs(6);
    Ok(on!(db, pool => async { sqlx::query(SQL).bind(now).bind(person).bind(until).execute(pool).await.map(|_| ()) })?)
}
