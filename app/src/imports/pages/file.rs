//! `/staff/imports/{id}`: how the file was understood. An import that is written shows what it did.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::json;
use uuid::Uuid;

use super::tables::rows_table;
use super::{done, failed, field, find, steps, to, typed_draft};
use crate::accounts::{Form, SignedIn};
use crate::aside::aside;
use crate::exchange::{ExchangeError, Format, Sheet, Table, Told, encodings, is_workbook};
use crate::i18n::Lang;
use crate::imports::settings::{Settings, Text};
use crate::imports::store::{self, File, State as Stage};
use crate::state::AppState;
use crate::ui::{Frame, Visit};

/// Rows that are shown of a file.
const SHOWN: usize = 8;

/// `GET /staff/imports/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    let file = match find(&state, &visit, &who, id).await {
        Ok(file) => file,
        Err(refused) => return *refused,
    };
    if file.head.state != Stage::Draft {
        return done::page(&state, &visit, &file.head, &[]).await;
    }
    let settings = file.settings.clone();
    page(&visit, file, settings, None).await
}

/// What is seen of a file.
struct Seen {
    encodings: Vec<&'static str>,
    sheets: Vec<Sheet>,
    told: Told,
    table: Table,
}

fn look(file: &File, settings: &Settings) -> Result<Seen, ExchangeError> {
    let text = Text::of(&file.bytes, &settings.encoding, &settings.sheet)?;
    let encodings = if is_workbook(&file.bytes) { Vec::new() } else { encodings(&file.bytes)? };
    let mut left = SHOWN;
    let mut wanted = |_| {
        let more = left > 0;
        left = left.saturating_sub(1);
        more
    };
    let table = settings.rows(&file.bytes, &file.corrections, &mut wanted)?;
    Ok(Seen { encodings, sheets: text.sheets, told: text.told, table })
}

async fn page(visit: &Visit, file: File, settings: Settings, wrong: Option<String>) -> Response {
    let lang = visit.lang;
    let (head, shown) = (file.head.clone(), settings.clone());
    let seen = aside(move || look(&file, &settings)).await;
    let wrong = wrong.or_else(|| seen.as_ref().err().map(|error| lang.import_no_file(error)));
    let main = html! {
        main #main.prose.wide.desk tabindex="-1" {
            p { a href="/staff/imports" { (lang.import_title()) } }
            h1 { (head.name) }
            (steps(head.id, 0, visit))
            @if let Some(wrong) = &wrong { p.wrong role="alert" { (wrong) " " (lang.import_kept()) } }
            p { (lang.import_file_lead()) }
            @if let Ok(seen) = &seen { (told(&seen.told, lang)) }
            form.question method="post" action={ "/staff/imports/" (head.id) } {
                input type="hidden" name="version" value=(head.version);
                @if let Ok(seen) = &seen { (choices(seen, &shown, lang)) } @else { (fallback(&shown, lang)) }
                @if shown.layout.format == Format::Csv {
                    label.entry { span { (lang.import_header_rows()) } input type="number" name="header_rows" min="1" max="20" value=(shown.layout.header_rows); }
                }
                @if shown.layout.format == Format::Json {
                    label.entry { span { (lang.import_records()) } input name="records" value=(shown.layout.records) autocomplete="off"; }
                }
                button.button name="go" value="look" { (lang.import_look_again()) }
            }
            @if let Ok(seen) = &seen {
                p { (lang.import_rows_found(seen.table.total, seen.table.columns.len())) }
                (rows_table(&seen.table, lang))
                ul.downloads role="list" { li { a.button.button-primary href={ "/staff/imports/" (head.id) "/columns" } { (lang.import_next_columns()) } } }
            }
            (give_up(head.id, head.version, lang))
        }
    };
    Frame::form(visit, &head.name, wrong.is_some()).around(&main)
}

