//! The revisions of an inspection, and correcting one that is confirmed.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Action, InspectionState, InspectionStep, may};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::find;
use super::report::{Shown, page};
use crate::accounts::{Form, SignedIn};
use crate::i18n::{Lang, moment_text};
use crate::inspections::store::{self, Revision, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

#[derive(Deserialize)]
pub(super) struct Wish {
    reason: String,
}

/// Which revision stands below, where it is not the only one.
pub(super) fn which(revision: &Revision, shown: &Shown<'_>, lang: Lang) -> Markup {
    html! {
        @if shown.public.is_some_and(|public| public > revision.number) {
            p.wrong role="note" { (lang.rectify_old_revision(revision.number)) }
        }
        @if let Some(amends) = &revision.amends {
            p { (lang.rectify_corrects(revision.number, amends.corrects, &amends.reason)) }
        }
        @if shown.public == Some(revision.number) && shown.is_inside() && shown.inspection.state != InspectionState::Confirmed {
            p.wrong role="note" { (lang.rectify_being_corrected()) }
        }
    }
}

/// All revisions with their days and digests, and the form that begins a correction.
pub(super) fn list(shown: &Shown<'_>, who: Option<&SignedIn>, visit: &Visit) -> Markup {
    let (lang, region, id) = (visit.lang, &visit.registry.region, shown.inspection.id);
    let leads = who.is_some_and(|who| may(who.person.role, Action::Inspect) && shown.reviews);
    let amends = (shown.own || leads) && shown.inspection.state == InspectionState::Confirmed;
    html! {
        @if !shown.revisions.is_empty() {
            h2 { (lang.rectify_revisions()) }
            ul.people role="list" {
                @for revision in &shown.revisions {
                    li.panel {
                        h3 { a href={ "/inspections/" (id) "?revision=" (revision.number) } { (lang.rectify_revision(revision.number)) } }
                        p { (standing(revision, shown, lang)) " · " (lang.rectify_handed_in(moment_text(lang, region.local(revision.submitted)))) }
                        @if let Some(at) = revision.confirmed { p { (lang.rectify_confirmed_at(moment_text(lang, region.local(at)))) } }
                        @if let Some(amends) = &revision.amends { p { (lang.rectify_corrects(revision.number, amends.corrects, &amends.reason)) } }
                        p { code.digest { (revision.digest) } }
                    }
                }
            }
        }
        @if amends {
            details {
                summary { (lang.rectify_amend()) }
                p.quiet { (lang.rectify_amend_text()) }
                form.entries method="post" action={ "/inspections/" (id) "/amend" } {
                    label.entry { span { (lang.rectify_reason()) } textarea name="reason" rows="3" maxlength="1000" required {} }
                    button.button { (lang.rectify_amend_begin()) }
                }
            }
        }
    }
}

fn standing(revision: &Revision, shown: &Shown<'_>, lang: Lang) -> &'static str {
    let latest = shown.inspection.revision == revision.number;
    match revision.confirmed {
        Some(_) if shown.public == Some(revision.number) => lang.rectify_public(),
        Some(_) => lang.rectify_replaced(),
        None if revision.amends.as_ref().is_some_and(|amends| amends.withdrawn) => lang.inspect_withdrawn(),
        None if latest => lang.inspection_state(shown.inspection.state),
        None => lang.inspect_returned(),
    }
}

/// `POST /inspections/{id}/amend`: the confirmed inspection becomes the draft of its next revision.
pub(super) async fn amend(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(Wish { reason }): Form<Wish>,
) -> Response {
    if let Err(refused) = who.needs(Action::Inspect, &visit) {
        return *refused;
    }
    let inspection = match find(&state, &visit, id).await {
        Ok(inspection) => inspection,
        Err(refused) => return *refused,
    };
    match store::step(&state.db, visit.standards(), &inspection, InspectionStep::Amend, &reason, &who.person, state.now()).await {
        Ok(Ok(())) if inspection.expert == who.person.id => Redirect::to(&format!("/inspect/{id}")).into_response(),
        Ok(Ok(())) => Redirect::to(&format!("/inspections/{id}")).into_response(),
        Ok(Err(refused)) => page(&state, &visit, Some(&who), &inspection, Some(visit.lang.refused(refused))).await,
        Err(StoreError::Outdated) => AppError::Outdated.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}
