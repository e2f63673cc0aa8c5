//! The profile of an expert or supervisor: a form for them on `/account` and for administrators on `/staff/people`.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Action, AreaCode, Line, Region, Role, may};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{account, form, people};
use crate::accounts::guard::{Form, SignedIn};
use crate::accounts::store::{self, Person, Profile, StoreError};
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// Affiliations of one person at most.
const MOST: usize = 30;

/// Whether somebody of a role has a profile: whoever judges rooms must not judge those of their own.
pub(super) fn has(role: Role) -> bool {
    may(role, Action::Inspect) || may(role, Action::Supervise)
}

/// What was typed.
#[derive(Deserialize)]
pub(super) struct Typed {
    field: String,
    affiliations: String,
    home: String,
}

impl Typed {
    /// A profile as it stands in the form.
    pub(super) fn of(profile: &Profile) -> Self {
        let affiliations: Vec<_> = profile.affiliations.iter().map(Line::as_str).collect();
        Self {
            field: profile.field.as_ref().map_or_else(String::new, ToString::to_string),
            affiliations: affiliations.join("\n"),
            home: profile.home.map_or_else(String::new, |code| code.to_string()),
        }
    }

    /// The profile; `None` where something cannot be taken.
    fn read(&self, region: &Region) -> Option<Profile> {
        let line = |text: &str| Line::new(text).ok().filter(|line| line.as_str().chars().count() <= 100);
        let filled = |text: &str| !text.trim().is_empty();
        let lines = self.affiliations.lines().filter(|text| filled(text)).map(line);
        let affiliations = lines.collect::<Option<Vec<_>>>().filter(|lines| lines.len() <= MOST)?;
        let field = if filled(&self.field) { Some(line(&self.field)?) } else { None };
        let home = AreaCode::new(&self.home).ok().filter(|code| region.street(*code).is_some());
        (home.is_some() || self.home.is_empty()).then_some(Profile { field, affiliations, home })
    }
}

/// The form, sent to an address.
pub(super) fn fields(action: &str, typed: &Typed, region: &Region, lang: Lang) -> Markup {
    let field = html! { input name="field" value=(typed.field) maxlength="100" autocomplete="off"; };
    let affiliations = html! { textarea name="affiliations" rows="3" maxlength="3000" { (typed.affiliations) } };
    let home = html! {
        select name="home" {
            option value="" { (lang.round_no_home()) }
            @for street in &region.streets {
                option value=(street.code) selected[street.code.as_str() == typed.home] { (street.name(lang.is_english())) }
            }
        }
    };
    html! {
        form.entries method="post" action=(action) {
            (form::field(lang.round_field(), &field, None))
            (form::field(lang.round_affiliations(), &affiliations, Some(lang.round_affiliations_hint())))
            (form::field(lang.round_home(), &home, Some(lang.round_home_hint())))
            button.button { (lang.round_save_profile()) }
        }
    }
}

async fn save(state: &AppState, person: &Person, profile: &Profile, by: &str) -> Result<(), StoreError> {
    let mut tx = state.db.begin().await?;
    store::set_profile(&mut tx, person, profile, by, state.now()).await?;
    Ok(tx.commit().await?)
}

/// `POST /account/profile`
pub(super) async fn own(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(typed): Form<Typed>) -> Response {
    if !has(who.person.role) {
        return AppError::NotAllowed.page(&visit);
    }
    let Some(profile) = typed.read(&visit.registry.region) else {
        return account::page(&visit, &who, Some(visit.lang.round_bad_profile()), None, Some(&typed), None);
    };
    match save(&state, &who.person, &profile, who.actor()).await {
        Ok(()) => Redirect::to("/account?profile").into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// `POST /staff/people/{id}/profile`
pub(super) async fn other(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManagePeople, &visit) {
        return *refused;
    }
    let found = async {
        let mut tx = state.db.begin().await?;
        store::person(&mut tx, id).await
    };
    let person = match found.await {
        Ok(Some(person)) => person,
        Ok(None) => return AppError::NoPage.page(&visit),
        Err(error) => return AppError::away(&error, &visit),
    };
    let Some(profile) = typed.read(&visit.registry.region) else {
        return people::with_profile(&state, &visit, &who, (id, &typed)).await;
    };
    match save(&state, &person, &profile, who.actor()).await {
        Ok(()) => Redirect::to("/staff/people").into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}
