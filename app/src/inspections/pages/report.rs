//! `/inspections/{id}`: the report of an inspection, and the panel of the room's page.

use axum::extract::FromRequestParts;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::Response;
use domain::score::{Outcome, Report, score};
use domain::standard::{Standard, Standards};
use domain::{Action, Digest, InspectionState, InspectionStep, may};
use maud::{Markup, html};
use uuid::Uuid;

use super::photos::evidence;
use super::{find, room_name};
use crate::accounts::{Person, SignedIn};
use crate::i18n::Lang;
use crate::inspections::store::{Certified, Inspection};
use crate::photos::{Album, Viewer};
use crate::standards::{explain_line, summary};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// The panel of a confirmed result: what parents want to know, and the way to every line of it.
pub fn panel(certified: &Certified, standards: &Standards, lang: Lang) -> Markup {
    let Certified { inspection, visited, report } = certified;
    let Some(standard) = standards.version(&report.standard).map(|version| &version.standard) else { return html! {} };
    html! {
        section.panel aria-labelledby="inspected" {
            h2 #inspected { (lang.room_inspected()) }
            p { strong class=(if report.passes { "state state-open" } else { "state state-closed" }) { (verdict(standard, report, lang)) } }
            (gates(standard, report, lang))
            dl.pairs {
                dt { (lang.inspect_visited()) } dd { time datetime=(visited) { (lang.date(*visited)) } }
                dt { (lang.standard_class_title()) }
                dd { @match report.class { Some(class) => (class), None => (lang.inspect_class_none()) } }
                dt { (lang.inspect_by()) } dd { (lang.inspect_panel_of_experts()) }
                dt { (lang.standard_title()) } dd { a href={ "/standards/" (standard.id) } { (standard.title.pick(lang.is_english())) } }
            }
            p { a href={ "/inspections/" (inspection) } { (lang.inspect_every_line()) } }
        }
    }
}

/// The band with its score, or that it fails.
fn verdict(standard: &Standard, report: &Report, lang: Lang) -> String {
    let english = lang.is_english();
    if !report.open_gates.is_empty() {
        return standard.score.failing.pick(english).to_owned();
    }
    let band = standard.score.named(report.band.as_deref());
    let band = band.map_or("", |band| band.title.pick(english));
    report.total.map_or_else(|| lang.reason_total_none().to_owned(), |total| lang.inspect_verdict(band, total))
}

/// Open gates in plain words.
fn gates(standard: &Standard, report: &Report, lang: Lang) -> Markup {
    html! {
        @if !report.open_gates.is_empty() {
            ul.gates {
                @for gate in &report.open_gates {
                    @if let Some(clause) = standard.clause(gate.clause) {
                        li { (clause.title.pick(lang.is_english())) " · " (lang.outcome(gate.outcome)) }
                    }
                }
            }
        }
    }
}

/// Somebody signed in, or nobody.
pub(super) struct Maybe(Option<SignedIn>);

impl FromRequestParts<AppState> for Maybe {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        Ok(Self(SignedIn::from_request_parts(parts, state).await.ok()))
    }
}

/// `GET /inspections/{id}`: for everybody once confirmed, before that for its expert and for reviewers.
pub(super) async fn show(State(state): State<AppState>, visit: Visit, Maybe(who): Maybe, Path(id): Path<Uuid>) -> Response {
    let inspection = match find(&state, &visit, id).await {
        Ok(inspection) => inspection,
        Err(refused) => return *refused,
    };
    let person = who.as_ref().map(|who| &who.person);
    let seen = inspection.state == InspectionState::Confirmed || is_trusted(&inspection, person);
    if seen { page(&state, &visit, &inspection, person, None).await } else { AppError::NoPage.page(&visit) }
}

fn reviews(person: &Person) -> bool {
    may(person.role, Action::ReviewInspections)
}

/// Whether somebody may see what the public does not: its expert and reviewers.
fn is_trusted(inspection: &Inspection, person: Option<&Person>) -> bool {
    person.is_some_and(|person| person.id == inspection.expert || reviews(person))
}

pub(super) async fn page(
    state: &AppState,
    visit: &Visit,
    inspection: &Inspection,
    person: Option<&Person>,
    wrong: Option<&str>,
) -> Response {
    let trusted = is_trusted(inspection, person);
    let photos: Vec<Digest> = inspection.sheet.photos().into_iter().collect();
    let album = match Album::of(state, &photos, if trusted { Viewer::of(person) } else { Viewer::Public }).await {
        Ok(album) => album,
        Err(error) => return AppError::away(&error, visit),
    };
    let reviews = person.is_some_and(|person| reviews(person) && person.id != inspection.expert);
    let Ok(version) = inspection.standard(visit.standards()) else { return AppError::NoPage.page(visit) };
    let (standard, lang) = (&version.standard, visit.lang);
    let english = lang.is_english();
    let report = score(standard, &inspection.sheet.venue, &inspection.sheet.answers);
    let name = room_name(&visit.registry, inspection.room, english);
    let main = html! {
        main #main.prose.standard tabindex="-1" {
            h1 { (lang.inspect_report()) }
            p.lead { (name) " · " (lang.date(inspection.sheet.visited)) }
            p { strong { (lang.inspection_state(inspection.state)) } " · "
                a href={ "/standards/" (standard.id) } { (standard.title.pick(english)) } }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @if !inspection.remark.is_empty() { p { (lang.inspect_returned_with(&inspection.remark)) } }
            p { strong class=(if report.passes { "state state-open" } else { "state state-closed" }) { (verdict(standard, &report, lang)) } }
            (gates(standard, &report, lang))
            ul { @for line in summary(standard, &report, lang) { li { (line) } } }
            p.quiet { (lang.standard_ours()) }
            @if reviews && inspection.state == InspectionState::Submitted { (decide(inspection, lang)) }
            @for section in &standard.sections {
                h2 { (section.id) " " (section.title.pick(english)) }
                ul.lines role="list" {
                    @for line in report.of_section(&section.id) {
                        li data-outcome=(line.outcome) class=(if line.outcome == Outcome::Fail { "line-fail" } else { "line" }) {
                            (explain_line(standard, line, lang))
                            @if let Some(clause) = standard.clause(line.clause).filter(|clause| trusted || !clause.is_restricted()) {
                                (evidence(clause, &inspection.sheet, &album, lang))
                            }
                        }
                    }
                }
            }
        }
    };
    Frame::form(visit, lang.inspect_report(), wrong.is_some()).around(&main)
}

fn decide(inspection: &Inspection, lang: Lang) -> Markup {
    html! {
        section.panel aria-labelledby="decide" {
            h2 #decide { (lang.inspect_decide()) }
            form.entries method="post" action={ "/inspections/" (inspection.id) "/decide" } {
                label.entry { span { (lang.inspect_remark()) } textarea name="remark" rows="3" maxlength="1000" {} small { (lang.inspect_remark_hint()) } }
                div.wishes {
                    button.button.button-primary name="step" value=(InspectionStep::Confirm) { (lang.inspect_confirm()) }
                    button.button name="step" value=(InspectionStep::Return) { (lang.inspect_return()) }
                }
            }
        }
    }
}
