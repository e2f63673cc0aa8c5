//! `/staff/build/{code}/papers`: a document is added to a step that was taken.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::find;
use super::moves::Typed;
use super::room::{page, whole};
use crate::accounts::{FileForm, SignedIn};
use crate::papers::{self, PaperOf, Subject};
use crate::state::AppState;
use crate::ui::{AppError, Visit};
use domain::Action;

/// `POST /staff/build/{code}/papers`
pub(super) async fn add(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(code): Path<String>,
    form: FileForm,
) -> Response {
    if let Err(refused) = who.needs(Action::ManageBuildout, &visit) {
        return *refused;
    }
    let stored = match find(&state, &visit, &code).await {
        Ok(stored) => stored,
        Err(refused) => return *refused,
    };
    let whole = match whole(&state, &visit, stored).await {
        Ok(whole) => whole,
        Err(error) => return AppError::away(&error, &visit),
    };
    let sent = match papers::sent(&visit, form).await {
        Ok(sent) => sent,
        Err(refused) => return *refused,
    };
    let room = &whole.stored.room;
    let number = sent.text("number").parse().ok().filter(|number| whole.has_step(*number));
    let Some(number) = number else { return AppError::BadForm.page(&visit) };
    let to = Subject { of: PaperOf::Step, owner: room.id.0, number, called: room.code.as_str() };
    match papers::add(&state, &visit, &who, to, sent).await {
        Ok(Ok(())) => Redirect::to(&format!("/staff/build/{}", room.code)).into_response(),
        Ok(Err(wrong)) => {
            let on = visit.today().to_string();
            let typed = Typed { on, version: whole.stored.version, ..Typed::default() };
            page(&visit, &who, &whole, &typed, Some(&wrong))
        }
        Err(refused) => *refused,
    }
}
