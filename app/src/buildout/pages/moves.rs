//! `/staff/build/{code}/step`: a room is taken a step further.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::buildout::{Refused, StageStep, Wanted, take};
use domain::{Action, Word};
use serde::Deserialize;

use super::find;
use super::proposal::{due, line};
use super::room::{page, whole};
use crate::accounts::{Form, SignedIn};
use crate::buildout::store::{self, Record, StoreError};
use crate::i18n::Lang;
use crate::rooms::store::StoreError as RoomError;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// What is typed about a step; it stays through mistakes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) step: String,
    pub(super) on: String,
    pub(super) note: String,
    pub(super) paper: String,
    pub(super) due: String,
    pub(super) regardless: String,
    pub(super) duty_seen: String,
    /// The room's version as it was shown.
    pub(super) version: i64,
}

/// `POST /staff/build/{code}/step`
pub(super) async fn step(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(code): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManageBuildout, &visit) {
        return *refused;
    }
    let stored = match find(&state, &visit, &code).await {
        Ok(stored) => stored,
        Err(refused) => return *refused,
    };
    let whole = match whole(&state, &visit, stored).await {
        Ok(whole) => whole,
        Err(error) => return AppError::away(&error, &visit),
    };
    let (lang, today) = (visit.lang, visit.today());
    if typed.version != whole.stored.version {
        return page(&visit, &who, &whole, &typed, Some(lang.build_outdated()));
    }
    let read = || {
        let step = StageStep::from_word(&typed.step).ok().ok_or(lang.build_wrong_step().to_owned())?;
        let on: NaiveDate = typed.on.parse().ok().ok_or(lang.build_wrong_day().to_owned())?;
        let wanted = Wanted {
            step,
            on,
            note: &typed.note,
            regardless: !typed.regardless.is_empty(),
            duty_seen: !typed.duty_seen.is_empty(),
        };
        let taken = take(&whole.standing(), &wanted, who.person.role, today).map_err(|refused| words(refused, lang))?;
        let (note, paper) = (line(&typed.note, lang)?, line(&typed.paper, lang)?);
        Ok::<_, String>((taken, step, on, note, paper, due(&typed.due, lang)?))
    };
    let (taken, step, on, note, paper, due) = match read() {
        Ok(read) => read,
        Err(wrong) => return page(&visit, &who, &whole, &typed, Some(&wrong)),
    };
    let record = Record { step, on, note: note.as_ref(), paper: paper.as_ref(), due };
    match store::record(&state.db, &whole.stored, taken, &record, &who.person, state.now()).await {
        Ok(()) => {
            state.show_at_once().await;
            Redirect::to(&format!("/staff/build/{}", whole.stored.room.code)).into_response()
        }
        Err(StoreError::Rooms(RoomError::Outdated)) => page(&visit, &who, &whole, &typed, Some(lang.build_outdated())),
        Err(error) => AppError::away(&error, &visit),
    }
}

pub(super) fn words(refused: Refused, lang: Lang) -> String {
    match refused {
        Refused::NotFromHere(stage) => lang.build_not_from_here(lang.stage(stage)),
        Refused::Future => lang.build_wrong_day().to_owned(),
        Refused::BeforeLast(day) => lang.build_before_last(lang.date(day)),
        Refused::NoReason => lang.build_no_reason().to_owned(),
        Refused::NotInspected => lang.build_not_inspected().to_owned(),
        Refused::OpenGates(count) => lang.build_open_gates(count),
        Refused::NotTheLead => lang.build_not_the_lead().to_owned(),
        Refused::Duty => lang.build_duty().to_owned(),
    }
}
