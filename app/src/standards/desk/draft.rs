//! `/staff/standards/drafts/{id}`: a draft's text, its mistakes, and what would change.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::standard::{Mistake, Version};
use domain::{Action, may};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{MOST, find, kept, name};
use crate::accounts::{Form, SignedIn};
use crate::i18n::{Lang, moment_text};
use crate::inspections::latest_visit;
use crate::standards::pages::differences;
use crate::standards::store::{self, Draft, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

#[derive(Deserialize)]
pub(super) struct Typed {
    text: String,
    version: i64,
}

/// `GET /staff/standards/drafts/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(draft) => page(&state, &visit, &who, &draft, None).await,
        Err(refused) => *refused,
    }
}

/// The page of a draft, as it is kept or as it was typed, and what is wrong with what was wished.
pub(super) async fn page(state: &AppState, visit: &Visit, who: &SignedIn, draft: &Draft, wrong: Option<&str>) -> Response {
    let latest = match latest_visit(&state.db).await {
        Ok(latest) => latest,
        Err(error) => return AppError::away(&error, visit),
    };
    let (lang, region) = (visit.lang, &visit.registry.region);
    let path = |rest: &str| format!("/staff/standards/drafts/{}{rest}", draft.id);
    let main = html! {
        main #main.prose.desk.wide tabindex="-1" {
            p { a href="/staff/standards" { (lang.draft_title()) } }
            h1 { (lang.draft_of(&draft.name)) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            p.quiet { (lang.draft_edited(&draft.editor, moment_text(lang, region.local(draft.changed)))) }
            @match Version::read(&draft.text) {
                Err(mistakes) => (told(&mistakes.0, &draft.text, lang)),
                Ok(version) => {
                    p.done { (lang.draft_reads(version.standard.clauses.len(), lang.date(version.standard.valid_from))) }
                    @let obstacles = visit.standards().obstacles(&version.standard, visit.today(), latest);
                    @if !obstacles.is_empty() {
                        p { (lang.draft_obstacles()) }
                        ul { @for obstacle in &obstacles { li { (lang.obstacle(obstacle)) } } }
                    }
                    (compare(visit, draft))
                    @if obstacles.is_empty() { (publication(draft, who, lang)) }
                }
            }
            h2 { (lang.draft_text()) }
            form method="post" action=(path("")) {
                input type="hidden" name="version" value=(draft.version);
                label.entry.source { span { (lang.draft_text_label()) }
                    textarea name="text" rows="30" spellcheck="false" autocapitalize="none" { "\n" (draft.text) } }
                div.bar { button.button.button-primary { (lang.draft_save()) } }
            }
            details {
                summary { (lang.draft_discard()) }
                form.wishes method="post" action=(path("/discard")) {
                    input type="hidden" name="version" value=(draft.version);
                    p { (lang.draft_discard_text()) }
                    button.button { (lang.draft_discard_now()) }
                }
            }
        }
    };
    Frame::form(visit, lang.draft_of(&draft.name), wrong.is_some()).around(&main)
}

/// Every mistake, with its line as it stands there.
fn told(mistakes: &[Mistake], text: &str, lang: Lang) -> Markup {
    html! {
        p.wrong { (lang.draft_mistakes(mistakes.len())) }
        ol.mistakes {
            @for Mistake { line, place, what } in mistakes {
                li {
                    strong { (lang.draft_line(line)) } @if !place.is_empty() { " · " (place) } " · " (what.pick(lang.is_english()))
                    @if let Some(written) = text.lines().nth(line - 1).filter(|written| !written.trim().is_empty()) {
                        br; code { (written.chars().take(160).collect::<String>()) }
                    }
                }
            }
        }
    }
}

/// The way to what it changes, against each version.
fn compare(visit: &Visit, draft: &Draft) -> Markup {
    let lang = visit.lang;
    html! {
        h2 { (lang.draft_try()) }
        ul.people role="list" {
            @for published in visit.standards().all().iter().rev() {
                @let old = &published.version.standard;
                li.panel {
                    h3 { (lang.draft_against(old.title.pick(lang.is_english()))) }
                    ul.downloads role="list" {
                        li { a.button href={ "/staff/standards/drafts/" (draft.id) "/diff/" (old.id) } { (lang.draft_diff()) } }
                        li { a.button href={ "/staff/impact/" (old.id) "/" (draft.id) } { (lang.draft_impact()) } }
                    }
                }
            }
        }
    }
}

fn publication(draft: &Draft, who: &SignedIn, lang: Lang) -> Markup {
    html! {
        h2 { (lang.draft_publish_title()) }
        @if draft.editor == who.actor() { p { (lang.draft_refused_own()) } }
        @else if may(who.person.role, Action::PublishStandards) {
            form.entries method="post" action={ "/staff/standards/drafts/" (draft.id) "/publish" } {
                input type="hidden" name="version" value=(draft.version);
                label.entry { span { (lang.draft_note()) } textarea name="note" rows="3" maxlength="1000" required {}
                    small { (lang.draft_note_hint()) } }
                button.button.button-primary { (lang.draft_publish()) }
            }
        }
    }
}

/// `POST /staff/standards/drafts/{id}`: kept with its mistakes, which the page then tells.
pub(super) async fn save(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Response {
    let found = match find(&state, &visit, &who, id).await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let text = kept(&typed.text);
    let old = Draft { version: typed.version, ..found.clone() };
    // Kept in sight even where it cannot be saved; the version stays the old one, so that nothing is overwritten.
    let as_typed = Draft { text: text.clone(), ..old.clone() };
    if text.len() > MOST {
        return page(&state, &visit, &who, &as_typed, Some(&visit.lang.draft_long(MOST / 1024))).await;
    }
    match store::save(&state.db, &old, &name(&text, &found.name), &text, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(&format!("/staff/standards/drafts/{id}")).into_response(),
        Err(StoreError::Outdated) => page(&state, &visit, &who, &as_typed, Some(visit.lang.draft_outdated())).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// `GET /staff/standards/drafts/{id}/diff/{old}`
pub(super) async fn diff(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((id, old)): Path<(Uuid, String)>,
) -> Response {
    let draft = match find(&state, &visit, &who, id).await {
        Ok(draft) => draft,
        Err(refused) => return *refused,
    };
    let page = format!("/staff/standards/drafts/{id}");
    match (visit.standards().version(&old), Version::read(&draft.text)) {
        (Some(old), Ok(new)) => {
            let impact = format!("/staff/impact/{}/{id}", old.standard.id);
            differences(&visit, (&page, &visit.lang.draft_of(&draft.name)), &old.standard, &new.standard, &impact)
        }
        (None, _) => AppError::NoPage.page(&visit),
        (_, Err(_)) => Redirect::to(&page).into_response(),
    }
}
