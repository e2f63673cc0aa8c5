//! Spreading rooms over experts.

use std::collections::VecDeque;

use uuid::Uuid;

use crate::code::{AreaCode, RoomId};
use crate::conflict::{Conflict, may_inspect};
use crate::place::{Wgs84, distance_m};
use crate::text::Line;
use crate::venue::Venue;

/// An expert who may be asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Expert {
    /// Who.
    pub id: Uuid,
    /// The street they work from.
    pub home: Option<AreaCode>,
    /// Where that street is.
    pub place: Option<Wgs84>,
    /// Whom they belong to.
    pub affiliations: Vec<Line>,
    /// Assignments that they have still to do.
    pub load: usize,
}

/// A room that somebody is to inspect.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The room.
    pub id: RoomId,
    /// Its venue.
    pub venue: Venue,
    /// Its street.
    pub street: Option<AreaCode>,
    /// Its position.
    pub place: Option<Wgs84>,
}

/// A room given to an expert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The room.
    pub room: RoomId,
    /// The expert.
    pub expert: Uuid,
    /// 1, or 2 for the second of a double inspection.
    pub turn: u8,
}

/// Why a room is left over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// No expert was named.
    Nobody,
    /// All named have a conflict of interest, or all but one where two are needed.
    Conflicts(Vec<(Uuid, Conflict)>),
    /// Two are needed and one was named.
    OnlyOne,
}

/// A room left over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The room.
    pub room: RoomId,
    /// Why.
    pub why: Why,
}

/// Who gets what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread {
    /// In the order of the rooms asked for.
    pub given: Vec<Given>,
    /// Rooms that cannot be given.
    pub left: Vec<Left>,
}

/// Spreads rooms over experts, each room to one, or to two different ones (`double`). Nobody gets a room of an operator
/// they belong to. Loads, with what experts have still to do, come out as even as conflicts allow (an optimal semi-matching:
/// Harvey, Ladner, Lovász, Tamir 2003), so without conflicts and with equal loads before they differ by one at most. Within that each
/// room goes to whose street is nearest, as far as exchanging two rooms can bring it nearer. The same input gives the same answer.
pub fn spread(rooms: &[Place], experts: &[Expert], double: bool) -> Spread {
    let mut found = Spread::default();
    let needed = if double { 2 } else { 1 };
    let mut able: Vec<(usize, Vec<bool>)> = Vec::new();
    for (index, room) in rooms.iter().enumerate() {
        let ways: Vec<_> = experts.iter().map(|expert| may_inspect(&expert.affiliations, &room.venue)).collect();
        let may: Vec<bool> = ways.iter().map(Result::is_ok).collect();
        if may.iter().filter(|may| **may).count() >= needed {
            able.push((index, may));
            continue;
        }
        let told: Vec<_> = experts.iter().zip(ways).filter_map(|(expert, way)| Some((expert.id, way.err()?))).collect();
        let why = match (experts.is_empty(), told.is_empty()) {
            (true, _) => Why::Nobody,
            (_, true) => Why::OnlyOne,
            _ => Why::Conflicts(told),
        };
        found.left.push(Left { room: room.id, why });
    }
    let far: Vec<Vec<f64>> =
        able.iter().map(|(index, _)| experts.iter().map(|expert| away(expert, &rooms[*index])).collect()).collect();
    let mut loads: Vec<usize> = experts.iter().map(|expert| expert.load).collect();
    let mut may: Vec<Vec<bool>> = able.iter().map(|(_, may)| may.clone()).collect();
    let mut turns = Vec::new();
    for _ in 0..needed {
        let taken = Turn { may: &may, far: &far }.share(&mut loads);
        for (may, expert) in may.iter_mut().zip(&taken) {
            may[*expert] = false;
        }
        turns.push(taken);
    }
    for (at, (index, _)) in able.iter().enumerate() {
        for (turn, taken) in (1..).zip(&turns) {
            found.given.push(Given { room: rooms[*index].id, expert: experts[taken[at]].id, turn });
        }
    }
    found
}

