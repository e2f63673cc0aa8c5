//! `/sign-in/code`: after the password, the code of a person who has a second factor.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::locked_until;
use maud::html;
use serde::Deserialize;

use super::form;
use super::sign_in::{Next, agent, expired, inside};
use crate::accounts::guard::{self, Form};
use crate::accounts::secret::{Token, hash};
use crate::accounts::store::{self, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

#[derive(Deserialize)]
pub(super) struct Fields {
    #[serde(default)]
    code: String,
    /// A recovery code, where the authenticator is not at hand.
    #[serde(default)]
    recovery: String,
    #[serde(default)]
    next: String,
}

/// `GET /sign-in/code`
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    headers: HeaderMap,
    Query(Next { next }): Query<Next>,
) -> Response {
    let next = next.unwrap_or_default();
    let waiting = async {
        let Some(token) = guard::waiting(&headers) else { return Ok(None) };
        let mut tx = state.db.begin().await?;
        store::waiting(&mut tx, &token, state.now()).await
    };
    match waiting.await {
        Ok(Some(_)) => page(&visit, &next, None),
        Ok(None) => expired(&visit, &next),
        Err(error) => AppError::away(&error, &visit),
    }
}

fn page(visit: &Visit, next: &str, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let recovery = html! { input name="recovery" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="40"; };
    let body = html! {
        p.lead { (lang.account_second_asked()) }
        form.entries method="post" action="/sign-in/code" {
            input type="hidden" name="next" value=(next);
            (form::field(lang.account_second_code(), &form::code(), None))
            details {
                summary { (lang.account_second_lost()) }
                (form::field(lang.account_second_recovery(), &recovery, Some(lang.account_second_recovery_hint())))
            }
            button.button.button-primary { (lang.account_sign_in()) }
        }
        p.quiet { (lang.account_second_all_lost()) }
    };
    form::page(visit, lang.account_second_ask_title(), wrong, &body)
}

enum Entry {
    In(Token),
    Wrong,
    Wait(i64),
    Expired,
}

/// `POST /sign-in/code`
pub(super) async fn sign_in(
    State(state): State<AppState>,
    visit: Visit,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let lang = visit.lang;
    let typed = if fields.code.trim().is_empty() { &fields.recovery } else { &fields.code };
    match enter(&state, &headers, typed).await {
        Ok(Entry::In(token)) => form::arrived(inside(&fields.next), token.as_str(), &visit),
        Ok(Entry::Wrong) => page(&visit, &fields.next, Some(lang.account_second_wrong_code())),
        Ok(Entry::Wait(minutes)) => page(&visit, &fields.next, Some(&lang.account_second_wait(minutes))),
        Ok(Entry::Expired) => expired(&visit, &fields.next),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// Wrong codes count like wrong passwords: who knows the password guesses no faster.
async fn enter(state: &AppState, headers: &HeaderMap, typed: &str) -> Result<Entry, StoreError> {
    let now = state.now();
    let Some(waiting) = guard::waiting(headers) else { return Ok(Entry::Expired) };
    let mut tx = state.db.begin().await?;
    let Some(person) = store::waiting(&mut tx, &waiting, now).await? else { return Ok(Entry::Expired) };
    let login = person.login.as_str();
    store::one_guess_at_a_time(&mut tx, person.id).await?;
    let locked = store::failures_in(&mut tx, login).await?.and_then(|(count, last)| locked_until(count, last));
    if let Some(until) = locked.filter(|until| *until > now) {
        return Ok(Entry::Wait((until - now).num_minutes() + 1));
    }
    if store::pass(&mut tx, &person, typed, now).await?.is_none() {
        store::fail_in(&mut tx, login, now).await?;
        tx.commit().await?;
        return Ok(Entry::Wrong);
    }
    let token = Token::new((state.random)());
    store::waited(&mut tx, &waiting).await?;
    store::sign_in(&mut tx, &person, &hash(token.as_str()), agent(headers), now).await?;
    tx.commit().await?;
    Ok(Entry::In(token))
}
