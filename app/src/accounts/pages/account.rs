//! `/account`: one's own account.

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::{Action, may};
use maud::{Markup, html};
use serde::Deserialize;

use super::form;
use super::profile::{self, Typed};
use super::sign_in::agent;
use super::ways::ways;
use crate::accounts::guard::{Form, Nothing, SignedIn};
use crate::accounts::password;
use crate::accounts::secret::{Token, hash};
use crate::accounts::store::{self, StoreError};
use crate::guide;
use crate::i18n::Lang;
use crate::notices;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

#[derive(Deserialize)]
pub(super) struct Fields {
    current: String,
    password: String,
    again: String,
}

/// `GET /account`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, RawQuery(query): RawQuery) -> Response {
    let done = match query.as_deref() {
        Some("changed") => Some(visit.lang.account_changed()),
        Some("profile") => Some(visit.lang.round_profile_saved()),
        _ => None,
    };
    shown(&state, &visit, &who, None, done).await
}

async fn shown(state: &AppState, visit: &Visit, who: &SignedIn, wrong: Option<&str>, done: Option<&str>) -> Response {
    let guide = match guide::unread(&state.db, who.person.id, visit.today()).await {
        Ok(unread) => {
            unread.filter(|_| may(who.person.role, Action::ReadGuide)).map(|(number, title)| to_read(number, &title, visit.lang))
        }
        Err(error) => return AppError::away(&error, visit),
    };
    let unread = match notices::unread(&state.db, who.person.id).await {
        Ok(0) => guide,
        Ok(count) => {
            Some(html! { p.panel { a href="/notices" { (visit.lang.notice_count(count)) } } (guide.unwrap_or_default()) })
        }
        Err(error) => return AppError::away(&error, visit),
    };
    if !profile::has(who.person.role) {
        return page(visit, who, wrong, done, None, unread.as_ref());
    }
    match store::profile(&state.db, who.person.id).await {
        Ok(profile) => page(visit, who, wrong, done, Some(&Typed::of(&profile)), unread.as_ref()),
        Err(error) => AppError::away(&error, visit),
    }
}

/// The way to a revision of the management guide that the person has not read.
fn to_read(number: i64, title: &str, lang: Lang) -> Markup {
    html! { p.panel { (lang.guide_unread(title)) " " a href={ "/guide/" (number) } { (lang.guide_unread_link()) } } }
}

/// The page; experts have a profile besides, and above it may stand what is to be read.
pub(super) fn page(
    visit: &Visit,
    who: &SignedIn,
    wrong: Option<&str>,
    done: Option<&str>,
    profile: Option<&Typed>,
    unread: Option<&Markup>,
) -> Response {
    let (lang, person) = (visit.lang, &who.person);
    let current =
        html! { input type="password" name="current" autocomplete="current-password" required maxlength=(password::MOST); };
    let body = html! {
        @if let Some(done) = done { p.done role="status" { (done) } }
        @if let Some(unread) = unread { (unread) }
        dl.rules {
            dt { (lang.account_name()) } dd { (person.name) }
            dt { (lang.account_role()) } dd { (lang.person_role(person.role)) }
        }
        (ways(person.role, lang))
        @if let Some(typed) = profile {
            h2 { (lang.round_profile()) }
            (profile::fields("/account/profile", typed, &visit.registry.region, lang))
        }
        h2 { (lang.account_change_title()) }
        form.entries method="post" action="/account/password" {
            (form::own_login(person, lang))
            (form::field(lang.account_current(), &current, None))
            (form::new_password(lang))
            button.button { (lang.account_change()) }
        }
        h2 { (lang.account_second_title()) }
        p.quiet { (lang.account_second_lead()) }
        p { a.button href="/account/second-factor" { (lang.account_second_manage()) } }
        h2 { (lang.account_leave_title()) }
        p.quiet { (lang.account_leave_text()) }
        ul.downloads role="list" {
            li { form method="post" action="/sign-out" { button.button.button-primary { (lang.account_sign_out()) } } }
            li { form method="post" action="/account/sign-out-everywhere" { button.button { (lang.account_everywhere()) } } }
        }
    };
    form::page(visit, lang.account_title(), wrong, &body)
}

/// `POST /account/password`: the other devices are signed out, this one stays.
pub(super) async fn password(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let lang = visit.lang;
    if fields.password != fields.again {
        return shown(&state, &visit, &who, Some(lang.account_differ()), None).await;
    }
    let words = [who.person.login.as_str(), who.person.name.as_str()];
    if let Err(weak) = password::check(&fields.password, &words) {
        return shown(&state, &visit, &who, Some(&form::weak(weak, lang)), None).await;
    }
    if !password::verify(fields.current, who.person.password.clone()).await {
        return shown(&state, &visit, &who, Some(lang.account_current_wrong()), None).await;
    }
    match set(&state, &who, fields.password, &headers).await {
        Ok(Some(token)) => form::onward("/account?changed", Some(token.as_str()), &visit),
        Ok(None) => shown(&state, &visit, &who, Some(lang.account_current_wrong()), None).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

async fn set(state: &AppState, who: &SignedIn, password: String, headers: &HeaderMap) -> Result<Option<Token>, StoreError> {
    let Some(kept) = password::keep(password, (state.random)()).await else { return Ok(None) };
    let (now, token) = (state.now(), Token::new((state.random)()));
    let mut tx = state.db.begin().await?;
    store::set_password(&mut tx, &who.person, &kept, now).await?;
    store::sign_in(&mut tx, &who.person, &hash(token.as_str()), agent(headers), now).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// `POST /account/sign-out-everywhere`
pub(super) async fn everywhere(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(Nothing {}): Form<Nothing>,
) -> Response {
    let done = async {
        let mut tx = state.db.begin().await?;
        store::sign_out_everywhere(&mut tx, who.person.id).await?;
        Ok::<_, StoreError>(tx.commit().await?)
    };
    match done.await {
        Ok(()) => form::onward("/sign-in", None, &visit),
        Err(error) => AppError::away(&error, &visit),
    }
}
