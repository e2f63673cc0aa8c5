//! The public pages and their addresses.

use axum::Router;
use axum::routing::get;

use crate::accounts::pages as accounts;
use crate::audit::pages as audit;
use crate::awards::pages as awards;
use crate::buildout::pages as buildout;
use crate::care::pages as care;
use crate::coverage::{MOST_SET_FORM, pages as coverage};
use crate::figures::pages as figures;
use crate::guide::pages as guide;
use crate::imports::{MOST_LIST_FORM, pages as imports};
use crate::inbox::pages as inbox;
use crate::inspections::pages as inspections;
use crate::money::pages as money;
use crate::notices::pages as notices;
use crate::papers::{MOST_PAPER_FORM, pages as papers};
use crate::photos::MOST_PHOTO_FORM;
use crate::photos::pages as photos;
use crate::rectifications::pages as rectifications;
use crate::reports::pages as reports;
use crate::rooms::pages::{finder, room, shell};
use crate::rounds::pages as rounds;
use crate::shapes::{MOST_SHAPES_FORM, pages as shapes};
use crate::standards::pages as standards;
use crate::state::AppState;
use crate::supervision::pages as supervision;
use crate::targets::pages as targets;
use crate::ui;
use crate::venues::{MOST_VENUE_FORM, pages as venues};
use crate::webhooks::pages as webhooks;

/// Addresses that take files, and how many bytes a request there may have. Elsewhere bodies are small forms.
pub const UPLOADS: [(&str, usize); 12] = [
    ("/c/{code}/{mark}", MOST_PHOTO_FORM),
    ("/inspect/{id}/{section}", MOST_PHOTO_FORM),
    ("/rectifications/{id}/answer", MOST_PHOTO_FORM),
    ("/rectifications/{id}/recheck", MOST_PHOTO_FORM),
    ("/rooms/{code}/report", reports::MOST_FORM),
    ("/staff/awards/{id}/papers", MOST_PAPER_FORM),
    ("/staff/build/{code}/papers", MOST_PAPER_FORM),
    ("/staff/coverage/sets", MOST_SET_FORM),
    ("/staff/imports", MOST_LIST_FORM),
    ("/staff/map", MOST_SHAPES_FORM),
    ("/staff/money/payments/{id}/papers", MOST_PAPER_FORM),
    ("/staff/venues/lists", MOST_VENUE_FORM),
];

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
        .merge(awards::routes())
        .merge(buildout::routes())
        .merge(care::routes())
        .merge(coverage::routes())
        .merge(figures::routes())
        .merge(guide::routes())
        .merge(imports::routes())
        .merge(inbox::routes())
        .merge(inspections::routes())
        .merge(money::routes())
        .merge(notices::routes())
        .merge(papers::routes())
        .merge(photos::routes())
        .merge(rectifications::routes())
        .merge(reports::routes())
        .merge(rounds::routes())
        .merge(shapes::routes())
        .merge(crate::standards::routes())
        .merge(supervision::routes())
        .merge(targets::routes())
        .merge(venues::routes())
        .merge(webhooks::routes())
        .fallback(ui::missing_page)
}
