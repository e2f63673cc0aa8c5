//! The pages of figures: any two days, the rows behind a number, the reports of years and months.

mod asked;
mod export;
mod lines;
mod overview;
mod public;
mod report;
mod rows;
mod seen;
mod standing;
mod streets;
mod tables;
mod targets;

use axum::Router;
use axum::routing::get;

use crate::state::AppState;

pub(crate) use public::{rectified, years};
pub(crate) use targets::target_chart;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/staff/figures", get(overview::show))
        .route("/staff/figures/rows", get(rows::show))
        .route("/staff/figures/rows.xlsx", get(export::rows))
        .route("/staff/figures/year/{year}", get(report::year))
        .route("/staff/figures/month/{month}", get(report::month))
}
