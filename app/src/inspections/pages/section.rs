//! `/inspect/{id}/{section}`: one section of the sheet as a form, and the facts of the venue.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::ClauseId;
use domain::rectification::camera_found;
use domain::score::{Sheet, score};
use domain::standard::{Clause, Section, Standard, Version};
use maud::html;
use uuid::Uuid;

use super::overview::{own, top};
use super::photos::{Sent, album, controls, take_in};
use super::report::camera;
use crate::accounts::{FileForm, Form, SignedIn};
use crate::inspections::sheet::{Asked, Fields, Venue, fields, take, venue_form};
use crate::inspections::store::{self, Inspection, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// A section of the person's own inspection that is still open.
struct Found {
    inspection: Inspection,
    version: Arc<Version>,
    /// Where the section stands in it.
    at: usize,
}

impl Found {
    fn standard(&self) -> &Standard {
        &self.version.standard
    }
    fn section(&self) -> &Section {
        &self.version.standard.sections[self.at]
    }
    /// Where the next section stands, or the whole sheet after the last.
    fn next(&self) -> String {
        let id = self.inspection.id;
        let next = self.version.standard.sections.get(self.at + 1);
        next.map_or_else(|| format!("/inspect/{id}"), |next| format!("/inspect/{id}/{}", next.id))
    }
}

async fn found(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid, section: &str) -> Result<Found, Box<Response>> {
    let inspection = own(state, visit, who, id).await?;
    let version = inspection.standard(visit.standards()).ok();
    let at = version.and_then(|version| {
        let at = version.standard.sections.iter().position(|known| known.id == section)?;
        Some((version, at))
    });
    let (version, at) = at.ok_or_else(|| Box::new(AppError::NoPage.page(visit)))?;
    Ok(Found { inspection, version, at })
}

/// `GET /inspect/{id}/{section}`
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((id, section)): Path<(Uuid, String)>,
) -> Response {
    match found(&state, &visit, &who, id, &section).await {
        Ok(found) => page(&state, &visit, &who, &found, &fields(found.standard(), &found.inspection.sheet), &[]).await,
        Err(refused) => *refused,
    }
}

async fn page(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    found: &Found,
    fields: &Fields,
    wrong: &[(ClauseId, String)],
) -> Response {
    let (inspection, standard, section) = (&found.inspection, found.standard(), found.section());
    let (lang, sheet) = (visit.lang, &inspection.sheet);
    let album = match album(state, visit, sheet, &who.person).await {
        Ok(album) => album,
        Err(refused) => return *refused,
    };
    let report = score(standard, &sheet.venue, &sheet.answers);
    let told = |id: ClauseId| {
        let words: Vec<&str> = wrong.iter().filter(|(clause, _)| *clause == id).map(|(_, words)| words.as_str()).collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    let asked = |clause: &Clause| {
        let (wrong, line, photos) = (told(clause.id), report.line(clause.id), controls(clause, sheet, &album, lang));
        Asked { standard, clause, fields, wrong: wrong.as_deref(), line, photos, lang }.html()
    };
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            (top(visit, inspection))
            h1 { (section.id) " " (section.title.pick(lang.is_english())) }
            @if camera_found(&report) { (camera(false, lang)) }
            @if !wrong.is_empty() { p.wrong role="alert" { (lang.inspect_not_saved(wrong.len())) } }
            form method="post" enctype="multipart/form-data" action={ "/inspect/" (inspection.id) "/" (section.id) } {
                @for clause in standard.of_section(section) { (asked(clause)) }
                div.bar { button.button.button-primary { (lang.inspect_save()) } }
            }
        }
    };
    Frame::form(visit, section.title.pick(lang.is_english()), !wrong.is_empty()).around(&main)
}

/// `POST /inspect/{id}/{section}`: on to the next section. With a mistake everything typed stays, and of it nothing is
/// saved; photographs that came are attached all the same: nobody sends them twice.
pub(super) async fn save(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((id, section)): Path<(Uuid, String)>,
    form: FileForm,
) -> Response {
    let mut found = match found(&state, &visit, &who, id, &section).await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let asked = (found.standard(), found.section());
    let Sent { fields, sheet: with_photos, mut wrong } =
        match take_in(&state, &visit, &who, asked, &found.inspection.sheet, form).await {
            Ok(sent) => sent,
            Err(refused) => return *refused,
        };
    let mut sheet = with_photos.clone();
    for clause in found.standard().of_section(found.section()) {
        if let Err(words) = take(found.standard(), clause, &fields, &mut sheet, visit.lang) {
            wrong.push((clause.id, words));
        }
    }
    if wrong.is_empty() {
        return keep(&state, &visit, &found.inspection, &sheet, &found.next()).await;
    }
    if with_photos != found.inspection.sheet {
        if let Err(error) = store::save(&state.db, &found.inspection, &with_photos, state.now()).await {
            return not_kept(&error, &visit);
        }
        found.inspection.sheet = with_photos;
    }
    page(&state, &visit, &who, &found, &fields, &wrong).await
}

async fn keep(state: &AppState, visit: &Visit, old: &Inspection, sheet: &Sheet, next: &str) -> Response {
    match store::save(&state.db, old, sheet, state.now()).await {
        Ok(()) => Redirect::to(next).into_response(),
        Err(error) => not_kept(&error, visit),
    }
}

fn not_kept(error: &StoreError, visit: &Visit) -> Response {
    match error {
        StoreError::Outdated => AppError::Outdated.page(visit),
        error => AppError::away(error, visit),
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
