//! Rooms counted against targets, with the rooms behind each number.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::scope::{Scope, is_counted};
use super::target::Target;
use crate::area::AreaClass;
use crate::code::{AreaCode, RoomCode};
use crate::room::Room;
use crate::text::Line;
use crate::venue::VenueType;

/// The rooms that are open at the end of a day, and the targets of a year beside them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Count {
    /// The year of the targets.
    pub year: i32,
    /// The day at whose end was counted.
    pub day: NaiveDate,
    /// The rooms that count, by code.
    pub rooms: Vec<Counted>,
    /// The targets that held, by their scopes.
    pub targets: Vec<Judged>,
}

/// A room that counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// Its code.
    pub code: RoomCode,
    /// Its name.
    pub name: Line,
    /// Its street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<AreaCode>,
    /// Its class by area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<AreaClass>,
    /// The kind of its venue.
    pub venue: VenueType,
}

/// A target beside what there is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The target.
    pub target: Uuid,
    /// Which rooms.
    pub scope: Scope,
    /// The number of the revision that held, from 1.
    pub revision: usize,
    /// Rooms that are to be open.
    pub rooms: u32,
    /// The document that says so.
    pub source: Line,
    /// The rooms that are.
    pub open: Vec<RoomCode>,
}

impl Judged {
    /// Rooms that are missing, where so many more are expected.
    pub fn missing(&self, expected: usize) -> usize {
        usize::try_from(self.rooms).unwrap_or(usize::MAX).saturating_sub(self.open.len() + expected)
    }
}

impl From<&Room> for Counted {
    fn from(room: &Room) -> Self {
        let (street, class, venue) = (room.street, room.class(), room.venue.kind);
        Self { code: room.code, name: room.name.zh.clone(), street, class, venue }
    }
}

impl Counted {
    /// Whether a scope speaks of it.
    pub fn is_in(&self, scope: &Scope) -> bool {
        scope.holds(self.street, self.class, self.venue)
    }
}

impl Count {
    /// Counts rooms as they stood at the end of a day, against the targets that held at a moment.
    pub fn of<'a>(
        year: i32,
        day: NaiveDate,
        rooms: impl IntoIterator<Item = &'a Room>,
        targets: &[Target],
        moment: DateTime<Utc>,
    ) -> Self {
        let mut rooms: Vec<Counted> = rooms.into_iter().filter(|room| is_counted(room)).map(Counted::from).collect();
        rooms.sort_by_key(|room| room.code);
        let judged = |target: &Target| {
            let (revision, held) = target.at(moment)?;
            let open = rooms.iter().filter(|room| room.is_in(&target.scope)).map(|room| room.code).collect();
            let source = held.source.clone();
            Some(Judged { target: target.id, scope: target.scope, revision, rooms: held.rooms?, source, open })
        };
        let mut targets: Vec<Judged> = targets.iter().filter(|target| target.year == year).filter_map(judged).collect();
        targets.sort_by_key(|judged| judged.scope);
        Self { year, day, rooms, targets }
    }

    /// How many rooms of a scope are open.
    pub fn open(&self, scope: &Scope) -> usize {
        self.rooms.iter().filter(|room| room.is_in(scope)).count()
    }

    /// The target of exactly this scope.
    pub fn target(&self, scope: &Scope) -> Option<&Judged> {
        self.targets.iter().find(|judged| judged.scope == *scope)
    }

    /// What is otherwise by now.
    pub fn since(&self, now: &Self) -> Since {
        let only = |these: &Self, those: &Self| {
            let is_there = |code| those.rooms.iter().any(|room| room.code == code);
            these.rooms.iter().map(|room| room.code).filter(|code| !is_there(*code)).collect()
        };
        let mut targets: Vec<TargetChange> = Vec::new();
        for judged in self.targets.iter().chain(&now.targets) {
            let rooms = |of: &Self| of.targets.iter().find(|other| other.target == judged.target).map(|other| other.rooms);
            let change = TargetChange { target: judged.target, scope: judged.scope, then: rooms(self), now: rooms(now) };
            if change.then != change.now && !targets.contains(&change) {
                targets.push(change);
            }
        }
        Since { opened: only(now, self), gone: only(self, now), targets }
    }
}

/// What is otherwise than it was.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Since {
    /// Rooms that are open now and were not.
    pub opened: Vec<RoomCode>,
    /// Rooms that were open and are no longer.
    pub gone: Vec<RoomCode>,
    /// Targets that were set, changed or withdrawn.
    pub targets: Vec<TargetChange>,
}

/// A target that is otherwise than it was.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetChange {
    /// The target.
    pub target: Uuid,
    /// Which rooms.
    pub scope: Scope,
    /// Rooms then; `None` where there was none.
    pub then: Option<u32>,
    /// Rooms now; `None` where it was withdrawn.
    pub now: Option<u32>,
}
