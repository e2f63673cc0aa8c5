//! `/sign-in` and `/sign-out`

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::response::Response;
use domain::locked_until;
use maud::html;
use serde::Deserialize;

use super::form;
use crate::accounts::guard::{Form, Nothing, SignedIn};
use crate::accounts::secret::{Token, hash};
use crate::accounts::store::{self, Person, StoreError};
use crate::accounts::{password, store::by_login};
use crate::db::Tx;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

#[derive(Deserialize)]
pub(super) struct Next {
    pub(super) next: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Fields {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `GET /sign-in`
pub(super) async fn show(visit: Visit, Query(Next { next }): Query<Next>) -> Response {
    page(&visit, "", next.as_deref().unwrap_or_default(), None)
}

fn page(visit: &Visit, login: &str, next: &str, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let name = html! {
        input name="login" value=(login) autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100";
    };
    let secret =
        html! { input type="password" name="password" autocomplete="current-password" required maxlength=(password::MOST); };
    let body = html! {
        p.lead { (lang.account_sign_in_lead()) }
        form.entries method="post" action="/sign-in" {
            input type="hidden" name="next" value=(next);
            (form::field(lang.account_login(), &name, None))
            (form::field(lang.account_password(), &secret, None))
            button.button.button-primary { (lang.account_sign_in()) }
        }
        p.quiet { (lang.account_forgotten()) }
    };
    form::page(visit, lang.account_sign_in_title(), wrong, &body)
}

/// `POST /sign-in`
pub(super) async fn sign_in(
    State(state): State<AppState>,
    visit: Visit,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let login = fields.login.trim().to_lowercase();
    let lang = visit.lang;
    match enter(&state, &login, fields.password, &headers).await {
        Ok(Entry::In(token)) => form::onward(inside(&fields.next), Some(token.as_str()), &visit),
        Ok(Entry::HalfWay(token)) => form::half_way(inside(&fields.next), token.as_str(), &visit),
        Ok(Entry::Wrong) => page(&visit, &login, &fields.next, Some(lang.account_wrong())),
        Ok(Entry::Wait(minutes)) => page(&visit, &login, &fields.next, Some(&lang.account_wait(minutes))),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// Whoever waited too long with the code begins again.
pub(super) fn expired(visit: &Visit, next: &str) -> Response {
    page(visit, "", next, Some(visit.lang.account_second_expired()))
}

enum Entry {
    In(Token),
    /// The password was right; a code is asked for.
    HalfWay(Token),
    Wrong,
    Wait(i64),
}

async fn enter(state: &AppState, login: &str, password: String, headers: &HeaderMap) -> Result<Entry, StoreError> {
    let now = state.now();
    // Nobody has a longer one; what is counted must not grow without end.
    let login: String = login.chars().take(100).collect();
    let locked = store::failures(&state.db, &login).await?.and_then(|(count, last)| locked_until(count, last));
    if let Some(until) = locked.filter(|until| *until > now) {
        return Ok(Entry::Wait((until - now).num_minutes() + 1));
    }
    let person = by_login(&state.db, &login).await?.filter(|person| person.active);
    let kept = person.as_ref().and_then(|person: &Person| person.password.clone());
    let right = password::verify(password, kept).await;
    let Some(person) = person.filter(|_| right) else {
        store::fail(&state.db, &login, now).await?;
        return Ok(Entry::Wrong);
    };
    let mut tx = state.db.begin().await?;
    let begun = begin(state, &mut tx, &person, headers).await?;
    tx.commit().await?;
    Ok(match begun {
        Begun::Session(token) => Entry::In(token),
        Begun::Half(token) => Entry::HalfWay(token),
    })
}

/// What the right password, or a link, begins.
pub(super) enum Begun {
    Session(Token),
    /// The person has a second factor: the token waits for its code.
    Half(Token),
}

/// Begins a session, or where the person has a second factor only the wait for its code.
pub(super) async fn begin(state: &AppState, tx: &mut Tx, person: &Person, headers: &HeaderMap) -> Result<Begun, StoreError> {
    let (now, token) = (state.now(), Token::new((state.random)()));
    if store::has_second_factor(tx, person.id).await? {
        store::wait_for_code(tx, person.id, &hash(token.as_str()), now).await?;
        return Ok(Begun::Half(token));
    }
    store::sign_in(tx, person, &hash(token.as_str()), agent(headers), now).await?;
    Ok(Begun::Session(token))
}

/// The browser, as it calls itself.
pub(super) fn agent(headers: &HeaderMap) -> &str {
    headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// A page of ours, and no other site's.
pub(super) fn inside(next: &str) -> &str {
    let ours = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']);
    if ours { next } else { "/account" }
}

/// `POST /sign-out`
pub(super) async fn sign_out(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(Nothing {}): Form<Nothing>,
) -> Response {
    match store::sign_out(&state.db, &who.session).await {
        Ok(()) => form::onward("/", None, &visit),
        Err(error) => AppError::away(&error, &visit),
    }
}
