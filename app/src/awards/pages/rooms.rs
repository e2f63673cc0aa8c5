//! `/staff/awards/schemes/{id}/rooms`: which rooms may be nominated, and what stands against the others; nominations are
//! made here.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::awards::{AwardState, AwardStep, Candidate, Deed, Unfit, assess};
use domain::{Room, RoomCode, RoomId, Stage};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{ReadError, band_title, candidate, find, short, title};
use crate::accounts::{Form, SignedIn, new_id};
use crate::awards::store::{self, Kept, New, Scheme};
use crate::inspections::{Certified, certified};
use crate::rooms::store as rooms;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Rows of a list; the rest is counted.
const ROWS: usize = 100;

/// A room and what a scheme makes of it.
pub(super) struct Judged {
    pub(super) room: Room,
    pub(super) certified: Option<Certified>,
    pub(super) unfit: Vec<Unfit>,
    /// Its nomination that waits.
    pub(super) nominated: Option<Uuid>,
}

/// Rooms with what schemes judge them by, read once for all schemes.
pub(super) struct Pool {
    /// By their codes.
    rooms: Vec<(Room, Option<Certified>)>,
    /// All awards, those changed last first.
    pub(super) awards: Vec<Kept>,
}

impl Pool {
    /// All rooms that are not closed, or those of these.
    pub(super) async fn read(state: &AppState, visit: &Visit, only: Option<&[RoomId]>) -> Result<Self, ReadError> {
        let mut seen: HashMap<RoomId, Certified> = certified(&state.db, visit.standards()).await?;
        let awards = store::list(&state.db).await?;
        let stored = rooms::list(&state.db).await?.into_iter().map(|stored| stored.room);
        let wanted = stored.filter(|room| room.stage != Stage::Closed && only.is_none_or(|only| only.contains(&room.id)));
        let with_seen = |room: Room| {
            let certified = seen.remove(&room.id);
            (room, certified)
        };
        Ok(Self { rooms: wanted.map(with_seen).collect(), awards })
    }

    /// The rooms as a scheme sees them.
    pub(super) fn judge(&self, scheme: &Scheme, visit: &Visit) -> Vec<Judged> {
        let (standards, today) = (visit.standards(), visit.today());
        let awards: Vec<&Kept> = self.awards.iter().filter(|kept| kept.scheme == scheme.id).collect();
        let held_until = |room: RoomId| -> Option<NaiveDate> {
            let held = awards.iter().filter(|kept| kept.room == room && kept.award.state.is_held());
            held.filter_map(|kept| kept.award.valid).map(|valid| valid.until).max()
        };
        let judged = |(room, certified): &(Room, Option<Certified>)| {
            let of: Candidate = candidate(room, certified.as_ref(), (&scheme.terms, standards), held_until(room.id));
            let waits = awards.iter().find(|kept| kept.room == room.id && kept.award.state == AwardState::Nominated);
            let (unfit, nominated) = (assess(&scheme.terms, of, today), waits.map(|kept| kept.id));
            Judged { unfit, nominated, certified: certified.clone(), room: room.clone() }
        };
        self.rooms.iter().map(judged).collect()
    }
}

/// Rooms as a scheme sees them, by their codes; all, or these.
async fn judge(state: &AppState, visit: &Visit, scheme: &Scheme, only: Option<&[RoomId]>) -> Result<Vec<Judged>, ReadError> {
    Ok(Pool::read(state, visit, only).await?.judge(scheme, visit))
}

/// `GET /staff/awards/schemes/{id}/rooms`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(scheme) => page(&state, &visit, &scheme, &Typed::default(), None).await,
        Err(refused) => *refused,
    }
}

async fn page(state: &AppState, visit: &Visit, scheme: &Scheme, typed: &Typed, wrong: Option<&str>) -> Response {
    let judged = match judge(state, visit, scheme, None).await {
        Ok(judged) => judged,
        Err(error) => return AppError::away(&error, visit),
    };
    let (waits, others): (Vec<&Judged>, Vec<&Judged>) = judged.iter().partition(|judged| judged.nominated.is_some());
    let (fit, unfit): (Vec<&Judged>, Vec<&Judged>) = others.into_iter().partition(|judged| judged.unfit.is_empty());
    let lang = visit.lang;
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href={ "/staff/awards/schemes/" (scheme.id) } { (title(&scheme.terms, visit)) } }
            h1 { (lang.award_rooms()) }
            p { (lang.award_rooms_lead()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @if !waits.is_empty() {
                h2 { (lang.award_waiting(waits.len())) }
                ul.lines role="list" { @for judged in waits.iter().take(ROWS) { (waiting(judged, visit)) } }
            }
            h2 { (lang.award_fit(fit.len())) }
            @if fit.is_empty() { p.quiet { (lang.award_fit_none()) } }
            ul.people role="list" { @for judged in fit.iter().take(ROWS) { (offer(judged, scheme, typed, visit)) } }
            @if fit.len() > ROWS { p.quiet { (lang.build_more(fit.len() - ROWS)) } }
            details.more-fields {
                summary { (lang.award_unfit_rooms(unfit.len())) }
                ul.lines role="list" { @for judged in unfit.iter().take(ROWS) { (against(judged, visit)) } }
                @if unfit.len() > ROWS { p.quiet { (lang.build_more(unfit.len() - ROWS)) } }
            }
        }
    };
    Frame::form(visit, lang.award_rooms(), wrong.is_some()).around(&main)
}

