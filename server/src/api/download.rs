//! `GET /api/v1/rooms.csv` and `.geojson`: all public rooms in our own exchange formats, sent while they are written.

use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use app::exchange::{export_csv, export_geojson};
use app::rooms::registry::Registry;
use app::state::AppState;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::Response;
use domain::{Query, Room};
use futures::StreamExt;
use tokio::sync::mpsc;

use super::etag::{Depends, Tag};
use super::fields::Fields;
use super::{schema, snapshot};
use crate::problem::Problem;

/// Bytes a piece; four of them wait for a slow reader at most.
const PIECE: usize = 64 * 1024;

#[derive(Debug, Clone, Copy)]
enum Format {
    Csv,
    GeoJson,
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
    };
    let name = format!("attachment; filename=\"rooms-{}-{}.{ending}\"", registry.region.id, registry.region.local(now).date());
    let mut response = tag.with(content_type, sent_while_written(registry, query, now, format));
    if let Ok(name) = HeaderValue::try_from(name) {
        response.headers_mut().insert(CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

fn sent_while_written(registry: Arc<Registry>, query: Query, now: chrono::DateTime<chrono::Utc>, format: Format) -> Body {
    let (sender, receiver) = mpsc::channel(4);
    tokio::task::spawn_blocking(move || {
        let rooms = chosen(&registry, &query, now);
        let out = BufWriter::with_capacity(PIECE, Pieces(sender));
        // An error here is a reader that has gone away.
        drop(match format {
            Format::Csv => export_csv(rooms.into_iter(), out),
            Format::GeoJson => export_geojson(rooms.into_iter(), out),
        });
    });
    let next = |mut receiver: mpsc::Receiver<Bytes>| async move {
        receiver.recv().await.map(|piece| (Ok::<_, io::Error>(piece), receiver))
    };
    // Compression asks once more after the end.
    Body::from_stream(futures::stream::unfold(receiver, next).fuse())
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

/// Hands pieces over to the response; waits while four of them have not been sent.
struct Pieces(mpsc::Sender<Bytes>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        self.0.blocking_send(Bytes::copy_from_slice(bytes)).map_err(gone).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
