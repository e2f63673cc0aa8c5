//! `/account/second-factor`: turning the second factor on, new recovery codes, turning it off.

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::locked_until;
use maud::{Markup, html};
use serde::Deserialize;

use super::form;
use crate::accounts::guard::{Form, SignedIn};
use crate::accounts::password;
use crate::accounts::store::{self, StoreError};
use crate::accounts::totp::{Secret, recovery_code};
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{AppError, Visit, qr};

/// Recovery codes that are given at once.
const CODES: usize = 10;

#[derive(Deserialize)]
pub(super) struct Fields {
    /// `begin`, `codes` or `off`.
    wish: String,
    current: String,
    #[serde(default)]
    code: String,
}

#[derive(Deserialize)]
pub(super) struct Proof {
    code: String,
}

/// What the page shows.
enum Shown {
    Off,
    On { since: DateTime<Utc>, left: i64 },
    Setup(Secret),
    Codes(Vec<String>),
}

/// `GET /account/second-factor`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    as_it_stands(&state, &visit, &who, None).await
}

async fn as_it_stands(state: &AppState, visit: &Visit, who: &SignedIn, wrong: Option<&str>) -> Response {
    let read = async {
        let found = store::second_factor(&state.db, who.person.id, state.now()).await?;
        let Some(since) = found.and_then(|factor| factor.since) else { return Ok(Shown::Off) };
        Ok::<_, StoreError>(Shown::On { since, left: store::recovery_codes_left(&state.db, who.person.id).await? })
    };
    match read.await {
        Ok(shown) => page(visit, who, &shown, wrong),
        Err(error) => AppError::away(&error, visit),
    }
}

fn page(visit: &Visit, who: &SignedIn, shown: &Shown, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let body = match shown {
        Shown::Off => html! {
            p.lead { (lang.account_second_lead()) }
            p { (lang.account_second_apps()) }
            (asked(who, lang, false, &html! { button.button.button-primary name="wish" value="begin" { (lang.account_second_begin()) } }))
        },
        Shown::Setup(secret) => setup(secret, who, lang),
        Shown::Codes(codes) => html! {
            section.panel.once aria-labelledby="codes" role="status" {
                h2 #codes { (lang.account_second_codes_title()) }
                p { (lang.account_second_codes_text()) }
                ol.codes { @for code in codes { li { code { (code) } } } }
            }
            ul.downloads role="list" { li { a.button.button-primary href="/account" { (lang.account_second_kept()) } } }
        },
        Shown::On { since, left } => html! {
            p.done { (lang.account_second_is_on(lang.date(visit.registry.region.local(*since).date()))) }
            p { (lang.account_second_left(left)) }
            h2 { (lang.account_second_change()) }
            (asked(who, lang, true, &html! {
                div.wishes {
                    button.button name="wish" value="codes" { (lang.account_second_new_codes()) }
                    button.button name="wish" value="off" { (lang.account_second_off()) }
                }
            }))
        },
    };
    let body = html! { p { a href="/account" { (lang.account_title()) } } (body) };
    form::page(visit, lang.account_second_title(), wrong, &body)
}

/// The form that asks the password again, and a code where there is one.
fn asked(who: &SignedIn, lang: Lang, code: bool, buttons: &Markup) -> Markup {
    let current =
        html! { input type="password" name="current" autocomplete="current-password" required maxlength=(password::MOST); };
    html! {
        form.entries method="post" action="/account/second-factor" {
            (form::own_login(&who.person, lang))
            (form::field(lang.account_current(), &current, None))
            @if code { (form::field(lang.account_second_code(), &form::code(), Some(lang.account_second_or_recovery()))) }
            (buttons)
        }
    }
}

fn setup(secret: &Secret, who: &SignedIn, lang: Lang) -> Markup {
    html! {
        ol {
            li { (lang.account_second_scan()) }
            li { (lang.account_second_prove()) }
        }
        (qr(&secret.uri(who.person.login.as_str()), lang.account_second_qr()))
        p { (lang.account_second_by_hand()) " " code { (secret.text()) } }
        form.entries method="post" action="/account/second-factor/confirm" {
            (form::field(lang.account_second_code(), &form::code(), None))
            button.button.button-primary { (lang.account_second_confirm()) }
        }
    }
}

