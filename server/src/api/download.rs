//! `GET /api/v1/rooms.csv`, `.geojson` and `.xlsx`: all public rooms as files, sent while they are written.

use std::sync::Arc;

use app::exchange::{export_csv, export_geojson, export_xlsx};
use app::rooms::registry::Registry;
use app::state::AppState;
use app::ui::sent_while_written;
use app::ui::workbook::XLSX;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::Response;
use domain::{Query, Room};

use super::etag::{Depends, Tag};
use super::fields::Fields;
use super::{schema, snapshot};
use crate::problem::Problem;

#[derive(Debug, Clone, Copy)]
enum Format {
    Csv,
    GeoJson,
    Xlsx,
}

/// All public rooms that answer a question, as CSV, by code.
#[utoipa::path(
    get, path = "/api/v1/rooms.csv", tag = "downloads", operation_id = "roomsCsv", params(schema::Filters),
    responses(
        (status = 200, description = "UTF-8, one header row; `muying import rooms` reads it back without loss.", body = String, content_type = "text/csv"),
        (status = 304, description = "The answer named by If-None-Match still holds."),
        (status = 400, description = "A field is not valid.", body = schema::ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(super) async fn csv(State(state): State<AppState>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    download(&state, &uri, &headers, Format::Csv)
}

/// All public rooms that answer a question, as GeoJSON, by code.
#[utoipa::path(
    get, path = "/api/v1/rooms.geojson", tag = "downloads", operation_id = "roomsGeoJson", params(schema::Filters),
    responses(
        (status = 200, description = "One feature a line; `muying import rooms` reads it back without loss.", body = schema::ExportCollection, content_type = "application/geo+json"),
        (status = 304, description = "The answer named by If-None-Match still holds."),
        (status = 400, description = "A field is not valid.", body = schema::ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(super) async fn geojson(State(state): State<AppState>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    download(&state, &uri, &headers, Format::GeoJson)
}

/// All public rooms that answer a question, as a workbook for spreadsheets, by code.
#[utoipa::path(
    get, path = "/api/v1/rooms.xlsx", tag = "downloads", operation_id = "roomsXlsx", params(schema::Filters),
    responses(
        (status = 200, description = "One sheet with the columns of the CSV; every cell is a text.", body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 304, description = "The answer named by If-None-Match still holds."),
        (status = 400, description = "A field is not valid.", body = schema::ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(super) async fn xlsx(State(state): State<AppState>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    download(&state, &uri, &headers, Format::Xlsx)
}

fn download(state: &AppState, uri: &Uri, headers: &HeaderMap, format: Format) -> Result<Response, Problem> {
    let query = Fields::of(uri).query(&[], &[])?;
    let registry = snapshot(state)?;
    let now = state.now();
    let depends = if query.open_now { Depends::Minute(now) } else { Depends::Rooms };
    let tag = Tag::of(&registry, depends, uri, "public, max-age=60");
    if let Some(unchanged) = tag.unchanged(headers) {
        return Ok(unchanged);
    }
    let (content_type, ending) = match format {
        Format::Csv => ("text/csv; charset=utf-8; header=present", "csv"),
        Format::GeoJson => ("application/geo+json", "geojson"),
        Format::Xlsx => (XLSX, "xlsx"),
    };
    let name = format!("attachment; filename=\"rooms-{}-{}.{ending}\"", registry.region.id, registry.region.local(now).date());
    let mut response = tag.with(content_type, written(registry, query, now, format));
    if let Ok(name) = HeaderValue::try_from(name) {
        response.headers_mut().insert(CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

fn written(registry: Arc<Registry>, query: Query, now: chrono::DateTime<chrono::Utc>, format: Format) -> Body {
    sent_while_written(move |out| {
        let rooms = chosen(&registry, &query, now).into_iter();
        match format {
            Format::Csv => export_csv(rooms, out),
            Format::GeoJson => export_geojson(rooms, out),
            Format::Xlsx => export_xlsx(rooms, now, out),
        }
    })
}

/// The rooms asked for, by code also where words are looked for.
fn chosen<'a>(registry: &'a Registry, query: &Query, now: chrono::DateTime<chrono::Utc>) -> Vec<&'a Room> {
    if query.q.is_none() {
        let now = registry.region.local(now);
        return registry.entries().iter().filter(|entry| registry.admits(entry, query, now)).map(|entry| &entry.room).collect();
    }
    let hits = registry.search(query, now, 0..registry.entries().len()).hits;
    let mut rooms: Vec<&Room> = hits.iter().map(|hit| &registry.entry(hit).room).collect();
    rooms.sort_by_key(|room| room.code);
    rooms
}
