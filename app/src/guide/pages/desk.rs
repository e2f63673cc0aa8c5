//! `/staff/guide`: drafts, beginning one, and what is published with who has read it.

use std::borrow::Cow;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Action;
use domain::guide::MOST_BYTES;
use maud::{Markup, html};
use serde::Deserialize;

use super::draft::kept;
use super::{all, edition, numbered};
use crate::accounts::{Form, SignedIn, Upload, new_id};
use crate::guide::store::{self, Draft, Published};
use crate::i18n::{Lang, moment_text};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Which revision a draft begins as; none where it is empty.
#[derive(Deserialize)]
pub(super) struct Begun {
    of: String,
}

/// `GET /staff/guide`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    page(&state, &visit, &who, None).await
}

async fn page(state: &AppState, visit: &Visit, who: &SignedIn, wrong: Option<&str>) -> Response {
    if let Err(refused) = who.needs(Action::EditGuide, visit) {
        return *refused;
    }
    let drafts = match store::drafts(&state.db).await {
        Ok(drafts) => drafts,
        Err(error) => return AppError::away(&error, visit),
    };
    let all = match all(state, visit).await {
        Ok(all) => all,
        Err(refused) => return *refused,
    };
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/guide" { (lang.guide_title()) } }
            h1 { (lang.guide_desk()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            p.lead { (lang.guide_desk_lead()) }
            h2 { (lang.guide_drafts()) }
            @if drafts.is_empty() { p.quiet { (lang.guide_no_drafts()) } }
            ul.people role="list" { @for draft in &drafts { (row(draft, visit)) } }
            (beginning(&all, lang))
            h2 { (lang.guide_revisions()) }
            @if all.is_empty() { p.quiet { (lang.guide_none()) } }
            ul.people role="list" { @for published in &all { (revision(published, &all, visit)) } }
        }
    };
    Frame::form(visit, lang.guide_desk(), wrong.is_some()).around(&main)
}

fn row(draft: &Draft, visit: &Visit) -> Markup {
    let changed = moment_text(visit.lang, visit.registry.region.local(draft.changed));
    html! {
        li.panel {
            h3 { a href={ "/staff/guide/drafts/" (draft.id) } { (visit.lang.guide_draft(&draft.title)) } }
            p { (visit.lang.guide_edited(&draft.editor, changed)) }
        }
    }
}

fn beginning(all: &[Published], lang: Lang) -> Markup {
    html! {
        h2 { (lang.guide_begin()) }
        form.entries method="post" action="/staff/guide/begin" {
            label.entry { span { (lang.guide_begin_with()) } select name="of" {
                option value="" { (lang.guide_begin_empty()) }
                @for published in all { option value=(published.number) selected[published.number == all[0].number] { (lang.guide_begin_copy(lang.guide_called(published))) } }
            } }
            button.button { (lang.guide_begin_now()) }
        }
        form.entries method="post" action="/staff/guide/upload" enctype="multipart/form-data" {
            label.entry { span { (lang.guide_file()) }
                input type="file" name="file" accept=".txt,.md,text/plain,text/markdown" required;
                small { (lang.guide_file_hint(MOST_BYTES / 1024)) } }
            button.button { (lang.guide_upload()) }
        }
    }
}

fn revision(published: &Published, all: &[Published], visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        li.panel {
            h3 { a href={ "/guide/" (published.number) } { (published.head.title) } }
            p { (lang.guide_standing(published.standing(all, visit.today()))) " · " (lang.guide_called(published)) }
            p { a href={ "/staff/guide/readers/" (published.number) } { (lang.guide_readers()) } }
        }
    }
}

/// `POST /staff/guide/begin`
pub(super) async fn begin(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(Begun { of }): Form<Begun>,
) -> Response {
    if let Err(refused) = who.needs(Action::EditGuide, &visit) {
        return *refused;
    }
    if of.is_empty() {
        return start(&state, &visit, &who, "", "").await;
    }
    let copied = async {
        let all = all(&state, &visit).await?;
        edition(&state, &visit, numbered(&all, &of, &visit)?).await
    };
    match copied.await {
        Ok(edition) => start(&state, &visit, &who, edition.about.head.title.as_str(), &edition.text).await,
        Err(refused) => *refused,
    }
}

/// `POST /staff/guide/upload`
pub(super) async fn upload(State(state): State<AppState>, visit: Visit, who: SignedIn, Upload(file): Upload) -> Response {
    if let Err(refused) = who.needs(Action::EditGuide, &visit) {
        return *refused;
    }
    let lang = visit.lang;
    let long = lang.guide_wrong_much(MOST_BYTES / 1024);
    match decoded(&file.bytes) {
        _ if file.bytes.len() > MOST_BYTES => page(&state, &visit, &who, Some(&long)).await,
        None => page(&state, &visit, &who, Some(lang.guide_no_text())).await,
        Some(text) if text.trim().is_empty() => page(&state, &visit, &who, Some(lang.guide_no_file())).await,
        Some(text) => {
            let name = file.name.rsplit_once('.').map_or(file.name.as_str(), |(name, _)| name);
            start(&state, &visit, &who, name, &text).await
        }
    }
}

/// The text of a file, in UTF-8 or as Chinese Windows writes it; `None` where it is no text.
fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    const OTHERS: [&[u8]; 4] = [b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf"];
    if bytes.contains(&0) || OTHERS.iter().any(|magic| bytes.starts_with(magic)) {
        return None;
    }
    let utf8 = std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
    utf8.or_else(|| encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes))
}

async fn start(state: &AppState, visit: &Visit, who: &SignedIn, title: &str, body: &str) -> Response {
    let (now, editor) = (state.now(), who.actor().to_owned());
    let id = new_id(now, (state.random)());
    let title = kept(title).trim().chars().take(200).collect();
    let (reference, valid_from) = (String::new(), String::new());
    let draft = Draft { id, title, reference, valid_from, body: kept(body), editor, version: 1, changed: now };
    match store::start(&state.db, &draft).await {
        Ok(()) => Redirect::to(&format!("/staff/guide/drafts/{id}")).into_response(),
        Err(error) => AppError::away(&error, visit),
    }
}
