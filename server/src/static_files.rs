//! The built site's files: those whose address names their content for ever, those at the root for a while.

use std::path::Path;

use app::state::AppState;
use axum::Router;
use axum::extract::Request;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use tower_http::services::{ServeDir, ServeFile};

use crate::site::BuiltSite;

/// Files by their address.
pub(crate) fn routes(site: &BuiltSite) -> Router<AppState> {
    let mut router = Router::new()
        .nest_service("/pkg", folder(&site.root.join("pkg")))
        .nest_service("/vendor", folder(&site.root.join("vendor")));
    router = router.layer(from_fn(for_ever));
    let mut root = Router::new();
    for name in &site.files {
        let file = ServeFile::new(site.root.join(name)).precompressed_br().precompressed_gzip();
        root = root.route_service(&format!("/{name}"), file);
    }
    router.merge(root.layer(from_fn(for_a_while)))
}

/// Compressed copies lie beside the files.
fn folder(path: &Path) -> ServeDir {
    ServeDir::new(path).append_index_html_on_directories(false).precompressed_br().precompressed_gzip()
}

/// The address holds the version of the content. A file that is missing may come with the next roll-out.
async fn for_ever(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        return (StatusCode::NOT_FOUND, [(CACHE_CONTROL, "no-store")], "没有这个文件。\nNo such file.\n").into_response();
    }
    cached(response, "public, max-age=31536000, immutable")
}

/// The service worker and the manifest are asked for each time; icons change once in years.
async fn for_a_while(request: Request, next: Next) -> Response {
    let is_icon = [".png", ".svg", ".ico"].iter().any(|ending| request.uri().path().ends_with(ending));
    cached(next.run(request).await, if is_icon { "public, max-age=86400" } else { "no-cache" })
}

fn cached(mut response: Response, how: &'static str) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(how));
    response
}
