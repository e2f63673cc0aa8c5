//! The pages of targets: for staff and lead experts, and `/progress` for everybody.

mod asked;
mod duty;
mod export;
mod freeze;
mod frozen;
mod new;
mod overview;
mod progress;
mod rows;
mod seen;
mod tables;
mod target;
mod typed;

use axum::Router;
use axum::routing::get;

use crate::state::AppState;

pub(crate) use tables::scope_words;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/progress", get(progress::show))
        .route("/staff/targets", get(overview::show))
        .route("/staff/targets.csv", get(export::csv))
        .route("/staff/targets/rows", get(rows::show))
        .route("/staff/targets/duty", get(duty::show))
        .route("/staff/targets/new", get(new::show).post(new::set))
        .route("/staff/targets/freeze", get(freeze::show).post(freeze::freeze))
        .route("/staff/targets/frozen/{year}", get(frozen::show))
        .route("/staff/targets/{id}", get(target::show).post(target::revise))
}
