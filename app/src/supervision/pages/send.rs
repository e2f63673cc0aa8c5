//! `/supervise/{code}`: a supervisor tells of a visit to a room.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Action;
use domain::supervision::{Term, first_told, may_tell_today};
use maud::html;
use uuid::Uuid;

use super::fields::{Shown, blank, page, read};
use crate::accounts::{Form, SignedIn};
use crate::photos::Sent;
use crate::reports::pages::{fresh, no_stamp, public, seal};
use crate::reports::stamp::{self, NoStamp};
use crate::rooms::registry::Entry;
use crate::rooms::view::icon;
use crate::rounds;
use crate::seal::Seal;
use crate::state::AppState;
use crate::supervision::store::{self, Not, StoreError, Stored, Visit as Kept};
use crate::ui::{AppError, Frame, Visit};

/// What a form sent, field by field.
pub(super) type Fields = Vec<(String, String)>;

/// What stands ready for a supervisor before a room.
struct Ready<'a> {
    entry: &'a Entry,
    seal: &'a Seal,
    /// Campaigns that are under way.
    campaigns: Vec<Stored>,
    /// Why this supervisor may tell of no visit to this room at all.
    barred: Option<String>,
}

impl Ready<'_> {
    /// Those that the room is in.
    fn covering(&self) -> Vec<&Stored> {
        self.campaigns.iter().filter(|stored| stored.campaign.covers(&self.entry.room)).collect()
    }
}

async fn ready<'a>(state: &'a AppState, visit: &'a Visit, who: &SignedIn, code: &str) -> Result<Ready<'a>, Box<Response>> {
    who.needs(Action::Supervise, visit)?;
    let (entry, seal) = (public(code, visit)?, seal(state, visit).await?);
    let away = |error: &dyn std::fmt::Display| Box::new(AppError::away(error, visit));
    let mut campaigns = store::campaigns(&state.db).await.map_err(|error| away(&error))?;
    campaigns.retain(|stored| stored.campaign.is_under_way(visit.today()));
    let free = rounds::may_inspect(&state.db, who.person.id, entry.room.id).await.map_err(|error| away(&error))?;
    let barred = free.err().map(|conflict| visit.lang.supervise_not(&Not::Conflict(conflict)));
    Ok(Ready { entry, seal, campaigns, barred })
}

/// `GET /supervise/{code}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(code): Path<String>) -> Response {
    let ready = match ready(&state, &visit, &who, &code).await {
        Ok(ready) => ready,
        Err(refused) => return *refused,
    };
    let asked = visit.fields.iter().find(|(name, _)| name == "campaign").and_then(|(_, id)| id.parse::<Uuid>().ok());
    let read = async {
        let terms = store::terms_of(&state.db, who.person.id).await?;
        Ok::<_, StoreError>((terms, store::of_person(&state.db, who.person.id).await?))
    };
    let (terms, mine) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, &visit),
    };
    if let Some(kept) = told(&ready, &mine, asked) {
        return Redirect::to(&format!("/supervise/visits/{}", kept.id)).into_response();
    }
    let terms: Vec<Term> = terms.into_iter().map(|held| held.term).collect();
    // Said before anything is filled in, not after.
    let lang = visit.lang;
    let against = match &ready.barred {
        Some(barred) => Some(barred.as_str()),
        None if ready.covering().is_empty() => Some(lang.supervise_not_covered()),
        None if !may_tell_today(&terms, visit.today()) => Some(lang.supervise_out_of_term()),
        None => None,
    };
    if let Some(against) = against {
        return refused(&visit, ready.entry, against);
    }
    let stamp = fresh(ready.seal, &state, ready.entry.room.code);
    again(&visit, &ready, &stamp, &blank(asked, &visit), None)
}

/// What was told of the room already, where there is nothing more to tell: it is looked at, or corrected.
fn told<'a>(ready: &Ready<'_>, mine: &'a [Kept], asked: Option<Uuid>) -> Option<&'a Kept> {
    let covering = ready.covering();
    let named = covering.iter().any(|stored| Some(stored.id) == asked);
    let wanted = covering.iter().filter(|stored| !named || Some(stored.id) == asked);
    let of = |id: Uuid| mine.iter().find(|kept| kept.campaign == id && kept.room == ready.entry.room.id);
    let told: Option<Vec<&Kept>> = wanted.map(|stored| of(stored.id)).collect();
    told?.first().copied()
}

/// There is no form, and why.
fn refused(visit: &Visit, entry: &Entry, why: &str) -> Response {
    let lang = visit.lang;
    let name = entry.room.name.pick(lang.is_english());
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            a.back href="/supervise" { (icon("back")) (lang.supervise_title()) }
            h1 { (name) }
            p.wrong role="note" { (icon("info")) span { (why) } }
            p { a.button href={ "/rooms/" (entry.room.code) } { (lang.supervise_room_page()) } }
        }
    };
    Frame { status: StatusCode::FORBIDDEN, ..Frame::new(visit, lang.supervise_form_title()) }.around(&main)
}

fn again(visit: &Visit, ready: &Ready<'_>, stamp: &str, sent: &Sent, wrong: Option<&str>) -> Response {
    let (entry, covering) = (ready.entry, ready.covering());
    let (action, title) = (format!("/supervise/{}", entry.room.code), visit.lang.supervise_form_title());
    let first = first_told(visit.today());
    page(visit, &Shown { entry, action: &action, title, campaigns: &covering, first, stamp, sent, wrong })
}

/// `POST /supervise/{code}`
pub(super) async fn send(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(code): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    let ready = match ready(&state, &visit, &who, &code).await {
        Ok(ready) => ready,
        Err(refused) => return *refused,
    };
    let (lang, room) = (visit.lang, &ready.entry.room);
    let sent = Sent { fields, ..Sent::default() };
    let id = stamp::read(ready.seal, room.code, sent.text("stamp"), state.now());
    let stamp = if id == Err(NoStamp::Old) { fresh(ready.seal, &state, room.code) } else { sent.text("stamp").to_owned() };
    let wrong = |wrong: &str| again(&visit, &ready, &stamp, &sent, Some(wrong));
    let (day, hour, form) = match read(&sent, lang) {
        Ok(said) => said,
        Err(words) => return wrong(&words),
    };
    let id = match id {
        Ok(id) => id,
        Err(why) => return wrong(no_stamp(why, &visit)),
    };
    let Ok(campaign) = sent.text("campaign").parse::<Uuid>() else { return wrong(lang.supervise_not_covered()) };
    let new = store::Sent { id, campaign, room: room.id, day, hour, form: &form };
    match store::keep(&state.db, &new, &who.person, (state.now(), visit.local())).await {
        Ok(Ok(())) => {
            state.show_at_once().await;
            Redirect::to(&format!("/supervise?kept={}&campaign={campaign}", room.code)).into_response()
        }
        Ok(Err(Not::Changed)) => {
            // Gone back to after it was sent: what is wrong with that is told with a stamp that is new.
            let stamp = fresh(ready.seal, &state, room.code);
            again(&visit, &ready, &stamp, &sent, Some(&lang.supervise_not(&Not::Changed)))
        }
        Ok(Err(not)) => wrong(&lang.supervise_not(&not)),
        Err(error) => AppError::away(&error, &visit),
    }
}
