//! The pages of boundaries, for administrators and staff.

mod list;
mod rooms;
mod set;

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use domain::Action;
use uuid::Uuid;

use super::store::{self, Set, StoreError};
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/staff/map", get(list::show).post(list::load))
        .route("/staff/map/{id}", get(set::show).post(set::step))
        .route("/staff/map/{id}/file", get(set::file))
        .route("/staff/map/{id}/streets.geojson", get(set::geojson))
}

/// The set of an id, for whoever manages them, or the page that says why not.
async fn find(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Set, Box<Response>> {
    who.needs(Action::ManageMap, visit)?;
    match store::find(&state.db, id).await {
        Ok(Some(set)) => Ok(set),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(failed(&error, visit))),
    }
}

/// The page that says why something was not done.
fn failed(error: &StoreError, visit: &Visit) -> Response {
    match error {
        StoreError::Outdated => AppError::Outdated.page(visit),
        StoreError::Sql(_) | StoreError::Row(_) => AppError::away(error, visit),
    }
}
