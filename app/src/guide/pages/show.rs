//! `/guide` and `/guide/{number}`: a revision to read, the others beside it, and saying that one has read it.

use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use domain::guide::Standing;
use domain::{Action, may};
use maud::{Markup, html};
use serde::Deserialize;

use super::text::{contents, text};
use super::{all, day, edition, numbered};
use crate::accounts::{Form, Maybe, SignedIn};
use crate::guide::store::{self, Edition, Published};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// A form without fields.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// `GET /guide`
pub(super) async fn current(State(state): State<AppState>, visit: Visit, Maybe(who): Maybe) -> Response {
    let all = match all(&state, &visit).await {
        Ok(all) => all,
        Err(refused) => return *refused,
    };
    match store::current(&all, visit.today()) {
        Some(current) => page(&state, &visit, who.as_ref(), &all, current).await,
        None => none(&visit, &all),
    }
}

/// `GET /guide/{number}`, and `/guide/{number}.txt`: the text as it was written.
pub(super) async fn one(State(state): State<AppState>, visit: Visit, Maybe(who): Maybe, Path(number): Path<String>) -> Response {
    let shown = async {
        let all = all(&state, &visit).await?;
        let plain = number.strip_suffix(".txt");
        let about = numbered(&all, plain.unwrap_or(&number), &visit)?;
        if plain.is_some() {
            let text = edition(&state, &visit, about).await?.text;
            return Ok::<_, Box<Response>>(([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response());
        }
        Ok(page(&state, &visit, who.as_ref(), &all, about).await)
    };
    shown.await.unwrap_or_else(|refused| *refused)
}

/// Where no revision is in force: nothing is made up in its place.
fn none(visit: &Visit, all: &[Published]) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose tabindex="-1" {
            h1 { (lang.guide_title()) }
            @if all.is_empty() {
                p.lead { (lang.guide_none()) }
                p { (lang.guide_none_text()) }
            } @else {
                p.lead { (lang.guide_none_yet()) }
                (revisions(visit, all))
            }
        }
    };
    Frame::new(visit, lang.guide_title()).around(&main)
}

async fn page(state: &AppState, visit: &Visit, who: Option<&SignedIn>, all: &[Published], about: &Published) -> Response {
    let edition = match edition(state, visit, about).await {
        Ok(edition) => edition,
        Err(refused) => return *refused,
    };
    let confirmed = match who {
        None => None,
        Some(who) => match store::confirmed(&state.db, about.number, who.person.id).await {
            Ok(confirmed) => confirmed,
            Err(error) => return AppError::away(&error, visit),
        },
    };
    let (lang, standing) = (visit.lang, about.standing(all, visit.today()));
    let main = html! {
        main #main.prose tabindex="-1" {
            @if visit.path != "/guide" { p { a href="/guide" { (lang.guide_title()) } } }
            (head(visit, &edition, standing))
            (contents(&edition.body, lang))
            (text(&edition.body, lang))
            (reading(visit, about, who, confirmed, standing))
            h2 { (lang.guide_note()) }
            p { (about.note) }
            p.quiet { (lang.guide_published(day(visit, about.at))) }
            h2 { (lang.guide_revisions()) }
            (revisions(visit, all))
        }
    };
    Frame::new(visit, about.head.title.as_str()).around(&main)
}

fn head(visit: &Visit, Edition { about, body, .. }: &Edition, standing: Standing) -> Markup {
    let lang = visit.lang;
    let state = if standing == Standing::Current { "state state-open" } else { "state state-closed" };
    let tasks = body.checklist().len();
    html! {
        h1 { (about.head.title) }
        p.lead {
            strong class=(state) { (lang.guide_standing(standing)) } " · " (lang.guide_called(about))
            @if let Some(reference) = &about.head.reference { " · " (reference) }
        }
        ul.downloads role="list" {
            @if tasks > 0 { li { a.button href={ "/guide/" (about.number) "/checklist" } { (lang.guide_checklist_of(tasks)) } } }
            li { a.button href={ "/guide/" (about.number) ".txt" } { (lang.guide_plain()) } }
        }
        p.quiet.digest { (lang.guide_digest()) " " code { (about.digest) } }
    }
}

/// That somebody has read it, or the way to say so.
fn reading(visit: &Visit, about: &Published, who: Option<&SignedIn>, at: Option<DateTime<Utc>>, standing: Standing) -> Markup {
    let lang = visit.lang;
    let path = format!("/guide/{}", about.number);
    let is_replaced = matches!(standing, Standing::Replaced(_));
    html! {
        @if let Some(at) = at {
            p.done role="status" #read { (lang.guide_was_read(day(visit, at))) }
        } @else if !is_replaced && who.is_some_and(|who| may(who.person.role, Action::ReadGuide)) {
            form.wishes #read method="post" action={ (path) "/read" } {
                p { (lang.guide_read_lead()) }
                button.button.button-primary { (lang.guide_read()) }
            }
        } @else if !is_replaced && who.is_none() {
            p.quiet #read { a href={ "/sign-in?next=" (path) } { (lang.guide_sign_in()) } }
        }
    }
}

/// All revisions, each with the ways to what it changed of those before it.
fn revisions(visit: &Visit, all: &[Published]) -> Markup {
    let (lang, today) = (visit.lang, visit.today());
    html! {
        ul.versions role="list" {
            @for published in all {
                li.panel {
                    h3 { a href={ "/guide/" (published.number) } { (published.head.title) } }
                    p {
                        (lang.guide_standing(published.standing(all, today))) " · " (lang.guide_called(published))
                        @if let Some(reference) = &published.head.reference { " · " (reference) }
                    }
                    @for before in all.iter().filter(|before| before.head.valid_from < published.head.valid_from) {
                        p { a href={ "/guide/" (before.number) "/diff/" (published.number) } {
                            (lang.guide_compare(published.number, before.number))
                        } }
                    }
                }
            }
        }
    }
}

/// `POST /guide/{number}/read`
pub(super) async fn read(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(number): Path<String>,
    Form(Nothing {}): Form<Nothing>,
) -> Response {
    if let Err(refused) = who.needs(Action::ReadGuide, &visit) {
        return *refused;
    }
    let all = match all(&state, &visit).await {
        Ok(all) => all,
        Err(refused) => return *refused,
    };
    let about = match numbered(&all, &number, &visit) {
        Ok(about) => about,
        Err(refused) => return *refused,
    };
    if matches!(about.standing(&all, visit.today()), Standing::Replaced(_)) {
        return AppError::Outdated.page(&visit);
    }
    match store::confirm(&state.db, about.number, &who.person, state.now()).await {
        Ok(()) => Redirect::to(&format!("/guide/{}#read", about.number)).into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}
