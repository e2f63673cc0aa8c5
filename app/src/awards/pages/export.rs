//! `/staff/awards.csv`: the awards that the list shows, all of them.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::{Action, Word};

use super::asked::{Asked, Shown};
use crate::accounts::SignedIn;
use crate::inspections::pages::room_name;
use crate::state::AppState;
use crate::ui::{AppError, Visit, safe, spreadsheet};

const HEAD: [&str; 15] = [
    "award",
    "room",
    "street",
    "scheme",
    "issuer",
    "kind",
    "level",
    "standing",
    "lowered",
    "from",
    "until",
    "nominated_by",
    "self_assessed",
    "in_question",
    "fictional",
];

/// `GET /staff/awards.csv`
pub(super) async fn csv(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageAwards, &visit) {
        return *refused;
    }
    let all = match asked.read(&state, &visit).await {
        Ok((all, _)) => all,
        Err(error) => return AppError::away(&error, &visit),
    };
    let (english, yes_no) = (visit.lang.is_english(), |yes: bool| if yes { "yes" } else { "no" }.to_owned());
    let row = |shown: &Shown| {
        let Shown { kept, scheme, stood, .. } = shown;
        let terms = &scheme.terms;
        let day = |of: fn(domain::awards::Valid) -> chrono::NaiveDate| {
            stood.valid.map_or_else(String::new, |valid| of(valid).to_string())
        };
        [
            kept.id.to_string(),
            safe(&room_name(&visit.registry, kept.room, english)),
            shown.street.map_or_else(String::new, |street| street.to_string()),
            safe(terms.name.pick(english)),
            safe(terms.issuer.pick(english)),
            terms.kind.word().to_owned(),
            shown.level().map_or_else(String::new, |level| level.0.to_string()),
            shown.standing.word().to_owned(),
            yes_no(stood.state == domain::awards::AwardState::Lowered),
            day(|valid| valid.from),
            day(|valid| valid.until),
            safe(&kept.award.nominated_by),
            yes_no(kept.self_assessed),
            shown.doubt.map_or_else(String::new, |doubt| doubt.kind.word().to_owned()),
            yes_no(terms.fictional),
        ]
    };
    spreadsheet("muying-awards.csv", HEAD, all.iter().map(row))
}
