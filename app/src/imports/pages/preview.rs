//! `/staff/imports/{id}/preview`: what would be done, with refused cells to be put right in place.

use std::collections::{BTreeSet, HashMap};

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::RoomCode;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::tables::{cut, pager};
use super::{draft, steps};
use crate::accounts::SignedIn;
use crate::aside::aside;
use crate::exchange::{Corrections, Refusal, StoredIndex, Table, plan};
use crate::i18n::Lang;
use crate::imports::preview::{Changed, New, Preview};
use crate::imports::settings::Unreadable;
use crate::imports::store::{File, Head};
use crate::rooms::store::{self as rooms, Stored};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Rows of one page of each kind.
const PAGE: usize = 50;

/// Which page of each kind, from 0.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pages {
    refused: usize,
    changed: usize,
    added: usize,
}

/// What is worked out for a preview.
pub(super) struct Look {
    pub(super) preview: Preview,
    /// The refused rows of the page as they stand in the list.
    rows: Table,
}

/// Works out what a draft would do.
pub(super) fn look(
    file: &File,
    (stored, former): (&[Stored], &[RoomCode]),
    region: &domain::Region,
    page: usize,
) -> Result<Look, Unreadable> {
    let mut read = file.settings.read(&file.bytes, &file.corrections, region)?;
    let unread = std::mem::take(&mut read.unread);
    let index = StoredIndex::new(stored.iter().map(|stored| &stored.room)).never(former);
    let plan = plan(read, &index, &mut || domain::RoomId(Uuid::nil()));
    let preview = Preview::of(&plan, unread);
    let wanted: BTreeSet<u64> = preview.refused.iter().skip(page * PAGE).take(PAGE).map(|refusal| refusal.row).collect();
    let rows = file.settings.rows(&file.bytes, &file.corrections, &mut |number| wanted.contains(&number))?;
    Ok(Look { preview, rows })
}

/// `GET /staff/imports/{id}/preview`
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Query(pages): Query<Pages>,
) -> Response {
    match draft(&state, &visit, &who, id).await {
        Ok(file) => page(&state, &visit, file, pages, None).await,
        Err(refused) => *refused,
    }
}

/// The page; with a word on what was not done.
pub(super) async fn page(state: &AppState, visit: &Visit, file: File, pages: Pages, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let (head, corrections) = (file.head.clone(), file.corrections.clone());
    let stored = match rooms::list(&state.db).await {
        Ok(stored) => stored,
        Err(error) => return AppError::away(&error, visit),
    };
    let former = match rooms::former_codes_now(&state.db).await {
        Ok(former) => former,
        Err(error) => return AppError::away(&error, visit),
    };
    let region = std::sync::Arc::clone(&visit.registry.region);
    let looked = match aside(move || look(&file, (&stored, &former), &region, pages.refused)).await {
        Ok(looked) => looked,
        Err(error) => return unreadable(visit, &head, &error),
    };
    let preview = &looked.preview;
    let main = html! {
        main #main.prose.wide.desk tabindex="-1" {
            p { a href="/staff/imports" { (lang.import_title()) } }
            h1 { (head.name) }
            (steps(head.id, 2, visit))
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            p.lead { (lang.import_would(preview.added.len(), preview.changed.len(), preview.unchanged, preview.refused.len())) }
            @if !preview.unread.is_empty() { p.quiet { (lang.import_unread(preview.unread.join("、"))) } }
            (refused(&head, &looked, pages, lang))
            (left_out(&head, &corrections, lang))
            (changed(&head, &preview.changed, pages, lang))
            (added(&head, &preview.added, pages, visit))
            (dropped(&preview.dropped, lang))
            (write(&head, preview, lang))
        }
    };
    Frame::form(visit, &head.name, wrong.is_some()).around(&main)
}

fn unreadable(visit: &Visit, head: &Head, error: &Unreadable) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose.wide.desk tabindex="-1" {
            p { a href="/staff/imports" { (lang.import_title()) } }
            h1 { (head.name) }
            (steps(head.id, 2, visit))
            p.wrong role="alert" { (lang.import_unreadable(error)) " " (lang.import_kept()) }
            ul.downloads role="list" { li { a.button.button-primary href={ "/staff/imports/" (head.id) "/columns" } { (lang.import_step_columns()) } } }
        }
    };
    Frame::form(visit, &head.name, true).around(&main)
}

fn link(head: &Head, pages: Pages) -> String {
    format!("/staff/imports/{}/preview?refused={}&changed={}&added={}", head.id, pages.refused, pages.changed, pages.added)
}

fn refused(head: &Head, looked: &Look, pages: Pages, lang: Lang) -> Markup {
    let all = &looked.preview.refused;
    if all.is_empty() {
        return Markup::default();
    }
    let cells: HashMap<u64, &Vec<String>> = looked.rows.rows.iter().map(|(number, cells)| (*number, cells)).collect();
    let shown = all.iter().skip(pages.refused * PAGE).take(PAGE);
    let heads = [lang.import_row(), lang.import_column(), lang.import_reason_head(), lang.import_put_right(), lang.import_skip()];
    html! {
        h2 #refused { (lang.import_refused(all.len())) }
        p { (lang.import_refused_lead()) }
        form method="post" action={ "/staff/imports/" (head.id) "/preview" } {
            input type="hidden" name="version" value=(head.version);
            table.stack.import-refused {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for refusal in shown {
                        tr {
                            td.num data-label=(heads[0]) { a href={ "/staff/imports/" (head.id) "/rows/" (refusal.row) } { (refusal.row) } }
                            td data-label=(heads[1]) { (refusal.column.as_deref().unwrap_or("–")) }
                            td data-label=(heads[2]) { (lang.import_reason(&refusal.reason)) }
                            td data-label=(heads[3]) { (input(refusal, &looked.rows, &cells, lang)) }
                            td data-label=(heads[4]) { label.import-skip { input type="checkbox" name={ "skip." (refusal.row) } value="yes"; span { (lang.import_skip_row(refusal.row)) } } }
                        }
                    }
                }
            }
            p { button.button { (lang.import_check_again()) } }
        }
        (pager(pages.refused, all.len().div_ceil(PAGE), &|page| format!("{}#refused", link(head, Pages { refused: page, ..pages })), lang))
    }
}

