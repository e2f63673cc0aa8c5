//! `/rooms/{code}/check`: what a parent saw of a room, fact by fact, and how clean and easy to find it was.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Facility, Word};

use super::door::{Came, Form as Shown, came, fresh, no_stamp, public, seal};
use super::form;
use crate::accounts::Form;
use crate::photos::Sent;
use crate::reports::stamp::{self, NoStamp};
use crate::reports::store::{self, Check};
use crate::state::AppState;
use crate::ui::Visit;

/// `GET /rooms/{code}/check`: a page that said what was wrong, asked for again.
pub(super) async fn back(Path(code): Path<String>) -> Redirect {
    Redirect::to(&format!("/rooms/{code}/report#check"))
}

/// `POST /rooms/{code}/check`
pub(super) async fn send(
    State(state): State<AppState>,
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let (entry, seal) = match (public(&code, &visit), seal(&state, &visit).await) {
        (Ok(entry), Ok(seal)) => (entry, seal),
        (Err(refused), _) | (_, Err(refused)) => return *refused,
    };
    let (lang, code, now) = (visit.lang, entry.room.code, state.now());
    let sent = Sent { fields, ..Sent::default() };
    let came = came(seal, code, sent.text("mark"));
    let facts: Vec<(Facility, bool)> = Facility::ALL
        .iter()
        .filter_map(|facility| match sent.text(&format!("fact.{}", facility.word())) {
            "yes" => Some((*facility, true)),
            "no" => Some((*facility, false)),
            _ => None,
        })
        .collect();
    let stars = |name: &str| sent.text(name).parse::<i64>().ok().filter(|stars| (1..=5).contains(stars));
    let (clean, finding) = (stars("clean"), stars("finding"));
    let id = stamp::read(seal, code, sent.text("stamp"), now);
    let nothing = facts.is_empty() && clean.or(finding).is_none();
    let kept = match id {
        Ok(id) if !nothing => {
            let at_door = matches!(came, Came::Door(_));
            let check = Check { id, room: entry.room.id, at_door, clean, finding, facts: &facts };
            match store::check(&state.db, &check, now).await {
                Ok(true) => Ok(()),
                Ok(false) => Err((lang.voice_again(), true)),
                Err(error) => {
                    tracing::error!(%error, "a check could not be kept");
                    Err((lang.voice_away(), false))
                }
            }
        }
        Ok(_) => Err((lang.voice_nothing_seen(), false)),
        Err(why) => Err((no_stamp(why, &visit), why == NoStamp::Old)),
    };
    match (kept, came) {
        (Ok(()), Came::Door(mark)) => Redirect::to(&format!("/d/{code}/{mark}?thanks")).into_response(),
        (Ok(()), _) => Redirect::to(&format!("/rooms/{code}/report?thanks")).into_response(),
        (Err((wrong, anew)), came) => {
            let stamp = if anew { fresh(seal, &state, code) } else { sent.text("stamp").to_owned() };
            form::page(&visit, &Shown { entry, came, stamp, sent, wrong: None, unseen: Some(wrong), thanks: false })
        }
    }
}
