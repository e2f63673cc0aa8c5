//! What an expert answers, and what is known of the venue.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::ClauseId;
use crate::digest::Digest;
use crate::standard::{Case, Unit};
use crate::words::words;

/// A filled-in sheet, as `muying score` reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The id of the version it was filled in by.
    pub standard: String,
    /// The day of the visit.
    pub visited: NaiveDate,
    /// What is known of the venue.
    #[serde(default)]
    pub venue: VenueFacts,
    /// What was answered.
    #[serde(default)]
    pub answers: Answers,
    /// What was noted and photographed. It is not scored.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: BTreeMap<ClauseId, Evidence>,
}

/// What goes with a clause's answer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The inspector's note.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Photographs, each by the SHA-256 of the file that was sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Digest>,
}

/// What is known of the venue and the door; what is left out is not known.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VenueFacts {
    /// Mothers and infants are often there (经常有母婴逗留).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequented: Option<bool>,
    /// Floor area (建筑面积), in square metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_area_m2: Option<f64>,
    /// Visitors, persons a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitors_per_day: Option<f64>,
    /// Sum of usable areas of the venue's independent rooms, this one included, in square metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rooms_area_m2: Option<f64>,
    /// New or extended, or refurbished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building: Option<Building>,
    /// How the room's door opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub door: Option<Door>,
    /// Whether the door is all of glass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glass_door: Option<bool>,
}

words! {
    /// What was built.
    Building {
        /// New or extended.
        New = "new",
        /// Refurbished.
        Refurbished = "refurbished",
    }
}

words! {
    /// How a door opens.
    Door {
        /// On hinges, by hand.
        Hinged = "hinged",
        /// Sliding, by hand.
        Sliding = "sliding",
        /// By itself.
        Automatic = "automatic",
    }
}

words! {
    /// Which of the season's thresholds hold.
    Season {
        /// Summer.
        Summer = "summer",
        /// Winter.
        Winter = "winter",
    }
}

/// The answers of a sheet. A clause that is not among them has not been asked yet.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// The season of the visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub season: Option<Season>,
    /// By clause.
    #[serde(default)]
    pub clauses: BTreeMap<ClauseId, Answer>,
}

/// The answer to a clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Looked at: an answer for each part, by its key.
    Given(BTreeMap<String, Value>),
    /// Could not be checked, and why. Never a pass.
    CouldNotCheck(String),
    /// Does not apply, and why.
    NotApplicable(String),
}

/// The answer to a part of a clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Value {
    /// To a flag.
    Flag(bool),
    /// To a number or a count: a single reading in the part's own unit.
    Number(f64),
    /// To a choice (its word), a date (`2026-11-24`) or a text.
    Word(String),
    /// To a number: readings as they were taken.
    Readings(Vec<Reading>),
}

/// One reading of an instrument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// As read.
    pub value: f64,
    /// In which unit; the part's own unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// Where or with what it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// The expert was asked about an unlikely value, and confirms it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirmed: bool,
}

impl Sheet {
    /// The photographs that it names, each once.
    pub fn photos(&self) -> BTreeSet<Digest> {
        self.evidence.values().flat_map(|evidence| evidence.photos.iter().copied()).collect()
    }
}

#[cfg(feature = "schema")]
impl Sheet {
    /// The JSON Schema (draft 2020-12) of a sheet.
    pub fn schema() -> schemars::Schema {
        schemars::schema_for!(Sheet)
    }
}

impl VenueFacts {
    /// Whether a case holds; `None` when it is not known.
    pub(super) fn is(&self, case: Case, season: Option<Season>) -> Option<bool> {
        match case {
            Case::New => self.building.map(|building| building == Building::New),
            Case::Refurbished => self.building.map(|building| building == Building::Refurbished),
            Case::Summer => season.map(|season| season == Season::Summer),
            Case::Winter => season.map(|season| season == Season::Winter),
        }
    }
}

impl Value {
    /// The readings of a number.
    pub(super) fn readings(&self) -> Option<Cow<'_, [Reading]>> {
        match self {
            Self::Number(value) => Some(Cow::Owned(vec![Reading { value: *value, unit: None, with: None, confirmed: false }])),
            Self::Readings(readings) if !readings.is_empty() => Some(Cow::Borrowed(readings)),
            _ => None,
        }
    }
}

impl Unit {
    /// A length in another unit of length, rounded to a millionth so that 0.9 m are 900 mm exactly; other units stay.
    pub fn convert(self, value: f64, to: Self) -> Option<f64> {
        let per_metre = |unit| match unit {
            Self::Metre => Some(1.0),
            Self::Centimetre => Some(100.0),
            Self::Millimetre => Some(1000.0),
            _ => None,
        };
        if self == to {
            return Some(value);
        }
        let converted = value / per_metre(self)? * per_metre(to)?;
        Some((converted * 1e6).round() / 1e6)
    }
}
