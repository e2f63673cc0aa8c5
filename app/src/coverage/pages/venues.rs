//! `/staff/coverage/sets/venues`: the venues that must have a room and have none become candidates.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::coverage::MOST_NAME;
use domain::venues::DutyVenue;
use domain::{Action, Line, Word};
use maud::html;

use super::sets::Nothing;
use crate::accounts::{Form, SignedIn, new_id};
use crate::coverage::file::MOST_CANDIDATES;
use crate::coverage::request::Candidate;
use crate::coverage::store::{self, Content, Loaded};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};
use crate::venues::see;

/// `POST /staff/coverage/sets/venues`: as a set of today, like one from a file. Those without a position cannot be in it.
pub(super) async fn load(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(Nothing {}): Form<Nothing>,
) -> Response {
    if let Err(refused) = who.needs(Action::PlanSites, &visit) {
        return *refused;
    }
    let (lang, region) = (visit.lang, &visit.registry.region);
    let today = visit.today();
    let seen = match see(&state.db, region, visit.standards(), (today, today)).await {
        Ok(seen) => seen,
        Err(error) => return AppError::away(&error, &visit),
    };
    let venues = seen.duty.map(|(_, venues)| venues).unwrap_or_default();
    let without: Vec<&DutyVenue> = venues.iter().filter(|venue| venue.is_bare()).collect();
    let fictional = without.iter().any(|venue| venue.demo);
    let candidates: Vec<Candidate> = without.into_iter().filter_map(candidate).collect();
    let (Ok(name), Ok(source)) = (Line::new(&lang.venues_set_name(lang.date(today))), Line::new(lang.venues_title())) else {
        return AppError::NoPage.page(&visit);
    };
    if candidates.is_empty() {
        // The button is shown where there are some; they have got a room meanwhile.
        return Redirect::to("/staff/targets/duty").into_response();
    }
    if candidates.len() > MOST_CANDIDATES {
        return too_many(candidates.len(), &visit);
    }
    let content = Content::Candidates(candidates);
    let set = Loaded { id: new_id(state.now(), (state.random)()), name, source, fictional, content };
    match store::load(&state.db, &set, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(&format!("/staff/coverage/sets/{}", set.id)).into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

/// More than a set can have: nothing is written, and the way leads back.
fn too_many(count: usize, visit: &Visit) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose tabindex="-1" {
            h1 { (lang.duty_load()) }
            p.wrong role="alert" { (lang.duty_too_many(count, MOST_CANDIDATES)) }
            p { a href="/staff/targets/duty" { (lang.duty_title()) } }
        }
    };
    Frame::form(visit, lang.duty_load(), true).around(&main)
}

fn candidate(venue: &DutyVenue) -> Option<Candidate> {
    let name = venue.name.zh.as_str().chars().take(MOST_NAME).collect();
    Some(Candidate { name, place: venue.place?, street: venue.street, note: venue.kind.word().to_owned() })
}
