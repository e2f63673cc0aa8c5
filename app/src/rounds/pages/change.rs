//! `/staff/rounds/{id}/assignments/{assignment}`: giving one to somebody else, or cancelling it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Action;
use serde::Deserialize;
use uuid::Uuid;

use super::{find, round};
use crate::accounts::{Form, SignedIn};
use crate::i18n::Lang;
use crate::rounds::store::{self, Refused, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// What is wished for an assignment.
#[derive(Deserialize)]
pub(super) struct Wish {
    /// `give` or `cancel`.
    #[serde(rename = "wish")]
    what: String,
    #[serde(default)]
    pub(super) expert: Option<Uuid>,
    pub(super) reason: String,
}

/// `POST /staff/rounds/{id}/assignments/{assignment}`
pub(super) async fn change(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((id, assignment)): Path<(Uuid, Uuid)>,
    Form(wish): Form<Wish>,
) -> Response {
    if let Err(refused) = who.needs(Action::PlanRounds, &visit) {
        return *refused;
    }
    let round = match find(&state, &visit, id).await {
        Ok(round) => round,
        Err(refused) => return *refused,
    };
    match carry_out(&state, &who, id, assignment, &wish).await {
        Ok(Some(Ok(()))) => Redirect::to(&format!("/staff/rounds/{id}")).into_response(),
        Ok(Some(Err(refused))) => {
            round::page(&state, &visit, round, Some((assignment, &wish, &words(&refused, visit.lang)))).await
        }
        Ok(None) => AppError::NoPage.page(&visit),
        Err(StoreError::Outdated) => AppError::Outdated.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}

async fn carry_out(
    state: &AppState,
    who: &SignedIn,
    round: Uuid,
    assignment: Uuid,
    wish: &Wish,
) -> Result<Option<Result<(), Refused>>, StoreError> {
    let of = store::assignment(&state.db, assignment).await?.filter(|of| of.round == round);
    let Some(of) = of else { return Ok(None) };
    let (by, now) = (&who.person, state.now());
    Ok(match (wish.what.as_str(), wish.expert) {
        ("give", Some(expert)) => Some(store::reassign(&state.db, &of, expert, &wish.reason, by, now).await?),
        ("give", None) => Some(Err(Refused::NoExpert)),
        ("cancel", _) => Some(store::cancel(&state.db, &of, &wish.reason, by, now).await?),
        _ => None,
    })
}

fn words(refused: &Refused, lang: Lang) -> String {
    match refused {
        Refused::NotOpen => lang.round_not_open().to_owned(),
        Refused::NoReason => lang.round_wrong_reason().to_owned(),
        Refused::NoExpert => lang.round_wrong_experts().to_owned(),
        Refused::Conflict(conflict) => lang.round_conflict(&conflict.affiliation),
        Refused::Twice => lang.round_wrong_twice().to_owned(),
    }
}
