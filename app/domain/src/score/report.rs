//! What scoring says: every line with its reason, then what follows from the lines.

use serde::{Deserialize, Serialize};

use crate::area::AreaClass;
use crate::code::ClauseId;
use crate::standard::{Applies, Case, Limit, Role, Unit};
use crate::words::words;

/// A score in tenths of a point, written as a number with one decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub u32);

impl std::fmt::Display for Tenths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

impl Serialize for Tenths {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 10.0)
    }
}

impl<'de> Deserialize<'de> for Tenths {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let points = f64::deserialize(deserializer)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
        let tenths = (0.0..=1000.0).contains(&points).then(|| (points * 10.0).round() as u32);
        tenths.map(Self).ok_or_else(|| serde::de::Error::custom("points are from 0 to 1000"))
    }
}

/// The report on a sheet, in the order it is printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version it was scored by.
    pub standard: String,
    /// Gates that are open: failed, or not seen to hold. With one of them the room fails whatever its score.
    pub open_gates: Vec<OpenGate>,
    /// Published lists, counted out.
    pub lists: Vec<ListCount>,
    /// The class by area alone; `None` where the area is not known or under the least class.
    pub class: Option<AreaClass>,
    /// The area was measured, and is under the least class.
    #[serde(default)]
    pub below_class: bool,
    /// Whether the venue must have a room, and whether its rooms are large enough together.
    pub duty: Duty,
    /// The halves of the score.
    pub halves: Vec<Half>,
    /// Bonus points, at most as many as the scheme counts; never part of the score.
    pub bonus: Tenths,
    /// From 0 to 100; `None` while a half has no clause that applies.
    pub total: Option<Tenths>,
    /// The word of its band by score alone.
    pub band: Option<String>,
    /// Whether the room passes: no open gate and a score in any band but the last.
    pub passes: bool,
    /// Every clause.
    pub lines: Vec<ReportLine>,
}

impl Report {
    /// The line of a clause.
    pub fn line(&self, clause: ClauseId) -> Option<&ReportLine> {
        self.lines.iter().find(|line| line.clause == clause)
    }

    /// The lines of a section.
    pub fn of_section<'a>(&'a self, section: &'a str) -> impl Iterator<Item = &'a ReportLine> {
        self.lines.iter().filter(move |line| line.clause.section() == section)
    }
}

/// An open gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenGate {
    /// Its clause.
    pub clause: ClauseId,
    /// Failed, or not seen to hold.
    pub outcome: Outcome,
}

/// How much of a list is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListCount {
    /// The list.
    pub list: String,
    /// Items of which all clauses pass.
    pub met: u32,
    /// Items of the list.
    pub of: u32,
    /// The items not met, counted from 1.
    pub missing: Vec<u32>,
}

/// The duty to have a room.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Duty {
    /// Whether the venue must have one; `None` where it cannot be told.
    pub needed: Option<bool>,
    /// Whether its rooms have the area asked for in all; `None` where it need not or cannot be told.
    pub enough: Option<bool>,
}

/// A half of the score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Half {
    /// Construction or management.
    pub role: Role,
    /// Points earned, in hundredths: a share of 60 percent of 1 point is 60.
    pub earned: u32,
    /// Points that apply, in hundredths.
    pub applicable: u32,
    /// Its size times earned over applicable, rounded half up.
    pub score: Option<Tenths>,
}

words! {
    /// What came of a clause.
    Outcome {
        /// All its judged parts pass.
        Pass = "pass",
        /// It earns a part of its points and does not pass.
        Partial = "partial",
        /// It fails.
        Fail = "fail",
        /// It is recorded, not judged.
        Recorded = "recorded",
        /// It does not apply here.
        NotApplicable = "not_applicable",
        /// It could not be checked. Earns nothing and stays in what applies.
        CouldNotCheck = "could_not_check",
        /// Not answered yet, or not in full. Earns nothing and stays in what applies.
        Unanswered = "unanswered",
        /// A reading is unlikely and not confirmed. Earns nothing and stays in what applies.
        Doubtful = "doubtful",
        /// It cannot be told: a fact of the venue is missing. Earns nothing and stays in what applies.
        Undetermined = "undetermined",
    }
}

/// A clause's line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportLine {
    /// The clause.
    pub clause: ClauseId,
    /// What came of it.
    pub outcome: Outcome,
    /// Whether what was answered passes, also where the clause does not apply: lists and the class go by it.
    pub holds: bool,
    /// Points earned, in hundredths.
    pub earned: u32,
    /// Points that apply, in hundredths.
    pub points: u32,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Codes of its defects, when it fails.
    pub defects: Vec<String>,
}

/// Why a line says what it says. Words for people are made of it in their language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Reason {
    /// Yes or no was answered.
    Said {
        /// The answer.
        yes: bool,
        /// Whether it passes.
        passes: bool,
    },
    /// An option was chosen.
    Chosen {
        /// Its word.
        word: String,
        /// Percent of the points it earns.
        share: u32,
        /// Whether it passes.
        passes: bool,
    },
    /// Readings against a threshold; the one that decides comes first.
    Measured {
        /// In the part's unit.
        readings: Vec<f64>,
        /// The unit; none for a count.
        unit: Option<Unit>,
        /// The threshold; none where it is only recorded.
        limit: Option<Limit>,
        /// Whether all of them pass.
        passes: bool,
    },
    /// A day or words, recorded.
    Noted {
        /// As written.
        text: String,
    },
    /// The rule on the venue says so.
    Venue {
        /// `None` where it cannot be told.
        holds: Option<bool>,
    },
    /// A reading is unlikely.
    Unlikely {
        /// As read, in the part's unit.
        value: f64,
        /// The part's unit.
        unit: Option<Unit>,
        /// What it would be if it had been read in another unit.
        perhaps: Option<(f64, Unit)>,
    },
    /// The thresholds differ by a case that is not known.
    CaseUnknown {
        /// The cases.
        cases: Vec<Case>,
    },
    /// It applies only under a condition that does not hold.
    Condition {
        /// The condition.
        applies: Applies,
        /// Whether it is not known; the clause then counts as if it held.
        unknown: bool,
    },
    /// The expert says so.
    Told {
        /// In the expert's words.
        text: String,
    },
    /// A part has no answer.
    Missing {
        /// Its key.
        part: String,
    },
}
