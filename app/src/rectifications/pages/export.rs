//! `/staff/rectifications.csv`: the staff's list as CSV.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::{Action, Role, Word};

use super::staff::{Asked, holder, wanted};
use crate::accounts::{Person, SignedIn, of_role};
use crate::rectifications::store::{self, Item, StoreError, Tie};
use crate::state::AppState;
use crate::ui::{AppError, Visit, safe, spreadsheet};

/// `GET /staff/rectifications.csv`
pub(super) async fn csv(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageRectifications, &visit) {
        return *refused;
    }
    let read = async { Ok::<_, StoreError>((wanted(&state, &visit, &asked).await?, store::ties(&state.db).await?)) };
    match (read.await, of_role(&state.db, Role::Operator).await) {
        (Ok((items, ties)), Ok(people)) => {
            let rows = written(&items, &ties, &people, &visit);
            spreadsheet("muying-rectifications.csv", HEAD, rows)
        }
        (Err(error), _) => AppError::away(&error, &visit),
        (_, Err(error)) => AppError::away(&error, &visit),
    }
}

const HEAD: [&str; 14] = [
    "id",
    "room",
    "name",
    "street",
    "clause",
    "asks",
    "severity",
    "recheck",
    "state",
    "opened",
    "due",
    "days_over",
    "escalated",
    "with",
];

fn written(items: &[Item], ties: &[Tie], people: &[Person], visit: &Visit) -> Vec<[String; HEAD.len()]> {
    let (lang, region) = (visit.lang, &visit.registry.region);
    let english = lang.is_english();
    let today = visit.today();
    let row = |item: &Item| {
        let room = visit.registry.by_id(item.room).map(|entry| &entry.room);
        let street = room.and_then(|room| room.street).and_then(|code| region.street(code));
        [
            item.id.to_string(),
            room.map_or_else(|| item.room.0.to_string(), |room| room.code.to_string()),
            safe(room.map_or("", |room| room.name.pick(english))),
            safe(street.map_or("", |street| street.name(english))),
            item.clause.to_string(),
            safe(lang.clause_title(item.clause)),
            item.severity.word().to_owned(),
            item.way.word().to_owned(),
            item.state.word().to_owned(),
            region.local(item.opened).date().to_string(),
            item.due(region).to_string(),
            item.days_over(region, today).to_string(),
            item.escalated.map_or_else(String::new, |at| region.local(at).date().to_string()),
            safe(&holder(item, ties, people, lang)),
        ]
    };
    items.iter().map(row).collect()
}
