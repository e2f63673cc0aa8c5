//! Venues that must have a room by their size, and whether they have one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::listed::Listed;
use super::tie::{Tie, normal, ties};
use crate::code::{AreaCode, RoomCode, RoomId};
use crate::facility::Tri;
use crate::place::Wgs84;
use crate::room::Room;
use crate::stage::{Kind, Stage};
use crate::standard::DutyRule;
use crate::targets::counts;
use crate::text::{Bilingual, Line};
use crate::venue::VenueType;
use crate::words::words;

words! {
    /// A fact without which it cannot be told whether a venue must have a room.
    Missing {
        /// Floor area.
        FloorArea = "area",
        /// Visitors a day.
        Visitors = "visitors",
        /// Whether mothers and infants often visit it.
        Frequented = "frequented",
    }
}

/// Whether a venue must have a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Must {
    /// It must.
    Yes,
    /// It need not.
    No,
    /// It cannot be told without these facts.
    Unknown(Vec<Missing>),
}

/// Whether a venue must have a room: guidance 63 of 2016, III (1), clause 1.01. Floor in square metres, visitors a day.
pub fn must(rule: &DutyRule, area_m2: Option<f64>, visitors_per_day: Option<u32>, frequented: Tri) -> Must {
    let large = rule.is_large(area_m2, visitors_per_day.map(f64::from));
    if large == Some(false) || frequented == Tri::No {
        return Must::No;
    }
    let lacks = [
        (Missing::FloorArea, large.is_none() && area_m2.is_none()),
        (Missing::Visitors, large.is_none() && visitors_per_day.is_none()),
        (Missing::Frequented, frequented == Tri::Unknown),
    ];
    let missing: Vec<Missing> = lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(fact, _)| fact).collect();
    if missing.is_empty() { Must::Yes } else { Must::Unknown(missing) }
}

/// What a venue has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    /// A room that counts as open.
    Open,
    /// None, and one on its way: how far the farthest has come.
    Coming(Stage),
    /// Neither.
    None,
}

/// A room of a venue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TiedRoom {
    /// For machines.
    pub id: RoomId,
    /// For people.
    pub code: RoomCode,
    /// How far it has come.
    pub stage: Stage,
    /// What kind of room.
    pub kind: Kind,
    /// Why it counts here.
    pub tie: Tie,
}

/// A venue, of a list or known by its rooms only.
#[derive(Debug, Clone, PartialEq)]
pub struct DutyVenue {
    /// Its id; `None` where it is on no list.
    pub listed: Option<Uuid>,
    /// Its name.
    pub name: Bilingual,
    /// Its street.
    pub street: Option<AreaCode>,
    /// Its kind; as its first room has it where it is on no list.
    pub kind: VenueType,
    /// Floor in square metres: as the list has it, else the largest that its rooms tell.
    pub area_m2: Option<f64>,
    /// Visitors a day: as the list has it, else the most that its rooms tell.
    pub visitors_per_day: Option<u32>,
    /// Whether it must have a room.
    pub must: Must,
    /// Where it is: as the list has it, else where one of its rooms is.
    pub place: Option<Wgs84>,
    /// Made up.
    pub demo: bool,
    /// Its rooms but those that are closed for good, by code.
    pub rooms: Vec<TiedRoom>,
}

impl DutyVenue {
    /// Its rooms that count as open.
    pub fn open(&self) -> impl Iterator<Item = &TiedRoom> {
        self.rooms.iter().filter(|room| counts(room.stage, room.kind))
    }

    /// Its other rooms: on their way, suspended, or for staff only.
    pub fn others(&self) -> impl Iterator<Item = &TiedRoom> {
        self.rooms.iter().filter(|room| !counts(room.stage, room.kind))
    }

    /// What it has. A room for staff only is none.
    pub fn has(&self) -> Has {
        if self.open().next().is_some() {
            return Has::Open;
        }
        let coming = self.rooms.iter().filter(|room| room.kind != Kind::StaffOnly && room.stage.is_planned());
        coming.map(|room| room.stage).max().map_or(Has::None, Has::Coming)
    }

    /// Whether it must have a room and has none at all: none is open, on its way or suspended. A room for staff only is none.
    pub fn is_bare(&self) -> bool {
        self.must == Must::Yes && self.rooms.iter().all(|room| room.kind == Kind::StaffOnly)
    }

    /// Whether it must have a room and has none that is open.
    pub fn is_without(&self) -> bool {
        self.must == Must::Yes && self.has() != Has::Open
    }
}

