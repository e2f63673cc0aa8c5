//! A venue of a list.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::code::{AreaCode, RoomId};
use crate::facility::Tri;
use crate::place::Wgs84;
use crate::text::{Bilingual, Line};
use crate::venue::VenueType;
use crate::words::words;

/// Visitors a day at most, persons: ten times the busiest railway station there is.
pub const MOST_VISITORS: u32 = 30_000_000;

/// Gross floor area (建筑面积) in square metres: finite, from 0 to [`FloorArea::MOST`], kept to a hundredth, so that it reads
/// back from any file as it was written.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct FloorArea(f64);

/// A number that is no floor area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a floor area is 0 to 10,000,000 square metres")]
pub struct NoFloorArea;

impl FloorArea {
    /// The most, in square metres: five times the largest building there is.
    pub const MOST: f64 = 10_000_000.0;

    /// Square metres; `None` where they are not finite, below 0 or more than [`Self::MOST`].
    pub fn new(m2: f64) -> Option<Self> {
        // An addition makes -0 a plain 0.
        (m2.is_finite() && (0.0..=Self::MOST).contains(&m2)).then(|| Self((m2 * 100.0).round() / 100.0 + 0.0))
    }

    /// Square metres.
    pub fn m2(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for FloorArea {
    type Error = NoFloorArea;
    fn try_from(m2: f64) -> Result<Self, NoFloorArea> {
        Self::new(m2).ok_or(NoFloorArea)
    }
}

impl From<FloorArea> for f64 {
    fn from(area: FloorArea) -> Self {
        area.0
    }
}

impl std::fmt::Display for FloorArea {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// What is known of a venue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// Name.
    pub name: Bilingual,
    /// Street (街道), by its official code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<AreaCode>,
    /// Community (社区), by its official code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub community: Option<AreaCode>,
    /// Kind of place.
    #[serde(rename = "type")]
    pub kind: VenueType,
    /// Gross floor area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_m2: Option<FloorArea>,
    /// Visitors a day, persons, at most [`MOST_VISITORS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitors_per_day: Option<u32>,
    /// Whether mothers and infants often visit it (经常有母婴逗留, guidance 63 of 2016, III (1)).
    pub frequented: Tri,
    /// Address as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Line>,
    /// Position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Wgs84>,
    /// The document that says all this.
    pub source: Line,
    /// The day of that document.
    pub source_day: NaiveDate,
    /// Made up, and marked as such wherever it shows.
    #[serde(default)]
    pub demo: bool,
}

/// A venue is never deleted: it ends, on a day and for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The day.
    pub on: NaiveDate,
    /// The reason.
    pub why: Line,
}

/// A venue of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Its id with us.
    pub id: Uuid,
    /// The list it came in with. What is missing from a later edition of that list can be ended.
    pub list: Line,
    /// Its key in that list, where the list has keys.
    pub key: Option<Line>,
    /// What is known of it.
    pub details: Details,
    /// Whether it has ended.
    pub ended: Option<Ended>,
    /// The rooms of which staff said that they stand in it.
    pub rooms: Vec<RoomId>,
    /// The rooms of which staff said that they do not.
    pub refused: Vec<RoomId>,
}

words! {
    /// What can change of a venue.
    Field {
        /// Name.
        Name = "name",
        /// English name.
        NameEn = "name_en",
        /// Street.
        Street = "street",
        /// Community.
        Community = "community",
        /// Kind of place.
        Kind = "type",
        /// Floor area.
        Area = "area_m2",
        /// Visitors a day.
        Visitors = "visitors_per_day",
        /// Whether mothers and infants often visit it.
        Frequented = "frequented",
        /// Address.
        Address = "address",
        /// Position.
        Place = "place",
        /// The document.
        Source = "source",
        /// The day of the document.
        SourceDay = "source_day",
    }
}

/// The fields in which two differ, in their order.
pub fn changed(old: &Details, new: &Details) -> Vec<Field> {
    let differs = [
        (Field::Name, old.name.zh != new.name.zh),
        (Field::NameEn, old.name.en != new.name.en),
        (Field::Street, old.street != new.street),
        (Field::Community, old.community != new.community),
        (Field::Kind, old.kind != new.kind),
        (Field::Area, old.area_m2 != new.area_m2),
        (Field::Visitors, old.visitors_per_day != new.visitors_per_day),
        (Field::Frequented, old.frequented != new.frequented),
        (Field::Address, old.address != new.address),
        (Field::Place, old.place != new.place),
        (Field::Source, old.source != new.source),
        (Field::SourceDay, old.source_day != new.source_day),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}
