//! `/staff/guide/drafts/{id}`: a draft with its mistakes, how it will read, and its publication.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::guide::{MOST_BYTES, Mistake, Revision};
use domain::{Action, may};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::text::text;
use super::{all, find};
use crate::accounts::{Form, SignedIn};
use crate::guide::store::{self, Draft, Published, StoreError};
use crate::i18n::{Lang, moment_text};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Characters of the title and of the document's number.
const MOST_LINE: usize = 200;

/// What is typed; it stays through mistakes.
#[derive(Deserialize)]
pub(super) struct Typed {
    title: String,
    reference: String,
    valid_from: String,
    body: String,
    version: i64,
}

/// A text as it is kept: browsers send the ends of lines in their own way, and no database takes a zero.
pub(super) fn kept(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\0', "")
}

/// What is above the form.
#[derive(Default)]
pub(super) struct Told<'a> {
    /// What is wrong with what was wished.
    pub(super) wrong: Option<&'a str>,
    /// The note of a publication that did not come about.
    pub(super) note: &'a str,
}

/// `GET /staff/guide/drafts/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(draft) => page(&state, &visit, &who, &draft, &Told::default()).await,
        Err(refused) => *refused,
    }
}

/// The page of a draft, as it is kept or as it was typed.
pub(super) async fn page(state: &AppState, visit: &Visit, who: &SignedIn, draft: &Draft, told: &Told<'_>) -> Response {
    let all = match all(state, visit).await {
        Ok(all) => all,
        Err(refused) => return *refused,
    };
    let (lang, region) = (visit.lang, &visit.registry.region);
    let called = lang.guide_draft(&draft.title);
    let main = html! {
        main #main.prose.desk.wide tabindex="-1" {
            p { a href="/staff/guide" { (lang.guide_desk()) } }
            h1 { (called) }
            @if let Some(wrong) = told.wrong { p.wrong role="alert" { (wrong) } }
            p.quiet { (lang.guide_edited(&draft.editor, moment_text(lang, region.local(draft.changed)))) }
            @match draft.read() {
                Err(mistakes) => (mistaken(&mistakes, &draft.body, lang)),
                Ok(revision) => (ready(draft, &revision, &all, lang)),
            }
            (form(draft, lang))
            @if draft.read().is_ok() { (publication(draft, who, told.note, lang)) }
            (discarding(draft, lang))
        }
    };
    Frame::form(visit, called, told.wrong.is_some()).around(&main)
}

/// Every mistake, with its line as it stands there.
fn mistaken(mistakes: &[Mistake], body: &str, lang: Lang) -> Markup {
    let line = |mistake: &Mistake| {
        let Mistake::Line(number, _) = mistake else { return None };
        body.lines().nth(number - 1).filter(|written| !written.trim().is_empty())
    };
    html! {
        p.wrong { (lang.guide_mistakes(mistakes.len())) }
        ol.mistakes {
            @for mistake in mistakes {
                li {
                    (lang.guide_mistake(mistake))
                    @if let Some(written) = line(mistake) { br; code { (written.chars().take(100).collect::<String>()) } }
                }
            }
        }
    }
}

/// How it will read, and the ways to what can be done with it.
fn ready(draft: &Draft, revision: &Revision, all: &[Published], lang: Lang) -> Markup {
    let path = format!("/staff/guide/drafts/{}", draft.id);
    let blocks = revision.body.blocks();
    let headings = blocks.iter().filter(|block| block.is_heading()).count();
    html! {
        p.done { (lang.guide_reads(headings, blocks.len() - headings, revision.body.checklist().len())) }
        ul.downloads role="list" {
            li { a.button href={ (path) "/marks" } { (lang.guide_marks()) } }
            @for published in all {
                li { a.button href={ (path) "/diff/" (published.number) } { (lang.guide_against(lang.guide_called(published))) } }
            }
        }
        details { summary { (lang.guide_preview()) } (text(&revision.body, lang)) }
    }
}