/// How far a room is from an expert's corner, in metres: none in their own street; unknown is farthest.
fn away(expert: &Expert, room: &Place) -> f64 {
    if expert.home.is_some() && expert.home == room.street {
        return 0.0;
    }
    expert.place.zip(room.place).map_or(FARTHEST_M, |(a, b)| distance_m(a, b))
}

/// Farther than any two places on earth.
const FARTHEST_M: f64 = 1e8;
/// Nearer by less than this, in metres, is not nearer.
const LEAST_M: f64 = 1e-3;
/// Passes of exchanging: each shortens the ways, and few are ever needed.
const PASSES: usize = 50;

/// One expert for each room.
struct Turn<'a> {
    may: &'a [Vec<bool>],
    far: &'a [Vec<f64>],
}

impl Turn<'_> {
    fn share(&self, loads: &mut [usize]) -> Vec<usize> {
        // Rooms that few may take come first; then each goes to the least loaded, of those to the nearest.
        let mut order: Vec<usize> = (0..self.may.len()).collect();
        order.sort_by_key(|room| self.may[*room].iter().filter(|may| **may).count());
        let mut taken = vec![0; self.may.len()];
        for room in order {
            let allowed = (0..loads.len()).filter(|expert| self.may[room][*expert]);
            let best = allowed.min_by(|a, b| loads[*a].cmp(&loads[*b]).then(self.far[room][*a].total_cmp(&self.far[room][*b])));
            taken[room] = best.unwrap_or(0);
            loads[taken[room]] += 1;
        }
        while self.level(&mut taken, loads) {}
        for _ in 0..PASSES {
            if !self.exchange(&mut taken) {
                break;
            }
        }
        taken
    }

    /// Hands one room on, over others where need be, from somebody to somebody with at least two fewer.
    fn level(&self, taken: &mut [usize], loads: &mut [usize]) -> bool {
        let mut from: Vec<usize> = (0..loads.len()).collect();
        from.sort_by_key(|expert| std::cmp::Reverse(loads[*expert]));
        for start in from {
            let mut came: Vec<Option<(usize, usize)>> = vec![None; loads.len()];
            let mut queue = VecDeque::from([start]);
            while let Some(expert) = queue.pop_front() {
                if loads[expert] + 2 <= loads[start] {
                    let mut at = expert;
                    while let Some((room, before)) = came[at].filter(|_| at != start) {
                        taken[room] = at;
                        at = before;
                    }
                    (loads[start], loads[expert]) = (loads[start] - 1, loads[expert] + 1);
                    return true;
                }
                for room in (0..taken.len()).filter(|room| taken[*room] == expert) {
                    for (next, came) in came.iter_mut().enumerate() {
                        if self.may[room][next] && next != start && came.is_none() {
                            *came = Some((room, expert));
                            queue.push_back(next);
                        }
                    }
                }
            }
        }
        false
    }

    /// Exchanges rooms of two experts where the ways become shorter together; loads stay.
    fn exchange(&self, taken: &mut [usize]) -> bool {
        let mut shorter = false;
        for a in 0..taken.len() {
            for b in a + 1..taken.len() {
                let (x, y) = (taken[a], taken[b]);
                let allowed = x != y && self.may[a][y] && self.may[b][x];
                if allowed && self.far[a][y] + self.far[b][x] + LEAST_M < self.far[a][x] + self.far[b][y] {
                    (taken[a], taken[b]) = (y, x);
                    shorter = true;
                }
            }
        }
        shorter
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::text::Bilingual;
    use crate::venue::VenueType;

    fn line(text: &str) -> Line {
        Line::new(text).unwrap()
    }

    fn room(number: u32, venue: u8, east: f64) -> Place {
        let name = Bilingual { zh: line(&format!("虚构商场第{venue}号")), en: None };
        Place {
            id: RoomId(Uuid::from_u128(u128::from(number))),
            venue: Venue { name, kind: VenueType::Mall, area_m2: None, visitors_per_day: None },
            street: None,
            place: Wgs84::new(114.0 + east, 22.7).ok(),
        }
    }

    fn expert(number: u32, venues: &[u8], east: f64, load: usize) -> Expert {
        Expert {
            id: Uuid::from_u128(1000 + u128::from(number)),
            home: None,
            place: Wgs84::new(114.0 + east, 22.7).ok(),
            affiliations: venues.iter().map(|venue| line(&format!("虚构商场第{venue}号"))).collect(),
            load,
        }
    }

    fn loads(experts: &[Expert], spread: &Spread) -> Vec<usize> {
        let of = |expert: &Expert| spread.given.iter().filter(|given| given.expert == expert.id).count() + expert.load;
        experts.iter().map(of).collect()
    }

    #[test]
    fn everybody_gets_what_is_near() {
        let rooms: Vec<_> = (0..6).map(|number| room(number, 1, if number % 2 == 0 { 0.3 } else { 0.0 })).collect();
        let experts = [expert(0, &[], 0.0, 0), expert(1, &[], 0.3, 0)];
        for given in spread(&rooms, &experts, false).given {
            let near = given.room.0.as_u128() % 2 == 0;
            assert_eq!(given.expert == experts[1].id, near);
        }
    }

    #[test]
    fn a_room_that_nobody_may_take_is_left_with_the_reasons() {
        let experts = [expert(0, &[1], 0.0, 0), expert(1, &[1, 2], 0.0, 0)];
        let found = spread(&[room(1, 1, 0.0), room(2, 2, 0.0)], &experts, false);
        assert_eq!((found.given.len(), found.given[0].expert), (1, experts[0].id));
        assert!(matches!(&found.left[0].why, Why::Conflicts(told) if told.len() == 2));
        assert_eq!(spread(&[room(1, 1, 0.0)], &[], false).left[0].why, Why::Nobody);
        assert_eq!(spread(&[room(1, 3, 0.0)], &experts[..1], true).left[0].why, Why::OnlyOne);
        assert!(matches!(&spread(&[room(1, 2, 0.0)], &experts, true).left[0].why, Why::Conflicts(told) if told.len() == 1));
    }

    proptest! {
        #[test]
        fn conflicts_never_each_room_once_or_twice_and_loads_even(
            rooms in proptest::collection::vec((0..6_u8, 0.0..0.3_f64), 0..24),
            experts in proptest::collection::vec((proptest::collection::vec(0..6_u8, 0..3), 0.0..0.3_f64, 0..4_usize), 0..6),
            conflicts in any::<bool>(), double in any::<bool>(),
        ) {
            let rooms: Vec<_> = (0..).zip(&rooms).map(|(number, (venue, east))| room(number, *venue, *east)).collect();
            let experts: Vec<_> = (0..)
                .zip(&experts)
                .map(|(number, (venues, east, load))| {
                    if conflicts { expert(number, venues, *east, *load) } else { expert(number, &[], *east, 0) }
                })
                .collect();
            let found = spread(&rooms, &experts, double);
            prop_assert_eq!(&found, &spread(&rooms, &experts, double));
            let mut of: BTreeMap<RoomId, BTreeSet<Uuid>> = BTreeMap::new();
            for given in &found.given {
                let expert = experts.iter().find(|expert| expert.id == given.expert).unwrap();
                let room = rooms.iter().find(|room| room.id == given.room).unwrap();
                prop_assert!(may_inspect(&expert.affiliations, &room.venue).is_ok());
                prop_assert!(of.entry(given.room).or_default().insert(given.expert), "two different experts");
            }
            prop_assert_eq!(of.len() + found.left.len(), rooms.len());
            let needed = if double { 2 } else { 1 };
            prop_assert!(of.values().all(|experts| experts.len() == needed));
            let loads = loads(&experts, &found);
            if !conflicts {
                let (least, most) = (loads.iter().min().unwrap_or(&0), loads.iter().max().unwrap_or(&0));
                prop_assert!(most - least <= 1, "{:?}", loads);
            }
            // No single room can be handed on to make loads more even.
            for given in found.given.iter().filter(|_| !double) {
                let room = rooms.iter().find(|room| room.id == given.room).unwrap();
                let load = |id: Uuid| loads[experts.iter().position(|expert| expert.id == id).unwrap()];
                for other in &experts {
                    let may = other.id != given.expert && may_inspect(&other.affiliations, &room.venue).is_ok();
                    prop_assert!(!may || load(other.id) + 2 > load(given.expert));
                }
            }
        }
    }
}
