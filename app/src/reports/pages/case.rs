//! `/staff/reports/{id}`: one case with all its reports, what happened to it, and what can be done now.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::reports::{CaseState, CaseStep};
use domain::{Action, Digest, Word};
use maud::{Markup, html};
use uuid::Uuid;

use super::desk::standing;
use crate::accounts::SignedIn;
use crate::audit::VISITOR;
use crate::i18n::moment_text;
use crate::inspections::pages::room_name;
use crate::photos::{Album, Viewer};
use crate::reports::store::{self, Case, Event, Report, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// The case of an id, for whoever handles reports.
pub(super) async fn find(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Case, Box<Response>> {
    who.needs(Action::HandleReports, visit)?;
    match store::find(&state.db, id).await {
        Ok(Some(case)) => Ok(case),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

/// `GET /staff/reports/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(case) => page(&state, &visit, &who, &case, ("", ""), None).await,
        Err(refused) => *refused,
    }
}

/// The page, with the step and the words that were typed and what is wrong with them.
pub(super) async fn page(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    case: &Case,
    typed: (&str, &str),
    wrong: Option<&str>,
) -> Response {
    let read = async {
        let (reports, events) = (store::reports(&state.db, case.id).await?, store::events(&state.db, case.id).await?);
        Ok::<_, StoreError>((reports, events))
    };
    let (reports, events) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, visit),
    };
    let photos: Vec<Digest> = reports.iter().flat_map(|report| report.photos.iter().copied()).collect();
    let album = match Album::of(state, &photos, Viewer::of(Some(&who.person))).await {
        Ok(album) => album,
        Err(error) => return AppError::away(&error, visit),
    };
    let (lang, registry) = (visit.lang, &visit.registry);
    let today = visit.today();
    let title = lang.trouble_about(case.trouble, case.about);
    let name = room_name(registry, case.room, lang.is_english());
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/reports" { (lang.voice_desk()) } }
            h1 { (title) }
            p { @match registry.by_id(case.room) {
                Some(entry) => a href={ "/rooms/" (entry.room.code) } { (name) },
                None => (name),
            } }
            p.lead { strong { (standing(case, today, visit)) } " · " (lang.voice_times(case.reports, case.at_door)) }
            @if let Some(inspection) = case.inspection { p { a href={ "/inspections/" (inspection) } { (lang.voice_inspected()) } } }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            (next(case, typed, visit))
            h2 { (lang.voice_reports()) }
            ol.people role="list" { @for report in reports.iter().rev() { (told(report, &title, &album, visit)) } }
            h2 { (lang.rectify_history()) }
            ol.lines role="list" { @for event in events.iter().rev() { (happened(event, visit)) } }
        }
    };
    Frame::form(visit, &title, wrong.is_some()).around(&main)
}

fn told(report: &Report, title: &str, album: &Album, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        li.panel {
            p {
                time datetime=(report.at.to_rfc3339()) { (moment_text(lang, visit.registry.region.local(report.at))) }
                @if report.at_door { " · " strong { (lang.voice_by_door()) } }
                " · " span.num { (report.reference) }
            }
            @if !report.words.is_empty() { p.note { (report.words) } }
            @if !report.photos.is_empty() {
                ul.photos role="list" {
                    @for (number, photo) in (1..).zip(&report.photos) { li { (album.figure(*photo, &lang.photo_alt(title, number), lang)) } }
                }
            }
        }
    }
}

fn happened(event: &Event, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        li {
            strong { (lang.case_step(event.step)) } " · "
            time datetime=(event.at.to_rfc3339()) { (moment_text(lang, visit.registry.region.local(event.at))) }
            " · " @if event.actor == VISITOR { (lang.voice_visitor()) } @else { (event.actor) }
            @if !event.words.is_empty() { br; (event.words) }
        }
    }
}

/// What can be done now.
fn next(case: &Case, (chosen, words): (&str, &str), visit: &Visit) -> Markup {
    let lang = visit.lang;
    let by_hand = [CaseStep::Accept, CaseStep::Dismiss, CaseStep::Resolve, CaseStep::Reopen];
    let steps: Vec<CaseStep> = by_hand.into_iter().filter(|step| case.state.after(*step).is_some()).collect();
    let entry = visit.registry.by_id(case.room);
    html! {
        section.panel aria-labelledby="next" {
            h2 #next { (lang.build_next()) }
            form.entries method="post" action={ "/staff/reports/" (case.id) } {
                input type="hidden" name="version" value=(case.version);
                fieldset.entry {
                    legend { (lang.build_step()) }
                    div.choices {
                        @for step in &steps {
                            label { input type="radio" name="step" value=(step) required checked[chosen == step.word() || steps.len() == 1]; (lang.voice_do(*step)) }
                        }
                    }
                }
                label.entry {
                    span { (lang.voice_answer()) }
                    textarea name="words" rows="3" maxlength="500" { (words) }
                    small { (lang.voice_answer_hint()) }
                }
                button.button.button-primary { (lang.build_record()) }
            }
            @if let Some(entry) = entry.filter(|_| case.state == CaseState::Accepted) {
                p { a.button href={ "/staff/rounds/new?" (round(case, entry.room.code.as_str(), visit)) } { (lang.voice_plan()) } }
                p.quiet { @if case.trouble.is_seen_by_inspection() { (lang.voice_plan_hint()) } @else { (lang.voice_plan_no_answer()) } }
            }
        }
    }
}

/// What a round of inspections for this case begins with.
fn round(case: &Case, code: &str, visit: &Visit) -> String {
    let lang = visit.lang;
    let about = lang.voice_round_about(lang.trouble_about(case.trouble, case.about), lang.date(case.day), case.reports);
    let title = lang.voice_round_title(code);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs([("purpose", "complaint"), ("how", "listed"), ("codes", code), ("title", &title), ("about", &about)]);
    query.finish()
}
