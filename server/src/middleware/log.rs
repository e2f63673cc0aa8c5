//! One log line and one measurement for each answer. The query string holds positions: it is never logged.

use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use axum::http::{Method, Uri};
use axum::response::Response;

use super::route;

/// What a log line says of a request, kept while the request itself is used up.
pub(super) struct About {
    uri: Uri,
    route: Option<MatchedPath>,
}

impl About {
    pub(super) fn of(request: &Request) -> Self {
        Self { uri: request.uri().clone(), route: route(request) }
    }

    /// The path without the query string.
    pub(super) fn path(&self) -> &str {
        self.uri.path()
    }

    fn route(&self) -> &str {
        match self.route.as_ref().map(MatchedPath::as_str) {
            Some(route) if route.starts_with("/pkg") => "/pkg/",
            Some(route) if route.starts_with("/vendor") => "/vendor/",
            Some(route) => route,
            None => "none",
        }
    }
}

/// A path as it may stand in a log: whoever reads `/join/TOKEN` or the card of `/c/CODE/MARK` there could use it.
pub(super) fn logged(path: &str) -> String {
    match ["/join/", "/c/"].into_iter().find(|secret| path.starts_with(secret)) {
        Some(secret) => format!("{secret}…"),
        None => path.chars().take(200).collect(),
    }
}

/// Logs and counts an answer.
pub(super) fn answered(about: &About, method: &Method, response: &Response, took: Duration) {
    let status = response.status().as_u16();
    let path = logged(about.path());
    let ms = (took.as_secs_f64() * 1e6).round() / 1e3;
    // Balancers ask every second, and nobody reads that.
    if matches!(about.path(), "/healthz" | "/readyz") {
        tracing::debug!(%method, path, status, ms, "answered");
    } else {
        tracing::info!(%method, path, status, ms, "answered");
    }
    crate::metrics::count(method, about.route(), response.status(), took);
}

#[cfg(test)]
mod tests {
    use super::logged;

    #[test]
    fn a_link_of_invitation_is_not_logged() {
        assert_eq!(logged("/join/805b827a1de81189"), "/join/…");
        assert_eq!(logged("/rooms/LG-0020"), "/rooms/LG-0020");
    }
}
