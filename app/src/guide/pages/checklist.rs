//! `/guide/{number}/checklist`: what is to be checked, on paper.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::Word;
use domain::guide::{Doer, Task};
use maud::{Markup, html};
use serde::Deserialize;

use super::{all, edition, numbered};
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{Frame, Visit};

/// Whose sheet it is; all of them where it is empty.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    who: String,
}

/// `GET /guide/{number}/checklist`, and `?who=`
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    Path(number): Path<String>,
    Query(Asked { who }): Query<Asked>,
) -> Response {
    let read = async {
        let all = all(&state, &visit).await?;
        edition(&state, &visit, numbered(&all, &number, &visit)?).await
    };
    let edition = match read.await {
        Ok(edition) => edition,
        Err(refused) => return *refused,
    };
    let (lang, about, tasks) = (visit.lang, &edition.about, edition.body.checklist());
    let of = |doer: Option<Doer>| tasks.iter().filter(move |task| task.doer == doer);
    let doers = Doer::ALL.iter().copied().map(Some).chain([None]).filter(|doer| of(*doer).next().is_some());
    let doers: Vec<Option<Doer>> = doers.collect();
    let asked = Doer::from_word(&who).ok();
    let path = format!("/guide/{}", about.number);
    let main = html! {
        main #main.prose.desk.wide tabindex="-1" {
            p.on-paper { a href=(path) { (about.head.title) } }
            h1 { (lang.guide_checklist()) }
            p { (about.head.title) " · " (lang.guide_called(about)) @if let Some(reference) = &about.head.reference { " · " (reference) } }
            p.on-paper { button.button type="button" data-print hidden { (lang.inspect_print()) } " " small.quiet { (lang.inspect_print_text()) } }
            @if tasks.is_empty() { p { (lang.guide_no_tasks()) } }
            @if doers.len() > 1 {
                ul.downloads.on-paper role="list" {
                    li { a.button href={ (path) "/checklist" } aria-current=[asked.is_none().then_some("true")] { (lang.guide_all_tasks()) } }
                    @for doer in doers.iter().copied().flatten() {
                        li { a.button href={ (path) "/checklist?who=" (doer) } aria-current=[(asked == Some(doer)).then_some("true")] { (lang.doer(Some(doer))) } }
                    }
                }
            }
            @for doer in doers.iter().copied().filter(|doer| asked.is_none() || *doer == asked) {
                h2 { (lang.doer(doer)) }
                (table(of(doer), &path, lang))
            }
            @if !tasks.is_empty() { p.signed { (lang.guide_signed()) } }
        }
    };
    Frame::new(&visit, lang.guide_checklist()).around(&main)
}

fn table<'a>(tasks: impl Iterator<Item = &'a Task<'a>>, path: &str, lang: Lang) -> Markup {
    let heads = [lang.guide_task(), lang.guide_place(), lang.guide_done(), lang.guide_remark()];
    html! {
        table.stack.sheet {
            thead { tr { th scope="col" { "#" } @for head in heads { th scope="col" { (head) } } } }
            tbody {
                @for (at, task) in tasks.enumerate() {
                    tr {
                        td.num data-label="#" { (at + 1) }
                        td data-label=(heads[0]) { (task.text) }
                        td data-label=(heads[1]) { a href={ (path) "#p" (task.at + 1) } {
                            @if task.place.is_empty() { (lang.guide_paragraph(task.at + 1)) } @else { (task.place.join(" › ")) }
                        } }
                        td data-label=(heads[2]) { "□" }
                        td data-label=(heads[3]) {}
                    }
                }
            }
        }
    }
}
