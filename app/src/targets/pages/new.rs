//! `/staff/targets/new`: a target is set.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::targets::{self, Scope};
use domain::{Action, AreaClass, AreaCode, VenueType, Word};
use maud::{Markup, html};

use super::asked::Asked;
use super::typed::{Said, Typed, fields, words};
use super::{tables, typed};
use crate::accounts::{Form, SignedIn};
use crate::state::AppState;
use crate::targets::store::{self, New, StoreError};
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/targets/new`
pub(super) async fn show(visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageTargets, &visit) {
        return *refused;
    }
    let today = visit.today();
    let Asked { street, class, venue, .. } = asked.clone();
    let (year, on) = (asked.year(today).to_string(), today.to_string());
    page(&visit, &Typed { year, street, class, venue, on, ..Typed::default() }, None)
}

/// `POST /staff/targets/new`
pub(super) async fn set(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(typed): Form<Typed>) -> Response {
    if let Err(refused) = who.needs(Action::ManageTargets, &visit) {
        return *refused;
    }
    let (year, scope, said) = match read(&typed, &visit) {
        Ok(read) => read,
        Err(wrong) => return page(&visit, &typed, Some(&html! { (wrong) })),
    };
    let new = New { year, scope, wanted: said.wanted() };
    match store::set(&state.db, &new, &who.person, state.now(), (state.random)()).await {
        Ok(_) => Redirect::to(&format!("/staff/targets?year={year}")).into_response(),
        Err(StoreError::Taken) => taken(&state, &visit, &typed, year, &scope).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// The target, or what is wrong with what was typed.
fn read(typed: &Typed, visit: &Visit) -> Result<(i32, Scope, Said), String> {
    let (lang, region) = (visit.lang, &visit.registry.region);
    let wrong_year = || typed::words(targets::Refused::Year, lang);
    let year = typed.year.trim().parse().ok().ok_or_else(wrong_year)?;
    let wrong_scope = || lang.target_wrong_scope().to_owned();
    let filled = |text: &'_ str| (!text.is_empty()).then(|| text.to_owned());
    let street = |code: String| AreaCode::new(&code).ok().filter(|code| region.street(*code).is_some()).ok_or_else(wrong_scope);
    let scope = Scope {
        street: filled(&typed.street).map(street).transpose()?,
        class: filled(&typed.class).map(|word| AreaClass::from_word(&word)).transpose().ok().ok_or_else(wrong_scope)?,
        venue: filled(&typed.venue).map(|word| VenueType::from_word(&word)).transpose().ok().ok_or_else(wrong_scope)?,
    };
    let said = typed.read(lang)?;
    let today = visit.today();
    targets::set(year, &said.wanted(), today).map_err(|refused| words(refused, lang))?;
    Ok((year, scope, said))
}

/// There is one already: it is revised, not set again.
async fn taken(state: &AppState, visit: &Visit, typed: &Typed, year: i32, scope: &Scope) -> Response {
    match store::list(&state.db, year).await {
        Ok(all) => {
            let id = all.iter().find(|target| target.scope == *scope).map(|target| target.id);
            let wrong = html! {
                (visit.lang.target_taken(year, tables::scope_words(scope, visit))) " "
                @if let Some(id) = id { a href={ "/staff/targets/" (id) } { (visit.lang.target_see()) } }
            };
            page(visit, typed, Some(&html! { span { (wrong) } }))
        }
        Err(error) => AppError::away(&error, visit),
    }
}

fn page(visit: &Visit, typed: &Typed, wrong: Option<&Markup>) -> Response {
    let lang = visit.lang;
    let today = visit.today();
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/targets" { (lang.target_title()) } }
            h1 { (lang.target_new()) }
            p { (lang.target_new_lead()) }
            (tables::counted(visit))
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            form.entries method="post" action="/staff/targets/new" {
                label.entry { span { (lang.target_year()) } input name="year" value=(typed.year) inputmode="numeric" maxlength="4" autocomplete="off" required; }
                (scope(typed, visit))
                (fields(typed, today, true, lang))
                button.button.button-primary { (lang.target_set()) }
            }
        }
    };
    Frame::form(visit, lang.target_new(), wrong.is_some()).around(&main)
}

fn scope(typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        label.entry {
            span { (lang.build_street()) }
            select name="street" {
                option value="" { (visit.region_name()) }
                @for street in &visit.registry.region.streets {
                    option value=(street.code) selected[street.code.as_str() == typed.street] { (street.name(lang.is_english())) }
                }
            }
        }
        label.entry {
            span { (lang.target_class_column()) }
            select name="class" {
                option value="" { (lang.target_any_class()) }
                @for class in AreaClass::ALL { option value=(class) selected[class.word() == typed.class] { (lang.class(*class)) } }
            }
        }
        label.entry {
            span { (lang.build_venue_type()) }
            select name="venue" {
                option value="" { (lang.target_any_venue()) }
                @for venue in VenueType::ALL { option value=(venue) selected[venue.word() == typed.venue] { (lang.venue_type(*venue)) } }
            }
        }
    }
}
