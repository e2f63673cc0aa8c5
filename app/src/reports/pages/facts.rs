//! `/staff/reports/facts`: what parents saw that facts do, or do not, hold any more; staff take it over or leave it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use domain::{Action, Facility, Fact, RoomCode, Teller, Tri, Word};
use maud::{Markup, html};
use serde::Deserialize;

use crate::accounts::{Form, SignedIn};
use crate::i18n::Lang;
use crate::reports::store::{self, Seen, StoreError};
use crate::rooms::store::{self as rooms, Stored};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Rooms of the page; the rest follows when these are done.
const ROOMS: usize = 50;

/// `GET /staff/reports/facts`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::HandleReports, &visit) {
        return *refused;
    }
    page(&state, &visit, None).await
}

async fn page(state: &AppState, visit: &Visit, wrong: Option<&str>) -> Response {
    let read = async {
        let seen = store::seen(&state.db).await?;
        let mut rooms = Vec::new();
        for (id, seen) in seen {
            if let Some(stored) = rooms::of_id(&state.db, id).await? {
                rooms.push((stored, seen));
            }
        }
        Ok::<_, StoreError>(rooms)
    };
    let mut rooms = match read.await {
        Ok(rooms) => rooms,
        Err(error) => return AppError::away(&error, visit),
    };
    rooms.sort_by_key(|(stored, _)| stored.room.code);
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/reports" { (lang.voice_desk()) } }
            h1 { (lang.voice_facts()) }
            p { (lang.voice_facts_lead()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @if rooms.is_empty() { p.quiet { (lang.voice_facts_none()) } }
            @for (stored, seen) in rooms.iter().take(ROOMS) { (of_room(stored, seen, visit)) }
            @if rooms.len() > ROOMS { p.quiet { (lang.build_more(rooms.len() - ROOMS)) } }
        }
    };
    Frame::form(visit, lang.voice_facts(), wrong.is_some()).around(&main)
}

fn of_room(stored: &Stored, seen: &[Seen], visit: &Visit) -> Markup {
    let (lang, room) = (visit.lang, &stored.room);
    html! {
        section.panel aria-labelledby={ "room-" (room.code) } {
            h2 id={ "room-" (room.code) } { a href={ "/rooms/" (room.code) } { (room.code) " " (room.name.pick(lang.is_english())) } }
            ul.lines role="list" { @for seen in seen { (line(stored, seen, visit)) } }
        }
    }
}

fn value(value: Tri, lang: Lang) -> &'static str {
    match value {
        Tri::Yes => lang.build_there(),
        Tri::No => lang.build_not_there(),
        Tri::Unknown => lang.build_not_known(),
    }
}

fn line(stored: &Stored, seen: &Seen, visit: &Visit) -> Markup {
    let (lang, room) = (visit.lang, &stored.room);
    let fact = room.facts.get(seen.facility);
    let name = lang.facility(seen.facility);
    html! {
        li {
            strong { (name) } " · " (lang.voice_says(value(fact.value, lang)))
            @if let Some(on) = fact.on { " (" (lang.date(on)) ")" }
            br;
            (lang.voice_seen(seen.yes, seen.no, seen.at_door))
            form.wishes method="post" action={ "/staff/reports/facts/" (room.code) "/" (seen.facility) } {
                input type="hidden" name="version" value=(stored.version);
                input type="hidden" name="until" value=(seen.last.to_rfc3339());
                @for (word, last, words) in [("yes", seen.last_yes, lang.build_there()), ("no", seen.last_no, lang.build_not_there())] {
                    @if let Some(last) = last {
                        input type="hidden" name=(word) value=(last.to_rfc3339());
                        button.button name="value" value=(word) { (lang.voice_adopt(words)) span.vh { " " (name) } }
                    }
                }
                button.button name="value" value="leave" { (lang.voice_leave()) span.vh { " " (name) } }
            }
        }
    }
}

/// What staff decide.
#[derive(Debug, Deserialize)]
pub(super) struct Decision {
    value: String,
    version: i64,
    until: DateTime<Utc>,
    /// When the last said yes.
    yes: Option<DateTime<Utc>>,
    /// When the last said no.
    no: Option<DateTime<Utc>>,
}

/// `POST /staff/reports/facts/{code}/{facility}`
pub(super) async fn decide(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((code, facility)): Path<(String, String)>,
    Form(decision): Form<Decision>,
) -> Response {
    if let Err(refused) = who.needs(Action::HandleReports, &visit) {
        return *refused;
    }
    let (Ok(code), Ok(facility)) = (RoomCode::new(&code), Facility::from_word(&facility)) else {
        return AppError::NoPage.page(&visit);
    };
    let stored = match rooms::find(&state.db, code).await {
        Ok(Some(stored)) => stored,
        Ok(None) => return AppError::NoPage.page(&visit),
        Err(error) => return AppError::away(&error, &visit),
    };
    let (until, by, now) = (decision.until, who.actor(), state.now());
    let day = |said: Option<DateTime<Utc>>| Some(visit.registry.region.local(said.unwrap_or(until)).date());
    let fact = |value, said| Fact { value, by: Some(Teller::Parent), on: day(said) };
    let done = match decision.value.as_str() {
        "leave" => store::pass_over(&state.db, &stored.room, facility, until, by, now).await,
        "yes" | "no" if decision.version != stored.version => {
            return page(&state, &visit, Some(visit.lang.build_outdated())).await;
        }
        "yes" => store::adopt(&state.db, &stored, (facility, fact(Tri::Yes, decision.yes)), until, by, now).await,
        "no" => store::adopt(&state.db, &stored, (facility, fact(Tri::No, decision.no)), until, by, now).await,
        _ => return AppError::BadForm.page(&visit),
    };
    match done {
        Ok(()) => {
            state.show_at_once().await;
            Redirect::to("/staff/reports/facts").into_response()
        }
        Err(StoreError::Rooms(rooms::StoreError::Outdated)) => page(&state, &visit, Some(visit.lang.build_outdated())).await,
        Err(error) => AppError::away(&error, &visit),
    }
}
