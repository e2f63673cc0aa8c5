//! Answering an item, and sending an answer back.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Action;
use domain::rectification::ItemStep;
use uuid::Uuid;

use super::sent::take_in;
use super::{item, seen};
use crate::accounts::{FileForm, SignedIn};
use crate::rectifications::store::{self, Move, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// `POST /rectifications/{id}/answer`
pub(super) async fn answer(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: FileForm,
) -> Response {
    go(&state, &visit, &who, id, (Action::AnswerRectifications, ItemStep::Answer), form).await
}

/// `POST /rectifications/{id}/return`
pub(super) async fn send_back(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    form: FileForm,
) -> Response {
    go(&state, &visit, &who, id, (Action::ManageRectifications, ItemStep::SendBack), form).await
}

async fn go(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    id: Uuid,
    (action, step): (Action, ItemStep),
    form: FileForm,
) -> Response {
    if let Err(refused) = who.needs(action, visit) {
        return *refused;
    }
    let (item, first) = match seen(state, visit, who, id).await {
        Ok(seen) => seen,
        Err(refused) => return *refused,
    };
    let sent = match take_in(state, visit, &who.person, &item, form).await {
        Ok(sent) => sent,
        Err(refused) => return *refused,
    };
    let words: String = sent.text("words").chars().take(1000).collect();
    let wrong = sent.wrong.as_deref().or_else(|| words.is_empty().then(|| visit.lang.rectify_no_words()));
    if wrong.is_some() {
        return item::page(state, visit, who, &item, &first, (&words, &sent.photos), wrong).await;
    }
    if sent.text("version") != item.version.to_string() {
        return AppError::Outdated.page(visit);
    }
    let what = Move { step, words: &words, photos: sent.photos, answer: None, on_site: false };
    match store::take(&state.db, &item, what, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(&format!("/rectifications/{id}")).into_response(),
        Err(StoreError::Outdated) => AppError::Outdated.page(visit),
        Err(error) => AppError::away(&error, visit),
    }
}
