//! `/guide/{number}/diff/{other}`, and a draft against what is published: what changes, line by line.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::guide::{Block, Body, Change, Mark, Run, difference};
use maud::{Markup, html};
use uuid::Uuid;

use super::{all, edition, find, numbered};
use crate::accounts::SignedIn;
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{Frame, Visit};

/// `GET /guide/{number}/diff/{other}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, Path((old, new)): Path<(String, String)>) -> Response {
    let shown = async {
        let all = all(&state, &visit).await?;
        let (old, new) = (numbered(&all, &old, &visit)?, numbered(&all, &new, &visit)?);
        let (old, new) = (edition(&state, &visit, old).await?, edition(&state, &visit, new).await?);
        let called = visit.lang.guide_from_to(visit.lang.guide_called(&old.about), visit.lang.guide_called(&new.about));
        Ok::<_, Box<Response>>(page(&visit, ("/guide", visit.lang.guide_title()), &called, &old.body, &new.body))
    };
    shown.await.unwrap_or_else(|refused| *refused)
}

/// `GET /staff/guide/drafts/{id}/diff/{number}`
pub(super) async fn draft(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((id, number)): Path<(Uuid, String)>,
) -> Response {
    let shown = async {
        let draft = find(&state, &visit, &who, id).await?;
        let all = all(&state, &visit).await?;
        let old = edition(&state, &visit, numbered(&all, &number, &visit)?).await?;
        let back = format!("/staff/guide/drafts/{id}");
        // Without a text to compare, the page of the draft tells its mistakes.
        let Ok(new) = Body::read(&draft.body) else { return Ok(Redirect::to(&back).into_response()) };
        let lang = visit.lang;
        let called = lang.guide_from_to(lang.guide_called(&old.about), lang.guide_draft(&draft.title));
        Ok::<_, Box<Response>>(page(&visit, (&back, &lang.guide_draft(&draft.title)), &called, &old.body, &new))
    };
    shown.await.unwrap_or_else(|refused| *refused)
}

fn page(visit: &Visit, (back, name): (&str, &str), called: &str, old: &Body, new: &Body) -> Response {
    let lang = visit.lang;
    let changes = difference(old, new);
    let count = |of: fn(&Change<'_>) -> bool| changes.iter().filter(|change| of(change)).count();
    let added = count(|change| matches!(change, Change::Added(_)));
    let removed = count(|change| matches!(change, Change::Removed(_)));
    let changed = count(|change| matches!(change, Change::Changed { .. }));
    let is_same = |change: &Change<'_>| matches!(change, Change::Same(_));
    let main = html! {
        main #main.prose tabindex="-1" {
            p { a href=(back) { (name) } }
            h1 { (lang.guide_diff()) }
            p.lead { (called) }
            @if added + removed + changed == 0 { p { (lang.guide_diff_none()) } }
            @else { p { (lang.guide_diff_count(added, removed, changed)) } }
            div.guide {
                @for group in changes.chunk_by(|a, b| is_same(a) && is_same(b)) {
                    @if is_same(&group[0]) { (same(group, lang)) } @else { @for change in group { (differs(change, lang)) } }
                }
            }
        }
    };
    Frame::new(visit, lang.guide_diff()).around(&main)
}

/// Lines that stay, on request.
fn same(group: &[Change<'_>], lang: Lang) -> Markup {
    let lines = group.iter().filter_map(|change| if let Change::Same(block) = change { Some(*block) } else { None });
    html! {
        details {
            summary { (lang.guide_unchanged(group.len())) }
            @for block in lines { p { (written(block)) } }
        }
    }
}

/// A line as people see it in a text.
fn written(block: &Block) -> Markup {
    html! { @if block.is_heading() { strong { (block.text()) } } @else { (block) } }
}

fn differs(change: &Change<'_>, lang: Lang) -> Markup {
    match change {
        Change::Same(_) => html! {},
        Change::Added(block) => html! { p.differing { strong { (lang.guide_added()) } " " ins { (block) } } },
        Change::Removed(block) => html! { p.differing { strong { (lang.guide_removed()) } " " del { (block) } } },
        Change::Changed { runs, .. } => {
            html! { p.differing { strong { (lang.guide_changed()) } " " @for run in runs { (marked(run)) } } }
        }
    }
}

fn marked(Run { mark, text }: &Run) -> Markup {
    match mark {
        Mark::Same => html! { (text) },
        Mark::Gone => html! { del { (text) } },
        Mark::New => html! { ins { (text) } },
    }
}
