//! An import is written, taken back or given up.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Digest, RoomId};
use serde::Deserialize;
use uuid::Uuid;

use super::preview::{self, Pages};
use super::{done, draft, failed, find, to};
use crate::accounts::{Form, SignedIn, new_id};
use crate::aside::aside;
use crate::imports::settings::Reading;
use crate::imports::store::{self, File, Finished, State as Stage, StoreError, Writing};
use crate::rooms::store::StoreError as RoomError;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// Which version was seen, and what it would have done.
#[derive(Deserialize)]
pub(super) struct Seen {
    version: i64,
    #[serde(default)]
    seen: String,
}

/// `POST /staff/imports/{id}/write`: exactly what was seen, or nothing.
pub(super) async fn write(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(Seen { version, seen }): Form<Seen>,
) -> Response {
    let file = match draft(&state, &visit, &who, id).await {
        Ok(file) => file,
        Err(refused) => return *refused,
    };
    let Some(seen) = Digest::new(&seen).ok().filter(|_| version == file.head.version) else {
        return again(&state, &visit, file, visit.lang.import_changed_meanwhile()).await;
    };
    let region = std::sync::Arc::clone(&visit.registry.region);
    let (file, read) = aside(move || {
        let read = file.settings.read(&file.bytes, &file.corrections, &region);
        (file, read)
    })
    .await;
    let Ok(read) = read else { return to(id, "/preview").into_response() };
    let now = state.now();
    let writing = writing(&state, &visit, &who, &file);
    let mut new_room = || RoomId(new_id(now, (state.random)()));
    match store::finish(&state.db, &file.head, read, &seen, &writing, &mut new_room).await {
        Ok(Finished::Done) => {
            state.show_at_once().await;
            to(id, "").into_response()
        }
        Ok(Finished::Nothing) => again(&state, &visit, file, visit.lang.import_nothing()).await,
        Ok(Finished::Different) => again(&state, &visit, file, visit.lang.import_changed_meanwhile()).await,
        Err(error) if raced(&error) => again(&state, &visit, file, visit.lang.import_changed_meanwhile()).await,
        Err(error) => failed(&error, &visit),
    }
}

/// Whether somebody else wrote rooms in the very same moment.
fn raced(error: &StoreError) -> bool {
    use crate::imports::ImportError;
    matches!(
        error,
        StoreError::Rooms(RoomError::CodeTaken | RoomError::SourceTaken | RoomError::Outdated)
            | StoreError::Import(ImportError::Rooms(RoomError::CodeTaken | RoomError::SourceTaken | RoomError::Outdated))
    )
}

async fn again(state: &AppState, visit: &Visit, file: File, wrong: &str) -> Response {
    preview::page(state, visit, file, Pages::default(), Some(wrong)).await
}

fn writing<'a>(state: &AppState, visit: &Visit, who: &'a SignedIn, file: &File) -> Writing<'a> {
    let mapping = match &file.settings.reading {
        Reading::Own => None,
        Reading::Known(id) => Some(id.clone()),
        Reading::Columns => Some(format!("import {}", file.head.id)),
    };
    let now = state.now();
    Writing { by: who.actor(), day: visit.registry.region.local(now).date(), now, mapping }
}

/// `POST /staff/imports/{id}/undo`: all of it, or nothing.
pub(super) async fn undo(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(Seen { version, .. }): Form<Seen>,
) -> Response {
    let file = match find(&state, &visit, &who, id).await {
        Ok(file) => file,
        Err(refused) => return *refused,
    };
    if version != file.head.version || file.head.state != Stage::Done {
        return AppError::Outdated.page(&visit);
    }
    match store::undo(&state.db, &file.head, &writing(&state, &visit, &who, &file)).await {
        Ok(Ok(())) => {
            state.show_at_once().await;
            to(id, "").into_response()
        }
        Ok(Err(obstacles)) => done::page(&state, &visit, &file.head, &obstacles).await,
        Err(error) => failed(&error, &visit),
    }
}

/// `POST /staff/imports/{id}/drop`
pub(super) async fn give_up(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(Seen { version, .. }): Form<Seen>,
) -> Response {
    let file = match draft(&state, &visit, &who, id).await {
        Ok(file) => file,
        Err(refused) => return *refused,
    };
    if version != file.head.version {
        return AppError::Outdated.page(&visit);
    }
    match store::drop_draft(&state.db, &file.head, who.actor(), state.now()).await {
        Ok(()) => Redirect::to("/staff/imports").into_response(),
        Err(error) => failed(&error, &visit),
    }
}
