//! Rooms that may stand in a venue: for staff to say.

use super::listed::Listed;
use super::tie::{Tie, normal, ties};
use crate::code::{RoomCode, RoomId};
use crate::place::distance_m;
use crate::room::Room;
use crate::stage::Stage;

/// Within so many metres a room may be of a venue: a position is that of a door, of a centre, or of a pin on a map.
pub const NEAR_M: f64 = 100.0;
/// Shorter names than this are part of too many others.
const LEAST_NAME: usize = 3;

/// Why a room may stand in a venue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It counts for it by its name, and nobody has confirmed it.
    Counted,
    /// One name is part of the other, and the streets do not differ. It does not count.
    Name,
    /// So many metres lie between them. It does not count.
    Near(u32),
}

/// A room that may stand in a venue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggested {
    /// For machines.
    pub room: RoomId,
    /// For people.
    pub code: RoomCode,
    /// Why.
    pub why: Why,
}

/// The rooms that may stand in a venue of those listed: neither such as count for another venue, nor such as staff said do not,
/// nor closed ones. The likeliest first, `most` at most.
pub fn suggestions(venue: &Listed, listed: &[Listed], rooms: &[Room], most: usize) -> Vec<Suggested> {
    let active: Vec<&Listed> = listed.iter().filter(|one| one.ended.is_none()).collect();
    let Some(at) = active.iter().position(|one| one.id == venue.id) else { return Vec::new() };
    let why = |(room, tie): (&Room, Option<(usize, Tie)>)| {
        let is_out = room.stage == Stage::Closed || venue.refused.contains(&room.id);
        let why = match tie {
            _ if is_out => return None,
            Some((of, Tie::Name)) if of == at => Why::Counted,
            Some(_) => return None,
            None => near(venue, room)?,
        };
        Some(Suggested { room: room.id, code: room.code, why })
    };
    let mut found: Vec<Suggested> = rooms.iter().zip(ties(&active, rooms)).filter_map(why).collect();
    found.sort_by_key(|one| (one.why, one.code));
    found.truncate(most);
    found
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
fn near(venue: &Listed, room: &Room) -> Option<Why> {
    let (ours, theirs) = (normal(&venue.details.name.zh), normal(&room.venue.name.zh));
    let long = |name: &str| name.chars().count() >= LEAST_NAME;
    let alike = long(&ours) && long(&theirs) && (ours.contains(&theirs) || theirs.contains(&ours));
    let differ = venue.details.street.zip(room.street).is_some_and(|(one, other)| one != other);
    if alike && !differ {
        return Some(Why::Name);
    }
    let metres = distance_m(venue.details.place?, room.place?);
    (metres <= NEAR_M).then_some(Why::Near(metres.round() as u32))
}
