//! `/staff/targets.csv`: a year's targets and counts by street and class, as CSV.

use std::collections::BTreeSet;

use axum::extract::{Query, State};
use axum::response::Response;
use domain::targets::Scope;
use domain::{Action, AreaClass, Region, Word};

use super::asked::Asked;
use super::seen::{Seen, see};
use super::tables::street_words;
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Visit, safe, spreadsheet};

const HEAD: [&str; 12] = [
    "year",
    "day",
    "street_code",
    "street",
    "class",
    "venue_type",
    "target",
    "open",
    "expected",
    "missing",
    "source",
    "revision",
];

/// `GET /staff/targets.csv`
pub(super) async fn csv(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageTargets, &visit) {
        return *refused;
    }
    let seen = match see(&state, &visit, &asked).await {
        Ok(seen) => seen,
        Err(error) => return AppError::away(&error, &visit),
    };
    let rows = scopes(&seen, &visit.registry.region).into_iter().map(|scope| row(&seen, &scope, &visit));
    spreadsheet("muying-targets.csv", HEAD, rows)
}

/// All targets, and each street and class besides.
fn scopes(seen: &Seen, region: &Region) -> BTreeSet<Scope> {
    let streets = [None].into_iter().chain(region.streets.iter().map(|street| Some(street.code)));
    let classes = || [None].into_iter().chain(AreaClass::ALL.iter().copied().map(Some));
    let cells = streets.flat_map(|street| classes().map(move |class| Scope { street, class, venue: None }));
    cells.chain(seen.count.targets.iter().map(|judged| judged.scope)).collect()
}

fn row(seen: &Seen, scope: &Scope, visit: &Visit) -> [String; 12] {
    let count = &seen.count;
    let target = count.target(scope);
    let expected = seen.expected.as_ref().map(|all| all.iter().filter(|(room, _)| room.is_in(scope)).count());
    let text = |number: Option<usize>| number.map_or_else(String::new, |number| number.to_string());
    [
        count.year.to_string(),
        count.day.to_string(),
        scope.street.map_or_else(String::new, |code| code.to_string()),
        scope.street.map_or_else(String::new, |code| safe(&street_words(code, visit))),
        scope.class.map_or("", Word::word).to_owned(),
        scope.venue.map_or("", Word::word).to_owned(),
        target.map_or_else(String::new, |target| target.rooms.to_string()),
        count.open(scope).to_string(),
        text(expected),
        text(target.map(|target| target.missing(0))),
        target.map_or_else(String::new, |target| safe(target.source.as_str())),
        text(target.map(|target| target.revision)),
    ]
}
