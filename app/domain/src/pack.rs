//! The district pack: all public rooms in one file that a phone keeps, with everything needed to answer offline.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::code::{AreaCode, RoomCode};
use crate::hours::{OpenState, Timetable};
use crate::place::Wgs84;
use crate::query::Traits;
use crate::region::Region;
use crate::room::Room;
use crate::search::Candidate;
use crate::stage::Stage;

/// The pack as sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// Form of this file.
    pub format: u8,
    /// When the registry read its data from the database.
    pub as_of: DateTime<Utc>,
    /// Whether it holds demonstration data.
    pub demo: bool,
    /// The region.
    pub region: Region,
    /// The last year whose public holidays the timetables know.
    pub holidays_until: i32,
    /// Timetables that rooms point at.
    pub timetables: Vec<Timetable>,
    /// All public rooms.
    pub rooms: Vec<PackRoom>,
}

impl Pack {
    /// The form that this code reads.
    pub const FORMAT: u8 = 1;

    /// Rooms ready to search.
    pub fn candidates(&self) -> Vec<Packed<'_>> {
        let timetable = |room: &PackRoom| room.timetable.and_then(|index| self.timetables.get(usize::from(index)));
        self.rooms.iter().map(|room| Packed { traits: Traits::of(&room.room), timetable: timetable(room), room }).collect()
    }
}

/// A room in the pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PackRoom {
    /// The room.
    pub room: Room,
    /// Its folded text with pinyin.
    pub key: String,
    /// Its timetable, by index; `None` where hours are not known.
    pub timetable: Option<u16>,
    /// When this record last changed.
    pub updated: DateTime<Utc>,
}

/// A room of a pack, ready to search.
#[derive(Debug, Clone, Copy)]
pub struct Packed<'a> {
    /// The room.
    pub room: &'a PackRoom,
    /// Its timetable.
    pub timetable: Option<&'a Timetable>,
    traits: Traits,
}

impl Packed<'_> {
    /// The state at a local moment.
    pub fn state(&self, now: NaiveDateTime) -> OpenState {
        self.timetable.map_or(OpenState::Unknown, |table| table.state(now))
    }
}

impl Candidate for Packed<'_> {
    fn code(&self) -> RoomCode {
        self.room.room.code
    }
    fn place(&self) -> Option<Wgs84> {
        self.room.room.place
    }
    fn street(&self) -> Option<AreaCode> {
        self.room.room.street
    }
    fn traits(&self) -> Traits {
        self.traits
    }
    fn key(&self) -> &str {
        &self.room.key
    }
    fn open_at(&self, now: NaiveDateTime) -> bool {
        self.room.room.stage == Stage::Open && self.state(now).is_open()
    }
}
