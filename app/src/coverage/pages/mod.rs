//! The pages of coverage and of plans for new rooms, for staff and lead experts.

mod asked;
mod export;
mod map;
mod new;
mod overview;
mod plan;
mod plans;
mod set;
mod sets;
mod tables;
mod venues;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::Action;
use uuid::Uuid;

use super::store::{self, Plan, Set};
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/staff/coverage", get(overview::show))
        .route("/staff/coverage/gaps.csv", get(export::gaps))
        .route("/staff/coverage/map.geojson", get(map::coverage))
        .route("/staff/coverage/sets", get(sets::show).post(sets::load))
        .route("/staff/coverage/sets/demo", post(sets::demo))
        .route("/staff/coverage/sets/venues", post(venues::load))
        .route("/staff/coverage/sets/{id}", get(set::show).post(set::withdraw))
        .route("/staff/coverage/sets/{id}/rows.csv", get(set::csv))
        .route("/staff/coverage/templates/{kind}", get(sets::template))
        .route("/staff/plans", get(plans::show))
        .route("/staff/plans/new", get(new::show).post(new::add))
        .route("/staff/plans/{id}", get(plan::show))
        .route("/staff/plans/{id}/cancel", post(plan::cancel))
        .route("/staff/plans/{id}/again", post(new::again))
        .route("/staff/plans/{id}/sites.csv", get(export::sites))
        .route("/staff/plans/{id}/map.geojson", get(map::plan))
}

/// The set of an id, for whoever plans, or the page that says why not.
async fn find_set(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Set, Box<Response>> {
    who.needs(Action::PlanSites, visit)?;
    found(store::find(&state.db, id).await, visit)
}

/// The plan of an id, for whoever plans, or the page that says why not.
async fn find_plan(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Plan, Box<Response>> {
    who.needs(Action::PlanSites, visit)?;
    found(store::find_plan(&state.db, id).await, visit)
}

fn found<T>(read: Result<Option<T>, store::StoreError>, visit: &Visit) -> Result<T, Box<Response>> {
    match read {
        Ok(Some(found)) => Ok(found),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}
