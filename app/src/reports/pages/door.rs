//! `/rooms/{code}/report`, and `/d/{code}/{mark}` from the poster by the door: what is wrong with a room, told without an
//! account.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::reports::{Reference, Trouble};
use domain::{Facility, MOST_PHOTO_BYTES, RoomCode, Word};

use super::form;
use crate::accounts::{FileForm, new_id};
use crate::photos::{Sender, Sent, Sight, take_in};
use crate::reports::stamp::{self, NoStamp};
use crate::reports::store::{self, New};
use crate::rooms::registry::Entry;
use crate::seal::Seal;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// Photographs of a report at most.
pub(super) const MOST_PHOTOS: usize = 3;
/// Bytes of a report's form at most: its photographs, and some for its fields.
pub const MOST_FORM: usize = MOST_PHOTOS * MOST_PHOTO_BYTES + 64 * 1024;
/// Characters of a report at most.
pub(crate) const MOST_WORDS: usize = 500;

/// How a visitor came to the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Came {
    /// From the room's page.
    Page,
    /// By the code at the room's door; the mark goes with the form.
    Door(String),
    /// By a code that is not the room's.
    Forged,
}

/// What is needed to show the form.
pub(super) struct Form<'a> {
    pub(super) entry: &'a Entry,
    pub(super) came: Came,
    pub(super) stamp: String,
    pub(super) sent: Sent,
    /// What is wrong with the report.
    pub(super) wrong: Option<&'a str>,
    /// What is wrong with what was seen.
    pub(super) unseen: Option<&'a str>,
    /// That what was seen has been kept.
    pub(super) thanks: bool,
}

/// The public room of a code, or the page that says that there is none.
pub(crate) fn public<'a>(code: &str, visit: &'a Visit) -> Result<&'a Entry, Box<Response>> {
    let found = RoomCode::new(&code.to_uppercase()).ok().and_then(|code| visit.registry.find(code));
    found.ok_or_else(|| Box::new(AppError::NoRoom.page(visit)))
}

/// The seal of this site.
pub(crate) async fn seal<'a>(state: &'a AppState, visit: &Visit) -> Result<&'a Seal, Box<Response>> {
    let seal = state.seals.of(&state.db, (state.random)()).await;
    seal.map_err(|error| Box::new(AppError::away(&error, visit)))
}

/// By which way the visitor came, by the mark that was scanned.
pub(super) fn came(seal: &Seal, code: RoomCode, mark: &str) -> Came {
    match mark {
        "" => Came::Page,
        mark if stamp::door(seal, code).is(mark) => Came::Door(mark.to_owned()),
        _ => Came::Forged,
    }
}

/// A new stamp for a form of a room.
pub(crate) fn fresh(seal: &Seal, state: &AppState, code: RoomCode) -> String {
    stamp::stamp(seal, code, new_id(state.now(), (state.random)()))
}

/// `GET /rooms/{code}/report`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, Path(code): Path<String>) -> Response {
    blank(&state, &visit, &code, "").await
}

/// `GET /d/{code}/{mark}`
pub(super) async fn scanned(State(state): State<AppState>, visit: Visit, Path((code, mark)): Path<(String, String)>) -> Response {
    blank(&state, &visit, &code, &mark).await
}

async fn blank(state: &AppState, visit: &Visit, code: &str, mark: &str) -> Response {
    let (entry, seal) = match (public(code, visit), seal(state, visit).await) {
        (Ok(entry), Ok(seal)) => (entry, seal),
        (Err(refused), _) | (_, Err(refused)) => return *refused,
    };
    let (came, stamp) = (came(seal, entry.room.code, mark), fresh(seal, state, entry.room.code));
    let thanks = visit.fields.iter().any(|(name, _)| name == "thanks");
    form::page(visit, &Form { entry, came, stamp, sent: Sent::default(), wrong: None, unseen: None, thanks })
}

/// `POST /rooms/{code}/report`
pub(super) async fn send(State(state): State<AppState>, visit: Visit, Path(code): Path<String>, form: FileForm) -> Response {
    let (entry, seal) = match (public(&code, &visit), seal(&state, &visit).await) {
        (Ok(entry), Ok(seal)) => (entry, seal),
        (Err(refused), _) | (_, Err(refused)) => return *refused,
    };
    // A photograph costs more than a form: it is looked at only with a stamp that holds.
    let stamped = |sent: &Sent| stamp::read(seal, entry.room.code, sent.text("stamp"), state.now()).is_ok();
    let sent = match take_in(&state, &visit, Sender::Visitor, (Sight::Restricted, MOST_PHOTOS), form, &stamped).await {
        Ok(sent) => sent,
        Err(refused) => return *refused,
    };
    let (lang, code, now) = (visit.lang, entry.room.code, state.now());
    let came = came(seal, code, sent.text("mark"));
    let told = read(&sent, &visit);
    let id = stamp::read(seal, code, sent.text("stamp"), now);
    let ((trouble, about, words), id) = match (told, id) {
        (Ok(told), Ok(id)) if sent.wrong.is_none() => (told, id),
        (told, id) => {
            let refused = sent.wrong.clone();
            let wrong = told.err().or_else(|| id.err().map(|why| no_stamp(why, &visit))).or(refused.as_deref());
            let stamp = if id == Err(NoStamp::Old) { fresh(seal, &state, code) } else { sent.text("stamp").to_owned() };
            return form::page(&visit, &Form { entry, came, stamp, sent, wrong, unseen: None, thanks: false });
        }
    };
    let new = New {
        id,
        reference: Reference::random((state.random)()),
        room: entry.room.id,
        trouble,
        about,
        words: &words,
        photos: &sent.photos,
        at_door: matches!(came, Came::Door(_)),
        day: visit.registry.region.local(now).date(),
    };
    match store::take_in(&state.db, &new, now).await {
        Ok(Some(reference)) => {
            if trouble.is_urgent() {
                tracing::warn!(room = %code, "an intrusion was reported");
            }
            Redirect::to(&format!("/reports/{reference}?new")).into_response()
        }
        Ok(None) => {
            // Gone back to after it was sent: it goes as one of its own.
            let stamp = fresh(seal, &state, code);
            form::page(&visit, &Form { entry, came, stamp, sent, wrong: Some(lang.voice_again()), unseen: None, thanks: false })
        }
        Err(error) => {
            tracing::error!(%error, "a report could not be kept");
            let stamp = sent.text("stamp").to_owned();
            let wrong = Some(lang.voice_away());
            form::page(&visit, &Form { entry, came, stamp, sent, wrong, unseen: None, thanks: false })
        }
    }
}

/// What a form tells, or what is missing.
fn read(sent: &Sent, visit: &Visit) -> Result<(Trouble, Option<Facility>, String), &'static str> {
    let lang = visit.lang;
    let trouble = Trouble::from_word(sent.text("trouble")).ok().ok_or(lang.voice_no_trouble())?;
    let about = Facility::from_word(sent.text("about")).ok().filter(|_| trouble.can_be_about());
    let words = sent.text("words");
    let shown = words.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control());
    let words: String = shown.collect();
    if words.chars().count() > MOST_WORDS {
        return Err(lang.voice_long());
    }
    if trouble.needs_words() && words.is_empty() {
        return Err(lang.voice_no_words());
    }
    Ok((trouble, about, words))
}

/// Why a form is to be sent once more.
pub(crate) fn no_stamp(why: NoStamp, visit: &Visit) -> &'static str {
    match why {
        NoStamp::Old => visit.lang.voice_old(),
        NoStamp::Fast => visit.lang.voice_fast(),
    }
}
