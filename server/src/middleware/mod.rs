//! What happens around every request, in one straight line: refuse what is malformed or comes too often, run within a
//! time, catch panics, then name, secure, count and log the answer.

mod faults;
mod limits;
mod log;
mod rates;
mod request_id;
mod security;

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::state::AppState;
use app::ui::Nonce;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::problem::Problem;
pub(crate) use rates::Rates;
pub(crate) use security::Policy;

/// No page takes a hundredth of this; whoever waits longer is told to try again.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the middleware needs.
pub(crate) struct Around {
    state: AppState,
    policy: Policy,
    rates: Rates,
    patience: Duration,
}

impl Around {
    /// With the usual patience.
    pub(crate) fn new(state: AppState, policy: Policy, rates: Rates) -> Arc<Self> {
        Arc::new(Self { state, policy, rates, patience: PATIENCE })
    }
}

/// Whether a path belongs to programs: problems are then told as JSON, and other sites may read the answers.
fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}

/// Everything around a request.
pub(crate) async fn around(State(around): State<Arc<Around>>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request_id::of(&request);
    let about = log::About::of(&request);
    let nonce = (!is_api(request.uri().path())).then(security::nonce);
    if let Some(nonce) = &nonce {
        request.extensions_mut().insert(Nonce(nonce.clone()));
    }
    DefaultBodyLimit::max(limits::most(&request)).apply(&mut request);
    let method = request.method().clone();
    let span = tracing::info_span!("request", id = &*id);
    let response = if let Some(refusal) = limits::refuse(&request) {
        refusal
    } else if let Some(wait) = around.rates.wait(&request, around.state.now()) {
        rates::refused(&around, request, wait).await
    } else {
        faults::contained(&around, &id, request, next).instrument(span.clone()).await
    };
    let mut response = Problem::name_request(limits::method(response, &method, &about), &id);
    security::protect(&mut response, &around.policy, about.path(), nonce.as_deref());
    request_id::put(&mut response, &id);
    span.in_scope(|| log::answered(&about, &method, &response, began.elapsed()));
    response
}

/// The route as written in the router, so that metrics do not grow with visitors' inventions.
fn route(request: &Request) -> Option<MatchedPath> {
    request.extensions().get::<MatchedPath>().cloned()
}
