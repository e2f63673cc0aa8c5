//! The pages of reports: for parents at the door, for whoever follows a report, and for staff.

mod case;
mod desk;
mod door;
mod export;
mod facts;
mod follow;
mod form;
mod look;
mod moves;
mod panel;
mod posters;

use axum::Router;
use axum::routing::{get, post};

use crate::state::AppState;

pub use door::MOST_FORM;
pub(crate) use door::{MOST_WORDS, fresh, no_stamp, public, seal};
pub use panel::panel;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/d/{code}/{mark}", get(door::scanned))
        .route("/offline/report", get(form::shell))
        .route("/rooms/{code}/report", get(door::show).post(door::send))
        .route("/rooms/{code}/check", get(look::back).post(look::send))
        .route("/reports", get(follow::ask))
        .route("/reports/{reference}", get(follow::show))
        .route("/staff/reports", get(desk::show))
        .route("/staff/reports.csv", get(export::csv))
        .route("/staff/reports/facts", get(facts::show))
        .route("/staff/reports/facts/{code}/{facility}", post(facts::decide))
        .route("/staff/reports/{id}", get(case::show).post(moves::step))
        .route("/staff/posters", get(posters::show))
}
