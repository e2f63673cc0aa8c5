//! The address of one's mails: nothing is sent to it before its owner has opened a link that was sent there.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, TimeDelta, Utc};
use domain::Digest;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::settings::with_address;
use crate::accounts::{Form, SignedIn, form_page, new_id};
use crate::i18n::moment_text;
use crate::notices::letter;
use crate::notices::post::address;
use crate::notices::store::{self, Settings, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// How long a link of confirmation holds.
const HOLDS: TimeDelta = TimeDelta::hours(24);
/// How soon another one may be sent: nobody floods an address that is not theirs.
const NEXT: TimeDelta = TimeDelta::minutes(5);

/// What is sealed by a link of confirmation.
fn sealed(person: Uuid, address: &str, until: DateTime<Utc>) -> String {
    format!("notice-address\n{person}\n{}\n{address}", until.timestamp_micros())
}

/// The part of the settings about the address.
pub(super) fn section(state: &AppState, visit: &Visit, settings: &Settings, typed: &str) -> Markup {
    let lang = visit.lang;
    let pending = settings.pending.as_ref().filter(|(_, until)| *until > visit.now);
    html! {
        h2 { (lang.notice_address()) }
        @if state.outward.post.is_none() { p.panel { (lang.notice_no_mail()) } }
        @match &settings.address {
            Some(address) => p { (lang.notice_address_is()) " " strong { (address) } },
            None => p.quiet { (lang.notice_address_none()) },
        }
        @if let Some((address, until)) = pending {
            p.panel { (lang.notice_pending(address, moment_text(lang, visit.registry.region.local(*until)))) }
        }
        form.entries method="post" action="/account/notices/address" {
            label.entry {
                span { (lang.notice_address_new()) }
                input type="email" name="address" value=(typed) maxlength="254" autocomplete="email";
                small { (lang.notice_address_hint()) }
            }
            div.wishes {
                button.button name="wish" value="ask" { (lang.notice_address_ask()) }
                @if settings.address.is_some() || pending.is_some() {
                    button.button name="wish" value="drop" { (lang.notice_address_drop()) }
                }
            }
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    address: String,
    wish: String,
}

/// `POST /account/notices/address`
pub(super) async fn ask(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(wish): Form<Wish>) -> Response {
    if wish.wish == "drop" {
        return match store::drop_address(&state.db, who.person.id).await {
            Ok(()) => Redirect::to("/account/notices?dropped").into_response(),
            Err(error) => AppError::away(&error, &visit),
        };
    }
    let Some(address) = address(&wish.address) else {
        return with_address(&state, &visit, &who, &wish.address, visit.lang.notice_wrong_address()).await;
    };
    if state.outward.post.is_none() {
        return with_address(&state, &visit, &who, &wish.address, visit.lang.notice_no_mail()).await;
    }
    match send(&state, &visit, &who, &address).await {
        Ok(true) => Redirect::to("/account/notices?asked").into_response(),
        Ok(false) => with_address(&state, &visit, &who, &wish.address, visit.lang.notice_too_soon()).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// Sends a link of confirmation; `false` where another one has just been sent.
async fn send(state: &AppState, visit: &Visit, who: &SignedIn, address: &str) -> Result<bool, StoreError> {
    let (person, now) = (&who.person, state.now());
    let until = DateTime::from_timestamp_micros((now + HOLDS).timestamp_micros()).unwrap_or(now);
    let seal = state.seals.of(&state.db, (state.random)()).await?;
    let link = format!("{}/account/notices/confirm?code={}", visit.origin(), seal.sign(&sealed(person.id, address, until)));
    let head = (new_id(now, (state.random)()), address, visit.lang);
    let letter = letter::confirmation(head, person.name.as_str(), &link, until, &visit.registry);
    let mut tx = state.db.begin().await?;
    if !store::ask_address(&mut tx, person.id, address, visit.lang, (until, now + HOLDS - NEXT)).await? {
        return Ok(false);
    }
    store::queue(&mut tx, person.id, &letter, now).await?;
    tx.commit().await?;
    Ok(true)
}

#[derive(Debug, Deserialize)]
pub(super) struct Code {
    #[serde(default)]
    code: String,
}

/// The address that a code confirms, when it is this person's and holds.
async fn confirmed(state: &AppState, who: &SignedIn, code: &str) -> Result<Option<String>, StoreError> {
    let Some((address, until)) = store::settings(&state.db, who.person.id).await?.pending else { return Ok(None) };
    let seal = state.seals.of(&state.db, (state.random)()).await?;
    let holds = Digest::new(code).is_ok_and(|code| seal.holds(&sealed(who.person.id, &address, until), code));
    Ok((holds && until > state.now()).then_some(address))
}

/// `GET /account/notices/confirm`: asks once more, since programs that look through mails open links too.
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(code): Query<Code>) -> Response {
    let lang = visit.lang;
    match confirmed(&state, &who, &code.code).await {
        Ok(Some(address)) => {
            let body = html! {
                p { (lang.notice_confirm_ask()) " " strong { (address) } }
                form method="post" action="/account/notices/confirm" {
                    input type="hidden" name="code" value=(code.code);
                    button.button.button-primary { (lang.notice_confirm()) }
                }
            };
            form_page(&visit, lang.notice_address(), None, &body)
        }
        Ok(None) => with_address(&state, &visit, &who, "", lang.notice_wrong_code()).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// `POST /account/notices/confirm`
pub(super) async fn confirm(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(code): Form<Code>) -> Response {
    let done = async {
        match confirmed(&state, &who, &code.code).await? {
            Some(address) => store::confirm_address(&state.db, who.person.id, &address).await,
            None => Ok(false),
        }
    };
    match done.await {
        Ok(true) => Redirect::to("/account/notices?confirmed").into_response(),
        Ok(false) => with_address(&state, &visit, &who, "", visit.lang.notice_wrong_code()).await,
        Err(error) => AppError::away(&error, &visit),
    }
}
