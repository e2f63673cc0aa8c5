//! `/inspect/{id}/{section}`: one section of the sheet as a form, and the facts of the venue.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::ClauseId;
use domain::score::{Report, Sheet, score};
use domain::standard::{Section, Standard, Version};
use maud::html;
use uuid::Uuid;

use super::overview::{own, top};
use crate::accounts::{Form, SignedIn};
use crate::inspections::sheet::{Asked, Fields, Venue, fields, take, venue_form};
use crate::inspections::store::{self, Inspection, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// The person's own inspection that is still open, its standard, and where the section stands in it.
async fn asked(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    id: Uuid,
    section: &str,
) -> Result<(Inspection, Arc<Version>, usize), Box<Response>> {
    let inspection = own(state, visit, who, id).await?;
    let version = inspection.standard(visit.standards()).ok();
    let at = version.and_then(|version| {
        let at = version.standard.sections.iter().position(|known| known.id == section)?;
        Some((version, at))
    });
    let (version, at) = at.ok_or_else(|| Box::new(AppError::NoPage.page(visit)))?;
    Ok((inspection, version, at))
}

/// `GET /inspect/{id}/{section}`
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((id, section)): Path<(Uuid, String)>,
) -> Response {
    let (inspection, version, at) = match asked(&state, &visit, &who, id, &section).await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let (standard, section) = (&version.standard, &version.standard.sections[at]);
    let fields = fields(standard, &inspection.sheet);
    let report = score(standard, &inspection.sheet.venue, &inspection.sheet.answers);
    page(&visit, &inspection, standard, section, &fields, &[], &report)
}

fn page(
    visit: &Visit,
    inspection: &Inspection,
    standard: &Standard,
    section: &Section,
    fields: &Fields,
    wrong: &[(ClauseId, String)],
    report: &Report,
) -> Response {
    let lang = visit.lang;
    let told = |id: ClauseId| wrong.iter().find(|(clause, _)| *clause == id).map(|(_, words)| words.as_str());
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            (top(visit, inspection))
            h1 { (section.id) " " (section.title.pick(lang.is_english())) }
            @if !wrong.is_empty() { p.wrong role="alert" { (lang.inspect_not_saved(wrong.len())) } }
            form method="post" action={ "/inspect/" (inspection.id) "/" (section.id) } {
                @for asked in standard.of_section(section) {
                    (Asked { standard, clause: asked, fields, wrong: told(asked.id), line: report.line(asked.id), photos: html! {}, lang }.html())
                }
                div.bar { button.button.button-primary { (lang.inspect_save()) } }
            }
        }
    };
    Frame::form(visit, section.title.pick(lang.is_english()), !wrong.is_empty()).around(&main)
}

/// `POST /inspect/{id}/{section}`: on to the next section; with a mistake everything typed stays, and nothing is saved.
pub(super) async fn save(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((id, section)): Path<(Uuid, String)>,
    Form(fields): Form<Fields>,
) -> Response {
    let (inspection, version, at) = match asked(&state, &visit, &who, id, &section).await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let (standard, section) = (&version.standard, &version.standard.sections[at]);
    let mut sheet = inspection.sheet.clone();
    let mut wrong = Vec::new();
    for asked in standard.of_section(section) {
        if let Err(words) = take(standard, asked, &fields, &mut sheet, visit.lang) {
            wrong.push((asked.id, words));
        }
    }
    if !wrong.is_empty() {
        let report = score(standard, &inspection.sheet.venue, &inspection.sheet.answers);
        return page(&visit, &inspection, standard, section, &fields, &wrong, &report);
    }
    let next = standard.sections.get(at + 1);
    let next = next.map_or_else(|| format!("/inspect/{id}"), |next| format!("/inspect/{id}/{}", next.id));
    keep(&state, &visit, &inspection, &sheet, &next).await
}

async fn keep(state: &AppState, visit: &Visit, old: &Inspection, sheet: &Sheet, next: &str) -> Response {
    match store::save(&state.db, old, sheet, state.now()).await {
        Ok(()) => Redirect::to(next).into_response(),
        Err(StoreError::Outdated) => AppError::Outdated.page(visit),
        Err(error) => AppError::away(&error, visit),
    }
}

/// `GET /inspect/{id}/venue`
pub(super) async fn venue(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match own(&state, &visit, &who, id).await {
        Ok(inspection) => venue_page(&visit, &inspection, &Venue::of(&inspection.sheet).fields(), None),
        Err(refused) => *refused,
    }
}

fn venue_page(visit: &Visit, inspection: &Inspection, fields: &Fields, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            (top(visit, inspection))
            h1 { (lang.inspect_venue()) }
            p.quiet { (lang.inspect_venue_text()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            form method="post" action={ "/inspect/" (inspection.id) "/venue" } {
                (venue_form(fields, lang))
                div.bar { button.button.button-primary { (lang.inspect_save()) } }
            }
        }
    };
    Frame::form(visit, lang.inspect_venue(), wrong.is_some()).around(&main)
}

/// `POST /inspect/{id}/venue`
pub(super) async fn save_venue(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(fields): Form<Fields>,
) -> Response {
    let inspection = match own(&state, &visit, &who, id).await {
        Ok(inspection) => inspection,
        Err(refused) => return *refused,
    };
    let Some(told) = Venue::read(&fields) else {
        return venue_page(&visit, &inspection, &fields, Some(visit.lang.inspect_bad_venue()));
    };
    let mut sheet = inspection.sheet.clone();
    (sheet.venue, sheet.answers.season) = (told.facts, told.season);
    let Ok(version) = inspection.standard(visit.standards()) else { return AppError::NoPage.page(&visit) };
    let first = version.standard.sections.first().map_or("venue", |section| section.id.as_str());
    keep(&state, &visit, &inspection, &sheet, &format!("/inspect/{id}/{first}")).await
}
