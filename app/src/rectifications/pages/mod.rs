//! The pages of rectification: the operator's and the expert's list, one item, checking it again; the staff's list,
//! rooms kept out of the finder, and who answers for which rooms.

mod export;
mod item;
mod list;
mod moves;
mod operators;
mod recheck;
mod sent;
mod staff;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::{Action, may};
use uuid::Uuid;

use super::store::{self, Item};
use crate::accounts::SignedIn;
use crate::inspections::{First, first};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/rectifications", get(list::show))
        .route("/rectifications/{id}", get(item::show))
        .route("/rectifications/{id}/answer", post(moves::answer))
        .route("/rectifications/{id}/return", post(moves::send_back))
        .route("/rectifications/{id}/recheck", get(recheck::show).post(recheck::settle))
        .route("/staff/rectifications", get(staff::show))
        .route("/staff/rectifications.csv", get(export::csv))
        .route("/staff/suspensions/{room}", post(staff::lift))
        .route("/staff/operators", get(operators::show).post(operators::change))
}

/// Whether a person sees the items of all rooms.
fn sees_all(who: &SignedIn) -> bool {
    may(who.person.role, Action::ManageRectifications) || may(who.person.role, Action::Recheck)
}

/// An item that a person may see, with the inspection it comes from. Of what is not theirs operators are not even told
/// that it exists, nor of cameras.
async fn seen(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<(Item, First), Box<Response>> {
    if !sees_all(who) {
        who.needs(Action::AnswerRectifications, visit)?;
    }
    let away = |error: &dyn std::fmt::Display| Box::new(AppError::away(error, visit));
    let none = || Box::new(AppError::NoPage.page(visit));
    let item = store::find(&state.db, id).await.map_err(|error| away(&error))?.ok_or_else(none)?;
    if !sees_all(who) {
        let tied = store::is_tied(&state.db, who.person.id, item.room).await.map_err(|error| away(&error))?;
        if !tied || item.camera {
            return Err(none());
        }
    }
    let first = first(&state.db, visit.standards(), item.inspection).await.map_err(|error| away(&error))?.ok_or_else(none)?;
    Ok((item, first))
}

/// After a write that parents see: on this process at once, on others in seconds.
async fn shown_at_once(state: &AppState) {
    if let Err(error) = super::look(&state.db, state.registry.region(), state.now()).await {
        tracing::warn!(%error, "what is due is looked at again later");
    }
    state.show_at_once().await;
}
