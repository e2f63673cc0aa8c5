//! What the API takes and gives, for its description. A test holds these against real answers.
#![expect(dead_code, reason = "only the macros read them")]

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// What narrows a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filters {
    /// Words to find in names, venues, addresses, streets and communities: Chinese, pinyin in full or by initials, English
    #[param(max_length = 100, example = "dayun")]
    q: Option<String>,
    /// Official code of a street
    #[param(pattern = "^[0-9A-Za-z]{1,12}$", example = "440307003000")]
    street: Option<String>,
    /// `west,south,east,north` in degrees; west may be greater than east across the antimeridian
    #[param(example = "114.1,22.6,114.3,22.8")]
    bbox: Option<String>,
    /// `now`: only rooms that are open for certain
    #[param(inline)]
    open: Option<Open>,
    /// Facilities that the room is said to have, with commas between them; unknown is never taken for yes
    #[param(example = "hot_water,basin")]
    has: Option<String>,
    /// `everyone`: only rooms that mothers, fathers and other carers may enter
    #[param(inline)]
    who: Option<Who>,
    /// Class by area
    #[param(inline)]
    class: Option<Class>,
}

/// How a list is walked.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Paging {
    /// `lon,lat` (WGS-84): nearest first, each room with `distance_m`; rooms without a position come last
    #[param(example = "114.2228,22.6886")]
    near: Option<String>,
    /// Rooms on a page
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// The cursor in the `next` link of the page before
    cursor: Option<String>,
}