/// A room by code and name.
pub(super) fn name(room: &Room, visit: &Visit) -> String {
    format!("{} {}", room.code, room.name.pick(visit.lang.is_english()))
}

fn waiting(judged: &Judged, visit: &Visit) -> Markup {
    html! { li { @if let Some(id) = judged.nominated { a href={ "/staff/awards/" (id) } { (name(&judged.room, visit)) } } } }
}

fn against(judged: &Judged, visit: &Visit) -> Markup {
    html! { li { (name(&judged.room, visit)) " — " (visit.lang.all_unfit(&judged.unfit)) } }
}

/// What its latest inspection said; it decides nothing but what the scheme asks for.
pub(super) fn seen(certified: &Certified, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        a href={ "/inspections/" (certified.inspection) } { (lang.award_inspected(lang.date(certified.visited))) }
        @if let Some(band) = band_title(&certified.report, visit) { " · " (band) }
    }
}

fn offer(judged: &Judged, scheme: &Scheme, typed: &Typed, visit: &Visit) -> Markup {
    let (lang, room) = (visit.lang, &judged.room);
    let mine = typed.code == room.code.as_str();
    let kept = |text: &str| if mine { text.to_owned() } else { String::new() };
    html! {
        li.panel {
            h3 { (name(room, visit)) }
            @if let Some(certified) = &judged.certified { p { (seen(certified, visit)) } }
            details open[mine] {
                summary { (lang.award_step_nominate()) span.vh { " " (room.code) } }
                form.entries method="post" action={ "/staff/awards/schemes/" (scheme.id) "/rooms" } {
                    input type="hidden" name="code" value=(room.code);
                    label.entry { span { (lang.award_reason()) } textarea name="words" rows="2" maxlength="300" { (kept(&typed.words)) } }
                    label.entry { span { (lang.build_paper()) } input name="paper" value=(kept(&typed.paper)) maxlength="100" autocomplete="off"; }
                    button.button.button-primary { (lang.award_nominate_now()) span.vh { " " (room.code) } }
                }
            }
        }
    }
}

/// What is nominated.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    code: String,
    words: String,
    paper: String,
}

/// `POST /staff/awards/schemes/{id}/rooms`: whether the room may be is worked out again, by how things stand now.
pub(super) async fn nominate(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Response {
    let scheme = match find(&state, &visit, &who, id).await {
        Ok(scheme) => scheme,
        Err(refused) => return *refused,
    };
    let Ok(code) = RoomCode::new(&typed.code) else { return AppError::BadForm.page(&visit) };
    let room = match rooms::find(&state.db, code).await {
        Ok(Some(stored)) => stored.room.id,
        Ok(None) => return AppError::BadForm.page(&visit),
        Err(error) => return AppError::away(&error, &visit),
    };
    let (words, paper) = (short(&typed.words, 300), short(&typed.paper, 100));
    match send(&state, &visit, &who, (&scheme, room, false), (&words, &paper)).await {
        Ok(Ok(id)) => Redirect::to(&format!("/staff/awards/{id}")).into_response(),
        Ok(Err(wrong)) => page(&state, &visit, &scheme, &typed, Some(&wrong)).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// Nominates a room, or says in words why not; the id of the award.
pub(super) async fn send(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    (scheme, room, self_assessed): (&Scheme, RoomId, bool),
    (words, paper): (&str, &str),
) -> Result<Result<Uuid, String>, ReadError> {
    let (lang, today) = (visit.lang, visit.today());
    let Some(judged) = judge(state, visit, scheme, Some(&[room])).await?.into_iter().next() else {
        return Ok(Err(lang.award_why_stage(lang.stage(Stage::Closed))));
    };
    let id = new_id(state.now(), (state.random)());
    let by = who.actor();
    let deed = Deed { step: AwardStep::Nominate, by, on: today, words, level: None, from: None, evidence: None };
    let new = New { id, room, self_assessed, deed, paper, unfit: &judged.unfit, today, now: state.now() };
    let done = store::nominate(&state.db, scheme, &new).await?;
    Ok(done.map(|()| id).map_err(|why| lang.not_taken(&why)))
}
