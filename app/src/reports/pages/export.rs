//! `/staff/reports.csv`: the cases that are asked for, as CSV. What people wrote and photographed stays out of files.

use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::{Action, Word};

use super::desk::Asked;
use crate::accounts::SignedIn;
use crate::audit::pages::safe;
use crate::inspections::pages::room_name;
use crate::reports::store::Case;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

const HEAD: [&str; 12] =
    ["room", "trouble", "about", "state", "first_day", "due", "days_over", "reports", "at_door", "changed", "inspection", "id"];

/// `GET /staff/reports.csv`
pub(super) async fn csv(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::HandleReports, &visit) {
        return *refused;
    }
    let registry = &visit.registry;
    let today = registry.region.local(visit.now).date();
    let cases = match asked.read(&state, registry, today).await {
        Ok(cases) => cases,
        Err(error) => return AppError::away(&error, &visit),
    };
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"muying-reports.csv\""),
        (CACHE_CONTROL, "private, no-store"),
    ];
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
    let mut out = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    for record in std::iter::once(HEAD.map(str::to_owned)).chain(cases.iter().map(row)) {
        // Memory takes any record.
        drop(out.write_record(record));
    }
    (headers, out.into_inner().unwrap_or_default()).into_response()
}
