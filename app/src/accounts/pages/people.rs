//! `/staff/people`: who has an account; administrators invite, change and close.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::{Action, Line, Role, Word, may};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::form;
use super::profile::{self, Typed};
use crate::accounts::guard::{Form, SignedIn};
use crate::accounts::secret::{Token, hash};
use crate::accounts::store::{self, Change, Person, Profile, StoreError};
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// What was typed to invite somebody: it stays when something is wrong with it.
#[derive(Deserialize)]
pub(super) struct Invitation {
    name: String,
    login: String,
    role: String,
}

impl Default for Invitation {
    fn default() -> Self {
        Self { name: String::new(), login: String::new(), role: Role::Expert.word().to_owned() }
    }
}

#[derive(Deserialize)]
pub(super) struct Wish {
    /// `link`, `second`, `close`, `open`, or a role.
    wish: String,
}

/// What stands above the list.
enum Told<'a> {
    Nothing,
    Wrong(&'a str),
    /// One's own second factor is turned off with password and code, not from here.
    OwnSecond,
    /// A profile that cannot be taken, as it was typed.
    Profile((Uuid, &'a Typed)),
    /// A link, shown this once.
    Link(Person, Token),
}

/// `GET /staff/people`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::SeePeople, &visit) {
        return *refused;
    }
    page(&state, &visit, &who, &Invitation::default(), Told::Nothing).await
}

/// The list, with what was typed for a person's profile and could not be taken.
pub(super) async fn with_profile(state: &AppState, visit: &Visit, who: &SignedIn, typed: (Uuid, &Typed)) -> Response {
    page(state, visit, who, &Invitation::default(), Told::Profile(typed)).await
}

async fn page(state: &AppState, visit: &Visit, who: &SignedIn, typed: &Invitation, told: Told<'_>) -> Response {
    let read =
        async { Ok::<_, StoreError>((store::with_profiles(&state.db).await?, store::with_second_factor(&state.db).await?)) };
    let (people, second) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, visit),
    };
    let (lang, manages) = (visit.lang, may(who.person.role, Action::ManagePeople));
    let (wrong, kept) = match told {
        Told::Wrong(words) => (Some(words), None),
        Told::OwnSecond => (Some(lang.account_second_own()), None),
        Told::Profile(typed) => (Some(lang.round_bad_profile()), Some(typed)),
        Told::Nothing | Told::Link(..) => (None, None),
    };
    let body = html! {
        @if let Told::Link(person, token) = &told { (link(visit, person, token)) }
        h2 { (lang.people_count(people.len())) }
        ul.people role="list" {
            @for (person, profile) in &people { (row(person, (profile, second.contains(&person.id)), manages, kept, visit)) }
        }
        @if manages { (invitation(typed, lang)) } @else { p.quiet { (lang.people_only_administrators()) } }
    };
    form::page(visit, lang.people_title(), wrong, &body)
}

fn link(visit: &Visit, person: &Person, token: &Token) -> Markup {
    let (lang, path) = (visit.lang, format!("/join/{}", token.as_str()));
    let whole = format!("{}{path}", visit.origin());
    html! {
        section.panel.once aria-labelledby="once" role="status" {
            h2 #once { (lang.people_link_title(&person.name)) }
            p { (lang.people_link_text(store::LINK_HOURS)) }
            p { a href=(path) { code { (whole) } } }
        }
    }
}

fn row(
    person: &Person,
    (profile, second): (&Profile, bool),
    manages: bool,
    kept: Option<(Uuid, &Typed)>,
    visit: &Visit,
) -> Markup {
    let lang = visit.lang;
    let kept = kept.filter(|(id, _)| *id == person.id).map(|(_, typed)| typed);
    let own = Typed::of(profile);
    let state = match (person.active, &person.password) {
        (false, _) => lang.people_closed(),
        (true, None) => lang.people_waiting(),
        (true, Some(_)) => lang.people_active(),
    };
    let wish = |word: &str, label: &str| {
        html! { button.button name="wish" value=(word) { (label) } }
    };
    html! {
        li.panel {
            h3 { (person.name) }
            p { (person.login) " · " (lang.person_role(person.role)) " · " (state) @if second { " · " (lang.account_second_has()) } }
            @if manages {
                details {
                    summary { (lang.people_change()) }
                    form.wishes method="post" action={ "/staff/people/" (person.id) } {
                        @if person.active {
                            (wish("link", lang.people_new_link()))
                            @if second { (wish("second", lang.account_second_reset())) }
                            (wish("close", lang.people_close()))
                            @for role in Role::ALL.iter().filter(|role| **role != person.role) {
                                (wish(role.word(), &lang.people_make(lang.person_role(*role))))
                            }
                        } @else { (wish("open", lang.people_open())) }
                    }
                }
            }
            @if manages && profile::has(person.role) {
                details open[kept.is_some()] {
                    summary { (lang.round_profile_of(&person.name)) }
                    (profile::fields(&format!("/staff/people/{}/profile", person.id), kept.unwrap_or(&own), &visit.registry.region, lang))
                }
            }
        }
    }
}

