//! Stages that came in with a list: each is a step of its own, so that no room is anywhere without a word on how it came
//! there.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::{Line, Room, Stage, Word};
use sqlx::{Postgres, QueryBuilder, Sqlite};
use uuid::Uuid;

use crate::db::{Tx, on};

/// Which list, by whom and when.
#[derive(Debug, Clone, Copy)]
pub struct Imported<'a> {
    /// The name of the file, on which the step rests.
    pub file: &'a str,
    /// Who did it, as audit lines name people.
    pub by: &'a str,
    /// The region's day.
    pub on: NaiveDate,
    /// Now.
    pub at: DateTime<Utc>,
}

const COLUMNS: &str = "insert into room_steps \
    (room, number, step, came_from, went_to, happened, note, paper, inspection, regardless, recorded_by, recorded) ";
/// Steps written by one statement: SQLite binds 32,766 values at most.
const AT_ONCE: usize = 2000;

/// Writes the first step of many rooms.
macro_rules! insert {
    ($engine:ty, $conn:expr, $rooms:expr, $numbers:expr, $of:expr) => {{
        let Imported { file, by, on, at } = $of;
        for rooms in $rooms.chunks(AT_ONCE) {
            let mut sql = QueryBuilder::<$engine>::new(COLUMNS);
            sql.push_values(rooms, |mut row, room| {
                row.push_bind(room.id.0).push_bind(1 + $numbers.get(&room.id.0).copied().unwrap_or(0));
                row.push("'import', null").push_bind(room.stage.word()).push_bind(on.to_string());
                row.push_bind(room.stage_note.as_ref().map_or("", Line::as_str)).push_bind(*file).push("null");
                row.push_bind(false).push_bind(*by).push_bind(at.trunc_subsecs(6));
            });
            sql.build().execute(&mut **$conn).await?;
        }
        Ok(())
    }};
}

/// Records the stages of rooms that this transaction has added; `again` says whether some may have been there before.
///
/// # Errors
/// When the database refuses; the transaction is then of no use.
pub async fn added(tx: &mut Tx, rooms: &[Room], again: bool, of: &Imported<'_>) -> Result<(), sqlx::Error> {
    const LAST: &str = "select room, max(number) from room_steps group by room";
    let numbers: Vec<(Uuid, i64)> = if again { on!(tx tx, conn => sqlx::query_as(LAST).fetch_all(conn))? } else { Vec::new() };
    let numbers: HashMap<Uuid, i64> = numbers.into_iter().collect();
    match tx {
        Tx::Sqlite(conn) => insert!(Sqlite, conn, rooms, numbers, of),
        Tx::Postgres(conn) => insert!(Postgres, conn, rooms, numbers, of),
    }
}

/// Records the stage to which a list has taken a room.
///
/// # Errors
/// When the database refuses; the transaction is then of no use.
pub async fn moved(tx: &mut Tx, from: Stage, room: &Room, of: &Imported<'_>) -> Result<(), sqlx::Error> {
    const VALUES: &str = "select $1, 1 + coalesce(max(number), 0), 'import', $2, $3, $4, $5, $6, null, $7, $8, $9 \
        from room_steps where room = $1";
    const POSTGRES: &str = "select $1::uuid, 1 + coalesce(max(number), 0), 'import', $2::text, $3::text, $4::text, $5::text, \
        $6::text, null::uuid, $7::boolean, $8::text, $9::timestamptz from room_steps where room = $1::uuid";
    let select = if matches!(tx, Tx::Sqlite(_)) { VALUES } else { POSTGRES };
    let Imported { file, by, on, at } = of;
    let note = room.stage_note.as_ref().map_or("", Line::as_str);
    on!(tx tx, conn => async {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{COLUMNS}{select}")));
        let row = row.bind(room.id.0).bind(from.word()).bind(room.stage.word()).bind(on.to_string()).bind(note).bind(file);
        row.bind(false).bind(by).bind(at.trunc_subsecs(6)).execute(conn).await.map(|_| ())
    })
}
