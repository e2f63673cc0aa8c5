//! Which room belongs to which venue of a list.

use std::collections::{HashMap, HashSet};

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
/// belongs to one venue at most: where two have the same name in the same street, the name decides nothing. A venue without a
/// street has the rooms of its name where no other venue is called so and these rooms are all in one street.
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
    let streetless = streetless(venues, rooms);
    let tie = |room: &Room| {
        if let Some(at) = linked.get(&room.id) {
            return Some((*at, Tie::Linked));
        }
        let name = &room.venue.name.zh;
        let here = key(room.street, name).and_then(|key| named.get(&key).or_else(|| called.get(&key)));
        let at = match here.map(Vec::as_slice) {
            Some([at]) => at,
            Some(_) => return None,
            None => streetless.get(&normal(name))?,
        };
        (!venues[*at].refused.contains(&room.id)).then_some((*at, Tie::Name))
    };
    rooms.iter().map(tie).collect()
}

/// The venues without a street that are the only ones of their name, by that name, where the rooms of that name are all in one
/// street.
fn streetless(venues: &[&Listed], rooms: &[Room]) -> HashMap<String, usize> {
    let mut named: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, venue) in venues.iter().enumerate() {
        named.entry(normal(&venue.details.name.zh)).or_default().push(at);
    }
    let mut streets: HashMap<String, HashSet<Option<AreaCode>>> = HashMap::new();
    for room in rooms {
        streets.entry(normal(&room.venue.name.zh)).or_default().insert(room.street);
    }
    let only = |(name, of): (String, Vec<usize>)| {
        let [at] = of[..] else { return None };
        let in_one = streets.get(&name).is_some_and(|streets| streets.len() == 1);
        (in_one && !name.is_empty() && venues[at].details.street.is_none()).then_some((name, at))
    };
    named.into_iter().filter_map(only).collect()
}
