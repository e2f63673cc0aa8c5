//! The pages of citizen supervisors: theirs, the staff's, and what everybody sees of a room.

mod answers;
mod campaign;
mod case;
mod desk;
mod fields;
mod filter;
mod one;
mod panel;
mod person;
mod send;
mod staff;
mod tables;
mod typed;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use uuid::Uuid;

use crate::state::AppState;
use crate::supervision::store::{self, Stored};
use crate::ui::{AppError, Visit};

pub use panel::panel;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/supervise", get(desk::show))
        .route("/supervise/{code}", get(send::show).post(send::send))
        .route("/supervise/visits/{id}", get(one::show).post(one::correct))
        .route("/staff/supervision", get(staff::show).post(staff::begin))
        .route("/staff/supervision/people/{id}", get(person::show).post(person::give))
        .route("/staff/supervision/people/{id}/end", post(person::end))
        .route("/staff/supervision/campaigns/{id}", get(campaign::show).post(campaign::wish))
        .route("/staff/supervision/campaigns/{id}/visits", get(answers::show))
        .route("/staff/supervision/campaigns/{id}/visits.csv", get(answers::csv))
        .route("/staff/supervision/visits/{id}/case", post(case::make))
}

/// The campaign of an id, or the page that says that there is none.
async fn campaign_of(state: &AppState, visit: &Visit, id: Uuid) -> Result<Stored, Box<Response>> {
    match store::campaign(&state.db, id).await {
        Ok(Some(stored)) => Ok(stored),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}
