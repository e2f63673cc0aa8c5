//! Writing rooms, inside the caller's transaction.

use chrono::{DateTime, SubsecRound, Utc};
use domain::Room;
use sqlx::{Postgres, QueryBuilder, Sqlite};

use super::row::{COLUMNS, columns};
use super::{StoreError, Stored};
use crate::db::{Tx, on};

/// Rooms added by one statement: short enough that SQLite keeps it prepared and that two stand in memory.
const ROWS_AT_ONCE: usize = 512;
const _: () = assert!(ROWS_AT_ONCE * COLUMNS <= 32_766, "SQLite binds at most that many values");

const INSERT: &str = concat!("insert into rooms (", columns!(), ") ");

/// Binds the columns of a room, in their order, to whatever takes them.
macro_rules! bind_room {
    ($to:expr, $bind:ident, $room:expr, $version:expr, $since:expr) => {{
        let room: &Room = $room;
        $to.$bind(room.id.0)
            .$bind(room.code.to_string())
            .$bind(room.source.as_ref().map(|source| source.to_string()))
            .$bind(room.source_key.as_ref().map(|key| key.to_string()))
            .$bind($version)
            .$bind($since)
            .$bind(document(room)?)
    }};
}

fn document(room: &Room) -> Result<String, sqlx::Error> {
    serde_json::to_string(room).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// Adds rooms, many with each statement: while the engine takes one, the next is written.
macro_rules! insert {
    ($engine:ty, $tx:expr, $rooms:expr, $now:expr) => {{
        let statement = |rooms: &[Room]| {
            let mut sql = QueryBuilder::<$engine>::new(INSERT);
            for (index, room) in rooms.iter().enumerate() {
                sql.push(if index == 0 { "values (" } else { ", (" });
                let mut row = sql.separated(", ");
                bind_room!(&mut row, push_bind, room, 1_i64, $now);
                sql.push(")");
            }
            Ok::<_, sqlx::Error>(sql)
        };
        let mut rooms = $rooms.chunks(ROWS_AT_ONCE);
        let mut next = rooms.next().map(statement).transpose()?;
        while let Some(mut sql) = next {
            let (done, following) =
                futures::join!(sql.build().execute(&mut **$tx), async { rooms.next().map(statement).transpose() });
            done?;
            next = following?;
        }
        Ok(())
    }};
}

/// Adds rooms, as version 1.
///
/// # Errors
/// [`StoreError::CodeTaken`] or [`StoreError::SourceTaken`] when one is there already; the transaction is then of no use.
pub async fn insert_many(tx: &mut Tx, rooms: &[Room], now: DateTime<Utc>) -> Result<(), StoreError> {
    let now = now.trunc_subsecs(6);
    let done: Result<(), sqlx::Error> = match tx {
        Tx::Sqlite(tx) => async { insert!(Sqlite, tx, rooms, now) }.await,
        Tx::Postgres(tx) => async { insert!(Postgres, tx, rooms, now) }.await,
    };
    done.map_err(taken)?;
    Ok(touched(tx).await?)
}

/// Replaces a room that stands as it was read, and keeps that version in the history.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster; the transaction is then of no use.
pub async fn update(tx: &mut Tx, old: &Stored, new: &Room, now: DateTime<Utc>) -> Result<(), StoreError> {
    let now = now.trunc_subsecs(6);
    keep(tx, old, now).await?;
    let room = Room { id: old.room.id, ..new.clone() };
    on!(tx tx, conn => async {
        bind_room!(sqlx::query(ADD), bind, &room, old.version + 1, now).execute(conn).await.map(|_| ())
    })
    .map_err(taken)?;
    Ok(touched(tx).await?)
}

/// Moves a room that stands as it was read to the history.
pub(super) async fn keep(tx: &mut Tx, old: &Stored, now: DateTime<Utc>) -> Result<(), StoreError> {
    const KEEP: &str = concat!(
        "insert into room_history (",
        columns!(),
        ", until) select ",
        columns!(),
        ", $1 from rooms where id = $2 and version = $3"
    );
    const REMOVE: &str = "delete from rooms where id = $1 and version = $2";
    let now = now.trunc_subsecs(6);
    let kept = on!(tx tx, conn => async {
        sqlx::query(KEEP).bind(now).bind(old.room.id.0).bind(old.version).execute(conn).await.map(|done| done.rows_affected())
    })?;
    let removed = on!(tx tx, conn => async {
        sqlx::query(REMOVE).bind(old.room.id.0).bind(old.version).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if (kept, removed) != (1, 1) {
        return Err(StoreError::Outdated);
    }
    Ok(())
}

const ADD: &str = concat!("insert into rooms (", columns!(), ") values ($1, $2, $3, $4, $5, $6, $7)");

/// Raises the registry's version and, on PostgreSQL, tells the other processes once the transaction commits.
///
/// # Errors
/// When the database refuses; the transaction is then of no use.
pub async fn touched(tx: &mut Tx) -> Result<(), sqlx::Error> {
    const RAISE: &str = "update registry set version = version + 1 where one = 1";
    on!(tx tx, conn => async { sqlx::query(RAISE).execute(conn).await.map(|_| ()) })?;
    if let Tx::Postgres(tx) = tx {
        sqlx::query("select pg_notify('muying_registry', '')").execute(&mut **tx).await?;
    }
    Ok(())
}

/// Translates a broken constraint: PostgreSQL gives its name, SQLite its columns.
fn taken(error: sqlx::Error) -> StoreError {
    let Some(broken) = error.as_database_error().filter(|broken| broken.is_unique_violation()) else { return error.into() };
    match (broken.constraint(), broken.message()) {
        (Some("rooms_code_key"), _) => StoreError::CodeTaken,
        (Some("rooms_source_key"), _) => StoreError::SourceTaken,
        (_, message) if message.ends_with("rooms.code") => StoreError::CodeTaken,
        (_, message) if message.contains("rooms.source_key") => StoreError::SourceTaken,
        _ => error.into(),
    }
}
