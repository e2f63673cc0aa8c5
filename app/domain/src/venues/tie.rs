//! Which room belongs to which venue of a list.

use std::collections::HashMap;

use super::listed::Listed;
use crate::code::{AreaCode, RoomId};
use crate::room::Room;
use crate::search::fold;
use crate::text::Line;
use crate::words::words;

words! {
    /// Why a room counts for a venue.
    Tie {
        /// Staff said so.
        Linked = "linked",
        /// Name and street are the same, or those of a room that staff said belongs to it; nobody has confirmed it.
        Name = "name",
        /// The venue is on no list and known by its rooms only.
        Own = "own",
    }
}

/// A name without what differs from list to list: case, full-width forms, white space, punctuation.
pub(super) fn normal(name: &Line) -> String {
    fold(name.as_str()).replace(' ', "")
}

type Key = (AreaCode, String);

fn key(street: Option<AreaCode>, name: &Line) -> Option<Key> {
    Some((street?, normal(name))).filter(|(_, name)| !name.is_empty())
}

/// For each room the venue it belongs to, by its number among `venues`; `None` where it belongs to none of them. A room
/// belongs to one venue at most: where two have the same name in the same street, the name decides nothing.
pub(super) fn ties(venues: &[&Listed], rooms: &[Room]) -> Vec<Option<(usize, Tie)>> {
    let mut linked: HashMap<RoomId, usize> = HashMap::new();
    let mut named: HashMap<Key, Vec<usize>> = HashMap::new();
    for (at, venue) in venues.iter().enumerate() {
        for room in &venue.rooms {
            linked.entry(*room).or_insert(at);
        }
        if let Some(key) = key(venue.details.street, &venue.details.name.zh) {
            named.entry(key).or_default().push(at);
        }
    }
    // Rooms write a venue's name as they like: what one linked room calls it, its neighbours call it too.
    let mut called: HashMap<Key, Vec<usize>> = HashMap::new();
    for room in rooms {
        if let (Some(at), Some(key)) = (linked.get(&room.id), key(room.street, &room.venue.name.zh)) {
            let of = called.entry(key).or_default();
            if !of.contains(at) {
                of.push(*at);
            }
        }
    }
    let tie = |room: &Room| {
        if let Some(at) = linked.get(&room.id) {
            return Some((*at, Tie::Linked));
        }
        let key = key(room.street, &room.venue.name.zh)?;
        let [at] = named.get(&key).or_else(|| called.get(&key))?.as_slice() else { return None };
        (!venues[*at].refused.contains(&room.id)).then_some((*at, Tie::Name))
    };
    rooms.iter().map(tie).collect()
}
