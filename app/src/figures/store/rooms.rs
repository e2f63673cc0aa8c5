//! Rooms as they stood, version by version.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::figures::{RoomFacts, RoomLine, Version};
use domain::{AreaCode, Kind, Line, RoomCode, RoomId, SquareMetres, Stage, VenueType};
use futures::TryStreamExt as _;
use serde::Deserialize;
use uuid::Uuid;

use super::{Days, StoreError};
use crate::db::{Db, on};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    since: DateTime<Utc>,
    /// Of what was replaced.
    #[sqlx(default)]
    until: Option<DateTime<Utc>>,
    doc: String,
}

/// The parts of a room that figures look at.
#[derive(Deserialize)]
struct Doc {
    code: RoomCode,
    kind: Kind,
    stage: Stage,
    name: Name,
    venue: Venue,
    street: Option<AreaCode>,
    area: Option<SquareMetres>,
}

#[derive(Deserialize)]
struct Name {
    zh: Line,
}

#[derive(Deserialize)]
struct Venue {
    #[serde(rename = "type")]
    kind: VenueType,
}

/// A version before rooms have their places.
struct Stood {
    since: DateTime<Utc>,
    from: NaiveDate,
    until: NaiveDate,
    facts: RoomFacts,
}

/// A room while its versions come in.
struct Gathered {
    latest: DateTime<Utc>,
    line: RoomLine,
    versions: Vec<Stood>,
}

/// All rooms, also those that are gone, by code; and their versions, by room and in order.
pub(super) async fn rooms(db: &Db, days: &Days<'_>) -> Result<(Vec<RoomLine>, Vec<Version>), StoreError> {
    const GONE: &str = "select id, since, until, doc from room_history";
    const NOW: &str = "select id, since, doc from rooms";
    let mut rooms: HashMap<Uuid, Gathered> = HashMap::new();
    for sql in [GONE, NOW] {
        on!(db, pool => async {
            let mut rows = sqlx::query_as::<_, Row>(sql).fetch(pool);
            while let Some(row) = rows.try_next().await? {
                take(&mut rooms, &row, days)?;
            }
            Ok::<_, StoreError>(())
        })?;
    }
    let mut rooms: Vec<Gathered> = rooms.into_values().collect();
    rooms.sort_by_key(|room| (room.line.code, room.line.id));
    let mut versions = Vec::with_capacity(rooms.len());
    for (room, place) in rooms.iter_mut().zip(0_u32..) {
        room.versions.sort_by_key(|stood| stood.since);
        let of = room.versions.iter().filter(|stood| stood.from < stood.until);
        versions.extend(of.map(|Stood { from, until, facts, .. }| Version {
            room: place,
            from: *from,
            until: *until,
            facts: *facts,
        }));
    }
    Ok((rooms.into_iter().map(|room| room.line).collect(), versions))
}

fn take(rooms: &mut HashMap<Uuid, Gathered>, row: &Row, days: &Days<'_>) -> Result<(), StoreError> {
    let doc: Doc = serde_json::from_str(&row.doc).ok().ok_or(StoreError::Row(row.id))?;
    let line = RoomLine { id: RoomId(row.id), code: doc.code, name: doc.name.zh };
    let facts = RoomFacts {
        stage: doc.stage,
        kind: doc.kind,
        street: doc.street.filter(|code| days.0.street(*code).is_some()),
        class: doc.area.and_then(SquareMetres::class),
        venue: doc.venue.kind,
    };
    let (from, until) = (days.of(row.since), row.until.map_or(NaiveDate::MAX, |until| days.of(until)));
    let room = rooms.entry(row.id).or_insert_with(|| Gathered { latest: row.since, line: line.clone(), versions: Vec::new() });
    if room.latest <= row.since {
        (room.latest, room.line) = (row.since, line);
    }
    room.versions.push(Stood { since: row.since, from, until, facts });
    Ok(())
}
