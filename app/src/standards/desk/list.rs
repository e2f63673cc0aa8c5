//! `/staff/standards`: what is published, what is in draft, and beginning a draft.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::standard::{Published, STUBS};
use domain::{Action, may};
use maud::{Markup, html};
use serde::Deserialize;

use super::{MOST, kept, name};
use crate::accounts::{Form, SignedIn, Upload, new_id};
use crate::i18n::{Lang, moment_text};
use crate::standards::store::{self, Draft};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Which version a draft begins as.
#[derive(Deserialize)]
pub(super) struct Copied {
    of: String,
}

/// `GET /staff/standards`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    page(&state, &visit, &who, None).await
}

pub(super) async fn page(state: &AppState, visit: &Visit, who: &SignedIn, wrong: Option<&str>) -> Response {
    if let Err(refused) = who.needs(Action::EditStandards, visit) {
        return *refused;
    }
    let drafts = match store::drafts(&state.db).await {
        Ok(drafts) => drafts,
        Err(error) => return AppError::away(&error, visit),
    };
    let (lang, english) = (visit.lang, visit.lang.is_english());
    let publishes = may(who.person.role, Action::PublishStandards);
    let versions = visit.standards().all();
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/standards" { (lang.standard_title()) } }
            h1 { (lang.draft_title()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            p.lead { (lang.draft_lead()) }
            h2 { (lang.draft_drafts()) }
            @if drafts.is_empty() { p.quiet { (lang.draft_none()) } }
            ul.people role="list" { @for draft in &drafts { (row(draft, visit)) } }
            h2 { (lang.draft_begin()) }
            form.entries method="post" action="/staff/standards/copy" {
                label.entry { span { (lang.draft_copy_of()) } select name="of" {
                    @for published in versions.iter().rev() {
                        option value=(published.version.standard.id) { (published.version.standard.title.pick(english)) }
                    }
                } }
                button.button { (lang.draft_copy()) }
            }
            form.entries method="post" action="/staff/standards/upload" enctype="multipart/form-data" {
                label.entry { span { (lang.draft_file()) }
                    input type="file" name="file" accept=".toml,application/toml,text/plain" required;
                    small { (lang.draft_file_hint()) } }
                button.button { (lang.draft_upload()) }
            }
            p.quiet { (lang.draft_stubs()) }
            ul { @for stub in STUBS.iter() { li { (stub.title.pick(english)) " · " code { (stub.id) } } } }
            h2 { (lang.standard_versions()) }
            ul.people role="list" { @for published in versions.iter().rev() { (version(published, publishes, lang)) } }
        }
    };
    Frame::form(visit, lang.draft_title(), wrong.is_some()).around(&main)
}

fn row(draft: &Draft, visit: &Visit) -> Markup {
    let changed = moment_text(visit.lang, visit.registry.region.local(draft.changed));
    html! {
        li.panel {
            h3 { a href={ "/staff/standards/drafts/" (draft.id) } { (draft.name) } }
            p { (visit.lang.draft_edited(&draft.editor, changed)) }
        }
    }
}

fn version(published: &Published, publishes: bool, lang: Lang) -> Markup {
    let standard = &published.version.standard;
    html! {
        li.panel {
            h3 { a href={ "/standards/" (standard.id) } { (standard.title.pick(lang.is_english())) } }
            p {
                (lang.standard_from(lang.date(standard.valid_from))) " · "
                @if published.built_in { (lang.draft_built_in()) } @else { (lang.draft_published_here()) }
                @if let Some(reason) = &published.retired { " · " strong { (lang.draft_retired()) } " · " (reason) }
            }
            @if publishes && published.retired.is_none() {
                details {
                    summary { (lang.draft_retire()) }
                    form.entries method="post" action={ "/staff/standards/versions/" (standard.id) "/retire" } {
                        label.entry { span { (lang.draft_reason()) } textarea name="reason" rows="2" maxlength="1000" required {}
                            small { (lang.draft_retire_hint()) } }
                        button.button { (lang.draft_retire_now()) }
                    }
                }
            }
        }
    }
}

/// `POST /staff/standards/copy`
pub(super) async fn copy(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(Copied { of }): Form<Copied>,
) -> Response {
    if let Err(refused) = who.needs(Action::EditStandards, &visit) {
        return *refused;
    }
    let Some(version) = visit.standards().version(&of) else { return AppError::NoPage.page(&visit) };
    begin(&state, &visit, &who, &version.text, &of).await
}

/// `POST /staff/standards/upload`
pub(super) async fn upload(State(state): State<AppState>, visit: Visit, who: SignedIn, Upload(file): Upload) -> Response {
    if let Err(refused) = who.needs(Action::EditStandards, &visit) {
        return *refused;
    }
    let lang = visit.lang;
    let text = match std::str::from_utf8(&file.bytes) {
        Ok(text) if text.trim().is_empty() => return page(&state, &visit, &who, Some(lang.draft_no_file())).await,
        Ok(text) if text.len() > MOST => return page(&state, &visit, &who, Some(&lang.draft_long(MOST / 1024))).await,
        Ok(text) => text,
        Err(_) => return page(&state, &visit, &who, Some(lang.draft_no_text())).await,
    };
    begin(&state, &visit, &who, text, &file.name).await
}

async fn begin(state: &AppState, visit: &Visit, who: &SignedIn, text: &str, called: &str) -> Response {
    let (text, now) = (kept(text), state.now());
    let id = new_id(now, (state.random)());
    let name = name(&text, called);
    let draft = Draft { id, name, text, editor: who.actor().to_owned(), version: 1, changed: now };
    match store::start(&state.db, &draft).await {
        Ok(()) => Redirect::to(&format!("/staff/standards/drafts/{id}")).into_response(),
        Err(error) => AppError::away(&error, visit),
    }
}
