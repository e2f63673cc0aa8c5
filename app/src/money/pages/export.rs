//! `/staff/money/{id}/ledger.csv`: the ledger for the finance office.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::find;
use crate::accounts::SignedIn;
use crate::audit::pages::safe;
use crate::inspections::pages::room_name;
use crate::money::store::{self, Line};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

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
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"muying-ledger.csv\""),
        (CACHE_CONTROL, "private, no-store"),
    ];
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
    let mut out = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    for record in std::iter::once(HEAD.map(str::to_owned)).chain(lines.iter().map(row)) {
        // Memory takes any record.
        drop(out.write_record(record));
    }
    (headers, out.into_inner().unwrap_or_default()).into_response()
}
