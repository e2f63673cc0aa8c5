//! The public pages and their addresses.

use axum::Router;
use axum::routing::get;

use crate::accounts::pages as accounts;
use crate::audit::pages as audit;
use crate::buildout::pages as buildout;
use crate::care::pages as care;
use crate::guide::pages as guide;
use crate::inspections::pages as inspections;
use crate::money::pages as money;
use crate::photos::pages as photos;
use crate::rectifications::pages as rectifications;
use crate::reports::pages as reports;
use crate::rooms::pages::{finder, room, shell};
use crate::rounds::pages as rounds;
use crate::standards::pages as standards;
use crate::state::AppState;
use crate::targets::pages as targets;
use crate::ui;

/// The routes of all pages, with the page for addresses that lead nowhere.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(finder))
        .route("/rooms/{code}", get(room))
        .route("/standards", get(standards::standards))
        .route("/standards/sheet.schema.json", get(standards::sheet_schema))
        .route("/standards/{id}", get(standards::standard))
        .route("/standards/{id}/diff/{other}", get(standards::diff))
        .route("/about", get(ui::about))
        .route("/data", get(ui::open_data))
        .route("/privacy", get(ui::privacy))
        .route("/offline", get(shell))
        .route("/staff/audit", get(audit::audit))
        .route("/staff/audit.csv", get(audit::export))
        .merge(accounts::routes())
        .merge(buildout::routes())
        .merge(care::routes())
        .merge(guide::routes())
        .merge(inspections::routes())
        .merge(money::routes())
        .merge(crate::standards::routes())
        .merge(photos::routes())
        .merge(rectifications::routes())
        .merge(reports::routes())
        .merge(rounds::routes())
        .merge(targets::routes())
        .fallback(ui::missing_page)
}
