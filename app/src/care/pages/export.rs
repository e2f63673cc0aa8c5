//! `/care/{code}/log.csv`: the entries of a room's last days, struck ones too.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::Days;
use domain::Word;
use domain::care::SPAN;

use super::seen;
use crate::accounts::SignedIn;
use crate::care::store::{self, Entry as Line};
use crate::state::AppState;
use crate::ui::{AppError, Visit, safe, spreadsheet};

const HEAD: [&str; 10] = ["room", "day", "recorded", "done", "late", "by", "sign", "report", "struck_by", "struck_why"];

/// `GET /care/{code}/log.csv`
pub(super) async fn csv(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(code): Path<String>) -> Response {
    let entry = match seen(&state, &visit, &who, &code).await {
        Ok(entry) => entry,
        Err(refused) => return *refused,
    };
    let today = visit.today();
    let since = today.checked_sub_days(Days::new(SPAN - 1)).unwrap_or(today);
    let lines = match store::entries(&state.db, entry.room.id, since).await {
        Ok(lines) => lines,
        Err(error) => return AppError::away(&error, &visit),
    };
    let row = |line: &Line| {
        let (by, why) = line.struck.as_ref().map_or(("", ""), |(by, why)| (by, why));
        [
            entry.room.code.to_string(),
            line.day.to_string(),
            line.at.to_rfc3339(),
            line.tasks.iter().map(|task| task.word()).collect::<Vec<_>>().join(" "),
            if line.late { "yes" } else { "no" }.to_owned(),
            if line.by_card { "card".to_owned() } else { line.actor.clone() },
            safe(&line.sign),
            line.report.clone(),
            by.to_owned(),
            safe(why),
        ]
    };
    spreadsheet(&format!("muying-care-{}.csv", entry.room.code), HEAD, lines.iter().map(row))
}