fn form(draft: &Draft, lang: Lang) -> Markup {
    html! {
        h2 { (lang.guide_edit()) }
        (rules(lang))
        form.draft method="post" action={ "/staff/guide/drafts/" (draft.id) } {
            input type="hidden" name="version" value=(draft.version);
            div.entries {
                label.entry { span { (lang.guide_name()) } input name="title" value=(draft.title) maxlength=(MOST_LINE) autocomplete="off"; }
                label.entry { span { (lang.guide_reference()) } input name="reference" value=(draft.reference) maxlength=(MOST_LINE) autocomplete="off"; small { (lang.guide_reference_hint()) } }
                label.entry { span { (lang.guide_valid_from()) } input type="date" name="valid_from" value=(draft.valid_from); small { (lang.guide_valid_from_hint()) } }
            }
            label.entry { span { (lang.guide_body()) } textarea name="body" rows="24" { "\n" (draft.body) } }
            div.bar { button.button.button-primary { (lang.guide_save()) } }
        }
    }
}

/// How a text is written.
fn rules(lang: Lang) -> Markup {
    html! {
        details {
            summary { (lang.guide_rules()) }
            ul {
                li { (lang.guide_rule_line()) }
                li { (lang.guide_rule_heading()) }
                li { (lang.guide_rule_chinese()) }
                li { (lang.guide_rule_number()) }
                li { (lang.guide_rule_check()) }
            }
        }
    }
}

fn publication(draft: &Draft, who: &SignedIn, note: &str, lang: Lang) -> Markup {
    html! {
        h2 { (lang.guide_publish_title()) }
        @if draft.editor == who.actor() { p { (lang.guide_refused_own()) } }
        @else if may(who.person.role, Action::PublishGuide) {
            form.entries method="post" action={ "/staff/guide/drafts/" (draft.id) "/publish" } {
                input type="hidden" name="version" value=(draft.version);
                p { (lang.guide_publish_lead()) }
                label.entry { span { (lang.guide_note()) } textarea name="note" rows="3" maxlength="1000" required { "\n" (note) }
                    small { (lang.guide_note_hint()) } }
                label.check { input type="checkbox" name="seen" value="yes" required; (lang.guide_seen()) }
                button.button.button-primary { (lang.guide_publish()) }
            }
        }
    }
}

fn discarding(draft: &Draft, lang: Lang) -> Markup {
    html! {
        details {
            summary { (lang.guide_discard()) }
            form.wishes method="post" action={ "/staff/guide/drafts/" (draft.id) "/discard" } {
                input type="hidden" name="version" value=(draft.version);
                p { (lang.guide_discard_text()) }
                button.button { (lang.guide_discard_now()) }
            }
        }
    }
}

/// `POST /staff/guide/drafts/{id}`: kept with its mistakes, which the page then tells.
pub(super) async fn save(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Response {
    if let Err(refused) = who.needs(Action::EditGuide, &visit) {
        return *refused;
    }
    let found = match store::draft(&state.db, id).await {
        Ok(found) => found,
        Err(error) => return AppError::away(&error, &visit),
    };
    let is_gone = found.is_none();
    let (editor, changed) = found.map_or_else(|| (String::new(), visit.now), |found| (found.editor, found.changed));
    let [title, reference, valid_from] = [&typed.title, &typed.reference, &typed.valid_from].map(|text| kept(text));
    // The version stays the one that was seen, so that nothing is overwritten.
    let typed = Draft { title, reference, valid_from, body: kept(&typed.body), version: typed.version, id, editor, changed };
    let lang = visit.lang;
    let long = if typed.body.len() > MOST_BYTES {
        Some(lang.guide_wrong_much(MOST_BYTES / 1024))
    } else {
        let lines = [&typed.title, &typed.reference, &typed.valid_from];
        lines.iter().any(|text| text.chars().count() > MOST_LINE).then(|| lang.guide_wrong_line(MOST_LINE))
    };
    if is_gone {
        // Published or discarded meanwhile: what was typed is shown, to be taken into another draft.
        return page(&state, &visit, &who, &typed, &Told { wrong: Some(lang.guide_gone()), note: "" }).await;
    }
    if let Some(long) = &long {
        return page(&state, &visit, &who, &typed, &Told { wrong: Some(long), note: "" }).await;
    }
    match store::save(&state.db, &typed, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(&format!("/staff/guide/drafts/{id}")).into_response(),
        Err(StoreError::Outdated(_)) => {
            page(&state, &visit, &who, &typed, &Told { wrong: Some(lang.guide_outdated()), note: "" }).await
        }
        Err(error) => AppError::away(&error, &visit),
    }
}