fn choices(seen: &Seen, settings: &Settings, lang: Lang) -> Markup {
    html! {
        @if seen.sheets.is_empty() {
            label.entry { span { (lang.import_encoding()) } select name="encoding" {
                @for name in &seen.encodings { option value=(name) selected[*name == settings.encoding] { (name) } }
            } }
        } @else {
            label.entry { span { (lang.import_sheet()) } select name="sheet" {
                @for sheet in &seen.sheets {
                    option value=(sheet.name) selected[sheet.name == settings.sheet] { (sheet.name) @if sheet.hidden { (lang.import_hidden_sheet()) } }
                }
            } }
        }
    }
}

/// What is offered where the file cannot be read as it is set: all there is.
fn fallback(settings: &Settings, lang: Lang) -> Markup {
    html! {
        label.entry { span { (lang.import_encoding()) } select name="encoding" {
            @for name in crate::exchange::ENCODINGS { option value=(name) selected[*name == *settings.encoding] { (name) } }
        } }
    }
}

/// What a reader of a workbook should know.
pub(crate) fn told(told: &Told, lang: Lang) -> Markup {
    let lines: Vec<String> = [
        (!told.hidden_columns.is_empty()).then(|| lang.import_told_columns(told.hidden_columns.join("、"))),
        (told.hidden_rows > 0).then(|| lang.import_told_rows(told.hidden_rows)),
        (told.formulas > 0).then(|| lang.import_told_formulas(told.formulas, told.without_value)),
        (told.merged > 0).then(|| lang.import_told_merged(told.merged)),
        (told.errors > 0).then(|| lang.import_told_errors(told.errors)),
    ]
    .into_iter()
    .flatten()
    .collect();
    html! { @if !lines.is_empty() { div.panel { h2 { (lang.import_told()) } ul { @for line in &lines { li { (line) } } } } } }
}

/// The way to give a draft up.
fn give_up(id: Uuid, version: i64, lang: Lang) -> Markup {
    html! {
        details {
            summary { (lang.import_give_up()) }
            p { (lang.import_give_up_text()) }
            form method="post" action={ "/staff/imports/" (id) "/drop" } {
                input type="hidden" name="version" value=(version);
                button.button { (lang.import_give_up()) }
            }
        }
    }
}

/// `POST /staff/imports/{id}`: it is to be read otherwise; what its columns are is then guessed anew.
pub(super) async fn save(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let mut file = match typed_draft((&state, &visit, &who), id, &form).await {
        Ok(file) => file,
        Err(refused) => return *refused,
    };
    let mut typed = file.settings.clone();
    for (name, place) in [("encoding", &mut typed.encoding), ("sheet", &mut typed.sheet), ("records", &mut typed.layout.records)]
    {
        let text = field(&form, name).trim();
        if form.iter().any(|(field, _)| field == name) {
            text.clone_into(place);
        }
    }
    if let Ok(rows @ 1..=20) = field(&form, "header_rows").parse() {
        typed.layout.header_rows = rows;
    }
    if typed == file.settings {
        return to(id, "").into_response();
    }
    let bytes = file.bytes.clone();
    let begun = aside(move || {
        let text = Text::of(&bytes, &typed.encoding, &typed.sheet).and_then(|text| typed.begin(&text.list));
        (text, typed)
    });
    let (begun, typed) = begun.await;
    if let Err(error) = begun {
        let wrong = visit.lang.import_no_file(&error);
        return page(&visit, file, typed, Some(wrong)).await;
    }
    file.settings = typed;
    file.corrections = crate::exchange::Corrections::default();
    if let Ok(Some(kept)) = store::kept(&state.db, &file.settings.header()).await {
        file.settings.saved_as = kept.name;
        file.settings.reading = kept.settings.reading;
        file.settings.chosen = kept.settings.chosen;
    }
    let what = json!({ "encoding": file.settings.encoding, "sheet": file.settings.sheet, "layout": file.settings.layout });
    match store::save(&state.db, &file, what, who.actor(), state.now()).await {
        Ok(()) => to(id, "").into_response(),
        Err(error) => failed(&error, &visit),
    }
}
