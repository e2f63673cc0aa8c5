//! `/inspect/{id}`: how far the sheet is, what it would give, and handing it in.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::score::{Outcome, Report, ReportLine, score};
use domain::{Action, ClauseId, InspectionState, InspectionStep, Word};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{find, room_name};
use crate::accounts::{Form, SignedIn};
use crate::inspections::store::{self, Inspection, Refused, StoreError};
use crate::standards::summary;
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
        Ok(inspection) => page(&visit, &inspection, None),
        Err(refused) => *refused,
    }
}

fn page(visit: &Visit, inspection: &Inspection, wrong: Option<&str>) -> Response {
    let Ok(version) = inspection.standard() else { return AppError::NoPage.page(visit) };
    let (standard, lang) = (&version.standard, visit.lang);
    let report = score(standard, &inspection.sheet.venue, &inspection.sheet.answers);
    let open = open(&report);
    let path = |rest: &str| format!("/inspect/{}/{rest}", inspection.id);
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/inspect" { (lang.inspect_title()) } }
            h1 { (room_name(&visit.registry, inspection.room, lang.is_english())) }
            p { (lang.date(inspection.sheet.visited)) " · "
                a href={ "/standards/" (standard.id) } { (standard.title.pick(lang.is_english())) } }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @if inspection.state == InspectionState::Returned { p.wrong { (lang.inspect_returned_with(&inspection.remark)) } }
            h2 { (lang.standard_sections()) }
            ul.people role="list" {
                li.panel { h3 { a href=(path("venue")) { (lang.inspect_venue()) } } }
                @for section in &standard.sections {
                    @let (done, all) = progress(&report, &section.id);
                    li.panel {
                        h3 { a href=(path(&section.id)) { (section.id) " " (section.title.pick(lang.is_english())) } }
                        p { progress value=(done) max=(all) aria-label=(lang.inspect_progress(done, all)) {} " " (lang.inspect_progress(done, all)) }
                    }
                }
            }
            h2 { (lang.inspect_so_far()) }
            ul { @for line in summary(standard, &report, lang) { li { (line) } } }
            h2 { (lang.inspect_hand_in()) }
            @if open.is_empty() { p { (lang.inspect_ready()) } } @else {
                p { (lang.inspect_open(open.len())) }
                ul.downloads role="list" {
                    @for id in &open {                         li { a.button href={ (path(id.section())) "#c" (id) } { (id) } } }
                }
            }
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

/// Whether a clause still needs an answer before the sheet can be handed in.
fn is_open(line: &ReportLine) -> bool {
    matches!(line.outcome, Outcome::Unanswered | Outcome::Doubtful)
}

/// The clauses that do.
fn open(report: &Report) -> Vec<ClauseId> {
    report.lines.iter().filter(|line| is_open(line)).map(|line| line.clause).collect()
}

/// Clauses of a section that have an answer, and all of them.
fn progress(report: &Report, section: &str) -> (usize, usize) {
    let (mut done, mut all) = (0, 0);
    for line in report.of_section(section) {
        all += 1;
        done += usize::from(!is_open(line));
    }
    (done, all)
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
    let Ok(version) = inspection.standard() else { return AppError::NoPage.page(&visit) };
    let report = score(&version.standard, &inspection.sheet.venue, &inspection.sheet.answers);
    let open = open(&report).len();
    if step == InspectionStep::Submit && open > 0 {
        return page(&visit, &inspection, Some(&lang.inspect_open(open)));
    }
    match store::step(&state.db, &inspection, step, "", &who.person, state.now()).await {
        Ok(Ok(())) => Redirect::to(&format!("/inspections/{id}")).into_response(),
        Ok(Err(refused)) => page(&visit, &inspection, Some(lang.refused(refused))),
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
        }
    }
}
