//! `/staff/build.csv`: what the table shows, as CSV.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::{Action, Word};

use super::asked::{Asked, Shown};
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Visit, safe, spreadsheet};

const HEAD: [&str; 12] =
    ["code", "name", "venue", "venue_type", "street", "kind", "stage", "since", "due", "days_late", "reason", "id"];

/// `GET /staff/build.csv`
pub(super) async fn csv(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageBuildout, &visit) {
        return *refused;
    }
    let region = &visit.registry.region;
    let today = visit.today();
    let mut all = match asked.read(&state.db, region, today).await {
        Ok(all) => all,
        Err(error) => return AppError::away(&error, &visit),
    };
    let stage = asked.stage();
    all.retain(|shown| asked.fits_but_stage(shown, today) && stage.is_none_or(|stage| shown.room.stage == stage));
    let english = visit.lang.is_english();
    let row = |shown: &Shown| {
        let room = &shown.room;
        let street = room.street.and_then(|code| region.street(code));
        [
            room.code.to_string(),
            safe(room.name.pick(english)),
            safe(room.venue.name.pick(english)),
            room.venue.kind.word().to_owned(),
            safe(street.map_or("", |street| street.name(english))),
            room.kind.word().to_owned(),
            room.stage.word().to_owned(),
            shown.since.map_or_else(String::new, |day| day.to_string()),
            shown.due.map_or_else(String::new, |day| day.to_string()),
            shown.days_late(today).map_or_else(String::new, |days| days.to_string()),
            safe(room.stage_note.as_ref().map_or("", domain::Line::as_str)),
            room.id.0.to_string(),
        ]
    };
    spreadsheet("muying-build.csv", HEAD, all.iter().map(row))
}
