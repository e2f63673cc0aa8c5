//! The pages of rewards, for staff.

mod decide;
mod draft;
mod export;
mod list;
mod payment;
mod programme;
mod rooms;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::Action;
use maud::{Markup, html};
use uuid::Uuid;

use super::store::{self, Programme};
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/staff/money", get(list::show))
        .route("/staff/money/new", get(draft::new).post(draft::add))
        .route("/staff/money/payments/{id}/papers", post(payment::add_paper))
        .route("/staff/money/payments/{id}", get(payment::show).post(payment::step))
        .route("/staff/money/{id}", get(programme::show))
        .route("/staff/money/{id}/edit", get(draft::show).post(draft::save))
        .route("/staff/money/{id}/decide", post(decide::decide))
        .route("/staff/money/{id}/rooms", get(rooms::show).post(rooms::propose))
        .route("/staff/money/{id}/ledger.csv", get(export::csv))
}

/// The programme of an id, for whoever manages rewards, or the page that says why not.
async fn find(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Programme, Box<Response>> {
    who.needs(Action::ManageMoney, visit)?;
    match store::find(&state.db, id).await {
        Ok(Some(programme)) => Ok(programme),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

/// A programme's title; what is made up says so.
fn title(programme: &Programme, visit: &Visit) -> Markup {
    html! { (programme.title) @if programme.fictional { " " strong { (visit.lang.money_fictional()) } } }
}
