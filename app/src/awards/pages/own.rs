//! `/awards`: what an operator's rooms hold, and nominating one with a self-assessment (自评).

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::awards::in_question;
use domain::{Action, RoomId};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::rooms::{self, Judged, Pool, name, seen};
use super::{ReadError, short, title};
use crate::accounts::{Form, SignedIn};
use crate::awards::store::{self, Event, Kept, Scheme};
use crate::rectifications::rooms_of;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// What the page is made of.
struct Desk {
    /// By scheme, the person's rooms as it sees them; of retired ones none.
    schemes: Vec<(Scheme, Vec<Judged>)>,
    /// The rooms' awards, with what happened to each and whether it is in question.
    awards: Vec<(Kept, Vec<Event>, bool)>,
    rooms: Vec<RoomId>,
}

impl Desk {
    async fn read(state: &AppState, visit: &Visit, who: &SignedIn) -> Result<Self, ReadError> {
        let rooms = rooms_of(&state.db, who.person.id).await?;
        let happened = store::happened(&state.db).await?;
        let pool = Pool::read(state, visit, Some(&rooms)).await?;
        let mut schemes = Vec::new();
        for scheme in store::schemes(&state.db).await? {
            let judged = if scheme.retired { Vec::new() } else { pool.judge(&scheme, visit) };
            schemes.push((scheme, judged));
        }
        let mut awards = Vec::new();
        for kept in pool.awards.into_iter().filter(|kept| rooms.contains(&kept.room)) {
            let events = store::events(&state.db, kept.id).await?;
            let scheme = schemes.iter().find(|(scheme, _)| scheme.id == kept.scheme);
            let doubts = scheme.zip(happened.get(&kept.room));
            let doubts = doubts.map(|((scheme, _), of)| of.doubts(&scheme.terms, visit.standards())).unwrap_or_default();
            let held = kept.award.state.is_held();
            let doubted = held && kept.settled.is_some_and(|settled| in_question(settled, &doubts).is_some());
            awards.push((kept, events, doubted));
        }
        Ok(Self { schemes, awards, rooms })
    }
}

/// `GET /awards`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::NominateOwn, &visit) {
        return *refused;
    }
    page(&state, &visit, &who, &Typed::default(), None).await
}

async fn page(state: &AppState, visit: &Visit, who: &SignedIn, typed: &Typed, wrong: Option<&str>) -> Response {
    let desk = match Desk::read(state, visit, who).await {
        Ok(desk) => desk,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let in_use = || desk.schemes.iter().filter(|(scheme, _)| !scheme.retired);
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            h1 { (lang.award_own_title()) }
            p { (lang.award_own_lead()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @if desk.rooms.is_empty() { p.wrong role="note" { (lang.rectify_no_rooms()) } }
            @if !desk.awards.is_empty() {
                h2 { (lang.award_own_awards()) }
                ul.people role="list" { @for (kept, events, doubted) in &desk.awards { (award(kept, events, *doubted, &desk, visit)) } }
            }
            @if !desk.rooms.is_empty() {
                h2 { (lang.award_own_nominate()) }
                @if in_use().next().is_none() { p.quiet { (lang.award_own_no_scheme()) } }
                @for (scheme, judged) in in_use() {
                    h3 { (title(&scheme.terms, visit)) }
                    p.quiet { (scheme.terms.issuer.pick(lang.is_english())) " · " (scheme.terms.source) }
                    ul.people role="list" { @for judged in judged { (own(judged, scheme, typed, visit)) } }
                }
            }
        }
    };
    Frame::form(visit, lang.award_own_title(), wrong.is_some()).around(&main)
}

fn award(kept: &Kept, events: &[Event], doubted: bool, desk: &Desk, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let scheme = desk.schemes.iter().find(|(scheme, _)| scheme.id == kept.scheme).map(|(scheme, _)| scheme);
    let standing = kept.award.state.standing(kept.award.valid, visit.today());
    let room = visit.registry.name(kept.room, lang.is_english());
    let last = events.last().filter(|event| event.step.needs_words());
    html! {
        li.panel {
            h3 { (room.as_deref().unwrap_or(lang.notice_some_room())) }
            p {
                strong { (lang.award_standing(kept.award.state, standing)) }
                @if let Some(scheme) = scheme {
                    " · " (title(&scheme.terms, visit))
                    @if let Some(level) = kept.award.level { " · " (lang.award_what(scheme.terms.kind, level)) }
                }
            }
            @if let Some(valid) = kept.award.valid { p { (lang.date(valid.from)) " – " (lang.date(valid.until)) } }
            @if let Some(last) = last { p { (lang.award_said(lang.award_step(last.step), &last.words)) } }
            @if doubted { p.mind { (lang.award_own_doubted()) } }
        }
    }
}

fn own(judged: &Judged, scheme: &Scheme, typed: &Typed, visit: &Visit) -> Markup {
    let (lang, room) = (visit.lang, &judged.room);
    let mine = typed.room == Some(room.id.0) && typed.scheme == Some(scheme.id);
    html! {
        li.panel {
            h4 { (name(room, visit)) }
            @if let Some(certified) = &judged.certified { p { (seen(certified, visit)) } }
            @if judged.nominated.is_some() { p { (lang.award_nominated()) } }
            @else if !judged.unfit.is_empty() { p { (lang.award_not_fit(lang.all_unfit(&judged.unfit))) } }
            @else {
                form.entries method="post" action="/awards" {
                    input type="hidden" name="room" value=(room.id.0);
                    input type="hidden" name="scheme" value=(scheme.id);
                    label.entry {
                        span { (lang.award_self()) }
                        textarea name="words" rows="4" maxlength="1000" required { @if mine { (typed.words) } }
                        small { (lang.award_self_hint()) }
                    }
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
    room: Option<Uuid>,
    scheme: Option<Uuid>,
    words: String,
}

/// `POST /awards`: a room of theirs only.
pub(super) async fn nominate(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(typed): Form<Typed>) -> Response {
    if let Err(refused) = who.needs(Action::NominateOwn, &visit) {
        return *refused;
    }
    match send(&state, &visit, &who, &typed).await {
        Ok(Ok(_)) => Redirect::to("/awards").into_response(),
        Ok(Err(wrong)) => page(&state, &visit, &who, &typed, Some(&wrong)).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

async fn send(state: &AppState, visit: &Visit, who: &SignedIn, typed: &Typed) -> Result<Result<Uuid, String>, ReadError> {
    let words = short(&typed.words, 1000);
    let theirs = rooms_of(&state.db, who.person.id).await?;
    let room = typed.room.map(RoomId).filter(|room| theirs.contains(room));
    let scheme = match typed.scheme {
        Some(scheme) => store::find_scheme(&state.db, scheme).await?,
        None => None,
    };
    let Some((room, scheme)) = room.zip(scheme) else { return Ok(Err(visit.lang.award_own_wrong().to_owned())) };
    if words.is_empty() {
        return Ok(Err(visit.lang.award_self_none().to_owned()));
    }
    rooms::send(state, visit, who, (&scheme, room, true), (&words, "")).await
}
