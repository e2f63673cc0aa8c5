//! `/join/{token}`: whoever has the link chooses a password.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::html;
use serde::Deserialize;

use super::form;
use super::sign_in::{Begun, begin};
use crate::accounts::guard::Form;
use crate::accounts::password;
use crate::accounts::secret::hash;
use crate::accounts::store::{self, Person, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

#[derive(Deserialize)]
pub(super) struct Fields {
    password: String,
    again: String,
}

async fn find(state: &AppState, token: &str) -> Result<Option<Person>, StoreError> {
    let mut tx = state.db.begin().await?;
    let person = store::person_of_link(&mut tx, &hash(token), state.now()).await?;
    tx.commit().await?;
    Ok(person)
}

/// `GET /join/{token}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, Path(token): Path<String>) -> Response {
    match find(&state, &token).await {
        Ok(Some(person)) => page(&visit, &person, None),
        Ok(None) => AppError::LinkUsed.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}

fn page(visit: &Visit, person: &Person, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let body = html! {
        p.lead { (lang.account_join_lead(&person.name, lang.person_role(person.role))) }
        form.entries method="post" {
            (form::own_login(person, lang))
            (form::new_password(lang))
            button.button.button-primary { (lang.account_join()) }
        }
    };
    form::page(visit, lang.account_join_title(), wrong, &body)
}

/// `POST /join/{token}`
pub(super) async fn join(
    State(state): State<AppState>,
    visit: Visit,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let person = match find(&state, &token).await {
        Ok(Some(person)) => person,
        Ok(None) => return AppError::LinkUsed.page(&visit),
        Err(error) => return AppError::away(&error, &visit),
    };
    if fields.password != fields.again {
        return page(&visit, &person, Some(visit.lang.account_differ()));
    }
    if let Err(weak) = password::check(&fields.password, &[person.login.as_str(), person.name.as_str()]) {
        return page(&visit, &person, Some(&form::weak(weak, visit.lang)));
    }
    match set(&state, &token, fields.password, &headers).await {
        Ok(Some(Begun::Session(session))) => form::onward("/account", Some(session.as_str()), &visit),
        Ok(Some(Begun::Half(token))) => form::half_way("/account", token.as_str(), &visit),
        Ok(None) => AppError::LinkUsed.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// Sets the password and signs in, or asks for a code first: a link stands for the password only. `None` when the link
/// was used meanwhile.
async fn set(state: &AppState, token: &str, password: String, headers: &HeaderMap) -> Result<Option<Begun>, StoreError> {
    let Some(kept) = password::keep(password, (state.random)()).await else { return Ok(None) };
    let now = state.now();
    let mut tx = state.db.begin().await?;
    let Some(person) = store::person_of_link(&mut tx, &hash(token), now).await? else { return Ok(None) };
    store::set_password(&mut tx, &person, &kept, now).await?;
    let begun = begin(state, &mut tx, &person, headers).await?;
    tx.commit().await?;
    Ok(Some(begun))
}
