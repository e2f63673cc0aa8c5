//! The pages of the management guide: for all to read, compare and check by; for staff to draft, publish and see who has
//! read what.

mod checklist;
mod desk;
mod diff;
mod draft;
mod marks;
mod readers;
mod show;
mod steps;
mod text;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::store::{self, Draft, Edition, Published};
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Visit};
use domain::Action;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/guide", get(show::current))
        .route("/guide/{number}", get(show::one))
        .route("/guide/{number}/checklist", get(checklist::show))
        .route("/guide/{number}/diff/{other}", get(diff::show))
        .route("/guide/{number}/read", post(show::read))
        .route("/staff/guide", get(desk::show))
        .route("/staff/guide/begin", post(desk::begin))
        .route("/staff/guide/upload", post(desk::upload))
        .route("/staff/guide/drafts/{id}", get(draft::show).post(draft::save))
        .route("/staff/guide/drafts/{id}/marks", get(marks::show).post(marks::save))
        .route("/staff/guide/drafts/{id}/diff/{number}", get(diff::draft))
        .route("/staff/guide/drafts/{id}/publish", post(steps::publish))
        .route("/staff/guide/drafts/{id}/discard", post(steps::discard))
        .route("/staff/guide/readers/{number}", get(readers::show))
}

/// The region's day of a moment, in words.
fn day(visit: &Visit, at: DateTime<Utc>) -> String {
    visit.lang.date(visit.registry.region.local(at).date())
}

/// All published revisions, those that begin last first.
async fn all(state: &AppState, visit: &Visit) -> Result<Vec<Published>, Box<Response>> {
    store::list(&state.db).await.map_err(|error| Box::new(AppError::away(&error, visit)))
}

/// One of them, by the number in an address.
fn numbered<'a>(all: &'a [Published], number: &str, visit: &Visit) -> Result<&'a Published, Box<Response>> {
    let found = number.parse().ok().and_then(|number: i64| all.iter().find(|published| published.number == number));
    found.ok_or_else(|| Box::new(AppError::NoPage.page(visit)))
}

/// Its text.
async fn edition(state: &AppState, visit: &Visit, about: &Published) -> Result<Edition, Box<Response>> {
    store::edition(&state.db, about).await.map_err(|error| Box::new(AppError::away(&error, visit)))
}

/// The draft of an id for somebody who may edit it, or the page that says why not.
async fn find(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Draft, Box<Response>> {
    who.needs(Action::EditGuide, visit)?;
    match store::draft(&state.db, id).await {
        Ok(Some(draft)) => Ok(draft),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}