/// `POST /account/second-factor`: each wish asks the password again; what takes something away asks a code, too.
pub(super) async fn change(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(fields): Form<Fields>) -> Response {
    let lang = visit.lang;
    match carry_out(&state, &who, fields).await {
        Ok(Done::Shown(shown)) => page(&visit, &who, &shown, None),
        Ok(Done::Wrong) => as_it_stands(&state, &visit, &who, Some(lang.account_second_wrong())).await,
        Ok(Done::Wait(minutes)) => as_it_stands(&state, &visit, &who, Some(&lang.account_wait(minutes))).await,
        Ok(Done::Unknown) => AppError::BadForm.page(&visit),
        Err(StoreError::Outdated) => as_it_stands(&state, &visit, &who, Some(lang.account_second_outdated())).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

enum Done {
    Shown(Shown),
    Wrong,
    Wait(i64),
    Unknown,
}

async fn carry_out(state: &AppState, who: &SignedIn, fields: Fields) -> Result<Done, StoreError> {
    let (now, person) = (state.now(), &who.person);
    let login = person.login.as_str();
    let locked = store::failures(&state.db, login).await?.and_then(|(count, last)| locked_until(count, last));
    if let Some(until) = locked.filter(|until| *until > now) {
        return Ok(Done::Wait((until - now).num_minutes() + 1));
    }
    if !password::verify(fields.current, person.password.clone()).await {
        store::fail(&state.db, login, now).await?;
        return Ok(Done::Wrong);
    }
    if fields.wish == "begin" {
        let secret = Secret::new((state.random)());
        store::set_up(&state.db, person.id, &secret, now).await?;
        return Ok(Done::Shown(Shown::Setup(secret)));
    }
    let mut tx = state.db.begin().await?;
    store::one_guess_at_a_time(&mut tx, person.id).await?;
    if store::pass(&mut tx, person, &fields.code, now).await?.is_none() {
        store::fail_in(&mut tx, login, now).await?;
        tx.commit().await?;
        return Ok(Done::Wrong);
    }
    let shown = match fields.wish.as_str() {
        "codes" => {
            let codes = fresh_codes(state);
            store::set_recovery_codes(&mut tx, person, &codes, now).await?;
            Shown::Codes(codes)
        }
        "off" => {
            store::turn_off(&mut tx, person, login, now).await?;
            Shown::Off
        }
        _ => return Ok(Done::Unknown),
    };
    tx.commit().await?;
    Ok(Done::Shown(shown))
}

fn fresh_codes(state: &AppState) -> Vec<String> {
    (0..CODES).map(|_| recovery_code((state.random)())).collect()
}

/// `POST /account/second-factor/confirm`: a code proves that the authenticator has the secret; from now on it counts.
pub(super) async fn confirm(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(Proof { code }): Form<Proof>,
) -> Response {
    let lang = visit.lang;
    let found = match store::second_factor(&state.db, who.person.id, state.now()).await {
        Ok(found) => found.filter(|factor| factor.since.is_none()),
        Err(error) => return AppError::away(&error, &visit),
    };
    let Some(factor) = found else {
        return as_it_stands(&state, &visit, &who, Some(lang.account_second_outdated())).await;
    };
    let Some(step) = factor.secret.step_of(&code, state.now(), 0) else {
        return page(&visit, &who, &Shown::Setup(factor.secret), Some(lang.account_second_not_proved()));
    };
    match turn_on(&state, &who, step).await {
        Ok(codes) => page(&visit, &who, &Shown::Codes(codes), None),
        Err(StoreError::Outdated) => as_it_stands(&state, &visit, &who, Some(lang.account_second_outdated())).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

async fn turn_on(state: &AppState, who: &SignedIn, step: i64) -> Result<Vec<String>, StoreError> {
    let (now, codes) = (state.now(), fresh_codes(state));
    let mut tx = state.db.begin().await?;
    store::turn_on(&mut tx, &who.person, step, &who.session, now).await?;
    store::set_recovery_codes(&mut tx, &who.person, &codes, now).await?;
    tx.commit().await?;
    Ok(codes)
}
