//! `/pack.bin`, the district in a pocket, and `/geo.json`, its outline.

use app::inspections::Certified;
use app::rooms::registry::Registry;
use app::state::AppState;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::LAST_MODIFIED;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{Digest, Pack, PackRoom};

use super::etag::Tag;
use super::snapshot;
use crate::problem::{Kind, Problem};

/// Seconds after which a phone fetches the pack anew although no room has changed, to learn that its data still hold.
const STEP: i64 = 600;

/// All public rooms of the region.
pub(super) async fn pack(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    let registry = snapshot(&state)?;
    let count = registry.entries().len();
    if count > Pack::MOST {
        let detail = format!("The registry has {count} public rooms; up to {} fit into one pack for a phone.", Pack::MOST);
        return Err(Problem::new(Kind::TooManyRooms, detail));
    }
    let as_of = state.registry.freshness().map_or(DateTime::UNIX_EPOCH, |fresh| fresh.as_of);
    let step = as_of.timestamp() / STEP;
    let first = registry.timetables().first().map(|table| table.first).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    let text = format!("W/\"{:x}-{count:x}-{step:x}-{first}-{version}\"", registry.version);
    let tag = Tag::new(&text, "public, no-cache");
    if let Some(unchanged) = tag.unchanged(&headers) {
        return Ok(unchanged);
    }
    let now = state.now();
    let body = super::search(true, move || made(&registry, as_of, now).encode()).await;
    Ok(with_date(tag.with("application/octet-stream", body), as_of))
}

/// The page reads how old its data are from the copy's `Last-Modified`.
fn with_date(mut response: Response, as_of: DateTime<Utc>) -> Response {
    let text = as_of.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().insert(LAST_MODIFIED, value);
    }
    response
}

fn made(registry: &Registry, as_of: DateTime<Utc>, now: DateTime<Utc>) -> Pack {
    let rooms = registry.entries().iter().enumerate().map(|(index, entry)| PackRoom {
        room: entry.room.clone(),
        key: registry.key(index).to_owned(),
        timetable: registry.table_index(entry),
        updated: entry.updated,
        inspected: registry.certified(entry).map(Certified::mark),
        held: registry.awards(entry).iter().filter(|held| !held.in_question).cloned().collect(),
    });
    Pack {
        as_of,
        demo: registry.is_demo(),
        holidays_until: registry.holidays_until(now),
        region: registry.region.as_ref().clone(),
        timetables: registry.timetables().to_vec(),
        rooms: rooms.collect(),
    }
}

/// The region's outline and its tag.
#[derive(Debug, Clone)]
pub struct Outline {
    body: Bytes,
    tag: Tag,
}

impl Outline {
    /// Of a GeoJSON text.
    pub fn new(body: Bytes) -> Self {
        let tag = Tag::new(&format!("W/\"{}\"", Digest::of(&body)), "public, max-age=3600");
        Self { body, tag }
    }
}

/// The region's outline.
pub async fn geo(State(outline): State<Outline>, headers: HeaderMap) -> Response {
    outline.tag.unchanged(&headers).unwrap_or_else(|| outline.tag.with("application/geo+json", outline.body.clone()))
}
