//! The pages of webhooks, for administrators.

mod list;
mod one;
mod typed;

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use domain::Action;
use uuid::Uuid;

use super::store::{self, Webhook};
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/staff/webhooks", get(list::show).post(list::add))
        .route("/staff/webhooks/{id}", get(one::show).post(one::step))
}

/// The webhook of an id, for whoever manages them, or the page that says why not.
async fn find(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Webhook, Box<Response>> {
    who.needs(Action::ManageWebhooks, visit)?;
    match store::find(&state.db, id).await {
        Ok(Some(webhook)) => Ok(webhook),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}