/// The refused cell, to be typed anew; where the whole row is meant, the way to it.
fn input(refusal: &Refusal, table: &Table, cells: &HashMap<u64, &Vec<String>>, lang: Lang) -> Markup {
    let place = refusal.column.as_ref().and_then(|column| table.columns.iter().position(|name| name == column));
    let cell = place.and_then(|place| cells.get(&refusal.row)?.get(place).map(|cell| (place, cell)));
    html! {
        @if let Some((place, cell)) = cell {
            input name={ "cell." (refusal.row) "." (place) } value=(cell) aria-label=(lang.import_cell_of(refusal.row, &table.columns[place])) autocomplete="off";
        } @else { span.quiet { (lang.import_see_row()) } }
    }
}

fn left_out(head: &Head, corrections: &Corrections, lang: Lang) -> Markup {
    html! {
        @if !corrections.left_out.is_empty() {
            details {
                summary { (lang.import_left_out(corrections.left_out.len())) }
                form method="post" action={ "/staff/imports/" (head.id) "/preview" } {
                    input type="hidden" name="version" value=(head.version);
                    p { @for row in &corrections.left_out { label { input type="checkbox" name={ "take." (row) } value="yes"; " " (row) } " " } }
                    button.button { (lang.import_take_again()) }
                }
            }
        }
    }
}

fn changed(head: &Head, all: &[Changed], pages: Pages, lang: Lang) -> Markup {
    html! {
        @if !all.is_empty() {
            h2 #changed { (lang.import_changed(all.len())) }
            ul.people role="list" {
                @for room in all.iter().skip(pages.changed * PAGE).take(PAGE) {
                    li.panel {
                        h3 { a href={ "/staff/build/" (room.code) } { (room.code) } " " (room.name) }
                        p { (lang.import_in_row(room.row)) }
                        table.import-diff {
                            tbody { @for (column, old, new) in &room.fields { tr {
                                th scope="row" { (lang.import_target(column)) }
                                td { @if old.is_empty() { span.quiet { (lang.import_nothing_there()) } } @else { del { (old) } } }
                                td { @if new.is_empty() { span.quiet { (lang.import_nothing_there()) } } @else { ins { (new) } } }
                            } } }
                        }
                    }
                }
            }
            (pager(pages.changed, all.len().div_ceil(PAGE), &|page| format!("{}#changed", link(head, Pages { changed: page, ..pages })), lang))
        }
    }
}

fn added(head: &Head, all: &[New], pages: Pages, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let street =
        |room: &New| room.street.and_then(|code| visit.registry.region.street(code)).map(|street| street.name(lang.is_english()));
    let heads = [lang.import_row(), lang.import_code(), lang.build_name(), lang.build_street()];
    html! {
        @if !all.is_empty() {
            h2 #added { (lang.import_added(all.len())) }
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody { @for room in all.iter().skip(pages.added * PAGE).take(PAGE) { tr {
                    td.num data-label=(heads[0]) { (room.row) }
                    td data-label=(heads[1]) { (room.code) }
                    td data-label=(heads[2]) { (cut(&room.name)) }
                    td data-label=(heads[3]) { (street(room).unwrap_or("–")) }
                } } }
            }
            (pager(pages.added, all.len().div_ceil(PAGE), &|page| format!("{}#added", link(head, Pages { added: page, ..pages })), lang))
        }
    }
}

fn dropped(all: &[Refusal], lang: Lang) -> Markup {
    html! {
        @if !all.is_empty() {
            details {
                summary { (lang.import_dropped(all.len())) }
                ul { @for refusal in all.iter().take(PAGE) { li { (lang.import_in_row(refusal.row)) " · " (refusal.column.as_deref().unwrap_or("–")) " · " (cut(&refusal.got)) " · " (lang.import_reason(&refusal.reason)) } } }
                @if all.len() > PAGE { p.quiet { (lang.import_and_more(all.len() - PAGE)) } }
            }
        }
    }
}

fn write(head: &Head, preview: &Preview, lang: Lang) -> Markup {
    html! {
        h2 { (lang.import_step_write()) }
        @if preview.is_nothing() { p { (lang.import_nothing()) } } @else {
            form.entries method="post" action={ "/staff/imports/" (head.id) "/write" } {
                input type="hidden" name="version" value=(head.version);
                input type="hidden" name="seen" value=(preview.digest);
                p { (lang.import_write_lead()) }
                @if !preview.refused.is_empty() { label { input type="checkbox" name="without" value="yes" required; " " (lang.import_without(preview.refused.len())) } }
                button.button.button-primary { (lang.import_write(preview.added.len(), preview.changed.len())) }
            }
        }
    }
}
