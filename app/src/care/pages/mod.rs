//! The pages of logs of care: the cleaner's, by a card; the operator's; the staff's; and what everybody sees of a room.

mod card;
mod days;
mod desk;
mod export;
mod form;
mod line;
mod log;
mod moves;
mod panel;
mod scan;
mod staff;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::{Action, may};

use crate::accounts::SignedIn;
use crate::rectifications::rooms_of;
use crate::reports::pages::public;
use crate::rooms::registry::Entry;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

pub use panel::panel;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/c/{code}/{mark}", get(scan::show).post(scan::send))
        .route("/care", get(desk::show))
        .route("/care/{code}", get(log::show))
        .route("/care/{code}/card", get(card::show).post(moves::card))
        .route("/care/{code}/enter", post(moves::enter))
        .route("/care/{code}/signs", post(moves::signs))
        .route("/care/{code}/strike", post(moves::strike))
        .route("/care/{code}/log.csv", get(export::csv))
        .route("/staff/care", get(staff::show))
}

/// The room of a code, for whoever may see its log. Operators see those of their own rooms only.
async fn seen<'a>(state: &AppState, visit: &'a Visit, who: &SignedIn, code: &str) -> Result<&'a Entry, Box<Response>> {
    if may(who.person.role, Action::SeeCare) { public(code, visit) } else { kept(state, visit, who, code).await }
}

/// The room of a code, for the operator who keeps its log; of others' rooms they are not told.
async fn kept<'a>(state: &AppState, visit: &'a Visit, who: &SignedIn, code: &str) -> Result<&'a Entry, Box<Response>> {
    who.needs(Action::KeepCareLog, visit)?;
    let entry = public(code, visit)?;
    let rooms = rooms_of(&state.db, who.person.id).await.map_err(|error| Box::new(AppError::away(&error, visit)))?;
    if rooms.contains(&entry.room.id) { Ok(entry) } else { Err(Box::new(AppError::NoRoom.page(visit))) }
}
