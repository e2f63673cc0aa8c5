//! `/photos/{digest}`: a picture, to whoever has a link that still holds.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::Digest;

use super::links::verify;
use super::media::Size;
use super::store::{self, Photo, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// The route.
pub fn routes() -> Router<AppState> {
    Router::new().route("/photos/{digest}", get(show))
}

/// `GET /photos/{digest}?size=full|small&until=…&sig=…`
async fn show(State(state): State<AppState>, visit: Visit, Path(digest): Path<String>, headers: HeaderMap) -> Response {
    match asked(&state, &visit, &digest).await {
        Ok(Some((photo, size))) => picture(&state, &visit, &photo, size, &headers).await,
        Ok(None) => AppError::NoPhoto.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// What a link shows, if it is ours and holds.
async fn asked(state: &AppState, visit: &Visit, digest: &str) -> Result<Option<(Photo, Size)>, StoreError> {
    let field = |name: &str| visit.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str());
    let size = Size::ALL.into_iter().find(|size| size.word() == field("size"));
    let (Ok(digest), Some(size), Ok(until)) = (Digest::new(digest), size, field("until").parse()) else { return Ok(None) };
    let seal = state.seals.of(&state.db, (state.random)()).await?;
    if verify(seal, digest, size, (until, field("sig")), visit.now).is_err() {
        return Ok(None);
    }
    Ok(store::find(&state.db, &[digest]).await?.pop().map(|photo| (photo, size)))
}

async fn picture(state: &AppState, visit: &Visit, photo: &Photo, size: Size, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", photo.digest_of(size));
    let cache = if photo.restricted { "private, no-store" } else { "private, max-age=3600" };
    let about = [(ETAG, tag.as_str()), (CACHE_CONTROL, cache)];
    if headers.get(IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()).is_some_and(|tags| tags.contains(&tag)) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    match state.media.get(photo.object, size).await {
        Ok(jpeg) => (about, [(CONTENT_TYPE, "image/jpeg")], jpeg).into_response(),
        Err(error) => AppError::away(&error, visit),
    }
}
