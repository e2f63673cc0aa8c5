//! What was recorded, and on which days it held. Whatever holds from a day until another one held at the ends of the days
//! from the first one up to the day before the second.

use chrono::NaiveDate;
use uuid::Uuid;

use super::ask::Narrow;
use super::count::is_open;
use crate::area::AreaClass;
use crate::code::{AreaCode, ClauseId, RoomCode, RoomId};
use crate::reports::Trouble;
use crate::score::Tenths;
use crate::stage::{Kind, Stage};
use crate::text::Line;
use crate::venue::VenueType;

/// What figures know of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomFacts {
    /// How far it had come.
    pub stage: Stage,
    /// What kind of room.
    pub kind: Kind,
    /// Its street, where it is one of the region's.
    pub street: Option<AreaCode>,
    /// Its class by area.
    pub class: Option<AreaClass>,
    /// The kind of its venue.
    pub venue: VenueType,
}

/// A room as it stood for some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// The room's place in [`History::rooms`].
    pub room: u32,
    /// From the end of this day.
    pub from: NaiveDate,
    /// No longer at the end of this day.
    pub until: NaiveDate,
    /// As it stood.
    pub facts: RoomFacts,
}

/// A room, named as it is called now or was at last.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomLine {
    /// For machines.
    pub id: RoomId,
    /// For people.
    pub code: RoomCode,
    /// Its name.
    pub name: Line,
}

/// What a confirmed inspection said for some days: until it was corrected, or something was checked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The inspection.
    pub inspection: Uuid,
    /// The room's place in [`History::rooms`].
    pub room: u32,
    /// The day of the visit.
    pub visited: NaiveDate,
    /// From the end of this day.
    pub from: NaiveDate,
    /// No longer at the end of this day.
    pub until: NaiveDate,
    /// Whether the room passes.
    pub passes: bool,
    /// The score.
    pub total: Option<Tenths>,
}

/// How an item ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mended {
    /// An expert has seen that it is mended.
    Closed(NaiveDate),
    /// A later inspection took its place.
    Superseded(NaiveDate),
}

/// A rectification item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: Uuid,
    /// The room's place in [`History::rooms`].
    pub room: u32,
    /// The clause.
    pub clause: ClauseId,
    /// The day it came up.
    pub opened: NaiveDate,
    /// The day until whose end it is due.
    pub due: NaiveDate,
    /// How it ended, if it did.
    pub ended: Option<Mended>,
    /// Whether a camera was found.
    pub camera: bool,
}

/// A case was closed, or taken up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub on: NaiveDate,
    /// Whether it was closed.
    pub closed: bool,
}

/// What parents reported of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportCase {
    /// Its id.
    pub id: Uuid,
    /// The room's place in [`History::rooms`].
    pub room: u32,
    /// What is wrong.
    pub trouble: Trouble,
    /// The day of the first report.
    pub opened: NaiveDate,
    /// When it was closed and taken up again, in order.
    pub closings: Vec<Closing>,
}

/// A line of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment {
    /// The payment.
    pub id: Uuid,
    /// The room's place in [`History::rooms`].
    pub room: u32,
    /// Fen; below zero when it came back.
    pub fen: i64,
    /// The day it was paid.
    pub happened: NaiveDate,
    /// The day it was recorded.
    pub recorded: NaiveDate,
}

/// All that figures are counted from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// Rooms, by code.
    pub rooms: Vec<RoomLine>,
    /// Their versions, by room and in order.
    pub versions: Vec<Version>,
    /// What inspections said, in the order of confirmation.
    pub verdicts: Vec<Verdict>,
    /// Rectification.
    pub items: Vec<Item>,
    /// What parents reported.
    pub reports: Vec<ReportCase>,
    /// What was paid.
    pub payments: Vec<Payment>,
}

/// The latest visit of each room by a day.
pub type Visits = Vec<Option<u32>>;

impl Version {
    /// Whether it held at the end of a day.
    pub fn held(&self, day: NaiveDate) -> bool {
        self.from <= day && day < self.until
    }
}

impl Verdict {
    /// Whether it held at the end of a day.
    pub fn held(&self, day: NaiveDate) -> bool {
        self.from <= day && day < self.until
    }
}

impl Item {
    /// Whether it was to be mended at the end of a day.
    pub fn is_open(&self, day: NaiveDate) -> bool {
        let ended = self.ended.map(|ended| match ended {
            Mended::Closed(on) | Mended::Superseded(on) => on,
        });
        self.opened <= day && ended.is_none_or(|on| day < on)
    }

    /// The day on which an expert saw that it is mended.
    pub fn mended(&self) -> Option<NaiveDate> {
        match self.ended? {
            Mended::Closed(on) => Some(on),
            Mended::Superseded(_) => None,
        }
    }
}

impl ReportCase {
    /// The day since which it was closed, as things stood at the end of a day.
    pub fn closed(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.closings.iter().rev().find(|step| step.on <= day).filter(|step| step.closed).map(|step| step.on)
    }
}

impl History {
    /// The first day of which anything is known of rooms.
    pub fn began(&self) -> Option<NaiveDate> {
        self.versions.iter().map(|version| version.from).min()
    }

    /// How many rooms were open at the end of each of some days, the earliest first, gone through once for all of them.
    pub fn open_rooms(&self, days: &[NaiveDate], narrow: &Narrow) -> Vec<usize> {
        let mut open = vec![0; days.len()];
        for version in self.versions.iter().filter(|version| is_open(version) && narrow.takes(&version.facts)) {
            let (first, last) =
                (days.partition_point(|day| *day < version.from), days.partition_point(|day| *day < version.until));
            for count in open.get_mut(first..last).into_iter().flatten() {
                *count += 1;
            }
        }
        open
    }

    /// The versions of a room, in order.
    pub fn versions_of(&self, room: u32) -> &[Version] {
        let start = self.versions.partition_point(|version| version.room < room);
        let of = self.versions.get(start..).unwrap_or_default();
        of.get(..of.partition_point(|version| version.room == room)).unwrap_or_default()
    }

    /// A room as it stood at the end of a day, as it was at last before it went, or as it was first when it came later.
    pub fn facts(&self, room: u32, day: NaiveDate) -> Option<&RoomFacts> {
        let of = self.versions_of(room);
        let by_then = of.partition_point(|version| version.from <= day);
        of.get(by_then.saturating_sub(1)).map(|version| &version.facts)
    }

    /// The latest visit of each room whose result held at the end of a day: its place in [`History::verdicts`].
    pub(super) fn visits(&self, day: NaiveDate) -> Visits {
        let mut latest: Visits = vec![None; self.rooms.len()];
        let held = self.verdicts.iter().zip(0_u32..).filter(|(verdict, _)| verdict.held(day) && verdict.visited <= day);
        for (verdict, place) in held {
            let Some(known) = latest.get_mut(verdict.room as usize) else { continue };
            let before = known.and_then(|known| self.verdicts.get(known as usize)).map(|known| known.visited);
            if before.is_none_or(|before| before <= verdict.visited) {
                *known = Some(place);
            }
        }
        latest
    }
}
