//! `/staff/inspections`: what waits to be confirmed, and deciding it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Action, InspectionState, InspectionStep, Word};
use maud::html;
use serde::Deserialize;
use uuid::Uuid;

use super::desk::list;
use super::{find, report};
use crate::accounts::{Form, SignedIn};
use crate::inspections::store::{self, Inspection, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};
use crate::{rectifications, rounds};

#[derive(Deserialize)]
pub(super) struct Decision {
    step: String,
    #[serde(default)]
    remark: String,
}

/// `GET /staff/inspections`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::ReviewInspections, &visit) {
        return *refused;
    }
    let read = async {
        let waiting = store::in_state(&state.db, InspectionState::Submitted).await?;
        let returned = store::in_state(&state.db, InspectionState::Returned).await?;
        let alone = rounds::waiting(&state.db).await?;
        // Half of a double inspection stays sealed until the other half has come.
        let alone = |of: &Inspection| of.assignment.is_some_and(|assignment| alone.contains(&assignment));
        let (sealed, waiting): (Vec<_>, Vec<_>) = waiting.into_iter().partition(alone);
        Ok::<_, StoreError>((waiting, returned, sealed.len()))
    };
    let (waiting, returned, sealed) = match read.await {
        Ok(inspections) => inspections,
        Err(error) => return AppError::away(&error, &visit),
    };
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (lang.inspect_review_title()) }
            h2 { (lang.inspect_submitted()) }
            @if waiting.is_empty() { p.quiet { (lang.inspect_review_none()) } }
            (list(&waiting, &visit))
            @if sealed > 0 { p.quiet { (lang.round_sealed_count(sealed)) } }
            @if !returned.is_empty() {
                h2 { (lang.inspect_returned()) }
                ul { @for inspection in &returned { li { a href={ "/inspections/" (inspection.id) } {
                    (super::room_name(&visit.registry, inspection.room, lang.is_english()))
                } } } }
            }
        }
    };
    Frame::form(&visit, lang.inspect_review_title(), false).around(&main)
}

/// `POST /inspections/{id}/decide`
pub(super) async fn decide(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(typed): Form<Decision>,
) -> Response {
    if let Err(refused) = who.needs(Action::ReviewInspections, &visit) {
        return *refused;
    }
    let inspection = match find(&state, &visit, id).await {
        Ok(inspection) => inspection,
        Err(refused) => return *refused,
    };
    if let Err(refused) = report::sealed(&state, &visit, Some(&who), &inspection).await {
        return *refused;
    }
    let wished = InspectionStep::from_word(&typed.step);
    let Ok(step @ (InspectionStep::Confirm | InspectionStep::Return)) = wished else { return AppError::BadForm.page(&visit) };
    match store::step(&state.db, visit.standards(), &inspection, step, &typed.remark, &who.person, state.now()).await {
        Ok(Ok(())) => {
            // The one who confirmed sees it on the room's page at once; other processes follow in seconds.
            if let Err(error) = rectifications::look(&state.db, state.registry.region(), state.now()).await {
                tracing::warn!(%error, "what is due is looked at again later");
            }
            state.show_at_once().await;
            Redirect::to(&format!("/inspections/{id}")).into_response()
        }
        Ok(Err(refused)) => report::page(&state, &visit, Some(&who), &inspection, Some(visit.lang.refused(refused))).await,
        Err(StoreError::Outdated) => AppError::Outdated.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}
