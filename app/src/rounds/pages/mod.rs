//! The pages of rounds, for staff and lead experts.

mod agreement;
mod change;
mod form;
mod list;
mod pair;
mod preview;
mod round;
mod typed;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use uuid::Uuid;

pub(super) use typed::{How, Typed};

use super::store::{self, Round};
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/staff/rounds", get(list::show).post(preview::confirm))
        .route("/staff/rounds/new", get(form::show))
        .route("/staff/rounds/preview", post(preview::show))
        .route("/staff/rounds/{id}", get(round::show))
        .route("/staff/rounds/{id}/assignments.csv", get(round::csv))
        .route("/staff/rounds/{id}/assignments/{assignment}", post(change::change))
        .route("/staff/rounds/{id}/pairs/{room}", get(pair::show).post(pair::settle))
        .route("/staff/rounds/{id}/agreement", get(agreement::show))
}

/// The round of an id, or the page that says why not.
async fn find(state: &AppState, visit: &Visit, id: Uuid) -> Result<Round, Box<Response>> {
    match store::find(&state.db, id).await {
        Ok(Some(round)) => Ok(round),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

/// A round's purpose, day and kind in one line.
fn kind(round: &Round, lang: Lang) -> String {
    let twice = if round.twice { format!(" · {}", lang.round_twice()) } else { String::new() };
    format!("{} · {}{twice}", lang.round_purpose(round.purpose), lang.round_due_on(lang.date(round.due)))
}
