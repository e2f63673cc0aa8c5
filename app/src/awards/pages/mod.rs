//! The pages of awards, for staff and, of their own rooms, for operators.

mod asked;
mod award;
mod draft;
mod export;
mod form;
mod list;
mod own;
mod rooms;
mod scheme;
mod schemes;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use chrono::NaiveDate;
use domain::awards::{Candidate, Seen, Terms, meets};
use domain::standard::Standards;
use domain::{Action, Room};
use maud::{Markup, html};
use uuid::Uuid;

use super::store::{self, Scheme};
use crate::accounts::SignedIn;
use crate::inspections::{self, Certified};
use crate::rectifications;
use crate::rooms::store as stored;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/awards", get(own::show).post(own::nominate))
        .route("/staff/awards", get(list::show))
        .route("/staff/awards.csv", get(export::csv))
        .route("/staff/awards/schemes", get(schemes::show))
        .route("/staff/awards/schemes/new", get(draft::new).post(draft::add))
        .route("/staff/awards/schemes/{id}", get(scheme::show))
        .route("/staff/awards/schemes/{id}/edit", get(draft::show).post(draft::save))
        .route("/staff/awards/schemes/{id}/retire", post(scheme::retire))
        .route("/staff/awards/schemes/{id}/rooms", get(rooms::show).post(rooms::nominate))
        .route("/staff/awards/{id}", get(award::show).post(award::step))
        .route("/staff/awards/{id}/papers", post(award::add_paper))
}

/// Why a page could not be made.
#[derive(Debug, thiserror::Error)]
enum ReadError {
    #[error(transparent)]
    Awards(#[from] store::StoreError),
    #[error(transparent)]
    Rooms(#[from] stored::StoreError),
    #[error(transparent)]
    Inspections(#[from] inspections::StoreError),
    #[error(transparent)]
    Rectifications(#[from] rectifications::StoreError),
    #[error(transparent)]
    Papers(#[from] crate::papers::StoreError),
}

/// The scheme of an id, for whoever manages awards, or the page that says why not.
async fn find(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Scheme, Box<Response>> {
    who.needs(Action::ManageAwards, visit)?;
    match store::find_scheme(&state.db, id).await {
        Ok(Some(scheme)) => Ok(scheme),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

/// A scheme's name and body; what is made up says so.
fn title(terms: &Terms, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! { (terms.name.pick(lang.is_english())) @if terms.fictional { " " strong { (lang.award_fictional()) } } }
}

/// The same as plain text.
fn called(terms: &Terms, visit: &Visit) -> String {
    let made_up = if terms.fictional { visit.lang.award_fictional() } else { "" };
    format!("{}{made_up}", terms.name.pick(visit.lang.is_english()))
}

/// A text that somebody typed, in one line: spaces for breaks and whatever else cannot be shown, and not longer than this.
fn short(text: &str, most: usize) -> String {
    let parts: Vec<&str> = text.split(char::is_control).map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join(" ").chars().take(most).collect()
}

/// A room as a scheme sees it.
fn candidate(
    room: &Room,
    certified: Option<&Certified>,
    (terms, standards): (&Terms, &Standards),
    held_until: Option<NaiveDate>,
) -> Candidate {
    let seen = certified.map(|certified| {
        let report = &certified.report;
        let score = standards.version(&report.standard).map(|version| &version.standard.score);
        let meets = terms.band.as_ref().zip(score).and_then(|(band, score)| meets(score, report, band.as_str()));
        Seen { open_gates: report.open_gates.len(), meets }
    });
    Candidate { stage: room.stage, seen, held_until }
}

/// The title of a report's band, by the version that it was scored by.
fn band_title(report: &domain::score::Report, visit: &Visit) -> Option<String> {
    let version = visit.standards().version(&report.standard)?;
    let band = version.standard.score.named(report.band.as_deref())?;
    Some(band.title.pick(visit.lang.is_english()).to_owned())
}
