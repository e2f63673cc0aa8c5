//! `/geo/{id}/streets.geojson`: the boundaries of streets that are published, as the pages of figures draw them. A set never
//! changes, so its address is its version.

use app::shapes::public_geojson;
use app::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::Digest;
use uuid::Uuid;

use super::etag::Tag;
use crate::problem::{Kind, Problem};

/// The boundaries of a set, while it is published.
pub(super) async fn streets(
    State(state): State<AppState>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let text = public_geojson(&state.db, state.registry.region(), id).await.map_err(|error| {
        tracing::error!(%error, "boundaries could not be read");
        Problem::new(Kind::NotYet, "The database does not answer. Please try again in a moment.")
    })?;
    let gone = || Problem::new(Kind::NoResource, "These boundaries are not published, or not any more.");
    let text = text.ok_or_else(gone)?;
    let tag = Tag::new(&format!("W/\"{}\"", Digest::of(text.as_bytes())), "public, max-age=3600");
    Ok(tag.unchanged(&headers).unwrap_or_else(|| tag.with("application/geo+json", text)))
}
