//! A clause: what is asked, by whose authority, what answers it, and what an answer is worth.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::code::ClauseId;
use crate::text::Bilingual;

use super::vocabulary::{Applies, Case, Computed, Force, Level, PartKind, PointsBy, Role, TextStatus, Unit};

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

impl Clause {
    /// Whether its photographs and notes are for few people only: a camera that was found is evidence for the police
    /// (regulation on public-security video of 2025, article 8) and shows what nobody may see.
    pub fn is_restricted(&self) -> bool {
        self.defect.as_deref() == Some("CAMERA_FOUND")
    }
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
    /// Whether the thing is not there, and with it the clause does not apply.
    #[serde(default)]
    pub absent: bool,
}

impl Part {
    /// What passes: one limit, one for each case, or none where it is only recorded.
    pub fn limits(&self) -> impl Iterator<Item = Limit> + Clone + '_ {
        let one = (self.min.is_some() || self.max.is_some()).then_some(Limit { min: self.min, max: self.max, case: None });
        let cases = self.cases.iter().map(|of| Limit { min: of.min, max: of.max, case: Some(of.case) });
        one.into_iter().chain(cases).filter(|_| !self.record)
    }

    /// Whether its answer decides anything.
    pub fn is_judged(&self) -> bool {
        match self.kind {
            PartKind::Flag | PartKind::Choice => !self.record,
            PartKind::Number | PartKind::Count | PartKind::Computed => self.limits().next().is_some(),
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
