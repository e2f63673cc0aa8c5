//! `/staff/money/{id}/ledger.csv`: the ledger for the finance office.

use axum::extract::{Path, State};
use axum::response::Response;
use uuid::Uuid;

use super::find;
use crate::accounts::SignedIn;
use crate::inspections::pages::room_name;
use crate::money::store::{self, Line};
use crate::state::AppState;
use crate::ui::{AppError, Visit, safe, spreadsheet};

const HEAD: [&str; 11] =
    ["number", "room", "milestone", "amount_yuan", "amount_fen", "date", "voucher", "recorded", "by", "programme", "payment"];

/// `GET /staff/money/{id}/ledger.csv`
pub(super) async fn csv(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    let programme = match find(&state, &visit, &who, id).await {
        Ok(programme) => programme,
        Err(refused) => return *refused,
    };
    let lines = match store::lines(&state.db, id).await {
        Ok(lines) => lines,
        Err(error) => return AppError::away(&error, &visit),
    };
    let fictional = if programme.fictional { visit.lang.money_fictional() } else { "" };
    let row = |line: &Line| {
        [
            line.number.to_string(),
            safe(&room_name(&visit.registry, line.room, visit.lang.is_english())),
            visit.lang.milestone(line.milestone).to_owned(),
            line.amount.to_string().replace(',', ""),
            line.amount.0.to_string(),
            line.happened.to_string(),
            safe(&line.paper),
            line.at.to_rfc3339(),
            safe(&line.actor),
            safe(&format!("{} {fictional}", programme.title)),
            line.payment.to_string(),
        ]
    };
    spreadsheet("muying-ledger.csv", HEAD, lines.iter().map(row))
}