/// From where.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Position {
    /// Longitude, WGS-84 degrees
    #[param(minimum = -180, maximum = 180, example = 114.2228)]
    lon: f64,
    /// Latitude, WGS-84 degrees
    #[param(minimum = -90, maximum = 90, example = 22.6886)]
    lat: f64,
    /// Rooms at most
    #[param(minimum = 1, maximum = 100, default = 10)]
    k: Option<u32>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Open {
    Now,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Who {
    Everyone,
}

#[derive(Serialize, ToSchema)]
enum Class {
    A,
    B,
    C,
}

/// Rooms in order.
#[derive(Serialize, ToSchema)]
pub(super) struct RoomCollection {
    /// Always `FeatureCollection`
    r#type: String,
    features: Vec<RoomFeature>,
    /// Address of the next page; absent on the last one, and where there are no pages
    next: Option<String>,
    /// Rooms that answer in all; absent where a large registry does not count them
    #[serde(rename = "numberMatched")]
    number_matched: Option<u64>,
    /// Rooms in this answer
    #[serde(rename = "numberReturned")]
    number_returned: Option<u64>,
    /// When the database last confirmed the data
    #[schema(format = DateTime)]
    as_of: Option<String>,
}

/// Rooms as exported.
#[derive(Serialize, ToSchema)]
pub(super) struct ExportCollection {
    /// Always `FeatureCollection`
    r#type: String,
    features: Vec<ExportFeature>,
}

/// A room as exported: its record alone.
#[derive(Serialize, ToSchema)]
pub(super) struct ExportFeature {
    /// Always `Feature`
    r#type: String,
    /// The room's code
    id: String,
    geometry: Option<Point>,
    properties: RoomRecord,
}

/// A room (RFC 7946).
#[derive(Serialize, ToSchema)]
pub(super) struct RoomFeature {
    /// Always `Feature`
    r#type: String,
    /// The room's code
    #[schema(example = "LG-0001")]
    id: String,
    /// Null where the position is not known
    geometry: Option<Point>,
    properties: RoomProperties,
}

/// A position in WGS-84, longitude first.
#[derive(Serialize, ToSchema)]
pub(super) struct Point {
    /// Always `Point`
    r#type: String,
    #[schema(min_items = 2, max_items = 2, example = json!([114.2228, 22.6886]))]
    coordinates: Vec<f64>,
}

/// A room's record, and what follows from it at this moment.
#[derive(Serialize, ToSchema)]
pub(super) struct RoomProperties {
    #[serde(flatten)]
    record: RoomRecord,
    /// Class by area: A from 10 m², B from 5 m², C from 2 m²; absent where the area is not known
    class: Option<String>,
    open: OpenState,
    /// When this record last changed
    #[schema(format = DateTime)]
    updated: String,
    /// Metres from the position asked for, on the WGS-84 ellipsoid
    distance_m: Option<f64>,
}

/// Whether the room is open at the moment of the answer.
#[derive(Serialize, ToSchema)]
pub(super) struct OpenState {
    /// `open`, `closed` or `unknown`
    state: String,
    /// When it closes; absent where that is over a week away
    #[schema(format = DateTime)]
    until: Option<String>,
    /// When it opens next; absent where that is not known
    #[schema(format = DateTime)]
    opens: Option<String>,
}

/// A room's record. What is absent is not known.
#[derive(Serialize, ToSchema)]
pub(super) struct RoomRecord {
    #[schema(format = "uuid")]
    id: String,
    /// `independent`, `mobile_pod` or `third_toilet`
    kind: String,
    /// `open` or `suspended`
    stage: String,
    /// Why it is suspended, and until when
    stage_note: Option<String>,
    name: Bilingual,
    venue: Venue,
    /// Official code of the street
    street: Option<String>,
    /// Official code of the community
    community: Option<String>,
    address: Option<String>,
    floor: Option<Floor>,
    /// How to get to the door, steps separated by ` > `
    way: Option<Bilingual>,
    /// `open`, `ask_staff`, `key`, `register` or `unknown`
    access: String,
    access_note: Option<String>,
    /// Who may enter: `everyone`, `women_only` or `unknown`
    entry: String,
    /// Whether it lies behind ticket gates: `yes`, `no` or `unknown`
    paid_area: String,
    hours: Hours,
    /// Usable area in m²
    area: Option<f64>,
    /// Path of the entrance photo on this server
    photo: Option<String>,
    /// Where the record comes from
    source: Option<String>,
    /// Its key there
    source_key: Option<String>,
    /// Demonstration data: fictional
    demo: bool,
    /// By facility, such as `hot_water`; a facility that is absent is unknown
    facts: BTreeMap<String, Fact>,
}

/// A text in the language of the place, and in English where somebody has written it.
#[derive(Serialize, ToSchema)]
pub(super) struct Bilingual {
    zh: String,
    en: Option<String>,
}

/// The place a room belongs to.
#[derive(Serialize, ToSchema)]
pub(super) struct Venue {
    name: Bilingual,
    /// `hospital`, `transport`, `government`, `park`, `culture_sports`, `mall`, `office` or `other`
    r#type: String,
    /// Gross floor area in m²
    area_m2: Option<u32>,
    visitors_per_day: Option<u32>,
}

/// A floor.
#[derive(Serialize, ToSchema)]
pub(super) struct Floor {
    /// As printed in the venue
    #[schema(example = "B1")]
    printed: String,
    /// Storeys above the ground floor
    level: Option<f32>,
}

/// Opening hours, in the region's local time.
#[derive(Serialize, ToSchema)]
pub(super) struct Hours {
    /// In OpenStreetMap syntax
    #[schema(example = "Mo-Su 10:00-22:00")]
    osm: Option<String>,
    note: Option<String>,
}

/// What somebody said of a facility.
#[derive(Serialize, ToSchema)]
pub(super) struct Fact {
    /// `yes` or `no`
    value: String,
    /// `official`, `expert` or `parent`
    by: Option<String>,
    #[schema(format = Date)]
    on: Option<String>,
}

/// What is wrong (RFC 9457).
#[derive(Serialize, ToSchema)]
pub(super) struct ProblemDetails {
    /// Which kind of problem
    #[schema(example = "urn:muying:problem:query")]
    r#type: String,
    title: String,
    status: u16,
    /// What to do about it
    detail: String,
    /// The request's id
    instance: Option<String>,
    /// The field that is wrong
    field: Option<String>,
    /// What the field may hold: a list of words, or the smallest and largest number
    allowed: Option<serde_json::Value>,
}

/// What proves that a photograph is kept.
#[derive(ToSchema)]
pub(super) struct PhotoReceipt {
    /// SHA-256 of the file as sent.
    digest: String,
    /// SHA-256 of the picture as kept.
    stored: String,
    /// Of the picture as kept, in pixels.
    width: u32,
    /// Of the picture as kept, in pixels.
    height: u32,
    /// Of the picture as kept.
    bytes: i64,
    /// When it came first (RFC 3339).
    received: String,
}
