//! `/staff/venues.csv`: what the list shows, as a file that reads back; and the template of such a file.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::response::Response;
use domain::venues::{DutyVenue, Has, Listed, Must};
use domain::{Action, Line, Word};
use uuid::Uuid;

use super::asked::Asked;
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Visit, safe, spreadsheet};
use crate::venues::file::head;
use crate::venues::see;

const MORE: [&str; 9] = ["must_have", "missing", "has", "open_rooms", "other_rooms", "list", "source", "source_day", "id"];

/// `GET /staff/venues/template.csv`
pub(super) async fn template(visit: Visit, who: SignedIn) -> Response {
    match who.needs(Action::ManageVenues, &visit) {
        Ok(()) => spreadsheet("muying-venues-template.csv", head(), []),
        Err(refused) => *refused,
    }
}

/// `GET /staff/venues.csv`
pub(super) async fn csv(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageVenues, &visit) {
        return *refused;
    }
    let today = visit.today();
    let day = asked.past(today).unwrap_or(today);
    let seen = match see(&state.db, &visit.registry.region, visit.standards(), (day, today)).await {
        Ok(seen) => seen,
        Err(error) => return AppError::away(&error, &visit),
    };
    let listed: HashMap<Uuid, &Listed> = seen.listed.iter().map(|venue| (venue.id, venue)).collect();
    let venues = seen.duty.as_ref().map_or(&[][..], |(_, venues)| venues);
    let rows = venues.iter().filter(|venue| asked.fits(venue)).map(|venue| {
        let of = venue.listed.and_then(|id| listed.get(&id).copied());
        let (facts, more) = (facts(venue, of), more(venue, of));
        let mut cells = facts.into_iter().chain(more);
        std::array::from_fn::<String, 21, _>(|_| cells.next().unwrap_or_default())
    });
    let mut names = head().into_iter().chain(MORE);
    let names = std::array::from_fn::<&str, 21, _>(|_| names.next().unwrap_or_default());
    spreadsheet("muying-venues.csv", names, rows)
}

/// The columns of the template: as the list has them, not as rooms complete them.
fn facts(venue: &DutyVenue, of: Option<&Listed>) -> [String; 12] {
    let line = |line: Option<&Line>| line.map_or_else(String::new, |line| safe(line.as_str()));
    let (area, visitors, place) = match of {
        Some(Listed { details, .. }) => (details.area_m2.map(f64::from), details.visitors_per_day, details.place),
        None => (venue.area_m2, venue.visitors_per_day, venue.place),
    };
    let code = |code: Option<domain::AreaCode>| code.map_or_else(String::new, |code| code.to_string());
    [
        line(of.and_then(|of| of.key.as_ref())),
        safe(venue.name.zh.as_str()),
        line(venue.name.en.as_ref()),
        code(venue.street),
        code(of.and_then(|of| of.details.community)),
        venue.kind.word().to_owned(),
        area.map_or_else(String::new, |area| area.to_string()),
        visitors.map_or_else(String::new, |visitors| visitors.to_string()),
        of.map_or_else(String::new, |of| of.details.frequented.word().to_owned()),
        line(of.and_then(|of| of.details.address.as_ref())),
        place.map_or_else(String::new, |place| place.lon().to_string()),
        place.map_or_else(String::new, |place| place.lat().to_string()),
    ]
}

fn more(venue: &DutyVenue, of: Option<&Listed>) -> [String; 9] {
    let (must, missing) = match &venue.must {
        Must::Yes => ("yes", String::new()),
        Must::No => ("no", String::new()),
        Must::Unknown(missing) => ("unknown", missing.iter().map(|fact| fact.word()).collect::<Vec<_>>().join(" ")),
    };
    let has = match venue.has() {
        Has::Open => "open",
        Has::Coming(stage) => stage.word(),
        Has::None => "none",
    };
    let codes = |rooms: &mut dyn Iterator<Item = &domain::venues::TiedRoom>| {
        rooms.map(|room| room.code.to_string()).collect::<Vec<_>>().join(" ")
    };
    [
        must.to_owned(),
        missing,
        has.to_owned(),
        codes(&mut venue.open()),
        codes(&mut venue.others()),
        of.map_or_else(String::new, |of| safe(of.list.as_str())),
        of.map_or_else(String::new, |of| safe(of.details.source.as_str())),
        of.map_or_else(String::new, |of| of.details.source_day.to_string()),
        of.map_or_else(String::new, |of| of.id.to_string()),
    ]
}
