//! `/staff/targets.csv`: a year's targets and counts by street and class, as CSV.

use std::collections::BTreeSet;

use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::targets::Scope;
use domain::{Action, AreaClass, Region, Word};

use super::asked::Asked;
use super::seen::{Seen, see};
use super::tables::street_words;
use crate::accounts::SignedIn;
use crate::audit::pages::safe;
use crate::state::AppState;
use crate::ui::{AppError, Visit};

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
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"muying-targets.csv\""),
        (CACHE_CONTROL, "private, no-store"),
    ];
    let rows = scopes(&seen, &visit.registry.region).into_iter().map(|scope| row(&seen, &scope, &visit));
    let mut out = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    for record in std::iter::once(HEAD.map(str::to_owned)).chain(rows) {
        // Memory takes any record.
        drop(out.write_record(record));
    }
    (headers, out.into_inner().unwrap_or_default()).into_response()
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
