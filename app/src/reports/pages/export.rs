//! `/staff/reports.csv`: the cases that are asked for, as CSV. What people wrote and photographed stays out of files.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::{Action, Word};

use super::desk::Asked;
use crate::accounts::SignedIn;
use crate::inspections::pages::room_name;
use crate::reports::store::Case;
use crate::state::AppState;
use crate::ui::{AppError, Visit, safe, spreadsheet};

const HEAD: [&str; 12] =
    ["room", "trouble", "about", "state", "first_day", "due", "days_over", "reports", "at_door", "changed", "inspection", "id"];

/// `GET /staff/reports.csv`
pub(super) async fn csv(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::HandleReports, &visit) {
        return *refused;
    }
    let registry = &visit.registry;
    let today = visit.today();
    let cases = match asked.read(&state, registry, today).await {
        Ok(cases) => cases,
        Err(error) => return AppError::away(&error, &visit),
    };
    let row = |case: &Case| {
        [
            safe(&room_name(registry, case.room, visit.lang.is_english())),
            case.trouble.word().to_owned(),
            case.about.map_or("", Word::word).to_owned(),
            case.state.word().to_owned(),
            case.day.to_string(),
            case.trouble.due(case.day).to_string(),
            case.days_over(today).to_string(),
            case.reports.to_string(),
            case.at_door.to_string(),
            case.changed.to_rfc3339(),
            case.inspection.map_or_else(String::new, |inspection| inspection.to_string()),
            case.id.to_string(),
        ]
    };
    spreadsheet("muying-reports.csv", HEAD, cases.iter().map(row))
}
