//! The API's description, made from the code that answers.

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use utoipa::OpenApi;

use super::{download, list, nearest, room};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Muying 母婴",
        description = "A public registry of mother-and-baby rooms. Positions are WGS-84, longitude first. Anyone may read, from any site.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact()
    ),
    servers((url = "/")),
    paths(list::list, nearest::nearest, room::room, download::csv, download::geojson),
    tags((name = "rooms", description = "Find rooms"), (name = "downloads", description = "All public rooms in one file"))
)]
struct Description;

/// The description as `docs/openapi.json` holds it.
pub fn text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| Description::openapi().to_pretty_json().unwrap_or_default() + "\n");
    &TEXT
}

pub(super) async fn openapi() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/vnd.oai.openapi+json;version=3.1"), (CACHE_CONTROL, "public, max-age=3600")], text())
}
