//! The pages of build-out, for staff and lead experts.

mod asked;
mod edit;
mod export;
mod fields;
mod fields_form;
mod list;
mod many;
mod moves;
mod papers;
mod proposal;
mod room;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::RoomCode;

use crate::rooms::store::{self as rooms, Stored};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/staff/build", get(list::show))
        .route("/staff/build.csv", get(export::csv))
        .route("/staff/build/new", get(proposal::show).post(proposal::propose))
        .route("/staff/build/many", get(many::show).post(many::step))
        .route("/staff/build/{code}", get(room::show))
        .route("/staff/build/{code}/edit", get(edit::show).post(edit::save))
        .route("/staff/build/{code}/papers", post(papers::add))
        .route("/staff/build/{code}/step", post(moves::step))
}

/// The room of a code, whatever its stage, or the page that says why not.
async fn find(state: &AppState, visit: &Visit, code: &str) -> Result<Stored, Box<Response>> {
    let none = || Box::new(AppError::NoPage.page(visit));
    let code = RoomCode::new(&code.to_uppercase()).ok().ok_or_else(none)?;
    match rooms::find(&state.db, code).await {
        Ok(found) => found.ok_or_else(none),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}
