//! `/inspect/{id}`: how far the sheet is, what it would give, and handing it in.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::rectification::camera_found;
use domain::score::score;
use domain::{Action, InspectionState, InspectionStep, Word};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::photos::wanted;
use super::report::camera;
use super::{find, room_name};
use crate::accounts::{Form, SignedIn};
use crate::inspections::sheet::{open, sections, standing};
use crate::inspections::store::{self, Inspection, Refused, StoreError};
use crate::rounds::NotFulfilled;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

#[derive(Deserialize)]
pub(super) struct Wish {
    step: String,
}

/// The person's own inspection that is still open.
pub(super) async fn own(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Inspection, Box<Response>> {
    who.needs(Action::Inspect, visit)?;
    let inspection = find(state, visit, id).await?;
    if inspection.expert != who.person.id {
        return Err(Box::new(AppError::NotAllowed.page(visit)));
    }
    if !inspection.state.is_open() {
        return Err(Box::new(Redirect::to(&format!("/inspections/{id}")).into_response()));
    }
    Ok(inspection)
}

/// What stands above each page of a sheet.
pub(super) fn top(visit: &Visit, inspection: &Inspection) -> Markup {
    let lang = visit.lang;
    html! {
        p { a href={ "/inspect/" (inspection.id) } { (room_name(&visit.registry, inspection.room, lang.is_english())) }
            " · " (lang.date(inspection.sheet.visited)) }
    }
}

/// `GET /inspect/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match own(&state, &visit, &who, id).await {
        Ok(inspection) => page(&state, &visit, &inspection, None).await,
        Err(refused) => *refused,
    }
}

async fn page(state: &AppState, visit: &Visit, inspection: &Inspection, wrong: Option<&str>) -> Response {
    let amends = match store::reason(&state.db, inspection.id).await {
        Ok(reason) => reason,
        Err(error) => return AppError::away(&error, visit),
    };
    let Ok(version) = inspection.standard(visit.standards()) else { return AppError::NoPage.page(visit) };
    let (standard, lang) = (&version.standard, visit.lang);
    let report = score(standard, &inspection.sheet.venue, &inspection.sheet.answers);
    let path = |rest: &str| format!("/inspect/{}/{rest}", inspection.id);
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/inspect" { (lang.inspect_title()) } }
            h1 { (room_name(&visit.registry, inspection.room, lang.is_english())) }
            p { (lang.date(inspection.sheet.visited)) " · "
                a href={ "/standards/" (standard.id) } { (standard.title.pick(lang.is_english())) } }
            @if inspection.guidance { p.quiet { (lang.round_guidance()) } }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @if inspection.state == InspectionState::Returned { p.wrong { (lang.inspect_returned_with(&inspection.remark)) } }
            @if let Some(reason) = &amends { p.wrong { (lang.rectify_correcting(reason)) } }
            @if camera_found(&report) { (camera(false, lang)) }
            h2 { (lang.standard_sections()) }
            (sections(standard, &report, lang, path))
            (wanted(standard, &inspection.sheet, &report, lang, path))
            (standing(standard, &report, lang, path))
            ul.downloads role="list" {
                @for (step, label) in [(InspectionStep::Submit, lang.inspect_submit()), (InspectionStep::Withdraw, lang.inspect_withdraw())] {
                    li { form method="post" action={ "/inspect/" (inspection.id) } {
                        button class=(if step == InspectionStep::Submit { "button button-primary" } else { "button" }) name="step" value=(step) { (label) }
                    } }
                }
            }
        }
    };
    Frame::form(visit, lang.inspect_title(), wrong.is_some()).around(&main)
}

/// `POST /inspect/{id}`
pub(super) async fn step(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(Wish { step }): Form<Wish>,
) -> Response {
    let inspection = match own(&state, &visit, &who, id).await {
        Ok(inspection) => inspection,
        Err(refused) => return *refused,
    };
    let (lang, wished) = (visit.lang, InspectionStep::from_word(&step));
    let Ok(step @ (InspectionStep::Submit | InspectionStep::Withdraw)) = wished else { return AppError::BadForm.page(&visit) };
    let Ok(version) = inspection.standard(visit.standards()) else { return AppError::NoPage.page(&visit) };
    let report = score(&version.standard, &inspection.sheet.venue, &inspection.sheet.answers);
    let open = open(&report).len();
    // Whoever finds a camera stops there: the rest is not asked for any more.
    if step == InspectionStep::Submit && open > 0 && !camera_found(&report) {
        return page(&state, &visit, &inspection, Some(&lang.inspect_open(open))).await;
    }
    match store::step(&state.db, visit.standards(), &inspection, step, "", &who.person, state.now()).await {
        Ok(Ok(())) => Redirect::to(&format!("/inspections/{id}")).into_response(),
        Ok(Err(refused)) => page(&state, &visit, &inspection, Some(lang.refused(refused))).await,
        Err(StoreError::Outdated) => AppError::Outdated.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}

impl crate::i18n::Lang {
    /// Why a step is not taken.
    pub(super) fn refused(self, refused: Refused) -> &'static str {
        match refused {
            Refused::State => self.inspect_refused_state(),
            Refused::Own => self.inspect_refused_own(),
            Refused::NotOwn => self.inspect_refused_not_own(),
            Refused::NoRemark => self.inspect_refused_remark(),
            Refused::Photos => self.inspect_refused_photos(),
            Refused::NoReason => self.rectify_no_reason(),
            Refused::NotTheirs => self.rectify_not_theirs(),
            Refused::Waits => self.round_refused_waits(),
            Refused::Unsettled => self.round_refused_unsettled(),
            Refused::Assignment(NotFulfilled::Unknown) => self.round_not_unknown(),
            Refused::Assignment(NotFulfilled::Foreign) => self.round_not_foreign(),
            Refused::Assignment(NotFulfilled::Cancelled) => self.round_not_cancelled(),
            Refused::Assignment(NotFulfilled::Done) => self.round_not_done(),
        }
    }
}