fn invitation(typed: &Invitation, lang: Lang) -> Markup {
    let name = html! { input name="name" value=(typed.name) autocomplete="off" required maxlength="60"; };
    let login = html! { input name="login" value=(typed.login) autocomplete="off" autocapitalize="none" spellcheck="false" required maxlength="60"; };
    let role = html! {
        select name="role" {
            @for role in Role::ALL {
                option value=(role.word()) selected[typed.role == role.word()] { (lang.person_role(*role)) }
            }
        }
    };
    html! {
        h2 { (lang.people_invite_title()) }
        p.quiet { (lang.people_invite_text()) }
        form.entries method="post" action="/staff/people" {
            (form::field(lang.account_name(), &name, None))
            (form::field(lang.account_login(), &login, Some(lang.people_login_hint())))
            (form::field(lang.account_role(), &role, None))
            button.button.button-primary { (lang.people_invite()) }
        }
    }
}

/// `POST /staff/people`
pub(super) async fn invite(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(typed): Form<Invitation>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManagePeople, &visit) {
        return *refused;
    }
    let lang = visit.lang;
    let (Ok(name), Ok(role)) = (Line::new(&typed.name), Role::from_word(&typed.role)) else {
        return page(&state, &visit, &who, &typed, Told::Wrong(lang.people_no_name())).await;
    };
    let Some(login) = store::login(&typed.login) else {
        return page(&state, &visit, &who, &typed, Told::Wrong(lang.people_bad_login())).await;
    };
    let person = Person::new(name, login, role, state.now(), state.random);
    match store::add(&state.db, &person, who.actor(), state.now(), state.random).await {
        Ok(token) => page(&state, &visit, &who, &Invitation::default(), Told::Link(person, token)).await,
        Err(StoreError::LoginTaken) => page(&state, &visit, &who, &typed, Told::Wrong(lang.people_login_taken())).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// `POST /staff/people/{id}`
pub(super) async fn change(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(Wish { wish }): Form<Wish>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManagePeople, &visit) {
        return *refused;
    }
    let lang = visit.lang;
    let told = match carry_out(&state, &who, id, &wish).await {
        Ok(Some(told)) => told,
        Ok(None) => return AppError::NoPage.page(&visit),
        Err(StoreError::LastAdministrator) => Told::Wrong(lang.people_last_administrator()),
        Err(StoreError::Outdated) => Told::Wrong(lang.people_outdated()),
        Err(error) => return AppError::away(&error, &visit),
    };
    page(&state, &visit, &who, &Invitation::default(), told).await
}

async fn carry_out(state: &AppState, who: &SignedIn, id: Uuid, wish: &str) -> Result<Option<Told<'static>>, StoreError> {
    let (now, by) = (state.now(), who.actor());
    let mut tx = state.db.begin().await?;
    let Some(person) = store::person(&mut tx, id).await? else { return Ok(None) };
    let what = match (wish, Role::from_word(wish)) {
        ("link", _) => {
            let token = Token::new((state.random)());
            store::link(&mut tx, &person, &hash(token.as_str()), by, now).await?;
            tx.commit().await?;
            return Ok(Some(Told::Link(person, token)));
        }
        ("second", _) if person.id == who.person.id => return Ok(Some(Told::OwnSecond)),
        ("second", _) => {
            store::reset_for(&mut tx, &person, by, now).await?;
            tx.commit().await?;
            return Ok(Some(Told::Nothing));
        }
        ("close", _) => Change::Active(false),
        ("open", _) => Change::Active(true),
        (_, Ok(role)) => Change::Role(role),
        (_, Err(_)) => return Ok(None),
    };
    store::change(&mut tx, &person, what, by, now).await?;
    tx.commit().await?;
    Ok(Some(Told::Nothing))
}
