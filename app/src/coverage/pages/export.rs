//! Gaps and plans as CSV.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::Action;
use domain::coverage::gather;
use uuid::Uuid;

use super::asked::{self, Asked};
use super::overview::CELL_M;
use super::{find_plan, plan};
use crate::accounts::SignedIn;
use crate::coverage::request::Ended;
use crate::coverage::words::percent;
use crate::state::AppState;
use crate::ui::{AppError, Visit, safe, spreadsheet};

/// `GET /staff/coverage/gaps.csv`
pub(super) async fn gaps(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::PlanSites, &visit) {
        return *refused;
    }
    let seen = match asked::see(&state, &visit, &asked).await {
        Ok(Some(seen)) => seen,
        Ok(None) => return AppError::NoPage.page(&visit),
        Err(error) => return AppError::away(&error, &visit),
    };
    let gaps = gather(seen.uncovered(&asked), CELL_M);
    let rows = gaps.iter().map(|gap| {
        [
            format!("{:.5}", gap.place.lon()),
            format!("{:.5}", gap.place.lat()),
            gap.weight.to_string(),
            percent(gap.weight, seen.tally.total),
            gap.points.to_string(),
            safe(&gap.name),
            gap.street.map_or_else(String::new, |street| safe(&visit.street_name(street))),
            asked.within_m().to_string(),
        ]
    });
    spreadsheet("muying-gaps.csv", ["lon", "lat", "weight", "share", "points", "name", "street", "within_m"], rows)
}

/// `GET /staff/plans/{id}/sites.csv`: the plan and the greedy one.
pub(super) async fn sites(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    let found = match find_plan(&state, &visit, &who, id).await {
        Ok(plan) => plan,
        Err(refused) => return *refused,
    };
    let Some(Ended::Plan(outcome)) = &found.result else { return AppError::NoPage.page(&visit) };
    let candidates = match plan::candidates(&state, &found).await {
        Ok(candidates) => candidates,
        Err(error) => return AppError::away(&error, &visit),
    };
    let plans = [("optimal", &outcome.sites), ("greedy", &outcome.greedy)];
    let plans = plans.map(|(kind, sites)| (if outcome.optimal || kind == "greedy" { kind } else { "best_found" }, sites));
    let rows = plans.into_iter().flat_map(|(kind, sites)| (1_u32..).zip(sites).map(move |(number, site)| (kind, number, site)));
    let rows = rows.filter_map(|(kind, number, chosen)| {
        let candidate = candidates.get(chosen.site as usize)?;
        Some([
            kind.to_owned(),
            number.to_string(),
            safe(&candidate.name),
            candidate.street.map_or_else(String::new, |street| safe(&visit.street_name(street))),
            candidate.place.lon().to_string(),
            candidate.place.lat().to_string(),
            chosen.gain.to_string(),
            percent(chosen.gain, outcome.total),
            safe(&candidate.note),
        ])
    });
    let head = ["plan", "order", "name", "street", "lon", "lat", "gain", "gain_share", "note"];
    spreadsheet("muying-sites.csv", head, rows)
}
