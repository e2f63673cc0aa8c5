//! All SQL of rooms. A change keeps the version it replaces in `room_history`, so that any day can be asked for.

mod removed;
mod row;
#[cfg(test)]
mod tests;
mod write;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::{Room, RoomCode, RoomId};
use futures::TryStreamExt as _;

use crate::db::{Db, Tx, on};
pub use removed::{count_on, former_codes, former_codes_now, remove};
pub use row::RowError;
use row::{RoomRow, columns};
pub use write::{insert_many, touched, update};

/// A room as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// The room.
    pub room: Room,
    /// 1 when it was added, one more at each change.
    pub version: i64,
    /// Since when it stands like this.
    pub since: DateTime<Utc>,
}

/// Why rooms could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is no room.
    #[error(transparent)]
    Row(#[from] RowError),
    /// Another room has this code.
    #[error("another room has the code already")]
    CodeTaken,
    /// Another room has this source and key.
    #[error("another room has the source and key already")]
    SourceTaken,
    /// Somebody changed the room since it was read.
    #[error("the room was changed by somebody else meanwhile")]
    Outdated,
}

/// Rows that go to the other thread at once.
const BATCH: usize = 512;

/// Reads all rooms, in no order, into whatever takes them: a large registry never stands in memory twice, and rows are
/// made rooms on a thread of their own while the next ones are read.
///
/// # Errors
/// [`StoreError`].
pub async fn each<T: Send + 'static>(db: &Db, into: T, take: fn(&mut T, Stored)) -> Result<T, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from rooms");
    let (sender, mut receiver) = tokio::sync::mpsc::channel::<Vec<RoomRow>>(4);
    let taking = tokio::task::spawn_blocking(move || {
        let mut into = into;
        while let Some(rows) = receiver.blocking_recv() {
            for row in rows {
                take(&mut into, Stored::try_from(row)?);
            }
        }
        Ok(into)
    });
    let sent = on!(db, pool => async {
        let mut rows = sqlx::query_as::<_, RoomRow>(SQL).fetch(pool).try_chunks(BATCH);
        while let Some(batch) = rows.try_next().await.map_err(|error| error.1)? {
            if sender.send(batch).await.is_err() {
                break; // A row is no room; the other thread says which.
            }
        }
        Ok::<_, sqlx::Error>(())
    });
    drop(sender);
    let taken = taking.await.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()));
    sent?;
    taken
}

/// All rooms, by code.
///
/// # Errors
/// [`StoreError`].
pub async fn list(db: &Db) -> Result<Vec<Stored>, StoreError> {
    let mut rooms = each(db, Vec::new(), Vec::push).await?;
    rooms.sort_by_key(|stored| stored.room.code);
    Ok(rooms)
}

/// All rooms within a transaction.
///
/// # Errors
/// [`StoreError`].
pub async fn list_in(tx: &mut Tx) -> Result<Vec<Stored>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from rooms order by code");
    read(on!(tx tx, conn => sqlx::query_as::<_, RoomRow>(SQL).fetch_all(conn))?)
}

/// Since when anything is recorded; `None` of an empty registry.
///
/// # Errors
/// [`StoreError`].
pub async fn began(db: &Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    const SQL: &str = "select min(since) from (select since from rooms union all select since from room_history) as all_rooms";
    Ok(on!(db, pool => sqlx::query_scalar(SQL).fetch_one(pool))?)
}

/// The room of a code.
///
/// # Errors
/// [`StoreError`].
pub async fn find(db: &Db, code: RoomCode) -> Result<Option<Stored>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from rooms where code = $1");
    let row = on!(db, pool => sqlx::query_as::<_, RoomRow>(SQL).bind(code.as_str()).fetch_optional(pool))?;
    Ok(row.map(Stored::try_from).transpose()?)
}

const OF_ID: &str = concat!("select ", columns!(), " from rooms where id = $1");

