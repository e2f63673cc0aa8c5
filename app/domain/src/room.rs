//! The room itself.

use serde::{Deserialize, Serialize};

use crate::access::{Access, Entry};
use crate::area::{AreaClass, SquareMetres};
use crate::code::{AreaCode, RoomCode, RoomId};
use crate::facility::{Facts, Tri};
use crate::floor::Floor;
use crate::place::Wgs84;
use crate::stage::{Kind, Stage};
use crate::text::{Bilingual, Line};
use crate::venue::Venue;

/// Opening hours: what a machine can read, and what people add.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// In OpenStreetMap `opening_hours` syntax, region's local time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub osm: Option<Line>,
    /// Free text; the only one where the source's words could not be read as hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

/// A mother-and-baby room (母婴室): one id from proposal to closure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Room {
    /// For machines.
    pub id: RoomId,
    /// For people.
    pub code: RoomCode,
    /// What kind of room.
    pub kind: Kind,
    /// How far it has come.
    pub stage: Stage,
    /// Why it is suspended or closed, and until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_note: Option<Line>,
    /// Name.
    pub name: Bilingual,
    /// The place it belongs to.
    pub venue: Venue,
    /// Street (街道), by its official code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<AreaCode>,
    /// Community (社区), by its official code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub community: Option<AreaCode>,
    /// Address as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Line>,
    /// Position; a room without one is listed, not mapped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Wgs84>,
    /// Floor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Floor>,
    /// How to get to the door, steps separated by ` > `.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<Bilingual>,
    /// What one must do to get in.
    pub access: Access,
    /// Details of it: where the key is, what to sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_note: Option<Line>,
    /// Who may enter.
    pub entry: Entry,
    /// Whether it lies inside a paid area (behind ticket gates).
    pub paid_area: Tri,
    /// Opening hours.
    #[serde(default)]
    pub hours: Hours,
    /// Usable area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<SquareMetres>,
    /// Path of the entrance photo on this server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<Line>,
    /// Where the record comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Line>,
    /// Its key there; together with the source it names the room on the next import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_key: Option<Line>,
    /// Demonstration data: fictional, and marked as such wherever it shows.
    #[serde(default)]
    pub demo: bool,
    /// What it has.
    #[serde(default)]
    pub facts: Facts,
}

impl Room {
    /// Whether parents may see it. Rooms for a workplace's staff never are public.
    pub fn is_public(&self) -> bool {
        self.kind != Kind::StaffOnly && self.stage.is_public()
    }

    /// Class by area; `None` where the area is not known or under 2 m².
    pub fn class(&self) -> Option<AreaClass> {
        self.area.and_then(SquareMetres::class)
    }

    /// The lines that many rooms have in common, so that a registry can keep each of them once.
    pub fn common_lines(&mut self) -> impl Iterator<Item = &mut Line> {
        let venue = [Some(&mut self.venue.name.zh), self.venue.name.en.as_mut()];
        let hours = [self.hours.osm.as_mut(), self.hours.note.as_mut()];
        let others = [self.floor.as_mut().map(|floor| &mut floor.printed), self.access_note.as_mut(), self.source.as_mut()];
        venue.into_iter().chain(hours).chain(others).flatten()
    }

    /// The steps to the door, in English where wanted and written.
    pub fn steps(&self, english: bool) -> Vec<&str> {
        let way = self.way.as_ref().map_or("", |way| way.pick(english));
        way.split('>').map(str::trim).filter(|step| !step.is_empty()).collect()
    }
}
