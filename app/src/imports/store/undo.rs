//! A whole import is taken back, while nothing depends on it: all of it or nothing.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{RoomCode, RoomId};
use serde_json::json;
use uuid::Uuid;

use super::StoreError;
use super::drafts::{Head, State, settle};
use super::finish::Writing;
use crate::audit;
use crate::db::{Db, Tx, on};
use crate::rooms::store::{self as rooms, Stored};

/// What stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::imports) enum Why {
    /// Somebody changed the room since.
    Changed,
    /// It is inspected, or has been.
    Inspected,
    /// It is in a round of inspections.
    Round,
    /// An operator is tied to it.
    Operator,
    /// Something of it is to be mended, or it was taken out of the finder.
    Rectified,
    /// A step of build-out was taken, or a day is planned.
    Build,
    /// Parents reported something, or staff looked at it.
    Reported,
    /// A payment was proposed.
    Paid,
    /// It was nominated for an award.
    Awarded,
    /// Staff said that it stands in a venue of a list.
    Venue,
}

/// A room that keeps an import from being taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::imports) struct Obstacle {
    /// `None` of a room that is gone.
    pub(in crate::imports) code: Option<RoomCode>,
    pub(in crate::imports) why: Vec<Why>,
}

/// Tables whose rows speak of a room, and what that means.
const DEPENDENTS: [(&str, Why); 15] = [
    ("select distinct room from inspections where room in ", Why::Inspected),
    ("select distinct room from assignments where room in ", Why::Round),
    ("select distinct room from operator_rooms where room in ", Why::Operator),
    ("select distinct room from care_rooms where room in ", Why::Operator),
    ("select distinct room from rectification_items where room in ", Why::Rectified),
    ("select distinct room from suspensions where room in ", Why::Rectified),
    ("select distinct room from room_steps where step <> 'import' and room in ", Why::Build),
    ("select distinct owner from papers where of_what = 'step' and removed is null and owner in ", Why::Build),
    ("select distinct room from room_plans where room in ", Why::Build),
    ("select distinct room from report_cases where room in ", Why::Reported),
    ("select distinct room from room_checks where room in ", Why::Reported),
    ("select distinct room from supervision_visits where room in ", Why::Reported),
    ("select distinct room from payments where room in ", Why::Paid),
    ("select distinct room from awards where room in ", Why::Awarded),
    ("select distinct room from venue_rooms where room in ", Why::Venue),
];

#[derive(sqlx::FromRow)]
struct Carried {
    room: Uuid,
    came_from: Option<i64>,
    went_to: i64,
}

/// Takes an import back: rooms that it added go, rooms that it changed are what they were. Where one of them is in the way
/// nothing is done, and all that are in the way are told.
pub(in crate::imports) async fn undo(
    db: &Db,
    head: &Head,
    writing: &Writing<'_>,
) -> Result<Result<(), Vec<Obstacle>>, StoreError> {
    const ROOMS: &str = "select room, came_from, went_to from import_rooms where import = $1";
    let now = writing.now;
    let mut tx = db.begin().await?;
    rooms::touched(&mut tx).await?;
    audit::hold(&mut tx).await?;
    settle(&mut tx, head, State::Undone, None, writing.by, now).await?;
    let carried: Vec<Carried> = on!(tx &mut tx, conn => sqlx::query_as(ROOMS).bind(head.id).fetch_all(conn))?;
    let stored = rooms::list_in(&mut tx).await?;
    let stored: HashMap<RoomId, Stored> = stored.into_iter().map(|stored| (stored.room.id, stored)).collect();
    let obstacles = obstacles(&mut tx, head, &carried, &stored).await?;
    if !obstacles.is_empty() {
        return Ok(Err(obstacles));
    }
    for carried in &carried {
        let current = stored.get(&RoomId(carried.room)).ok_or(StoreError::Row(head.id))?;
        take_back(&mut tx, head, carried, current, writing, now).await?;
    }
    let added = carried.iter().filter(|carried| carried.came_from.is_none()).count();
    let detail = json!({ "import": head.id, "file": head.name, "removed": added, "put_back": carried.len() - added });
    let entry = audit::Entry { at: now, actor: writing.by, action: "rooms.import_undo", subject: "rooms", detail };
    audit::append(&mut tx, &entry).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

async fn take_back(
    tx: &mut Tx,
    head: &Head,
    carried: &Carried,
    current: &Stored,
    writing: &Writing<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    match carried.came_from {
        None => Ok(rooms::remove(tx, current, now).await?),
        Some(version) => {
            let former = rooms::of_version_in(tx, current.room.id, version).await?.ok_or(StoreError::Row(head.id))?;
            Ok(writing.import(head).replace(tx, current, &former, now).await?)
        }
    }
}

async fn obstacles(
    tx: &mut Tx,
    head: &Head,
    carried: &[Carried],
    stored: &HashMap<RoomId, Stored>,
) -> Result<Vec<Obstacle>, StoreError> {
    let mut found: HashMap<Uuid, Vec<Why>> = HashMap::new();
    for of in carried {
        if stored.get(&RoomId(of.room)).is_none_or(|stored| stored.version != of.went_to) {
            found.entry(of.room).or_default().push(Why::Changed);
        }
    }
    for (select, why) in DEPENDENTS {
        let sql = format!("{select} (select room from import_rooms where import = $1 and came_from is null)");
        let rooms: Vec<Uuid> = on!(tx tx, conn => sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(head.id).fetch_all(conn))?;
        for room in rooms {
            let why_all = found.entry(room).or_default();
            if !why_all.contains(&why) {
                why_all.push(why);
            }
        }
    }
    let code = |room: Uuid| stored.get(&RoomId(room)).map(|stored| stored.room.code);
    let mut obstacles: Vec<Obstacle> = found.into_iter().map(|(room, why)| Obstacle { code: code(room), why }).collect();
    obstacles.sort_by_key(|obstacle| obstacle.code);
    Ok(obstacles)
}

/// A room that an import wrote.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(in crate::imports) struct Touched {
    /// `None` of a room that is gone.
    pub(in crate::imports) code: Option<String>,
    /// The version that was replaced; `None` where the room was added.
    pub(in crate::imports) came_from: Option<i64>,
}

/// Rooms that an import wrote, by code.
pub(in crate::imports) async fn touched(db: &Db, id: Uuid, most: i64) -> Result<Vec<Touched>, StoreError> {
    const SQL: &str = "select rooms.code, import_rooms.came_from from import_rooms left join rooms on rooms.id = import_rooms.room \
        where import_rooms.import = $1 order by rooms.code limit $2";
    Ok(on!(db, pool => sqlx::query_as(SQL).bind(id).bind(most).fetch_all(pool))?)
}
