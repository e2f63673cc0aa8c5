//! `/reports`: what became of a report, by its reference.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::reports::{CaseState, CaseStep, Reference};
use maud::{Markup, html};

use crate::i18n::moment_text;
use crate::inspections::pages::room_name;
use crate::reports::store::{self, Case, Event, StoreError};
use crate::rooms::view::icon;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /reports?reference=…`
pub(super) async fn ask(State(state): State<AppState>, visit: Visit) -> Response {
    let typed = visit.fields.iter().find(|(name, _)| name == "reference").map(|(_, typed)| typed.clone());
    let Some(typed) = typed else { return form(&visit, "", false) };
    let Ok(reference) = Reference::new(&typed) else { return form(&visit, &typed, true) };
    match store::of_reference(&state.db, &reference).await {
        Ok(Some(_)) => Redirect::to(&format!("/reports/{reference}")).into_response(),
        Ok(None) => form(&visit, &typed, true),
        Err(error) => AppError::away(&error, &visit),
    }
}

fn form(visit: &Visit, typed: &str, wrong: bool) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (lang.voice_follow()) }
            @if wrong { p.wrong role="alert" { (icon("info")) span { (lang.voice_no_reference()) } } }
            form.entries method="get" action="/reports" {
                label.entry {
                    span { (lang.voice_reference()) }
                    input name="reference" value=(typed) required maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="7K3FQ-2MN9X";
                    small { (lang.voice_reference_hint()) }
                }
                button.button.button-primary { (lang.voice_follow()) }
            }
        }
    };
    let status = if wrong { StatusCode::NOT_FOUND } else { StatusCode::OK };
    Frame { status, ..Frame::new(visit, lang.voice_follow()) }.around(&main)
}

/// `GET /reports/{reference}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, Path(text): Path<String>) -> Response {
    let Ok(reference) = Reference::new(&text) else { return form(&visit, &text, true) };
    let read = async {
        let Some(case) = store::of_reference(&state.db, &reference).await? else { return Ok(None) };
        Ok::<_, StoreError>(Some((store::events(&state.db, case.id).await?, case)))
    };
    match read.await {
        Ok(Some((events, case))) => page(&visit, &reference, &case, &events),
        Ok(None) => form(&visit, &text, true),
        Err(error) => AppError::away(&error, &visit),
    }
}

fn page(visit: &Visit, reference: &Reference, case: &Case, events: &[Event]) -> Response {
    let (lang, registry) = (visit.lang, &visit.registry);
    let new = visit.fields.iter().any(|(name, _)| name == "new");
    let room = room_name(registry, case.room, lang.is_english());
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            @if new { p.done role="status" { (icon("tick")) span { (lang.voice_got_it()) } } }
            h1 { (lang.trouble_about(case.trouble, case.about)) }
            p { @match registry.by_id(case.room) {
                Some(entry) => a href={ "/rooms/" (entry.room.code) } { (room) },
                None => (room),
            } }
            section.panel aria-labelledby="reference" {
                h2 #reference { (lang.voice_reference()) }
                p.reference { (reference) }
                p.quiet { (lang.voice_keep()) }
            }
            h2 { (lang.case_state(case.state)) }
            p { (meaning(case, visit)) }
            ol.lines role="list" { @for event in events.iter().filter(|event| event.step != CaseStep::Join) { (line(event, visit)) } }
            p.quiet { (lang.voice_deadlines()) }
        }
    };
    let head = html! { meta name="robots" content="noindex"; };
    Frame { head, ..Frame::new(visit, lang.voice_follow()) }.around(&main)
}

/// What it means for who reported it.
fn meaning(case: &Case, visit: &Visit) -> String {
    let lang = visit.lang;
    match case.state {
        CaseState::Received => lang.voice_means_received(lang.date(case.trouble.due(case.day))),
        CaseState::Accepted if case.inspection.is_some() => lang.voice_means_inspected().to_owned(),
        CaseState::Accepted => lang.voice_means_accepted().to_owned(),
        CaseState::Resolved => lang.voice_means_resolved().to_owned(),
        CaseState::Dismissed => lang.voice_means_dismissed().to_owned(),
    }
}

/// What happened; who did it is nobody's business here.
fn line(event: &Event, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        li {
            strong { (lang.case_step(event.step)) } " · "
            time datetime=(event.at.to_rfc3339()) { (moment_text(lang, visit.registry.region.local(event.at))) }
            @if !event.words.is_empty() { br; (event.words) }
            @if let Some(inspection) = event.inspection { br; a href={ "/inspections/" (inspection) } { (lang.inspect_report()) } }
        }
    }
}
