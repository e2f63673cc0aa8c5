//! `/staff/money/{id}/decide`: a second person opens a programme; what is open is closed.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Word;
use serde::Deserialize;
use uuid::Uuid;

use super::{find, programme};
use crate::accounts::{Form, SignedIn};
use crate::money::store::{self, ProgrammeState, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

#[derive(Debug, Deserialize)]
pub(super) struct Decision {
    state: String,
    version: i64,
}

/// `POST /staff/money/{id}/decide`
pub(super) async fn decide(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(decision): Form<Decision>,
) -> Response {
    let of = match find(&state, &visit, &who, id).await {
        Ok(of) => of,
        Err(refused) => return *refused,
    };
    let lang = visit.lang;
    let wrong = match (of.state, ProgrammeState::from_word(&decision.state)) {
        _ if decision.version != of.version => Some(lang.money_outdated()),
        (ProgrammeState::Draft, Ok(ProgrammeState::Open)) if of.written_by == who.actor() => Some(lang.money_own_programme()),
        (ProgrammeState::Draft, Ok(ProgrammeState::Open)) | (ProgrammeState::Open, Ok(ProgrammeState::Closed)) => None,
        _ => Some(lang.money_wrong_state()),
    };
    if wrong.is_some() {
        return programme::page(&state, &visit, &who, &of, wrong).await;
    }
    let to = if of.state == ProgrammeState::Draft { ProgrammeState::Open } else { ProgrammeState::Closed };
    match store::decide(&state.db, &of, to, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(&format!("/staff/money/{id}")).into_response(),
        Err(StoreError::Outdated) => programme::page(&state, &visit, &who, &of, Some(lang.money_outdated())).await,
        Err(error) => AppError::away(&error, &visit),
    }
}
