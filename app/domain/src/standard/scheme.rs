//! How readings become a class, a duty, counts and a score.

use serde::{Deserialize, Serialize};

use crate::area::AreaClass;
use crate::code::ClauseId;
use crate::text::Bilingual;

/// The class by area alone: DB44/T 2279-2021, chapter 4. Never "certified": its equipment matrix was not read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassRule {
    /// The clause whose reading is the usable area.
    pub clause: ClauseId,
    /// Smallest area of each class, in square metres.
    pub at_least: ClassLimits,
}

impl ClassRule {
    /// The class of a usable area in square metres; `None` under the least class.
    pub fn of(&self, area: f64) -> Option<AreaClass> {
        let ClassLimits { A, B, C } = self.at_least;
        let classes = [(A, AreaClass::A), (B, AreaClass::B), (C, AreaClass::C)];
        classes.into_iter().find(|(least, _)| area >= *least).map(|(_, class)| class)
    }
}

/// Smallest area of each class, in square metres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the classes' own letters")]
pub struct ClassLimits {
    /// Comfort.
    pub A: f64,
    /// Standard.
    pub B: f64,
    /// Basic.
    pub C: f64,
}

/// Which venues must have a room: guidance 63 of 2016, III (1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyRule {
    /// The clause that states it.
    pub clause: ClauseId,
    /// More floor than this, in square metres (建筑面积).
    pub floor_area_over: f64,
    /// More visitors than this, persons a day.
    pub visitors_over: f64,
    /// The clause on the sum of usable areas in the venue.
    pub total_clause: ClauseId,
}

impl DutyRule {
    /// Whether a venue is so large that it must have a room if mothers and infants often visit it; `None` where neither
    /// its floor in square metres nor its visitors a day decide it.
    pub fn is_large(&self, floor_area_m2: Option<f64>, visitors_per_day: Option<f64>) -> Option<bool> {
        let over = |value: Option<f64>, limit: f64| value.filter(|value| value.is_finite()).map(|value| value > limit);
        match (over(floor_area_m2, self.floor_area_over), over(visitors_per_day, self.visitors_over)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        }
    }
}

/// How points become a score from 0 to 100.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Size of the construction half.
    pub construction: u32,
    /// Size of the management half.
    pub management: u32,
    /// Bonus points counted at most.
    pub bonus_most: u32,
    /// What a room with an open gate is called, whatever its score.
    pub failing: Bilingual,
    /// From the best down; the last begins at 0.
    pub bands: Vec<Band>,
}

/// A band of scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// For machines.
    pub word: String,
    /// For people.
    pub title: Bilingual,
    /// Its lowest score.
    pub at_least: u32,
}

/// A published list whose items are counted out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// For machines.
    pub id: String,
    /// For people.
    pub title: Bilingual,
    /// The document that has it.
    pub document: String,
    /// Each item's clauses; an item counts when all of them pass.
    pub items: Vec<Vec<ClauseId>>,
}

impl Scheme {
    /// The band of a word.
    pub fn named(&self, word: Option<&str>) -> Option<&Band> {
        self.bands.iter().find(|band| Some(band.word.as_str()) == word)
    }

    /// The band of a score in tenths of a point.
    pub fn band(&self, tenths: u32) -> Option<&Band> {
        self.bands.iter().find(|band| tenths >= band.at_least * 10)
    }
}
