//! `GET /api/v1/rooms/nearest`

use std::io::Write;

use app::rooms::registry::{COUNTED, Registry};
use app::state::AppState;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{Hit, Query, Wgs84};

use super::etag::{Depends, Tag};
use super::feature::Writer;
use super::fields::Fields;
use super::{schema, search, snapshot};
use crate::problem::Problem;

/// Rooms given unless `k` says otherwise.
const USUAL: u32 = 10;
/// Rooms given at most.
const MOST: u32 = 100;

/// The rooms nearest to a position that answer a question, in exact order of geodesic distance.
#[utoipa::path(
    get, path = "/api/v1/rooms/nearest", tag = "rooms", operation_id = "nearestRooms",
    params(schema::Position, schema::Filters),
    responses(
        (status = 200, description = "At most `k` rooms, nearest first, each with `distance_m`. Rooms without a position are not among them.",
         body = schema::RoomCollection, content_type = "application/geo+json", headers(("ETag" = String))),
        (status = 304, description = "The answer named by If-None-Match still holds."),
        (status = 400, description = "A field is not valid.", body = schema::ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "The rooms have not been read yet.", body = schema::ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(super) async fn nearest(State(state): State<AppState>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let fields = Fields::of(&uri);
    let query = fields.query(&[], &["lon", "lat", "k"])?;
    let near = fields.position()?;
    let k = fields.number("k", USUAL, MOST)?;
    let registry = snapshot(&state)?;
    let now = state.now();
    let tag = Tag::of(&registry, Depends::Minute(now), &uri, "private, max-age=10");
    if let Some(unchanged) = tag.unchanged(&headers) {
        return Ok(unchanged);
    }
    let slow = registry.entries().len() > COUNTED
        && (query.q.is_some() || query.bbox.is_some() || query.street.is_some() || query.open_now);
    let body = search(slow, move || {
        let hits = found(&registry, near, query, now, k);
        Writer::new(&registry, now).collection(&hits, |out| drop(write!(out, r#","numberReturned":{}"#, hits.len())))
    })
    .await;
    Ok(tag.with("application/geo+json", body))
}

/// The tree knows no words: with them every room is looked at.
fn found(registry: &Registry, near: Wgs84, query: Query, now: DateTime<Utc>, k: usize) -> Vec<Hit> {
    if query.q.is_none() {
        return registry.nearest(near, &query, registry.region.local(now), k);
    }
    let mut hits = registry.search(&Query { near: Some(near), ..query }, now, 0..k).hits;
    hits.retain(|hit| hit.distance_m.is_some());
    hits
}
