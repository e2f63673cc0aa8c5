//! The API's description, made from the code that answers.

use std::sync::LazyLock;

use app::accounts::SESSION;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use utoipa::OpenApi;

use super::{download, inspections, list, nearest, photos, room};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Muying 母婴",
        description = "A public registry of mother-and-baby rooms. Positions are WGS-84, longitude first. Anyone may read, from any site.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact()
    ),
    servers((url = "/")),
    paths(list::list, nearest::nearest, room::room, download::csv, download::geojson, download::xlsx,
        inspections::kit, inspections::deliver, photos::put),
    tags((name = "rooms", description = "Find rooms"), (name = "downloads", description = "All public rooms in one file"),
        (name = "inspections", description = "For those who inspect, signed in: take along, hand in"))
)]
struct Description;

/// The description as `docs/openapi.json` holds it.
pub fn text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| serde_json::to_string_pretty(&description()).unwrap_or_default() + "\n");
    &TEXT
}

/// With the domain's own schemas of a sheet, which are also those of `muying score --schema`.
fn description() -> Value {
    let mut all = json!(Description::openapi());
    let components = &mut all["components"];
    for (name, schema) in domain::device::schemas() {
        components["schemas"][name] = schema;
    }
    let session = json!({ "type": "apiKey", "in": "cookie", "name": SESSION, "description": "The session of `/sign-in`." });
    components["securitySchemes"] = json!({ "session": session });
    all
}

pub(super) async fn openapi() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/vnd.oai.openapi+json;version=3.1"), (CACHE_CONTROL, "public, max-age=3600")], text())
}
