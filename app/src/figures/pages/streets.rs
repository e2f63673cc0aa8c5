//! What the map of streets shows of a day: rooms open, targets reached, rooms checked.

use domain::figures::{Board, Number, Pick};
use domain::targets::Scope;
use domain::{AreaClass, AreaCode};

use super::asked::Asked;
use super::tables::{By, split};
use super::targets::Targets;
use crate::shapes::StreetRow;
use crate::ui::Visit;

/// The streets that are asked for, in the region's order.
pub(super) fn rows(targets: &Targets, (board, all): (&Board<'_>, &[Number]), asked: &Asked, visit: &Visit) -> Vec<StreetRow> {
    let narrow = board.ask.narrow;
    let parts = split(board, all, asked, By::Street, visit);
    let row = |street: AreaCode| {
        let part = parts.iter().find(|part| part.asked.street == street.as_str());
        let number = |at: usize| part.and_then(|part| usize::try_from(part.numbers.get(at)?.value).ok()).unwrap_or(0);
        let scope = scope(street, narrow.class).map(|scope| Scope { venue: narrow.venue, ..scope });
        StreetRow { street, open: number(0), target: scope.and_then(|scope| wanted(targets, &scope)), checked: number(1) }
    };
    let streets = visit.registry.region.streets.iter().map(|street| street.code);
    streets.filter(|street| narrow.street.takes(Some(*street))).map(row).collect()
}

/// The scope of a target that speaks of the same rooms; there is none of rooms without a class.
fn scope(street: AreaCode, class: Pick<AreaClass>) -> Option<Scope> {
    let class = match class {
        Pick::All => None,
        Pick::Of(class) => Some(class),
        Pick::Without => return None,
    };
    Some(Scope { street: Some(street), class, venue: None })
}

fn wanted(targets: &Targets, scope: &Scope) -> Option<u32> {
    targets.lines.iter().find(|line| line.scope == *scope).map(|line| line.rooms)
}
