//! A row of `rooms`, and the room it is.

use chrono::{DateTime, Utc};
use domain::{AreaCode, Bilingual, Facts, Floor, Hours, Line, Room, RoomCode, RoomId, SquareMetres, Venue, Wgs84, Word};
use sqlx::types::{Json, Uuid};

use super::Stored;

/// The columns of a room in their one order: reading, writing and history use it.
macro_rules! columns {
    () => {
        "id, code, version, since, kind, stage, stage_note, name_zh, name_en, venue_zh, venue_en, venue_type, venue_area_m2, \
         venue_visitors_per_day, street, community, address, lon, lat, floor, level, way_zh, way_en, access, access_note, who, \
         paid_area, hours, hours_note, area_m2, photo, source, source_key, demo, facts"
    };
}
pub(super) use columns;

/// How many columns that is.
pub(super) const COLUMNS: usize = 35;

/// A stored row that is no room: the tables were changed by hand, or by a newer version of this program.
#[derive(Debug, thiserror::Error)]
#[error("room {code}: {column} is not valid: {reason}")]
pub struct RowError {
    code: String,
    column: &'static str,
    reason: String,
}

#[derive(sqlx::FromRow)]
pub(super) struct RoomRow {
    id: Uuid,
    code: String,
    version: i64,
    since: DateTime<Utc>,
    kind: String,
    stage: String,
    stage_note: Option<String>,
    name_zh: String,
    name_en: Option<String>,
    venue_zh: String,
    venue_en: Option<String>,
    venue_type: String,
    venue_area_m2: Option<i64>,
    venue_visitors_per_day: Option<i64>,
    street: Option<String>,
    community: Option<String>,
    address: Option<String>,
    lon: Option<f64>,
    lat: Option<f64>,
    floor: Option<String>,
    level: Option<f64>,
    way_zh: Option<String>,
    way_en: Option<String>,
    access: String,
    access_note: Option<String>,
    who: String,
    paid_area: String,
    hours: Option<String>,
    hours_note: Option<String>,
    area_m2: Option<f64>,
    photo: Option<String>,
    source: Option<String>,
    source_key: Option<String>,
    demo: bool,
    facts: Json<Facts>,
}

/// Turns a column into its type, naming the column when it cannot be.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn ok<T, E: std::fmt::Display>(&self, column: &'static str, value: Result<T, E>) -> Result<T, RowError> {
        value.map_err(|error| RowError { code: self.0.to_owned(), column, reason: error.to_string() })
    }
    fn word<T: Word>(&self, column: &'static str, text: &str) -> Result<T, RowError> {
        self.ok(column, T::from_word(text))
    }
    fn line(&self, column: &'static str, text: Option<String>) -> Result<Option<Line>, RowError> {
        text.map(|text| self.ok(column, Line::try_from(text))).transpose()
    }
    fn code(&self, column: &'static str, text: Option<String>) -> Result<Option<AreaCode>, RowError> {
        text.map(|text| self.ok(column, AreaCode::new(&text))).transpose()
    }
    fn names(&self, column: &'static str, zh: String, en: Option<String>) -> Result<Bilingual, RowError> {
        Ok(Bilingual { zh: self.ok(column, Line::try_from(zh))?, en: self.line(column, en)? })
    }
    fn count(&self, column: &'static str, number: Option<i64>) -> Result<Option<u32>, RowError> {
        number.map(|number| self.ok(column, u32::try_from(number))).transpose()
    }
}

impl TryFrom<RoomRow> for Stored {
    type Error = RowError;

    fn try_from(row: RoomRow) -> Result<Self, RowError> {
        let read = Reader(&row.code);
        let position = row.lon.zip(row.lat).map(|(lon, lat)| Wgs84::new(lon, lat));
        let area = row.area_m2.map(|m2| SquareMetres::new(m2).ok_or("out of range"));
        #[expect(clippy::cast_possible_truncation, reason = "levels are small numbers with one decimal")]
        let level = row.level.map(|level| level as f32);
        let floor = read.line("floor", row.floor)?.map(|printed| Floor { printed, level });
        let way = row.way_zh.map(|zh| read.names("way", zh, row.way_en)).transpose()?;
        let room = Room {
            id: RoomId(row.id),
            code: read.ok("code", RoomCode::new(&row.code))?,
            kind: read.word("kind", &row.kind)?,
            stage: read.word("stage", &row.stage)?,
            stage_note: read.line("stage_note", row.stage_note)?,
            name: read.names("name", row.name_zh, row.name_en)?,
            venue: Venue {
                name: read.names("venue", row.venue_zh, row.venue_en)?,
                kind: read.word("venue_type", &row.venue_type)?,
                area_m2: read.count("venue_area_m2", row.venue_area_m2)?,
                visitors_per_day: read.count("venue_visitors_per_day", row.venue_visitors_per_day)?,
            },
            street: read.code("street", row.street)?,
            community: read.code("community", row.community)?,
            address: read.line("address", row.address)?,
            place: position.map(|place| read.ok("lon", place)).transpose()?,
            floor,
            way,
            access: read.word("access", &row.access)?,
            access_note: read.line("access_note", row.access_note)?,
            entry: read.word("who", &row.who)?,
            paid_area: read.word("paid_area", &row.paid_area)?,
            hours: Hours { osm: read.line("hours", row.hours)?, note: read.line("hours_note", row.hours_note)? },
            area: area.map(|area| read.ok("area_m2", area)).transpose()?,
            photo: read.line("photo", row.photo)?,
            source: read.line("source", row.source)?,
            source_key: read.line("source_key", row.source_key)?,
            demo: row.demo,
            facts: row.facts.0,
        };
        Ok(Self { room, version: row.version, since: row.since })
    }
}
