//! `/staff/targets/{id}`: a target with all its revisions, and the form for one more.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Action;
use domain::targets::{Revision, Target, revise as allowed};
use maud::{Markup, html};

use super::tables;
use super::typed::{Typed, fields, words};
use crate::accounts::{Form, SignedIn};
use crate::i18n::moment_text;
use crate::state::AppState;
use crate::targets::store::{self, StoreError};
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/targets/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<String>) -> Response {
    if let Err(refused) = who.needs(Action::ManageTargets, &visit) {
        return *refused;
    }
    let (target, frozen) = match find(&state, &visit, &id).await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let on = visit.today().to_string();
    let last = target.latest();
    let rooms = last.and_then(|last| last.rooms).map_or_else(String::new, |rooms| rooms.to_string());
    let source = last.map_or_else(String::new, |last| last.source.to_string());
    page(&visit, &target, frozen, &Typed { rooms, on, source, ..Typed::default() }, None)
}

/// `POST /staff/targets/{id}`
pub(super) async fn revise(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManageTargets, &visit) {
        return *refused;
    }
    let lang = visit.lang;
    let (target, frozen) = match find(&state, &visit, &id).await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    if typed.version != target.revisions.len() {
        return page(&visit, &target, frozen, &typed, Some(lang.target_outdated()));
    }
    let today = visit.today();
    let said = match typed.read(lang) {
        Ok(said) => said,
        Err(wrong) => return page(&visit, &target, frozen, &typed, Some(&wrong)),
    };
    let refused = target.latest().and_then(|last| allowed(last, &said.wanted(), today).err());
    if let Some(refused) = refused {
        return page(&visit, &target, frozen, &typed, Some(&words(refused, lang)));
    }
    match store::revise(&state.db, &target, &said.wanted(), &who.person, state.now()).await {
        Ok(()) => Redirect::to(&format!("/staff/targets/{}", target.id)).into_response(),
        // In the very moment between reading and writing: shown once more, with what stands now.
        Err(StoreError::Outdated) => match find(&state, &visit, &id).await {
            Ok((target, frozen)) => page(&visit, &target, frozen, &typed, Some(lang.target_outdated())),
            Err(refused) => *refused,
        },
        Err(error) => AppError::away(&error, &visit),
    }
}

/// The target of an id, and whether its year is frozen; or the page that says why not.
async fn find(state: &AppState, visit: &Visit, id: &str) -> Result<(Target, bool), Box<Response>> {
    let none = || Box::new(AppError::NoPage.page(visit));
    let away = |error: StoreError| Box::new(AppError::away(&error, visit));
    let id = id.parse().ok().ok_or_else(none)?;
    let target = store::find(&state.db, id).await.map_err(away)?.ok_or_else(none)?;
    let frozen = store::frozen_years(&state.db).await.map_err(away)?.contains(&target.year);
    Ok((target, frozen))
}

fn page(visit: &Visit, target: &Target, frozen: bool, typed: &Typed, wrong: Option<&str>) -> Response {
    let (lang, year) = (visit.lang, target.year);
    let today = visit.today();
    let scope = tables::scope_words(&target.scope, visit);
    let title = format!("{} · {scope}", lang.target_of_year(year));
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href={ "/staff/targets?year=" (year) } { (lang.target_title()) } }
            h1 { (title) }
            p.lead { (said(target.latest(), visit)) }
            (tables::counted(visit))
            @if frozen { p { (lang.target_year_frozen(year)) " " a href={ "/staff/targets/frozen/" (year) } { (lang.target_see_frozen(year)) } } }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            section.panel aria-labelledby="revise" {
                h2 #revise { (lang.target_revise()) }
                p { (lang.target_revise_lead()) }
                form.entries method="post" action={ "/staff/targets/" (target.id) } {
                    input type="hidden" name="version" value=(target.revisions.len());
                    (fields(typed, today, false, lang))
                    button.button.button-primary { (lang.target_record()) }
                }
            }
            h2 { (lang.target_history()) }
            (history(target, visit))
        }
    };
    Frame::form(visit, title, wrong.is_some()).around(&main)
}

/// What a revision says.
fn said(revision: Option<&Revision>, visit: &Visit) -> Markup {
    html! {
        @match revision.and_then(|revision| revision.rooms) {
            Some(rooms) => strong { (visit.lang.target_rooms_of(rooms)) },
            None => strong { (visit.lang.target_withdrawn()) },
        }
    }
}

fn history(target: &Target, visit: &Visit) -> Markup {
    let (lang, region) = (visit.lang, &visit.registry.region);
    html! {
        ol.lines role="list" {
            @for revision in target.revisions.iter().rev() {
                li {
                    (said(Some(revision), visit)) " · " time datetime=(revision.on) { (lang.date(revision.on)) }
                    br; (lang.target_source()) ": " (revision.source)
                    @if let Some(note) = &revision.note { br; (note) }
                    br; small.quiet { (lang.build_recorded(&revision.by, moment_text(lang, region.local(revision.at)))) }
                }
            }
        }
    }
}
