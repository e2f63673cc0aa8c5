//! `/staff/imports/{id}/columns`: what each column is.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use domain::{Facility, Line, Teller, VenueType, Word};
use maud::{Markup, html};
use serde_json::json;
use uuid::Uuid;

use super::tables::cut;
use super::{draft, failed, field, steps, to, typed_draft};
use crate::accounts::{Form, SignedIn};
use crate::aside::aside;
use crate::exchange::{Known, TARGETS, Table, known};
use crate::i18n::Lang;
use crate::imports::settings::{Reading, Settings};
use crate::imports::store::{self, File};
use crate::state::AppState;
use crate::ui::{Frame, Visit};

/// `GET /staff/imports/{id}/columns`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match draft(&state, &visit, &who, id).await {
        Ok(file) => page(&visit, file, "", None).await,
        Err(refused) => *refused,
    }
}

async fn page(visit: &Visit, file: File, keep_as: &str, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let head = file.head.clone();
    let settings = file.settings.clone();
    let table = aside(move || {
        let mut left = 3_u8;
        file.settings.rows(&file.bytes, &file.corrections, &mut |_| {
            let more = left > 0;
            left = left.saturating_sub(1);
            more
        })
    });
    let Ok(table) = table.await else { return to(head.id, "").into_response() };
    let main = html! {
        main #main.prose.wide.desk tabindex="-1" {
            p { a href="/staff/imports" { (lang.import_title()) } }
            h1 { (head.name) }
            (steps(head.id, 1, visit))
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) " " (lang.import_kept()) } }
            @if !settings.saved_as.is_empty() { p.done role="status" { (lang.import_as_before(&settings.saved_as)) } }
            form method="post" action={ "/staff/imports/" (head.id) "/columns" } {
                input type="hidden" name="version" value=(head.version);
                (readings(&settings, &table, lang))
                (choose(&settings, &table, lang))
                (about(&settings, lang))
                div.entries { label.entry { span { (lang.import_keep_as()) } input name="keep_as" value=(keep_as) maxlength="80" autocomplete="off"; small { (lang.import_keep_hint()) } } }
                p { button.button.button-primary { (lang.import_next_preview()) } }
            }
        }
    };
    Frame::form(visit, &head.name, wrong.is_some()).around(&main)
}

/// Lists of ours that have all these columns.
fn fitting<'a>(settings: &'a Settings, columns: &'a [String]) -> impl Iterator<Item = &'static Known> + 'a {
    known().iter().filter(|known| known.mapping.fits(settings.layout.format, columns))
}

fn readings(settings: &Settings, table: &Table, lang: Lang) -> Markup {
    let mut fitting = fitting(settings, &table.columns).peekable();
    let is_own = settings.may_be_own();
    html! {
        @if is_own || fitting.peek().is_some() {
            fieldset.entries {
                legend.part { (lang.import_read_as()) }
                @if is_own { label { input type="radio" name="reading" value="own" checked[settings.reading == Reading::Own]; " " (lang.import_read_own()) } }
                @for known in fitting {
                    @let value = format!("known:{}", known.id);
                    label { input type="radio" name="reading" value=(value) checked[settings.reading == Reading::Known(known.id.to_owned())]; " " (lang.import_read_known(known.mapping.source_name())) }
                }
                label { input type="radio" name="reading" value="columns" checked[settings.reading == Reading::Columns]; " " (lang.import_read_columns()) }
            }
        }
    }
}

fn choose(settings: &Settings, table: &Table, lang: Lang) -> Markup {
    let heads = [lang.import_column(), lang.import_examples(), lang.import_is()];
    html! {
        h2 { (lang.import_columns()) }
        p { (lang.import_columns_lead()) }
        table.stack.import-columns {
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody {
                @for (place, (name, target)) in settings.chosen.columns.iter().enumerate() {
                    @let examples: Vec<String> = table.rows.iter().filter_map(|(_, cells)| cells.get(place)).filter(|cell| !cell.is_empty()).map(|cell| cut(cell)).collect();
                    tr {
                        td data-label=(heads[0]) { strong { (name) } }
                        td.quiet data-label=(heads[1]) { (examples.join(" · ")) }
                        td data-label=(heads[2]) { select name={ "c." (place) } aria-label=(lang.import_is_of(name)) { (targets(target, lang)) } }
                    }
                }
            }
        }
    }
}

fn targets(chosen: &str, lang: Lang) -> Markup {
    html! {
        option value="" selected[chosen.is_empty()] { (lang.import_target("")) }
        optgroup label=(lang.import_about_room()) {
            @for target in TARGETS { option value=(target) selected[target == chosen] { (lang.import_target(target)) } }
        }
        optgroup label=(lang.import_facilities()) {
            @for facility in Facility::ALL { option value=(facility.word()) selected[facility.word() == chosen] { (lang.facility(*facility)) } }
        }
    }
}

