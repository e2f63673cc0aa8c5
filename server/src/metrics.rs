//! Numbers for Prometheus. Nothing is counted unless the process has a listener for them.

use std::time::Duration;

use app::state::AppState;
use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};

const REQUESTS: &str = "muying_http_requests_total";
const SECONDS: &str = "muying_http_request_seconds";
const ROOMS: &str = "muying_rooms";
const AGE: &str = "muying_snapshot_age_seconds";
const REACHABLE: &str = "muying_database_reachable";

/// From a hit in memory to a request that hangs.
const BUCKETS: [f64; 12] = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0];

/// Counts an answer.
pub(crate) fn count(method: &Method, route: &str, status: StatusCode, took: Duration) {
    let method = match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::POST => "POST",
        Method::PUT => "PUT",
        _ => "other",
    };
    let status = status.as_u16().to_string();
    metrics::counter!(REQUESTS, "method" => method, "route" => route.to_owned(), "status" => status).increment(1);
    metrics::histogram!(SECONDS, "route" => route.to_owned()).record(took.as_secs_f64());
}

/// Begins to count, for the whole process.
///
/// # Errors
/// When the process counts already.
pub(crate) fn install() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new().set_buckets(&BUCKETS)?.install_recorder()?;
    metrics::describe_counter!(REQUESTS, "Requests answered, by route as written in the router.");
    metrics::describe_histogram!(SECONDS, metrics::Unit::Seconds, "Time to the head of the answer.");
    metrics::describe_gauge!(ROOMS, "Public rooms in the snapshot.");
    metrics::describe_gauge!(AGE, metrics::Unit::Seconds, "Since the database last confirmed the snapshot; -1 before it did.");
    metrics::describe_gauge!(REACHABLE, "1 while the database answers.");
    Ok(handle)
}

/// The listener's only page.
pub(crate) fn routes(state: AppState, handle: PrometheusHandle) -> Router {
    Router::new().route("/metrics", get(page)).with_state((state, handle))
}

async fn page(State((state, handle)): State<(AppState, PrometheusHandle)>) -> impl IntoResponse {
    let freshness = state.registry.freshness();
    let age = freshness.map_or(-1, |fresh| (state.now() - fresh.as_of).num_seconds().max(0));
    #[expect(clippy::cast_precision_loss, reason = "a count of rooms or seconds is far below 2^52")]
    let (rooms, age) = (state.registry.load().entries().len() as f64, age as f64);
    metrics::gauge!(ROOMS).set(rooms);
    metrics::gauge!(AGE).set(age);
    metrics::gauge!(REACHABLE).set(if freshness.is_some_and(|fresh| fresh.reachable) { 1.0 } else { 0.0 });
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render())
}
