//! Publishing a draft, and throwing one away.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Action;
use serde::Deserialize;
use uuid::Uuid;

use super::draft::{Told, kept, page};
use super::find;
use crate::accounts::{Form, SignedIn};
use crate::guide::store::{self, Draft, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

#[derive(Deserialize)]
pub(super) struct Publication {
    note: String,
    version: i64,
    /// Not empty where the person says that they have looked at all of it.
    #[serde(default)]
    seen: String,
}

#[derive(Deserialize)]
pub(super) struct Discarded {
    version: i64,
}

/// `POST /staff/guide/drafts/{id}/publish`
pub(super) async fn publish(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(typed): Form<Publication>,
) -> Response {
    if let Err(refused) = who.needs(Action::PublishGuide, &visit) {
        return *refused;
    }
    let found = match find(&state, &visit, &who, id).await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let (lang, note) = (visit.lang, kept(&typed.note));
    let wrong = if typed.seen.is_empty() {
        lang.guide_not_seen().to_owned()
    } else {
        let old = Draft { version: typed.version, ..found.clone() };
        match store::publish(&state.db, &old, &note, who.actor(), state.now()).await {
            Ok(Ok(number)) => return Redirect::to(&format!("/guide/{number}")).into_response(),
            Ok(Err(refused)) => lang.guide_refused(refused),
            Err(StoreError::Outdated(_)) => lang.guide_outdated().to_owned(),
            Err(error) => return AppError::away(&error, &visit),
        }
    };
    page(&state, &visit, &who, &found, &Told { wrong: Some(&wrong), note: &note }).await
}

/// `POST /staff/guide/drafts/{id}/discard`
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
        Ok(()) => Redirect::to("/staff/guide").into_response(),
        Err(StoreError::Outdated(_)) => {
            page(&state, &visit, &who, &found, &Told { wrong: Some(visit.lang.guide_outdated()), note: "" }).await
        }
        Err(error) => AppError::away(&error, &visit),
    }
}
