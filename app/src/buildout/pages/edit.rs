//! `/staff/build/{code}/edit`: what is known of a room is filled in. Where two people do so at once, the second sees
//! both, field by field.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Action;
use maud::html;

use super::fields::{Fields, Other, why};
use super::fields_form::room_fields;
use super::find;
use crate::accounts::{Form, SignedIn};
use crate::buildout::store::{self, StoreError};
use crate::i18n::Lang;
use crate::rooms::store::{self as rooms, StoreError as RoomError, Stored};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/build/{code}/edit`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(code): Path<String>) -> Response {
    if let Err(refused) = who.needs(Action::ManageBuildout, &visit) {
        return *refused;
    }
    match find(&state, &visit, &code).await {
        Ok(stored) => page(&visit, &stored, &Fields::of(&stored.room), &[], None),
        Err(refused) => *refused,
    }
}

/// `POST /staff/build/{code}/edit`
pub(super) async fn save(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(code): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManageBuildout, &visit) {
        return *refused;
    }
    let stored = match find(&state, &visit, &code).await {
        Ok(stored) => stored,
        Err(refused) => return *refused,
    };
    let shown = form.iter().find(|(name, _)| name == "version").and_then(|(_, text)| text.parse().ok());
    let (typed, others) = match joined(&state, &stored, Fields::typed(&form), shown).await {
        Ok(joined) => joined,
        Err(error) => return AppError::away(&error, &visit),
    };
    if !others.is_empty() {
        return page(&visit, &stored, &typed, &others, Some(told(&others, visit.lang)));
    }
    let region = &visit.registry.region;
    let room = match typed.read(&stored.room, region, visit.today()) {
        Ok(room) => room,
        Err(not_read) => return page(&visit, &stored, &typed, &[], Some(&why(&not_read, visit.lang))),
    };
    let changed = Fields::of(&stored.room).changed(&Fields::of(&room));
    if changed.is_empty() {
        return Redirect::to(&format!("/staff/build/{}", stored.room.code)).into_response();
    }
    match store::edit(&state.db, &stored, &room, &changed, &who.person, state.now()).await {
        Ok(()) => {
            state.show_at_once().await;
            Redirect::to(&format!("/staff/build/{}", room.code)).into_response()
        }
        // In the very moment between reading and writing: shown once more, to be saved on what stands now.
        Err(StoreError::Rooms(RoomError::Outdated)) => page(&visit, &stored, &typed, &[], Some(visit.lang.build_save_again())),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// What was typed into the form of the version `shown`, joined with what stands now, and what others have changed since.
async fn joined(state: &AppState, now: &Stored, typed: Fields, shown: Option<i64>) -> Result<(Fields, Vec<Other>), RoomError> {
    let Some(version) = shown.filter(|shown| *shown != now.version) else { return Ok((typed, Vec::new())) };
    let Some(base) = rooms::of_version(&state.db, now.room.id, version).await? else { return Ok((typed, Vec::new())) };
    Ok(typed.joined(&Fields::of(&base), &Fields::of(&now.room)))
}

fn told(others: &[Other], lang: Lang) -> &'static str {
    if others.iter().any(|other| other.conflict) { lang.build_both_changed() } else { lang.build_others_changed() }
}

fn page(visit: &Visit, stored: &Stored, fields: &Fields, others: &[Other], wrong: Option<&str>) -> Response {
    let (lang, code) = (visit.lang, stored.room.code);
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href={ "/staff/build/" (code) } { (code) " " (stored.room.name.pick(lang.is_english())) } }
            h1 { (lang.build_edit()) }
            p { (lang.build_edit_lead()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            form method="post" action={ "/staff/build/" (code) "/edit" } {
                input type="hidden" name="version" value=(stored.version);
                (room_fields(fields, others, visit))
                p { button.button.button-primary { (lang.build_save()) } " " a href={ "/staff/build/" (code) } { (lang.build_leave()) } }
            }
        }
    };
    Frame::form(visit, lang.build_edit(), wrong.is_some()).around(&main)
}
