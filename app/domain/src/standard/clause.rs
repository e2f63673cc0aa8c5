//! A clause: what is asked, by whose authority, what answers it, and what an answer is worth.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::code::ClauseId;
use crate::text::Bilingual;
use crate::words::words;

words! {
    /// How much of a text was in front of whoever encoded it.
    TextStatus {
        /// Its own words.
        Read = "read",
        /// A summary by somebody else.
        Secondary = "secondary",
        /// Its scope only.
        ScopeOnly = "scope_only",
        /// Its title only.
        TitleOnly = "title_only",
        /// Nothing: no threshold may come from it.
        NotRead = "not_read",
    }
}

words! {
    /// How strongly the text itself asks.
    Level {
        /// 应, 应当, 必须.
        Mandatory = "mandatory",
        /// 禁止, 不得.
        Prohibition = "prohibition",
        /// In the national list of basic equipment.
        MandatoryBasic = "mandatory_basic",
        /// An item of another city's scoring sheet.
        Sheet = "sheet",
        /// Mandatory in another place.
        MandatoryElsewhere = "mandatory_elsewhere",
        /// 宜, 可, 鼓励.
        Recommended = "recommended",
        /// States what is usual.
        Descriptive = "descriptive",
        /// Its text was not read.
        NotRead = "not_read",
    }
}

words! {
    /// What force it has in Longgang.
    Force {
        /// A law with penalties.
        Law = "law",
        /// National guidance, without a fine.
        Guidance = "guidance",
        /// A recommended standard of the province.
        Provincial = "provincial",
        /// Mandatory for accessible doors; extended to every room by us.
        Extended = "extended",
        /// A recommendation.
        Recommended = "recommended",
        /// None: a benchmark from another place, or ours.
        Benchmark = "benchmark",
        /// Not known before its text is read.
        Pending = "pending",
    }
}

words! {
    /// Where a clause's points go.
    Role {
        /// The construction half.
        Construction = "construction",
        /// The management half.
        Management = "management",
        /// On top, shown apart.
        Bonus = "bonus",
        /// No points.
        Record = "record",
    }
}

words! {
    /// Whose the points are.
    PointsBy {
        /// Published for this item.
        Published = "published",
        /// A published block of points, split by us.
        Block = "block",
        /// Ours.
        Ours = "ours",
        /// The law's, for a gate.
        Law = "law",
    }
}

words! {
    /// When a clause applies.
    Applies {
        /// In venues that must have a room.
        Duty = "duty",
        /// To rooms of class A by area.
        ClassA = "class_a",
        /// To all rooms but those of class C by area.
        NotClassC = "not_class_c",
        /// To doors opened by hand.
        ManualDoor = "manual_door",
        /// To automatic doors.
        AutomaticDoor = "automatic_door",
        /// To hinged doors.
        HingedDoor = "hinged_door",
        /// To doors of glass.
        GlassDoor = "glass_door",
    }
}

words! {
    /// What is answered.
    PartKind {
        /// Yes or no.
        Flag = "flag",
        /// One of a list.
        Choice = "choice",
        /// A measurement, one or several readings.
        Number = "number",
        /// A whole number.
        Count = "count",
        /// A day; recorded only.
        Date = "date",
        /// Words; recorded only.
        Text = "text",
        /// Nothing: it follows from the venue.
        Computed = "computed",
    }
}

words! {
    /// What follows from the venue.
    Computed {
        /// Whether it must have a room.
        Duty = "duty",
        /// The sum of its rooms' usable areas.
        TotalArea = "total_area",
    }
}

words! {
    /// Units of readings.
    Unit {
        /// Square metres.
        SquareMetre = "m2",
        /// Metres.
        Metre = "m",
        /// Centimetres, for typing in.
        Centimetre = "cm",
        /// Millimetres.
        Millimetre = "mm",
        /// Lux.
        Lux = "lx",
        /// Degrees Celsius.
        Celsius = "celsius",
        /// Percent of relative humidity.
        Percent = "percent",
        /// Decibels, A-weighted.
        Decibel = "dba",
        /// Seconds.
        Second = "s",
        /// Times a day.
        PerDay = "per_day",
        /// Places for users.
        Places = "places",
        /// Parts per million.
        Ppm = "ppm",
        /// Milligrams a cubic metre.
        MilligramPerCubicMetre = "mg_m3",
    }
}

words! {
    /// What a threshold may depend on.
    Case {
        /// A new or extended building.
        New = "new",
        /// A refurbished building.
        Refurbished = "refurbished",
        /// In summer.
        Summer = "summer",
        /// In winter.
        Winter = "winter",
    }
}