/// The room of an id, public or not.
///
/// # Errors
/// [`StoreError`].
pub async fn of_id(db: &Db, id: RoomId) -> Result<Option<Stored>, StoreError> {
    let row = on!(db, pool => sqlx::query_as::<_, RoomRow>(OF_ID).bind(id.0).fetch_optional(pool))?;
    Ok(row.map(Stored::try_from).transpose()?)
}

const OF_VERSION: &str = concat!(
    "select ",
    columns!(),
    " from rooms where id = $1 and version = $2 union all select ",
    columns!(),
    " from room_history where id = $1 and version = $2"
);

/// The room of an id as it stood in one of its versions.
///
/// # Errors
/// [`StoreError`].
pub async fn of_version(db: &Db, id: RoomId, version: i64) -> Result<Option<Room>, StoreError> {
    let row = on!(db, pool => sqlx::query_as::<_, RoomRow>(OF_VERSION).bind(id.0).bind(version).fetch_optional(pool))?;
    Ok(row.map(Stored::try_from).transpose()?.map(|stored| stored.room))
}

/// As [`of_version`], within a transaction.
///
/// # Errors
/// [`StoreError`].
pub async fn of_version_in(tx: &mut Tx, id: RoomId, version: i64) -> Result<Option<Room>, StoreError> {
    let row = on!(tx tx, conn => sqlx::query_as::<_, RoomRow>(OF_VERSION).bind(id.0).bind(version).fetch_optional(conn))?;
    Ok(row.map(Stored::try_from).transpose()?.map(|stored| stored.room))
}

/// The room of an id within a transaction.
///
/// # Errors
/// [`StoreError`].
pub async fn of_id_in(tx: &mut Tx, id: RoomId) -> Result<Option<Stored>, StoreError> {
    let row = on!(tx tx, conn => sqlx::query_as::<_, RoomRow>(OF_ID).bind(id.0).fetch_optional(conn))?;
    Ok(row.map(Stored::try_from).transpose()?)
}

/// Those of the rooms that are in the registry, also those that are not public.
///
/// # Errors
/// When the database cannot be read.
pub async fn known(tx: &mut Tx, ids: &[RoomId]) -> Result<HashSet<RoomId>, sqlx::Error> {
    let mut known = HashSet::new();
    match tx {
        Tx::Sqlite(tx) => {
            for id in ids.iter().collect::<HashSet<_>>() {
                let found = sqlx::query_scalar("select id from rooms where id = $1").bind(id.0).fetch_optional(&mut **tx).await?;
                known.extend(found.map(RoomId));
            }
        }
        Tx::Postgres(tx) => {
            let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
            let found = sqlx::query_scalar("select id from rooms where id = any($1)").bind(ids).fetch_all(&mut **tx).await?;
            known.extend(found.into_iter().map(RoomId));
        }
    }
    Ok(known)
}

/// All rooms as they stood at a moment, by code.
///
/// # Errors
/// [`StoreError`].
pub async fn as_of(db: &Db, at: DateTime<Utc>) -> Result<Vec<Stored>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from rooms where since <= $1 union all select ",
        columns!(),
        " from room_history where since <= $1 and until > $1 order by code"
    );
    read(on!(db, pool => sqlx::query_as::<_, RoomRow>(SQL).bind(at).fetch_all(pool))?)
}

/// How many rooms there are.
///
/// # Errors
/// When the database cannot be read.
pub async fn count(db: &Db) -> Result<i64, sqlx::Error> {
    on!(db, pool => sqlx::query_scalar("select count(*) from rooms").fetch_one(pool))
}

/// The number of the registry's state; any committed change raises it.
///
/// # Errors
/// When the database cannot be read.
pub async fn version(db: &Db) -> Result<i64, sqlx::Error> {
    on!(db, pool => sqlx::query_scalar("select version from registry where one = 1").fetch_one(pool))
}

fn read(rows: Vec<RoomRow>) -> Result<Vec<Stored>, StoreError> {
    rows.into_iter().map(|row| Stored::try_from(row).map_err(StoreError::from)).collect()
}
