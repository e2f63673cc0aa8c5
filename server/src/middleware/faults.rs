//! Panics and requests that do not end: the visitor gets a page with an incident id, the log gets the cause.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use app::ui::{Nonce, server_error};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::{HeaderMap, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;

use super::log::logged;
use super::{Around, is_api, limits};
use crate::problem::{Kind, Problem};

/// What a page about a fault needs of the request, which is gone by then.
struct Visitor {
    uri: Uri,
    headers: HeaderMap,
    nonce: Option<Nonce>,
}

impl Visitor {
    fn of(request: &Request) -> Self {
        let uri = request.uri().clone();
        let mut headers = HeaderMap::new();
        if !is_api(uri.path()) {
            for name in [COOKIE, ACCEPT_LANGUAGE] {
                headers.extend(request.headers().get(&name).map(|value| (name, value.clone())));
            }
        }
        Self { uri, headers, nonce: request.extensions().get::<Nonce>().cloned() }
    }

    fn into_request(self) -> Request {
        let mut request = Request::default();
        *request.uri_mut() = self.uri;
        *request.headers_mut() = self.headers;
        if let Some(nonce) = self.nonce {
            request.extensions_mut().insert(nonce);
        }
        request
    }
}

/// Runs a request to its end, whatever that is.
pub(super) async fn contained(around: &Arc<Around>, id: &str, request: Request, next: Next) -> Response {
    let visitor = Visitor::of(&request);
    let patience = limits::patience(&request, around.patience);
    let run = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(patience, run).await {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => {
            tracing::error!(incident = id, cause = words(panic.as_ref()), "a request panicked");
            incident(around, id, visitor).await
        }
        Err(_) => {
            tracing::error!(incident = id, path = logged(visitor.uri.path()), "a request took too long");
            let detail = "The server is very busy. Please try again in a moment.";
            limits::say(&visitor.uri, Kind::Timeout, detail, "服务器繁忙，请稍后再试。")
        }
    }
}

async fn incident(around: &Around, id: &str, visitor: Visitor) -> Response {
    if is_api(visitor.uri.path()) {
        let detail = format!("Please try again. If it stays like this, tell us the incident id {id}.");
        return Problem::new(Kind::Incident, detail).into_response();
    }
    let page = server_error(State(around.state.clone()), id.to_owned(), visitor.into_request());
    match AssertUnwindSafe(page).catch_unwind().await {
        Ok(response) => response,
        // Even the page about it failed.
        Err(_) => (Kind::Incident.status(), format!("出错了，请稍后再试。\nSomething went wrong: {id}\n")).into_response(),
    }
}

/// What a panic said.
fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use app::db::Db;
    use app::rooms::registry::Shared;
    use app::state::AppState;
    use app::testing::both_engines;
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;
    use crate::config::Area;
    use crate::middleware::{Policy, Rates, around};

    async fn broken() -> &'static str {
        panic!("the secret word")
    }

    async fn ask(db: Db, address: &str) -> (u16, String, String) {
        let region = Area::load("longgang").unwrap().region;
        let registry = Arc::new(Shared::empty(region, crate::clock::now()));
        let state = AppState::new(db, registry, app::testing::media(), (crate::clock::now, crate::clock::random));
        let around_all =
            Around { state, policy: Policy::new(None, false), rates: Rates::default(), patience: Duration::from_millis(50) };
        let router = Router::new()
            .route("/broken", get(broken))
            .route("/api/broken", get(broken))
            .route("/slow", get(std::future::pending::<()>))
            .layer(from_fn_with_state(Arc::new(around_all), around));
        let request = Request::builder().uri(address).header("accept-language", "en").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, id, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_panic_gives_a_page_or_a_problem_with_the_incident_and_no_internals() {
        both_engines(|db| async move {
            for address in ["/broken", "/api/broken"] {
                let (status, id, text) = ask(db.clone(), address).await;
                assert_eq!(status, 500, "{address}");
                assert!(text.contains(&id) && !text.contains("secret"), "{address}: {text}");
            }
        })
        .await;
    }

    #[tokio::test]
    async fn a_request_without_end_is_told_to_try_again() {
        both_engines(|db| async move {
            let (status, _, text) = ask(db, "/slow").await;
            assert_eq!(status, 503);
            assert!(text.contains("try again"), "{text}");
        })
        .await;
    }
}