/// A clause of the standard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Section and number.
    pub id: ClauseId,
    /// What is asked.
    pub title: Bilingual,
    /// Where it comes from.
    pub sources: Vec<SourceRef>,
    /// How strongly the text itself asks.
    pub level: Level,
    /// What force it has here.
    pub force: Force,
    /// Where its points go.
    pub role: Role,
    /// Whether failing it, or not having checked it, fails the room.
    #[serde(default)]
    pub gate: bool,
    /// Its points.
    #[serde(default)]
    pub points: u32,
    /// Whose the points are.
    #[serde(default)]
    pub points_by: Option<PointsBy>,
    /// When it applies; always unless given.
    #[serde(default)]
    pub applies: Option<Applies>,
    /// Whether an expert may say that it does not apply.
    #[serde(default)]
    pub may_not_apply: bool,
    /// What is answered; its worth is that of its worst judged part.
    pub parts: Vec<Part>,
    /// The photograph that proves it.
    #[serde(default)]
    pub photo: Option<Bilingual>,
    /// How it is measured.
    #[serde(default)]
    pub method: Option<Bilingual>,
    /// The code of the defect when it fails.
    #[serde(default)]
    pub defect: Option<String>,
    /// What one should know about it.
    #[serde(default)]
    pub note: Option<Bilingual>,
}

/// Where a clause comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRef {
    /// The document.
    pub document: String,
    /// Its clause there, in its own words.
    pub clause: String,
    /// What was read.
    pub status: TextStatus,
}

/// A part of a clause's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name in an answer.
    pub key: String,
    /// What is answered.
    pub kind: PartKind,
    /// The list of a choice.
    #[serde(default)]
    pub choices: Option<String>,
    /// The unit it is kept in.
    #[serde(default)]
    pub unit: Option<Unit>,
    /// What is worked out.
    #[serde(default)]
    pub rule: Option<Computed>,
    /// Least that passes.
    #[serde(default)]
    pub min: Option<f64>,
    /// Most that passes.
    #[serde(default)]
    pub max: Option<f64>,
    /// Thresholds that depend on a case.
    #[serde(default)]
    pub cases: Vec<CaseLimit>,
    /// A reading outside is asked about: the unit is probably another one.
    #[serde(default)]
    pub plausible: Option<[f64; 2]>,
    /// Recorded, never judged.
    #[serde(default)]
    pub record: bool,
    /// The answer of a flag that passes.
    #[serde(default = "yes")]
    pub passes: bool,
    /// Codes of defects by the option chosen.
    #[serde(default)]
    pub defects: BTreeMap<String, String>,
}

fn yes() -> bool {
    true
}

/// What passes: from `min` to `max`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// Least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// In which case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
}

/// A threshold in one case.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseLimit {
    /// The case.
    pub case: Case,
    /// Least that passes.
    #[serde(default)]
    pub min: Option<f64>,
    /// Most that passes.
    #[serde(default)]
    pub max: Option<f64>,
}

/// A list of answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// By which parts name it.
    pub id: String,
    /// From the worst to the best.
    pub options: Vec<Choice>,
}

/// One of the answers
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// For machines.
    pub word: String,
    /// For people.
    pub title: Bilingual,
    /// Percent of the points it earns.
    pub share: u32,
    /// Whether the clause passes with it.
    pub passes: bool,
}

impl Clause {
    /// The id of its section.
    pub fn section(&self) -> &str {
        self.id.as_str().split_once('.').map_or("", |(section, _)| section)
    }
}

impl Part {
    /// What passes: one limit, one for each case, or none where it is only recorded.
    pub fn limits(&self) -> Vec<Limit> {
        if self.record {
            return Vec::new();
        }
        let one = (self.min.is_some() || self.max.is_some()).then_some(Limit { min: self.min, max: self.max, case: None });
        let cases = self.cases.iter().map(|of| Limit { min: of.min, max: of.max, case: Some(of.case) });
        one.into_iter().chain(cases).collect()
    }

    /// Whether its answer decides anything.
    pub fn is_judged(&self) -> bool {
        match self.kind {
            PartKind::Flag | PartKind::Choice => !self.record,
            PartKind::Number | PartKind::Count | PartKind::Computed => !self.limits().is_empty(),
            PartKind::Date | PartKind::Text => false,
        }
    }
}

impl Limit {
    /// Whether a reading passes.
    pub fn holds(&self, value: f64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }
}
