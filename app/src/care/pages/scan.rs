//! `/c/{code}/{mark}`: whoever cleans a room scans the card and taps what was done. No account, no name.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Word;
use domain::care::Task;
use domain::reports::Trouble;
use maud::html;
use uuid::Uuid;

use super::form::page;
use crate::accounts::FileForm;
use crate::care::mark::mark;
use crate::care::store::{self, Done, New, StoreError};
use crate::i18n::Lang;
use crate::photos::{Sender, Sent, Sight, take_in};
use crate::reports::pages::{MOST_WORDS, fresh, no_stamp, public, seal};
use crate::reports::stamp;
use crate::reports::{Told, told_on_site};
use crate::rooms::registry::Entry;
use crate::rooms::view::icon;
use crate::seal::Seal;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Photographs of an entry at most.
pub(super) const MOST_PHOTOS: usize = 1;
/// What whoever cleans may find wrong: what they see and parents should not have to report.
pub(super) const TROUBLES: [Trouble; 4] = [Trouble::Broken, Trouble::NoConsumables, Trouble::Diverted, Trouble::Other];

/// A card that holds, with its room.
pub(super) struct Scanned<'a> {
    pub(super) entry: &'a Entry,
    seal: &'a Seal,
    card: Uuid,
    /// As it stands in the address.
    pub(super) mark: String,
}

/// The card of a mark, or the page that says that it does not hold: forged, of another room, ended, or the door's.
async fn scanned<'a>(state: &'a AppState, visit: &'a Visit, code: &str, scanned: &str) -> Result<Scanned<'a>, Box<Response>> {
    let (entry, seal) = (public(code, visit)?, seal(state, visit).await?);
    let away = |error: StoreError| Box::new(AppError::away(&error, visit));
    let card = store::live_card(&state.db, entry.room.id).await.map_err(away)?;
    let held = card.map(|card| (card.id, mark(seal, entry.room.code, card.id))).filter(|(_, mark)| mark.is(scanned));
    match held {
        Some((card, mark)) => Ok(Scanned { entry, seal, card, mark: mark.to_string() }),
        None => Err(Box::new(no_card(entry, visit))),
    }
}

/// A card that does not hold.
fn no_card(entry: &Entry, visit: &Visit) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (lang.care_no_card()) }
            p.wrong role="alert" { (icon("info")) span { (lang.care_no_card_text()) } }
            p { a.button href={ "/rooms/" (entry.room.code) } { (entry.room.name.pick(lang.is_english())) } }
        }
    };
    Frame { status: StatusCode::FORBIDDEN, ..Frame::new(visit, lang.care_no_card()) }.around(&main)
}

/// `GET /c/{code}/{mark}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, Path((code, mark)): Path<(String, String)>) -> Response {
    match scanned(&state, &visit, &code, &mark).await {
        Ok(card) => {
            let stamp = fresh(card.seal, &state, card.entry.room.code);
            page(&state, &visit, &card, (&stamp, &Sent::default()), None).await
        }
        Err(refused) => *refused,
    }
}

/// `POST /c/{code}/{mark}`
pub(super) async fn send(
    State(state): State<AppState>,
    visit: Visit,
    Path((code, mark)): Path<(String, String)>,
    form: FileForm,
) -> Response {
    let card = match scanned(&state, &visit, &code, &mark).await {
        Ok(card) => card,
        Err(refused) => return *refused,
    };
    let room = card.entry.room.code;
    let stamped = |sent: &Sent| stamp::read(card.seal, room, sent.text("stamp"), state.now()).is_ok();
    let sent = match take_in(&state, &visit, Sender::Visitor, (Sight::Open, MOST_PHOTOS), form, &stamped).await {
        Ok(sent) => sent,
        Err(refused) => return *refused,
    };
    let id = stamp::read(card.seal, room, sent.text("stamp"), state.now());
    let told = match id {
        Ok(id) if sent.wrong.is_none() => keep(&state, &visit, &card, id, &sent).await,
        Ok(_) => Err(sent.wrong.clone().unwrap_or_default()),
        Err(why) => Err(no_stamp(why, &visit).to_owned()),
    };
    match told {
        Ok(()) => {
            state.show_at_once().await;
            Redirect::to(&format!("/c/{room}/{}?kept", card.mark)).into_response()
        }
        Err(wrong) => {
            let old = id == Err(stamp::NoStamp::Old) || wrong == visit.lang.voice_again();
            let stamp = if old { fresh(card.seal, &state, room) } else { sent.text("stamp").to_owned() };
            page(&state, &visit, &card, (&stamp, &sent), Some(&wrong)).await
        }
    }
}

/// Keeps what was sent, or says what is wrong with it. A report goes first: both have the form's id, so that a form that is
/// sent again after a fault does the rest.
async fn keep(state: &AppState, visit: &Visit, card: &Scanned<'_>, id: Uuid, sent: &Sent) -> Result<(), String> {
    let (lang, now, today, room) = (visit.lang, state.now(), visit.today(), card.entry.room.id);
    let away = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "an entry could not be kept");
        lang.voice_away().to_owned()
    };
    let tasks = tasks(sent);
    let found = found(sent, lang)?;
    if tasks.is_empty() {
        return Err(lang.care_nothing().to_owned());
    }
    // A report is not taken with an entry that is one too many.
    let lines = store::entries(&state.db, room, today).await.map_err(|error| away(&error))?;
    let many = i64::try_from(lines.len()).unwrap_or(i64::MAX) >= domain::care::MOST_A_DAY;
    if many && lines.iter().all(|line| line.id != id) {
        return Err(lang.care_too_many().to_owned());
    }
    let kept = store::kept(&state.db, room).await.map_err(|error| away(&error))?;
    let sign = kept.as_ref().map_or("", |kept| kept.sign(sent.text("sign")));
    let mut report = String::new();
    if let Some((trouble, words)) = &found {
        let told = Told { id, room, trouble: *trouble, words, photos: &sent.photos, day: today };
        let told = told_on_site(&state.db, told, (state.random)(), now).await.map_err(|error| away(&error))?;
        report = told.ok_or_else(|| lang.voice_again().to_owned())?.to_string();
    }
    let new = New { id, room, card: Some(card.card), day: today, tasks: &tasks, sign, report: &report, photos: &sent.photos };
    match store::keep(&state.db, &new, None, (now, today)).await {
        Ok(Done::Kept) => Ok(()),
        Ok(Done::NoCard) => Err(lang.care_no_card_text().to_owned()),
        Ok(Done::TooMany) => Err(lang.care_too_many().to_owned()),
        Ok(Done::Changed) => Err(lang.voice_again().to_owned()),
        Err(error) => Err(away(&error)),
    }
}

/// What was ticked.
pub(super) fn tasks(sent: &Sent) -> Vec<Task> {
    let ticked = |task: &&Task| sent.fields.iter().any(|(name, value)| name == "done" && value == task.word());
    Task::ALL.iter().filter(ticked).copied().collect()
}

/// What was found wrong, with words that say where they come from.
fn found(sent: &Sent, lang: Lang) -> Result<Option<(Trouble, String)>, String> {
    let Some(trouble) = Trouble::from_word(sent.text("trouble")).ok().filter(|trouble| TROUBLES.contains(trouble)) else {
        return Ok(None);
    };
    let words: String = sent.text("words").chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    if words.chars().count() > MOST_WORDS - 20 {
        return Err(lang.voice_long().to_owned());
    }
    if trouble.needs_words() && words.is_empty() {
        return Err(lang.voice_no_words().to_owned());
    }
    Ok(Some((trouble, format!("{}{words}", Lang::Zh.care_from_operator()))))
}
