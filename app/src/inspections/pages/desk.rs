//! `/inspect`: an expert's own inspections, and beginning one.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::rounds::Purpose;
use domain::score::{Answers, Sheet, VenueFacts};
use domain::{Action, InspectionState, Room, RoomCode};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::room_name;
use super::today::today;
use crate::accounts::{Form, SignedIn, new_id};
use crate::i18n::Lang;
use crate::inspections::store::{self, Inspection, StoreError};
use crate::rounds::{self, Assignment, rooms_of};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// What was typed to begin one.
#[derive(Deserialize, Default)]
pub(super) struct Typed {
    #[serde(default)]
    room: String,
    visited: String,
    /// The assignment that it is to fulfil, instead of a room.
    #[serde(default)]
    assignment: Option<Uuid>,
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
    let assigned = match today(state, visit, &who.person, &inspections).await {
        Ok(assigned) => assigned,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let today = visit.today();
    let visited = if typed.visited.is_empty() { today.to_string() } else { typed.visited.clone() };
    let body = html! {
        (assigned)
        h2 { (lang.round_another()) }
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
    let (lang, today) = (visit.lang, visit.today());
    let begun = match begun(&state, &visit, &who, &typed).await {
        Ok(begun) => begun,
        Err(error) => return AppError::away(&error, &visit),
    };
    let (room, assignment) = match begun {
        Begun::New(room, assignment) => (room, assignment),
        Begun::Before(id) => return Redirect::to(&format!("/inspect/{id}")).into_response(),
        Begun::Not(words) => return page(&state, &visit, &who, &typed, Some(&words)).await,
    };
    let visited = typed.visited.parse::<NaiveDate>().ok().filter(|day| *day <= today);
    let Some(visited) = visited else { return page(&state, &visit, &who, &typed, Some(lang.inspect_bad_day())).await };
    let Some(version) = visit.standards().in_force(visited) else {
        return page(&state, &visit, &who, &typed, Some(lang.inspect_no_standard())).await;
    };
    let inspection = Inspection {
        id: new_id(state.now(), (state.random)()),
        room: room.id,
        expert: who.person.id,
        state: InspectionState::Draft,
        sheet: Sheet {
            standard: version.standard.id.clone(),
            visited,
            venue: VenueFacts::from(&*room),
            answers: Answers::default(),
            evidence: BTreeMap::default(),
        },
        remark: String::new(),
        version: 1,
        revision: 0,
        guidance: assignment.as_ref().is_some_and(|of| of.purpose == Purpose::Guidance),
        assignment: assignment.map(|of| of.id),
    };
    match store::begin(&state.db, &inspection, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(&format!("/inspect/{}", inspection.id)).into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// What beginning comes to.
enum Begun {
    /// A sheet of this room, for this assignment if there is one.
    New(Box<Room>, Option<Assignment>),
    /// It was begun already.
    Before(Uuid),
    /// It cannot be begun, and why.
    Not(String),
}

/// The room that is meant, and the person's open assignment of it.
async fn begun(state: &AppState, visit: &Visit, who: &SignedIn, typed: &Typed) -> Result<Begun, StoreError> {
    let (lang, own) = (visit.lang, rounds::of_expert(&state.db, who.person.id).await?);
    let room = match typed.assignment {
        None => {
            let code = RoomCode::new(&typed.room.trim().to_uppercase()).ok();
            code.and_then(|code| visit.registry.find(code)).map(|entry| entry.room.clone())
        }
        Some(id) => {
            let Some(of) = own.iter().find(|of| of.id == id) else { return Ok(Begun::Not(lang.round_not_open().to_owned())) };
            rooms_of(&state.db, &visit.registry, [of.room]).await?.remove(&of.room)
        }
    };
    let Some(room) = room else { return Ok(Begun::Not(lang.inspect_no_room().to_owned())) };
    if let Err(conflict) = rounds::may_inspect(&state.db, who.person.id, room.id).await? {
        return Ok(Begun::Not(lang.round_conflict(conflict.affiliation)));
    }
    let meant = |of: &Assignment| typed.assignment.map_or(of.room == room.id, |id| of.id == id);
    let assignment = own.into_iter().find(meant);
    if let Some(of) = &assignment {
        let begun = store::of_expert(&state.db, who.person.id).await?;
        let before = begun.iter().find(|inspection| inspection.assignment == Some(of.id) && inspection.state.is_open());
        if let Some(inspection) = before {
            return Ok(Begun::Before(inspection.id));
        }
    }
    Ok(Begun::New(Box::new(room), assignment))
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
            InspectionState::Merged => self.round_merged(),
        }
    }
}
