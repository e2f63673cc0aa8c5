//! `/staff/venues/{id}/edit`: what is known of a venue is put right, with a reason.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::venues::{Listed, changed};
use maud::html;
use uuid::Uuid;

use super::typed::Typed;
use super::{find, to};
use crate::accounts::{Form, SignedIn};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};
use crate::venues::store::{self, Act, StoreError, Stored};

/// `GET /staff/venues/{id}/edit`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(stored) => page(&visit, &stored, &Typed::of(&stored.venue.details), None),
        Err(refused) => *refused,
    }
}

/// `POST /staff/venues/{id}/edit`
pub(super) async fn save(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let stored = match find(&state, &visit, &who, id).await {
        Ok(stored) => stored,
        Err(refused) => return *refused,
    };
    let typed = Typed::new(form);
    let lang = visit.lang;
    if typed.get("version") != stored.version.to_string() {
        return meanwhile(&state, &visit, &stored, &typed).await;
    }
    let (details, why) = match typed.read(&stored.venue.details, &visit) {
        Ok(read) => read,
        Err(wrong) => return page(&visit, &stored, &typed, Some(&wrong)),
    };
    if details == stored.venue.details {
        return page(&visit, &stored, &typed, Some(lang.venues_same()));
    }
    let new = Listed { details, ..stored.venue.clone() };
    let act = Act { action: "venues.edit", why: why.as_str(), by: who.actor(), now: state.now() };
    match store::change(&state.db, &stored, &new, &act).await {
        Ok(()) => to(id),
        // In the very moment between reading and writing.
        Err(StoreError::Outdated) => match find(&state, &visit, &who, id).await {
            Ok(stored) => meanwhile(&state, &visit, &stored, &typed).await,
            Err(refused) => *refused,
        },
        Err(error) => AppError::away(&error, &visit),
    }
}

/// Somebody else was faster: shown once more, joined field by field with what stands now.
async fn meanwhile(state: &AppState, visit: &Visit, stored: &Stored, typed: &Typed) -> Response {
    let versions = match store::versions(&state.db, stored.venue.id).await {
        Ok(versions) => versions,
        Err(error) => return AppError::away(&error, visit),
    };
    let seen = typed.get("version").parse::<usize>().ok().and_then(|seen| versions.len().checked_sub(seen));
    let Some(base) = seen.and_then(|at| versions.get(at)) else { return AppError::BadForm.page(visit) };
    let (base, now) = (&base.venue.details, &stored.venue.details);
    let fields: Vec<&str> = changed(base, now).into_iter().map(|field| visit.lang.venue_field(field)).collect();
    let joined = typed.joined(base, now);
    let wrong = visit.lang.venues_meanwhile(fields.join(visit.lang.answer_list_separator()));
    page(visit, stored, &joined, Some(&wrong))
}

fn page(visit: &Visit, stored: &Stored, typed: &Typed, wrong: Option<&str>) -> Response {
    let (lang, venue) = (visit.lang, &stored.venue);
    let name = venue.details.name.pick(lang.is_english());
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href={ "/staff/venues/" (venue.id) } { (name) } }
            h1 { (lang.venues_edit()) }
            p { (lang.venues_edit_lead()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            form.entries method="post" action={ "/staff/venues/" (venue.id) "/edit" } {
                input type="hidden" name="version" value=(stored.version);
                (typed.fields(visit))
                button.button.button-primary { (lang.venues_save()) }
            }
        }
    };
    Frame::form(visit, lang.venues_edit(), wrong.is_some()).around(&main)
}
