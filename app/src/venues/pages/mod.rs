//! The pages of venues, for staff and lead experts.

mod asked;
mod edit;
mod export;
mod history;
mod list;
mod moves;
mod preview;
mod typed;
mod upload;
mod venue;

use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::Action;
use uuid::Uuid;

use super::file::MOST_BYTES;
use super::store::{self, Stored};
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// A form with the largest file, and what stands around it, in bytes.
pub const MOST_VENUE_FORM: usize = MOST_BYTES + (64 << 10);

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/staff/venues", get(list::show))
        .route("/staff/venues.csv", get(export::csv))
        .route("/staff/venues/template.csv", get(export::template))
        .route("/staff/venues/lists", get(upload::show).post(upload::take))
        .route("/staff/venues/lists/{id}", get(preview::show).post(preview::write))
        .route("/staff/venues/lists/{id}/drop", post(preview::give_up))
        .route("/staff/venues/{id}", get(venue::show))
        .route("/staff/venues/{id}/edit", get(edit::show).post(edit::save))
        .route("/staff/venues/{id}/rooms", post(moves::rooms))
        .route("/staff/venues/{id}/end", post(moves::end))
}

/// The venue of an id, for whoever manages venues, or the page that says why not.
async fn find(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Stored, Box<Response>> {
    who.needs(Action::ManageVenues, visit)?;
    match store::find(&state.db, id).await {
        Ok(Some(stored)) => Ok(stored),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

fn to(id: Uuid) -> Response {
    Redirect::to(&format!("/staff/venues/{id}")).into_response()
}

/// A field of a form; empty where it is missing.
fn field<'a>(form: &'a [(String, String)], name: &str) -> &'a str {
    form.iter().find(|(field, _)| field == name).map_or("", |(_, text)| text.trim())
}