fn about(settings: &Settings, lang: Lang) -> Markup {
    let chosen = &settings.chosen;
    html! {
        fieldset.entries {
            legend.part { (lang.import_about()) }
            label.entry { span { (lang.import_source()) } input name="source" value=(chosen.source) maxlength="200" autocomplete="off"; small { (lang.import_source_hint()) } }
            label.entry { span { (lang.import_list_day()) } input type="date" name="as_of" value=(chosen.as_of); small { (lang.import_list_day_hint()) } }
            label.entry { span { (lang.import_teller()) } select name="teller" {
                option value="" { (lang.import_nobody_knows()) }
                @for teller in Teller::ALL { option value=(teller.word()) selected[chosen.teller == Some(*teller)] { (lang.import_teller_word(*teller)) } }
            } }
            label.entry { span { (lang.import_datum()) } select name="datum" {
                @for (word, name) in [("wgs84", "WGS-84"), ("gcj02", "GCJ-02"), ("bd09", "BD-09")] { option value=(word) selected[chosen.datum == word] { (name) } }
            } small { (lang.import_datum_hint()) } }
            label.entry { span { (lang.import_all_venues()) } select name="venue_type" {
                option value="" { (lang.import_nobody_knows()) }
                @for kind in VenueType::ALL { option value=(kind.word()) selected[chosen.venue_type == kind.word()] { (lang.venue_type(*kind)) } }
            } }
        }
    }
}

impl Lang {
    /// Who says what a list says.
    fn import_teller_word(self, teller: Teller) -> &'static str {
        match teller {
            Teller::Official => self.import_teller_official(),
            Teller::Expert => self.import_teller_expert(),
            Teller::Parent => self.import_teller_parent(),
        }
    }
}

/// `POST /staff/imports/{id}/columns`
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
    let before = file.settings.clone();
    typed(&mut file.settings, &form);
    let keep_as = field(&form, "keep_as").trim().to_owned();
    if let Err(wrong) = checked(&file.settings, &keep_as, visit.lang) {
        return page(&visit, file, &keep_as, Some(wrong)).await;
    }
    let now = state.now();
    if !keep_as.is_empty() {
        file.settings.saved_as.clone_from(&keep_as);
        if let Err(error) = store::keep(&state.db, &keep_as, &file.settings, who.actor(), now).await {
            return failed(&error, &visit);
        }
    }
    if file.settings != before {
        let what = json!({ "reading": file.settings.reading, "columns": file.settings.chosen });
        if let Err(error) = store::save(&state.db, &file, what, who.actor(), now).await {
            return failed(&error, &visit);
        }
    }
    to(id, "/preview").into_response()
}

fn typed(settings: &mut Settings, form: &[(String, String)]) {
    settings.reading = match field(form, "reading") {
        "own" if settings.may_be_own() => Reading::Own,
        "" | "own" | "columns" => Reading::Columns,
        known => Reading::Known(known.trim_start_matches("known:").to_owned()),
    };
    for (place, (_, target)) in settings.chosen.columns.iter_mut().enumerate() {
        let wanted = field(form, &format!("c.{place}"));
        let can = wanted.is_empty() || TARGETS.contains(&wanted) || Facility::from_word(wanted).is_ok();
        if can {
            wanted.clone_into(target);
        }
    }
    let text = |name: &str| field(form, name).trim().to_owned();
    settings.chosen.source = text("source");
    settings.chosen.as_of = text("as_of");
    settings.chosen.teller = Teller::from_word(&text("teller")).ok();
    settings.chosen.venue_type =
        VenueType::from_word(&text("venue_type")).map_or_else(|_| String::new(), |kind| kind.word().to_owned());
    settings.chosen.datum =
        Some(text("datum")).filter(|datum| ["gcj02", "bd09"].contains(&datum.as_str())).unwrap_or_else(|| "wgs84".to_owned());
}

/// Says what is missing.
fn checked(settings: &Settings, keep_as: &str, lang: Lang) -> Result<(), &'static str> {
    if !keep_as.is_empty() && Line::new(keep_as).is_err() {
        return Err(lang.import_wrong_keep());
    }
    if settings.reading == Reading::Columns {
        let chosen = &settings.chosen;
        if !chosen.columns.iter().any(|(_, target)| target == "name_zh") {
            return Err(lang.import_wrong_name());
        }
        if Line::new(&chosen.source).is_err() {
            return Err(lang.import_wrong_source());
        }
        if !chosen.as_of.is_empty() && chosen.as_of.parse::<NaiveDate>().is_err() {
            return Err(lang.import_wrong_day());
        }
    }
    settings.mapping().map(|_| ()).map_err(|error| {
        tracing::info!(%error, "columns that make no mapping");
        lang.import_wrong_chosen()
    })
}
