//! `/supervise/visits/{id}`: one of one's own visits, as it was told; and within a day, its correction.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use domain::Action;
use domain::supervision::{CORRECT_HOURS, correctable, first_told};
use maud::html;
use uuid::Uuid;

use super::campaign_of;
use super::fields::{Shown, filled, page, read};
use super::send::Fields;
use super::tables::answers_list;
use crate::accounts::{Form, SignedIn};
use crate::i18n::moment_text;
use crate::photos::Sent;
use crate::reports::pages::{fresh, no_stamp, seal};
use crate::reports::stamp::{self, NoStamp};
use crate::rooms::registry::Entry;
use crate::rooms::view::icon;
use crate::seal::Seal;
use crate::state::AppState;
use crate::supervision::store::{self, Not, StoreError, Stored, Visit as Kept};
use crate::ui::{AppError, Frame, Visit};

/// A visit of one's own; of others' nobody is told.
async fn mine(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Kept, Box<Response>> {
    who.needs(Action::Supervise, visit)?;
    match store::visit(&state.db, id).await {
        Ok(Some(kept)) if kept.person == who.person.id => Ok(kept),
        Ok(_) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

/// What a correction is made with: its campaign, its room where that is still public, and the seal.
async fn with<'a>(
    state: &'a AppState,
    visit: &'a Visit,
    kept: &Kept,
) -> Result<(Stored, Option<&'a Entry>, &'a Seal), Box<Response>> {
    let campaign = campaign_of(state, visit, kept.campaign).await?;
    Ok((campaign, visit.registry.by_id(kept.room), seal(state, visit).await?))
}

/// `GET /supervise/visits/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    let kept = match mine(&state, &visit, &who, id).await {
        Ok(kept) => kept,
        Err(refused) => return *refused,
    };
    let (campaign, entry, seal) = match with(&state, &visit, &kept).await {
        Ok(with) => with,
        Err(refused) => return *refused,
    };
    let open = kept.replaced.is_none() && correctable(kept.first_at, visit.now);
    match entry.filter(|_| open) {
        Some(entry) => {
            let stamp = fresh(seal, &state, entry.room.code);
            again(&visit, (&kept, &campaign, entry), &stamp, &filled(&kept), None)
        }
        None => told(&visit, &kept, &campaign),
    }
}

/// The form with what was told.
fn again(
    visit: &Visit,
    (kept, campaign, entry): (&Kept, &Stored, &Entry),
    stamp: &str,
    sent: &Sent,
    wrong: Option<&str>,
) -> Response {
    let (action, title) = (format!("/supervise/visits/{}", kept.id), visit.lang.supervise_correct_title());
    let first = first_told(visit.registry.region.local(kept.first_at).date()).min(kept.day);
    page(visit, &Shown { entry, action: &action, title, campaigns: &[campaign], first, stamp, sent, wrong })
}

/// What was told, where it can no longer be corrected.
fn told(visit: &Visit, kept: &Kept, campaign: &Stored) -> Response {
    let lang = visit.lang;
    let room = visit.registry.name(kept.room, lang.is_english()).unwrap_or_default();
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            a.back href="/supervise" { (icon("back")) (lang.supervise_title()) }
            h1 { (room) }
            p { (lang.date(kept.day)) " " (lang.supervise_clock(kept.hour)) " · " (campaign.campaign.name) }
            @if let Some(at) = kept.replaced {
                p.done role="note" { (lang.supervise_replaced(moment_text(lang, visit.registry.region.local(at)))) }
            } @else if correctable(kept.first_at, visit.now) && visit.registry.by_id(kept.room).is_none() {
                p.quiet { (lang.supervise_gone()) }
            } @else {
                p.quiet { (lang.supervise_late(CORRECT_HOURS)) }
            }
            (answers_list(&kept.form, lang))
        }
    };
    Frame::new(visit, format!("{} · {room}", lang.supervise_form_title())).around(&main)
}

/// `POST /supervise/visits/{id}`
pub(super) async fn correct(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(fields): Form<Fields>,
) -> Response {
    let kept = match mine(&state, &visit, &who, id).await {
        Ok(kept) => kept,
        Err(refused) => return *refused,
    };
    let (campaign, entry, seal) = match with(&state, &visit, &kept).await {
        Ok((campaign, Some(entry), seal)) => (campaign, entry, seal),
        Ok((campaign, None, _)) => return told(&visit, &kept, &campaign),
        Err(refused) => return *refused,
    };
    let (lang, code) = (visit.lang, entry.room.code);
    let sent = Sent { fields, ..Sent::default() };
    let new = stamp::read(seal, code, sent.text("stamp"), state.now());
    let stamp = if new == Err(NoStamp::Old) { fresh(seal, &state, code) } else { sent.text("stamp").to_owned() };
    let wrong = |wrong: &str| again(&visit, (&kept, &campaign, entry), &stamp, &sent, Some(wrong));
    let (day, hour, form) = match read(&sent, lang) {
        Ok(said) => said,
        Err(words) => return wrong(&words),
    };
    let new = match new {
        Ok(new) => new,
        Err(why) => return wrong(no_stamp(why, &visit)),
    };
    let new = store::Sent { id: new, campaign: kept.campaign, room: kept.room, day, hour, form: &form };
    match store::correct(&state.db, &kept, &new, &who.person, (state.now(), visit.local())).await {
        Ok(Ok(())) => {
            state.show_at_once().await;
            Redirect::to(&format!("/supervise?kept={code}&campaign={}", kept.campaign)).into_response()
        }
        Ok(Err(Not::Late)) => told(&visit, &kept, &campaign),
        Ok(Err(not)) => wrong(&lang.supervise_not(&not)),
        Err(StoreError::Outdated) => wrong(lang.supervise_outdated()),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// Until when a visit may be corrected, in words; `None` where that is over, or its room is public no more.
pub(super) fn until(kept: &Kept, visit: &Visit) -> Option<String> {
    let end = kept.first_at + TimeDelta::hours(CORRECT_HOURS);
    let open = correctable(kept.first_at, visit.now) && visit.registry.by_id(kept.room).is_some();
    open.then(|| moment_text(visit.lang, visit.registry.region.local(end)))
}
