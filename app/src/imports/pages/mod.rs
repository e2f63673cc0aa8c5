//! The pages of an import: the file, its columns, what would be done, and what was.

mod columns;
mod correct;
mod done;
mod file;
mod list;
mod preview;
mod row;
mod settle;
mod tables;

use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::Action;
use maud::{Markup, html};
use uuid::Uuid;

use super::settings::MOST_BYTES;
use super::store::{self, File, State, StoreError};
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// A form with the largest file, and what stands around it, in bytes.
pub const MOST_LIST_FORM: usize = MOST_BYTES + (64 << 10);

pub(crate) use file::told;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/staff/imports", get(list::show).post(list::upload))
        .route("/staff/imports/{id}", get(file::show).post(file::save))
        .route("/staff/imports/{id}/columns", get(columns::show).post(columns::save))
        .route("/staff/imports/{id}/preview", get(preview::show).post(correct::correct))
        .route("/staff/imports/{id}/rows/{row}", get(row::show).post(row::save))
        .route("/staff/imports/{id}/write", post(settle::write))
        .route("/staff/imports/{id}/undo", post(settle::undo))
        .route("/staff/imports/{id}/drop", post(settle::give_up))
}

/// The import of an id, for whoever imports, or the page that says why not.
async fn find(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<File, Box<Response>> {
    who.needs(Action::ImportRooms, visit)?;
    match store::find(&state.db, id).await {
        Ok(Some(file)) if file.head.state != State::Dropped => Ok(file),
        Ok(_) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

/// As [`find`]; an import that is written shows what it did.
async fn draft(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<File, Box<Response>> {
    let file = find(state, visit, who, id).await?;
    if file.head.state == State::Draft { Ok(file) } else { Err(Box::new(to(id, "").into_response())) }
}

/// As [`draft`], for what was typed into a form that showed this version of it.
async fn typed_draft(
    (state, visit, who): (&AppState, &Visit, &SignedIn),
    id: Uuid,
    form: &[(String, String)],
) -> Result<File, Box<Response>> {
    let file = draft(state, visit, who, id).await?;
    let is_current = field(form, "version") == file.head.version.to_string();
    if is_current { Ok(file) } else { Err(Box::new(AppError::Outdated.page(visit))) }
}

fn to(id: Uuid, page: &str) -> Redirect {
    Redirect::to(&format!("/staff/imports/{id}{page}"))
}

/// The page for what could not be written.
fn failed(error: &StoreError, visit: &Visit) -> Response {
    match error {
        StoreError::Outdated(_) => AppError::Outdated.page(visit),
        other => AppError::away(other, visit),
    }
}

/// A field of a form; empty where it is missing.
fn field<'a>(form: &'a [(String, String)], name: &str) -> &'a str {
    form.iter().find(|(field, _)| field == name).map_or("", |(_, text)| text.as_str())
}

/// Where one is among the steps.
fn steps(id: Uuid, at: usize, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let steps =
        [("", lang.import_step_file()), ("/columns", lang.import_step_columns()), ("/preview", lang.import_step_preview())];
    html! {
        nav.import-steps aria-label=(lang.import_steps()) {
            ol role="list" {
                @for (place, (page, name)) in steps.into_iter().enumerate() {
                    li { a href={ "/staff/imports/" (id) (page) } aria-current=[(place == at).then_some("step")] { span.num { (place + 1) } " " (name) } }
                }
            }
        }
    }
}
