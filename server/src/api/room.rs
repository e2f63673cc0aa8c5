//! `GET /api/v1/rooms/{code}`

use app::state::AppState;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use domain::RoomCode;
use serde_json::json;

use super::etag::{Depends, Tag};
use super::feature::Writer;
use super::{schema, snapshot};
use crate::problem::{Kind, Problem};

/// One room.
#[utoipa::path(
    get, path = "/api/v1/rooms/{code}", tag = "rooms", operation_id = "room",
    params(("code" = String, Path, description = "The room's code", example = "LG-0001", pattern = "^[A-Z]{2,4}-[0-9]{4,8}$")),
    responses(
        (status = 200, description = "The room.", body = schema::RoomFeature, content_type = "application/geo+json", headers(("ETag" = String))),
        (status = 304, description = "The answer named by If-None-Match still holds."),
        (status = 400, description = "Not a code.", body = schema::ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "No public room has this code.", body = schema::ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "The rooms have not been read yet.", body = schema::ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(super) async fn room(
    State(state): State<AppState>,
    Path(code): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let form = json!({ "pattern": "^[A-Z]{2,4}-[0-9]{4,8}$" });
    let code = RoomCode::new(&code.to_uppercase()).map_err(|error| Problem::field("code", error.to_string(), form))?;
    let registry = snapshot(&state)?;
    let entry = registry.find(code).ok_or_else(|| Problem::new(Kind::NoRoom, format!("No public room has the code {code}.")))?;
    let now = state.now();
    let tag = Tag::of(&registry, Depends::Minute(now), &uri, "public, max-age=10");
    if let Some(unchanged) = tag.unchanged(&headers) {
        return Ok(unchanged);
    }
    let mut body = Vec::with_capacity(2048);
    Writer::new(&registry, now).feature(entry, None, &mut body);
    Ok(tag.with("application/geo+json", body))
}
