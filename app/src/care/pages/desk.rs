//! `/care`: an operator's rooms, and how their logs stand.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Action, may};
use maud::{Markup, html};

use super::days::{share_words, standing, today_words};
use crate::accounts::SignedIn;
use crate::rectifications::rooms_of;
use crate::rooms::registry::Entry;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /care`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if may(who.person.role, Action::SeeCare) {
        return Redirect::to("/staff/care").into_response();
    }
    if let Err(refused) = who.needs(Action::KeepCareLog, &visit) {
        return *refused;
    }
    let rooms = match rooms_of(&state.db, who.person.id).await {
        Ok(rooms) => rooms,
        Err(error) => return AppError::away(&error, &visit),
    };
    let lang = visit.lang;
    let entries: Vec<&Entry> = rooms.iter().filter_map(|room| visit.registry.by_id(*room)).collect();
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (lang.care_title()) }
            p { (lang.care_lead()) }
            @if entries.is_empty() { p.wrong role="note" { (lang.rectify_no_rooms()) } }
            ul.people role="list" { @for entry in entries { li.panel { (row(entry, &visit)) } } }
        }
    };
    Frame::form(&visit, lang.care_title(), false).around(&main)
}

fn row(entry: &Entry, visit: &Visit) -> Markup {
    let (lang, room) = (visit.lang, &entry.room);
    html! {
        h2 { a href={ "/care/" (room.code) } { (room.code) " " (room.name.pick(lang.is_english())) } }
        @match visit.registry.care(room.id) {
            Some(care) => {
                @let standing = standing(care, room, visit);
                p { strong { (today_words(care, &standing, visit)) } }
                p.quiet { (share_words(&standing, visit)) }
            }
            None => p.quiet { (lang.care_none_yet()) }
        }
    }
}
