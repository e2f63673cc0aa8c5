//! The pages of inspections: the expert's desk and sheet, the reviewer's desk, the report.

mod desk;
mod impact;
mod overview;
mod panel;
mod phone;
mod photos;
mod report;
mod review;
mod revised;
mod section;
mod today;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::RoomId;
use uuid::Uuid;

use super::store::{self, Inspection};
use crate::rooms::registry::Registry;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

pub use panel::panel;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/inspect", get(desk::show).post(desk::begin))
        .route("/inspect/phone", get(phone::shell))
        .route("/inspect/phone/{*rest}", get(phone::shell))
        .route("/inspect/{id}", get(overview::show).post(overview::step))
        .route("/inspect/{id}/venue", get(section::venue).post(section::save_venue))
        .route("/inspect/{id}/{section}", get(section::show).post(section::save))
        .route("/staff/inspections", get(review::show))
        .route("/staff/impact/{old}/{new}", get(impact::show))
        .route("/inspections/{id}", get(report::show))
        .route("/inspections/{id}/decide", post(review::decide))
        .route("/inspections/{id}/amend", post(revised::amend))
}

/// The inspection of an id, or the page that says why not.
async fn find(state: &AppState, visit: &Visit, id: Uuid) -> Result<Inspection, Box<Response>> {
    match store::find(&state.db, id).await {
        Ok(Some(inspection)) => Ok(inspection),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

/// A room's name and code, as the registry has them; its id where it is not public any more.
pub(crate) fn room_name(registry: &Registry, id: RoomId, english: bool) -> String {
    registry.name(id, english).unwrap_or_else(|| id.0.to_string())
}
