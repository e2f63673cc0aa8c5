//! Publishing and throwing away a draft, and retiring a version.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Action;
use serde::Deserialize;
use uuid::Uuid;

use super::{draft, find, list};
use crate::accounts::{Form, SignedIn};
use crate::standards::store::{self, Draft, Refused, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

#[derive(Deserialize)]
pub(super) struct Publication {
    note: String,
    version: i64,
}

#[derive(Deserialize)]
pub(super) struct Discarded {
    version: i64,
}

#[derive(Deserialize)]
pub(super) struct Retirement {
    reason: String,
}

/// `POST /staff/standards/drafts/{id}/publish`
pub(super) async fn publish(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(typed): Form<Publication>,
) -> Response {
    if let Err(refused) = who.needs(Action::PublishStandards, &visit) {
        return *refused;
    }
    let found = match find(&state, &visit, &who, id).await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let today = visit.today();
    let old = Draft { version: typed.version, ..found.clone() };
    match store::publish(&state.db, &old, &typed.note, who.actor(), today, state.now()).await {
        Ok(Ok(())) => {
            state.show_at_once().await;
            Redirect::to("/staff/standards").into_response()
        }
        Ok(Err(refused)) => draft::page(&state, &visit, &who, &found, Some(&visit.lang.draft_refused(&refused))).await,
        Err(StoreError::Outdated) => draft::page(&state, &visit, &who, &found, Some(visit.lang.draft_outdated())).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// `POST /staff/standards/drafts/{id}/discard`
pub(super) async fn discard(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(Discarded { version }): Form<Discarded>,
) -> Response {
    let found = match find(&state, &visit, &who, id).await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    match store::discard(&state.db, &Draft { version, ..found.clone() }, who.actor(), state.now()).await {
        Ok(()) => Redirect::to("/staff/standards").into_response(),
        Err(StoreError::Outdated) => draft::page(&state, &visit, &who, &found, Some(visit.lang.draft_outdated())).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// `POST /staff/standards/versions/{name}/retire`
pub(super) async fn retire(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(name): Path<String>,
    Form(Retirement { reason }): Form<Retirement>,
) -> Response {
    if let Err(refused) = who.needs(Action::PublishStandards, &visit) {
        return *refused;
    }
    let today = visit.today();
    match store::retire(&state.db, &name, &reason, who.actor(), today, state.now()).await {
        Ok(Ok(())) => {
            state.show_at_once().await;
            Redirect::to("/staff/standards").into_response()
        }
        Ok(Err(Refused::NotPublished)) if visit.standards().find(&name).is_none() => AppError::NoPage.page(&visit),
        Ok(Err(refused)) => list::page(&state, &visit, &who, Some(&visit.lang.draft_refused(&refused))).await,
        Err(error) => AppError::away(&error, &visit),
    }
}
