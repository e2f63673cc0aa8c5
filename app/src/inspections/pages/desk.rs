//! `/inspect`: an expert's own inspections, and beginning one.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::score::{Answers, Sheet, VenueFacts};
use domain::{Action, InspectionState, RoomCode};
use maud::{Markup, html};
use serde::Deserialize;

use super::room_name;
use crate::accounts::{Form, SignedIn, new_id};
use crate::i18n::Lang;
use crate::inspections::store::{self, Inspection};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// What was typed to begin one.
#[derive(Deserialize, Default)]
pub(super) struct Typed {
    room: String,
    visited: String,
}

/// `GET /inspect`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::Inspect, &visit) {
        return *refused;
    }
    page(&state, &visit, &who, &Typed::default(), None).await
}

async fn page(state: &AppState, visit: &Visit, who: &SignedIn, typed: &Typed, wrong: Option<&str>) -> Response {
    let inspections = match store::of_expert(&state.db, who.person.id).await {
        Ok(inspections) => inspections,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let today = visit.registry.region.local(visit.now).date();
    let visited = if typed.visited.is_empty() { today.to_string() } else { typed.visited.clone() };
    let body = html! {
        p { (lang.inspect_lead()) }
        section.panel aria-labelledby="phone" {
            h2 #phone { (lang.phone_title()) }
            p { (lang.phone_no_kit()) }
            p { a.button.button-primary href="/inspect/phone" { (lang.phone_take()) } }
        }
        form.entries method="post" action="/inspect" {
            label.entry { span { (lang.inspect_room()) } input name="room" value=(typed.room) placeholder="LG-0020" autocapitalize="characters" required; }
            label.entry { span { (lang.inspect_visited()) } input type="date" name="visited" value=(visited) max=(today) required; }
            button.button.button-primary { (lang.inspect_begin()) }
        }
        h2 { (lang.inspect_mine()) }
        @if inspections.is_empty() { p.quiet { (lang.inspect_none()) } }
        (list(&inspections, visit))
    };
    crate::accounts::form_page(visit, lang.inspect_title(), wrong, &body)
}

/// Inspections as links: those still open to their sheet, the others to their report.
pub(super) fn list(inspections: &[Inspection], visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        ul.people role="list" {
            @for inspection in inspections {
                @let path = if inspection.state.is_open() { format!("/inspect/{}", inspection.id) } else { format!("/inspections/{}", inspection.id) };
                li.panel {
                    h3 { a href=(path) { (room_name(&visit.registry, inspection.room, lang.is_english())) } }
                    p { (lang.date(inspection.sheet.visited)) " · " (lang.inspection_state(inspection.state)) }
                }
            }
        }
    }
}

/// `POST /inspect`
pub(super) async fn begin(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(typed): Form<Typed>) -> Response {
    if let Err(refused) = who.needs(Action::Inspect, &visit) {
        return *refused;
    }
    let (lang, today) = (visit.lang, visit.registry.region.local(visit.now).date());
    let room = RoomCode::new(&typed.room.trim().to_uppercase()).ok().and_then(|code| visit.registry.find(code));
    let Some(entry) = room else { return page(&state, &visit, &who, &typed, Some(lang.inspect_no_room())).await };
    let visited = typed.visited.parse::<NaiveDate>().ok().filter(|day| *day <= today);
    let Some(visited) = visited else { return page(&state, &visit, &who, &typed, Some(lang.inspect_bad_day())).await };
    let Some(version) = visit.standards().in_force(visited) else {
        return page(&state, &visit, &who, &typed, Some(lang.inspect_no_standard())).await;
    };
    let inspection = Inspection {
        id: new_id(state.now(), (state.random)()),
        room: entry.room.id,
        expert: who.person.id,
        state: InspectionState::Draft,
        sheet: Sheet {
            standard: version.standard.id.clone(),
            visited,
            venue: VenueFacts::from(&entry.room),
            answers: Answers::default(),
            evidence: BTreeMap::default(),
        },
        remark: String::new(),
        version: 1,
        revision: 0,
    };
    match store::begin(&state.db, &inspection, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(&format!("/inspect/{}", inspection.id)).into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

impl Lang {
    /// How far an inspection has come.
    pub(super) fn inspection_state(self, state: InspectionState) -> &'static str {
        match state {
            InspectionState::Draft => self.inspect_draft(),
            InspectionState::Submitted => self.inspect_submitted(),
            InspectionState::Confirmed => self.inspect_confirmed(),
            InspectionState::Returned => self.inspect_returned(),
            InspectionState::Withdrawn => self.inspect_withdrawn(),
        }
    }
}
