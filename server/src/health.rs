//! `/healthz`: the process runs. `/readyz`: it can answer parents.

use std::time::Duration;

use app::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;

#[derive(Serialize)]
struct Ready {
    status: &'static str,
    database: &'static str,
    engine: &'static str,
    as_of: Option<DateTime<Utc>>,
    age_seconds: Option<i64>,
    rooms: usize,
    registry_version: i64,
}

pub(crate) async fn healthz() -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], "ok\n")
}

/// 503 until the rooms have been read once. With the database gone afterwards the answer stays 200, as "degraded":
/// parents are still served from memory, so a proxy must not take this process out; monitors watch `age_seconds`.
pub(crate) async fn readyz(State(state): State<AppState>) -> Response {
    let ping = tokio::time::timeout(Duration::from_secs(2), state.db.ping()).await;
    let answers = matches!(ping, Ok(Ok(())));
    let freshness = state.registry.freshness();
    let registry = state.registry.load();
    let (code, status) = match (freshness, answers) {
        (None, _) => (StatusCode::SERVICE_UNAVAILABLE, "starting"),
        (Some(_), true) => (StatusCode::OK, "ready"),
        (Some(_), false) => (StatusCode::OK, "degraded"),
    };
    let ready = Ready {
        status,
        database: if answers { "answers" } else { "away" },
        engine: state.db.engine(),
        as_of: freshness.map(|fresh| fresh.as_of),
        age_seconds: freshness.map(|fresh| (state.now() - fresh.as_of).num_seconds().max(0)),
        rooms: registry.entries().len(),
        registry_version: registry.version,
    };
    (code, [(CACHE_CONTROL, "no-store")], Json(ready)).into_response()
}
