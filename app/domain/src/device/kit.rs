//! What an expert takes along: everything that an inspection needs where there is no signal.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::code::{RoomCode, RoomId};
use crate::room::Room;
use crate::score::{Answers, Sheet, VenueFacts};
use crate::standard::Standard;
use crate::text::Bilingual;

use super::log::Begun;

/// What an expert takes along.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kit {
    /// The expert's login.
    pub login: String,
    /// The expert's name.
    pub name: String,
    /// When it was made, by the server's clock.
    pub made: DateTime<Utc>,
    /// Published versions of the standard, the earliest first.
    pub standards: Vec<Standard>,
    /// Ids of those that are retired: what was begun by one goes on, nothing new begins.
    #[serde(default)]
    pub retired: Vec<String>,
    /// Rooms that may be inspected.
    pub rooms: Vec<KitRoom>,
    /// What is to be inspected, in walking order.
    pub assignments: Vec<KitAssignment>,
    /// The expert's own inspections that came back with a remark.
    pub returned: Vec<Begun>,
}

/// A room to inspect.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KitRoom {
    /// Its id.
    pub id: RoomId,
    /// Its code.
    pub code: RoomCode,
    /// Its name.
    pub name: Bilingual,
    /// Where it is: address and floor.
    pub place: String,
    /// What is known of its venue.
    pub venue: VenueFacts,
}

/// A room that the expert was asked to inspect.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KitAssignment {
    /// The assignment.
    pub id: Uuid,
    /// The room.
    pub room: RoomId,
    /// Until when.
    pub due: NaiveDate,
}

impl From<&Room> for VenueFacts {
    /// What the registry knows of a room's venue.
    fn from(room: &Room) -> Self {
        Self {
            floor_area_m2: room.venue.area_m2.map(f64::from),
            visitors_per_day: room.venue.visitors_per_day.map(f64::from),
            ..Self::default()
        }
    }
}

impl Kit {
    /// The version that a visit of that day is judged by: the last that had begun and is not retired.
    pub fn in_force(&self, day: NaiveDate) -> Option<&Standard> {
        let begun = |standard: &&Standard| standard.valid_from <= day && !self.retired.contains(&standard.id);
        self.standards.iter().filter(begun).max_by_key(|standard| standard.valid_from)
    }

    /// Begins an inspection of a room; `None` where the kit has no such room or no version for the day.
    pub fn begin(&self, room: RoomId, visited: NaiveDate, inspection: Uuid) -> Option<Begun> {
        let room = self.rooms.iter().find(|known| known.id == room)?;
        let sheet = Sheet {
            standard: self.in_force(visited)?.id.clone(),
            visited,
            venue: room.venue.clone(),
            answers: Answers::default(),
            evidence: std::collections::BTreeMap::default(),
        };
        Some(Begun {
            inspection,
            room: room.id,
            code: room.code,
            name: room.name.clone(),
            expert: self.login.clone(),
            assignment: self.assignments.iter().find(|assignment| assignment.room == room.id).map(|assignment| assignment.id),
            revision: 1,
            base: None,
            remark: String::new(),
            sheet,
        })
    }
}