/// All venues, of the lists and those that only rooms tell of, by street and name: also where these are closed, as the duty
/// did not end with the room. Venues that have ended are none; their rooms count by themselves while one is open or on its
/// way. Each room stands in one venue. Of those that are on no list it is taken that mothers and infants often visit them, as
/// a room was wanted there.
pub fn duty(listed: &[Listed], rooms: &[Room], rule: &DutyRule) -> Vec<DutyVenue> {
    let active: Vec<&Listed> = listed.iter().filter(|venue| venue.ended.is_none()).collect();
    let ended: Vec<&Listed> = listed.iter().filter(|venue| venue.ended.is_some()).collect();
    let mut of_listed: Vec<Tied<'_>> = vec![Vec::new(); active.len()];
    let mut of_rooms: BTreeMap<(Option<AreaCode>, String), (bool, Tied<'_>)> = BTreeMap::new();
    for ((room, tie), was) in rooms.iter().zip(ties(&active, rooms)).zip(ties(&ended, rooms)) {
        if let Some((at, tie)) = tie {
            of_listed[at].push((room, tie));
            continue;
        }
        let (is_there, of) = of_rooms.entry((room.street, group(&room.venue.name.zh))).or_default();
        *is_there |= was.is_none() || !matches!(room.stage, Stage::Closed | Stage::Suspended);
        of.push((room, Tie::Own));
    }
    let known = active.iter().zip(of_listed).map(|(venue, rooms)| of_list(venue, &by_code(rooms), rule));
    let there = of_rooms.into_values().filter(|(is_there, _)| *is_there);
    let others = there.filter_map(|(_, rooms)| of_its_rooms(&by_code(rooms), rule));
    let mut all: Vec<DutyVenue> = known.chain(others).collect();
    all.sort_by(|a, b| (a.street, &a.name.zh, a.listed).cmp(&(b.street, &b.name.zh, b.listed)));
    all
}

/// Rooms of a venue, and why they are.
type Tied<'a> = Vec<(&'a Room, Tie)>;

/// What rooms of one venue have in common: its name, as far as it says anything.
fn group(name: &Line) -> String {
    Some(normal(name)).filter(|name| !name.is_empty()).unwrap_or_else(|| name.as_str().to_owned())
}

fn by_code(mut rooms: Tied<'_>) -> Tied<'_> {
    rooms.sort_by_key(|(room, _)| room.code);
    rooms
}

fn of_list(venue: &Listed, rooms: &[(&Room, Tie)], rule: &DutyRule) -> DutyVenue {
    let of = &venue.details;
    let (area, visitors) = size(rooms);
    let area_m2 = of.area_m2.map(super::FloorArea::m2).or(area);
    let visitors_per_day = of.visitors_per_day.or(visitors);
    DutyVenue {
        listed: Some(venue.id),
        name: of.name.clone(),
        street: of.street,
        kind: of.kind,
        area_m2,
        visitors_per_day,
        must: must(rule, area_m2, visitors_per_day, of.frequented),
        place: of.place.or_else(|| rooms.iter().find_map(|(room, _)| room.place)),
        demo: of.demo,
        rooms: rooms.iter().filter_map(tied).collect(),
    }
}

fn of_its_rooms(rooms: &[(&Room, Tie)], rule: &DutyRule) -> Option<DutyVenue> {
    let first = rooms.first()?.0;
    let (area_m2, visitors_per_day) = size(rooms);
    Some(DutyVenue {
        listed: None,
        name: first.venue.name.clone(),
        street: first.street,
        kind: first.venue.kind,
        area_m2,
        visitors_per_day,
        must: must(rule, area_m2, visitors_per_day, Tri::Yes),
        place: rooms.iter().find_map(|(room, _)| room.place),
        demo: rooms.iter().any(|(room, _)| room.demo),
        rooms: rooms.iter().filter_map(tied).collect(),
    })
}

/// Of a size that rooms tell differently the largest counts.
fn size(rooms: &[(&Room, Tie)]) -> (Option<f64>, Option<u32>) {
    let area = rooms.iter().filter_map(|(room, _)| room.venue.area_m2).max();
    let visitors = rooms.iter().filter_map(|(room, _)| room.venue.visitors_per_day).max();
    (area.map(f64::from), visitors)
}

fn tied((room, tie): &(&Room, Tie)) -> Option<TiedRoom> {
    let Room { id, code, stage, kind, .. } = **room;
    (stage != Stage::Closed).then_some(TiedRoom { id, code, stage, kind, tie: *tie })
}

/// How many venues must have a room, and how many of them have one that is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// That must.
    pub must: usize,
    /// Of these, with an open room.
    pub have: usize,
}

impl Share {
    fn add(&mut self, venue: &DutyVenue) {
        self.must += 1;
        self.have += usize::from(venue.has() == Has::Open);
    }

    /// The coverage rate of the duty in whole percent, rounded down: only all is 100. `None` where none must.
    pub fn percent(&self) -> Option<usize> {
        (self.have * 100).checked_div(self.must)
    }
}

/// The coverage rate of the duty: whole, by street and by kind of venue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DutyCount {
    /// All.
    pub whole: Share,
    /// By street; `None` where a venue has none.
    pub streets: BTreeMap<Option<AreaCode>, Share>,
    /// By kind of venue.
    pub kinds: BTreeMap<VenueType, Share>,
    /// Of how many it cannot be told; they are in no share.
    pub unknown: usize,
}

impl DutyCount {
    /// Counts.
    pub fn of<'a>(venues: impl IntoIterator<Item = &'a DutyVenue>) -> Self {
        let mut count = Self::default();
        for venue in venues {
            match venue.must {
                Must::No => {}
                Must::Unknown(_) => count.unknown += 1,
                Must::Yes => {
                    count.whole.add(venue);
                    count.streets.entry(venue.street).or_default().add(venue);
                    count.kinds.entry(venue.kind).or_default().add(venue);
                }
            }
        }
        count
    }
}
