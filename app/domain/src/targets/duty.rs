//! Venues that must have a room by their size, and whether they have one.

use std::collections::BTreeMap;

use super::scope::is_counted;
use crate::code::{AreaCode, RoomCode};
use crate::room::Room;
use crate::stage::Stage;
use crate::standard::DutyRule;
use crate::text::Line;
use crate::venue::VenueType;

/// A venue, as its rooms tell of it: those of the same name and street are of one venue.
#[derive(Debug, Clone, PartialEq)]
pub struct DutyVenue {
    /// Its name.
    pub name: Line,
    /// Its street.
    pub street: Option<AreaCode>,
    /// Its kind, as its first room has it.
    pub kind: VenueType,
    /// Whether it is so large that it must have a room ([`DutyRule::is_large`]); `None` where its size does not decide.
    pub must_have: Option<bool>,
    /// Its rooms that count as open.
    pub open: Vec<RoomCode>,
    /// Its other rooms but those that are closed for good: on their way, suspended, or for staff only.
    pub others: Vec<RoomCode>,
}

/// The venues of rooms, by street and name. Of a size that its rooms tell differently the largest counts.
pub fn venues<'a>(rooms: impl IntoIterator<Item = &'a Room>, rule: &DutyRule) -> Vec<DutyVenue> {
    let mut grouped: BTreeMap<(Option<AreaCode>, &Line), Vec<&Room>> = BTreeMap::new();
    for room in rooms {
        grouped.entry((room.street, &room.venue.name.zh)).or_default().push(room);
    }
    let venue = |((street, name), mut rooms): ((Option<AreaCode>, &Line), Vec<&'a Room>)| {
        rooms.sort_by_key(|room| room.code);
        let area = rooms.iter().filter_map(|room| room.venue.area_m2).max();
        let visitors = rooms.iter().filter_map(|room| room.venue.visitors_per_day).max();
        let (open, others): (Vec<&Room>, Vec<&Room>) = rooms.iter().partition(|room| is_counted(room));
        let others = others.into_iter().filter(|room| room.stage != Stage::Closed);
        Some(DutyVenue {
            name: name.clone(),
            street,
            kind: rooms.first()?.venue.kind,
            must_have: rule.is_large(area.map(f64::from), visitors.map(f64::from)),
            open: open.into_iter().map(|room| room.code).collect(),
            others: others.map(|room| room.code).collect(),
        })
    };
    grouped.into_iter().filter_map(venue).collect()
}
