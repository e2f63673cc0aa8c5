//! The JSON API, version 1: rooms as GeoJSON, straight from the snapshot in memory.

mod cursor;
mod download;
mod etag;
mod feature;
mod fields;
mod inspections;
mod list;
mod nearest;
mod openapi;
mod pack;
mod page;
mod photos;
mod room;
mod schema;
mod session;
mod streets;

use std::sync::Arc;

use app::aside::aside;
use app::rooms::registry::Registry;
use app::state::AppState;
use axum::Router;
use axum::routing::{any, get, put};

use crate::problem::{Kind, Problem};
pub use openapi::text as openapi_text;
pub use pack::{Outline, geo};

/// Where the API stands.
pub const ROOT: &str = "/api/v1";

/// The API's routes.
pub fn routes() -> Router<AppState> {
    let v1 = Router::new()
        .route("/rooms", get(list::list))
        .route("/rooms/nearest", get(nearest::nearest))
        .route("/rooms.csv", get(download::csv))
        .route("/rooms.geojson", get(download::geojson))
        .route("/rooms.xlsx", get(download::xlsx))
        .route("/rooms/{code}", get(room::room))
        .route("/inspections/{id}", put(inspections::deliver))
        .route("/inspections/kit", get(inspections::kit))
        .route("/photos/{digest}", put(photos::put))
        .route("/openapi.json", get(openapi::openapi));
    let nothing = || async { Problem::new(Kind::NoResource, format!("The API is described at {ROOT}/openapi.json.")) };
    Router::new()
        .nest(ROOT, v1)
        .route("/api/", any(nothing))
        .route("/api/{*rest}", any(nothing))
        .route("/pack.bin", get(pack::pack))
        .route("/geo/{id}/streets.geojson", get(streets::streets))
}

/// The snapshot, once there is one.
fn snapshot(state: &AppState) -> Result<Arc<Registry>, Problem> {
    state.registry.freshness().map(|_| state.registry.load()).ok_or_else(Problem::not_yet)
}

/// Runs a search here when it is quick, and on a thread of its own when it may look at every room of many.
async fn search<T: Send + 'static>(is_slow: bool, run: impl FnOnce() -> T + Send + 'static) -> T {
    if is_slow { aside(run).await } else { run() }
}
