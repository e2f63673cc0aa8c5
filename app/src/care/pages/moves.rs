//! What an operator does with a room's log: the card, entries by hand, striking out, short signs.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::care::{enterable, signs as read_signs};
use serde::Deserialize;
use uuid::Uuid;

use super::kept;
use super::log::{Typed, page};
use super::scan::tasks;
use crate::accounts::{Form, SignedIn, new_id};
use crate::care::store::{self, Done, New, StoreError};
use crate::photos::Sent;
use crate::rooms::registry::Entry;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// Which card was shown, and what is wished.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    old: String,
    wish: String,
}

/// What a form sent, field by field.
type Fields = Vec<(String, String)>;

/// `POST /care/{code}/card`
pub(super) async fn card(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(code): Path<String>,
    Form(wish): Form<Wish>,
) -> Response {
    let entry = match kept(&state, &visit, &who, &code).await {
        Ok(entry) => entry,
        Err(refused) => return *refused,
    };
    let (room, by, now, old) = (entry.room.id, who.actor(), state.now(), wish.old.parse::<Uuid>().ok());
    let done = match (wish.wish.as_str(), old) {
        ("make", old) => {
            let id = new_id(now, (state.random)());
            store::make_card(&state.db, room, (id, old), by, (now, visit.today())).await
        }
        ("end", Some(old)) => store::end_card(&state.db, room, old, by, now).await,
        _ => return AppError::BadForm.page(&visit),
    };
    let to = if wish.wish == "make" { "/card" } else { "" };
    after(done, &state, &visit, (&who, entry), &Typed::default(), to).await
}

/// `POST /care/{code}/enter`
pub(super) async fn enter(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(code): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    let entry = match kept(&state, &visit, &who, &code).await {
        Ok(entry) => entry,
        Err(refused) => return *refused,
    };
    let (lang, today, room) = (visit.lang, visit.today(), entry.room.id);
    let sent = Sent { fields, ..Sent::default() };
    let (tasks, text) = (tasks(&sent), |name: &str| sent.text(name).to_owned());
    let typed = Typed { tasks: tasks.clone(), day: text("day"), sign: text("sign"), ..Typed::default() };
    let (first, last) = enterable(today);
    let day = typed.day.parse::<NaiveDate>().ok().filter(|day| (first..=last).contains(day));
    let Ok(id) = sent.text("id").parse::<Uuid>() else { return AppError::BadForm.page(&visit) };
    let wrong = async |wrong: &str| page(&state, &visit, &who, entry, &typed, Some(wrong)).await;
    let Some(day) = day else { return wrong(lang.care_bad_day()).await };
    if tasks.is_empty() {
        return wrong(lang.care_nothing()).await;
    }
    let kept = match store::kept(&state.db, room).await {
        Ok(kept) => kept,
        Err(error) => return AppError::away(&error, &visit),
    };
    let sign = kept.as_ref().map_or("", |kept| kept.sign(&typed.sign));
    let new = New { id, room, card: None, day, tasks: &tasks, sign, report: "", photos: &[] };
    match store::keep(&state.db, &new, Some(who.actor()), (state.now(), today)).await {
        Ok(Done::TooMany) => wrong(lang.care_too_many()).await,
        Ok(Done::Changed | Done::NoCard) => wrong(lang.care_outdated()).await,
        Ok(Done::Kept) => after(Ok(()), &state, &visit, (&who, entry), &typed, "").await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// `POST /care/{code}/strike`
pub(super) async fn strike(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(code): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    let entry = match kept(&state, &visit, &who, &code).await {
        Ok(entry) => entry,
        Err(refused) => return *refused,
    };
    let sent = Sent { fields, ..Sent::default() };
    let Ok(id) = sent.text("id").parse::<Uuid>() else { return AppError::BadForm.page(&visit) };
    let why: String = sent.text("why").chars().filter(|c| !c.is_control()).take(200).collect();
    if why.is_empty() {
        return page(&state, &visit, &who, entry, &Typed::default(), Some(visit.lang.care_no_why())).await;
    }
    let done = store::strike(&state.db, (entry.room.id, id), &why, who.actor(), state.now()).await;
    let typed = Typed { why, ..Typed::default() };
    after(done, &state, &visit, (&who, entry), &typed, "").await
}

/// `POST /care/{code}/signs`
pub(super) async fn signs(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(code): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    let entry = match kept(&state, &visit, &who, &code).await {
        Ok(entry) => entry,
        Err(refused) => return *refused,
    };
    let typed = Sent { fields, ..Sent::default() }.text("signs").to_owned();
    let read = read_signs(&typed);
    let typed = Typed { signs: Some(typed), ..Typed::default() };
    let Ok(signs) = read else {
        return page(&state, &visit, &who, entry, &typed, Some(visit.lang.care_bad_signs())).await;
    };
    let done = store::set_signs(&state.db, entry.room.id, &signs, who.actor(), (state.now(), visit.today())).await;
    after(done, &state, &visit, (&who, entry), &typed, "").await
}

/// After a write: back to the log, or what became of it.
async fn after(
    done: Result<(), StoreError>,
    state: &AppState,
    visit: &Visit,
    (who, entry): (&SignedIn, &Entry),
    typed: &Typed,
    to: &str,
) -> Response {
    match done {
        Ok(()) => {
            state.show_at_once().await;
            Redirect::to(&format!("/care/{}{to}", entry.room.code)).into_response()
        }
        Err(StoreError::Outdated) => page(state, visit, who, entry, typed, Some(visit.lang.care_outdated())).await,
        Err(error) => AppError::away(&error, visit),
    }
}
