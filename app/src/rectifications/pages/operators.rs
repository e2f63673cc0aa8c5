//! `/staff/operators`: who answers for which rooms.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Action, Role, RoomCode, RoomId};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::{Form, Person, SignedIn, form_page, of_role};
use crate::inspections::pages::room_name;
use crate::rectifications::store::{self, Tie};
use crate::rooms::registry::Registry;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// What was typed, or which tie is to end.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Typed {
    person: String,
    room: String,
    /// `yes`: all rooms of the same venue.
    venue: String,
    /// `release`, or nothing.
    wish: String,
}

/// `GET /staff/operators`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::ManageRectifications, &visit) {
        return *refused;
    }
    page(&state, &visit, &Typed::default(), None).await
}

async fn page(state: &AppState, visit: &Visit, typed: &Typed, wrong: Option<&str>) -> Response {
    let (people, ties) = match (of_role(&state.db, Role::Operator).await, store::ties(&state.db).await) {
        (Ok(people), Ok(ties)) => (people, ties),
        (Err(error), _) => return AppError::away(&error, visit),
        (_, Err(error)) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let body = html! {
        p { (lang.rectify_operators_lead()) }
        @if people.is_empty() { p.quiet { (lang.rectify_no_operators()) } } @else {
            form.entries method="post" action="/staff/operators" {
                label.entry { span { (lang.person_operator()) }
                    select name="person" {
                        @for person in &people {
                            option value=(person.id) selected[typed.person == person.id.to_string()] { (person.name) " (" (person.login) ")" }
                        }
                    } }
                label.entry { span { (lang.inspect_room()) } input name="room" value=(typed.room) placeholder="LG-0020" autocapitalize="characters" required; }
                label.check { input type="checkbox" name="venue" value="yes" checked[typed.venue == "yes"]; (lang.rectify_whole_venue()) }
                button.button.button-primary { (lang.rectify_give()) }
            }
            h2 { (lang.people_count(people.len())) }
            ul.people role="list" { @for person in &people { (row(person, &ties, visit)) } }
        }
        p { a href="/staff/rectifications" { (lang.rectify_staff_title()) } }
    };
    form_page(visit, lang.rectify_operators(), wrong, &body)
}

fn row(person: &Person, ties: &[Tie], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let mut rooms = ties.iter().filter(|tie| tie.person == person.id).peekable();
    html! {
        li.panel {
            h3 { (person.name) }
            p { (person.login) }
            @if rooms.peek().is_none() { p { (lang.rectify_no_rooms_yet()) } }
            @for tie in rooms {
                @let name = room_name(&visit.registry, tie.room, lang.is_english());
                form.wishes method="post" action="/staff/operators" {
                    input type="hidden" name="person" value=(person.id);
                    input type="hidden" name="room" value=(tie.room.0);
                    span { (name) }
                    button.button name="wish" value="release" aria-label=(lang.rectify_release_of(&name)) { (lang.rectify_release()) }
                }
            }
        }
    }
}

/// The room of a code, and, where wanted, the others of its venue: same name, type and street.
fn chosen(registry: &Registry, typed: &Typed) -> Vec<RoomId> {
    let code = RoomCode::new(&typed.room.trim().to_uppercase()).ok();
    let Some(entry) = code.and_then(|code| registry.find(code)) else { return Vec::new() };
    let mut rooms = vec![entry.room.id];
    if typed.venue == "yes" {
        let of = &entry.room;
        let same = registry.entries().iter().chain(registry.shut()).map(|entry| &entry.room).filter(|room| {
            room.id != of.id
                && room.venue.name.zh == of.venue.name.zh
                && room.venue.kind == of.venue.kind
                && room.street == of.street
        });
        rooms.extend(same.map(|room| room.id));
    }
    rooms
}

/// `POST /staff/operators`
pub(super) async fn change(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(typed): Form<Typed>) -> Response {
    if let Err(refused) = who.needs(Action::ManageRectifications, &visit) {
        return *refused;
    }
    let people = match of_role(&state.db, Role::Operator).await {
        Ok(people) => people,
        Err(error) => return AppError::away(&error, &visit),
    };
    let Some(person) = people.iter().find(|person| person.id.to_string() == typed.person) else {
        return page(&state, &visit, &typed, Some(visit.lang.rectify_no_operator())).await;
    };
    let done = match (typed.wish.as_str(), typed.room.parse::<Uuid>()) {
        ("release", Ok(room)) => store::release(&state.db, person, RoomId(room), who.actor(), state.now()).await,
        ("release", Err(_)) => return AppError::BadForm.page(&visit),
        _ => {
            let rooms = chosen(&visit.registry, &typed);
            if rooms.is_empty() {
                return page(&state, &visit, &typed, Some(visit.lang.inspect_no_room())).await;
            }
            store::give(&state.db, person, &rooms, who.actor(), state.now()).await
        }
    };
    match done {
        Ok(()) => Redirect::to("/staff/operators").into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}
