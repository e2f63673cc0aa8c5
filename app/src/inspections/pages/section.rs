//! `/inspect/{id}/{section}`: one section of the sheet as a form, and the facts of the venue.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::score::{Building, Door, Report, Season, Sheet, check, score};
use domain::standard::{Section, Standard};
use domain::{ClauseId, Word};
use maud::{Markup, html};
use uuid::Uuid;

use super::answer::{self, Fields, text};
use super::fields::{clause, radios};
use super::overview::{own, top};
use crate::accounts::{Form, SignedIn};
use crate::i18n::Lang;
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
) -> Result<(Inspection, &'static Standard, usize), Box<Response>> {
    let inspection = own(state, visit, who, id).await?;
    let standard = inspection.standard().ok().map(|version| &version.standard);
    let at = standard.and_then(|standard| Some((standard, standard.sections.iter().position(|known| known.id == section)?)));
    let (standard, at) = at.ok_or_else(|| Box::new(AppError::NoPage.page(visit)))?;
    Ok((inspection, standard, at))
}

/// `GET /inspect/{id}/{section}`
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((id, section)): Path<(Uuid, String)>,
) -> Response {
    let (inspection, standard, section) = match asked(&state, &visit, &who, id, &section).await {
        Ok((inspection, standard, at)) => (inspection, standard, &standard.sections[at]),
        Err(refused) => return *refused,
    };
    let fields = answer::fields(standard, &inspection.sheet.answers.clauses);
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
                    (clause(standard, asked, fields, told(asked.id), report.line(asked.id), lang))
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
    let (inspection, standard, at) = match asked(&state, &visit, &who, id, &section).await {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let section = &standard.sections[at];
    let mut sheet = inspection.sheet.clone();
    let mut wrong = Vec::new();
    for asked in standard.of_section(section) {
        match answer::read(asked, &fields) {
            Ok(Some(answer)) => drop(sheet.answers.clauses.insert(asked.id, answer)),
            Ok(None) => drop(sheet.answers.clauses.remove(&asked.id)),
            Err(_) => wrong.push((asked.id, visit.lang.inspect_no_number().to_owned())),
        }
    }
    let problems = check(standard, &sheet.answers, sheet.visited).into_iter();
    let problems = problems.filter(|problem| problem.clause.section() == section.id);
    wrong.extend(problems.map(|problem| (problem.clause, visit.lang.wrong(&problem.wrong))));
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
        Ok(inspection) => venue_page(&visit, &inspection, &known(&inspection.sheet), None),
        Err(refused) => *refused,
    }
}

/// The facts of the venue as the form has them.
fn known(sheet: &Sheet) -> Fields {
    let venue = &sheet.venue;
    let number = |value: Option<f64>| value.map(|value| value.to_string());
    let yes = |value: Option<bool>| value.map(|yes| if yes { "yes" } else { "no" }.to_owned());
    let word = |word: &str| word.to_owned();
    let fields = [
        ("frequented", yes(venue.frequented)),
        ("floor_area", number(venue.floor_area_m2)),
        ("visitors", number(venue.visitors_per_day)),
        ("rooms_area", number(venue.rooms_area_m2)),
        ("building", venue.building.map(|building| word(building.word()))),
        ("door", venue.door.map(|door| word(door.word()))),
        ("glass", yes(venue.glass_door)),
        ("season", sheet.answers.season.map(|season| word(season.word()))),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

fn venue_page(visit: &Visit, inspection: &Inspection, fields: &Fields, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let yes_no = || [("yes", lang.limit_yes()), ("no", lang.limit_no()), ("", lang.inspect_unknown())].into_iter();
    let number = |name: &str, label: &str| {
        html! { label.entry { span { (label) } input name=(name) value=(text(fields, name)) inputmode="decimal" autocomplete="off"; } }
    };
    let group = |name: &str, label: &str, options: Vec<(&str, &str)>| -> Markup {
        html! { fieldset.clause { legend { (label) } (radios(name, options.into_iter(), text(fields, name))) } }
    };
    let unknown = ("", lang.inspect_unknown());
    let doors =
        vec![("hinged", lang.door_hinged()), ("sliding", lang.door_sliding()), ("automatic", lang.door_automatic()), unknown];
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            (top(visit, inspection))
            h1 { (lang.inspect_venue()) }
            p.quiet { (lang.inspect_venue_text()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            form method="post" action={ "/inspect/" (inspection.id) "/venue" } {
                (group("frequented", lang.inspect_frequented(), yes_no().collect()))
                div.entries {
                    (number("floor_area", lang.inspect_floor_area()))
                    (number("visitors", lang.inspect_visitors()))
                    (number("rooms_area", lang.inspect_rooms_area()))
                }
                (group("building", lang.inspect_building(), vec![("new", lang.case_new()), ("refurbished", lang.case_refurbished()), unknown]))
                (group("door", lang.inspect_door(), doors))
                (group("glass", lang.applies_glass_door(), yes_no().collect()))
                (group("season", lang.inspect_season(), vec![("summer", lang.case_summer()), ("winter", lang.case_winter()), unknown]))
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
    let Some(sheet) = told(&inspection.sheet, &fields) else {
        return venue_page(&visit, &inspection, &fields, Some(visit.lang.inspect_bad_venue()));
    };
    let Ok(version) = inspection.standard() else { return AppError::NoPage.page(&visit) };
    let first = version.standard.sections.first().map_or("venue", |section| section.id.as_str());
    keep(&state, &visit, &inspection, &sheet, &format!("/inspect/{id}/{first}")).await
}

/// The sheet with what was told of the venue; `None` when a number is none, or not from 0 to ten million.
fn told(old: &Sheet, fields: &Fields) -> Option<Sheet> {
    let number = |name: &str| match text(fields, name) {
        "" => Some(None),
        typed => typed.replace(',', ".").parse::<f64>().ok().filter(|value| (0.0..=1e7).contains(value)).map(Some),
    };
    let yes = |name: &str| match text(fields, name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let mut sheet = old.clone();
    let venue = &mut sheet.venue;
    (venue.floor_area_m2, venue.visitors_per_day, venue.rooms_area_m2) =
        (number("floor_area")?, number("visitors")?, number("rooms_area")?);
    (venue.frequented, venue.glass_door) = (yes("frequented"), yes("glass"));
    venue.building = Building::from_word(text(fields, "building")).ok();
    venue.door = Door::from_word(text(fields, "door")).ok();
    sheet.answers.season = Season::from_word(text(fields, "season")).ok();
    Some(sheet)
}

impl Lang {
    /// What a part of an answer is called.
    pub(super) fn part(self, part: &domain::standard::Part) -> String {
        let name = match part.key.as_str() {
            "count" => self.part_count(),
            "last" => self.part_last(),
            "name" => self.part_name(),
            "latest" => self.part_latest(),
            "seconds" => self.part_seconds(),
            "temperature" => self.part_temperature(),
            "co2" => "CO₂",
            "formaldehyde" => self.part_formaldehyde(),
            _ if part.unit.is_none() => self.part_count(),
            _ => self.part_reading(),
        };
        part.unit.map_or_else(|| name.to_owned(), |unit| self.part_in(name, self.unit(unit)))
    }
}
