//! What is wrong with answers: each with its clause and what would be right.

use chrono::NaiveDate;
use serde::Serialize;

use super::answers::{Answer, Answers, Sheet, Value};
use super::judge::own_unit;
use crate::code::ClauseId;
use crate::standard::{Clause, Part, PartKind, Standard};

/// Readings beyond this are no readings of anything in a room.
const MOST: f64 = 1e6;
/// Characters of a text or a reason.
const MOST_TEXT: usize = 500;
/// Photographs of a clause.
pub const MOST_PHOTOS: usize = 6;

/// An answer that is refused.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// Its clause.
    pub clause: ClauseId,
    /// Its part, where one is meant.
    pub part: Option<String>,
    /// What is wrong.
    #[serde(flatten)]
    pub wrong: Wrong,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "wrong", rename_all = "snake_case")]
pub enum Wrong {
    /// The version has no such clause.
    #[error("this version of the standard has no such clause")]
    UnknownClause,
    /// The clause has no such part.
    #[error("the clause has no such part; it has {}", has.join(", "))]
    UnknownPart {
        /// Its parts.
        has: Vec<String>,
    },
    /// Another kind of answer is asked for.
    #[error("{} is asked for", wanted)]
    Kind {
        /// What is asked for.
        wanted: PartKind,
    },
    /// None of the options.
    #[error("is none of {}", allowed.join(", "))]
    Word {
        /// The options.
        allowed: Vec<String>,
    },
    /// No number, negative where nothing can be, or beyond anything in a room.
    #[error("must be a number from {least} to 1000000")]
    Range {
        /// The least.
        least: f64,
    },
    /// A count with a fraction.
    #[error("must be a whole number")]
    Whole,
    /// A unit of another quantity.
    #[error("the unit does not fit")]
    Unit,
    /// More photographs of a clause than are kept.
    #[error("at most {MOST_PHOTOS} photographs of a clause are kept")]
    Photos,
    /// No day, or one after the visit.
    #[error("must be a day such as 2026-11-24, not after the visit")]
    Day,
    /// Longer than kept.
    #[error("at most {MOST_TEXT} characters are kept")]
    Long,
    /// It always applies.
    #[error("this clause always applies; say that it could not be checked instead")]
    AlwaysApplies,
    /// It follows from the venue.
    #[error("this follows from what is known of the venue and is not answered")]
    Computed,
    /// Without a reason.
    #[error("say why")]
    NoReason,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.clause)?;
        if let Some(part) = &self.part {
            write!(f, ", {part}")?;
        }
        write!(f, ": {}", self.wrong)
    }
}

/// Everything that is wrong with a sheet: answers, notes and photographs.
pub fn check_sheet(standard: &Standard, sheet: &Sheet) -> Vec<Problem> {
    let mut problems = check(standard, &sheet.answers, sheet.visited);
    for (&clause, evidence) in &sheet.evidence {
        let mut say = |wrong| problems.push(Problem { clause, part: None, wrong });
        if standard.clause(clause).is_none() {
            say(Wrong::UnknownClause);
        }
        if evidence.note.chars().count() > MOST_TEXT {
            say(Wrong::Long);
        }
        if evidence.photos.len() > MOST_PHOTOS {
            say(Wrong::Photos);
        }
    }
    problems
}

/// Everything that is wrong with answers given on a visit of that day.
pub fn check(standard: &Standard, answers: &Answers, visited: NaiveDate) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (&id, answer) in &answers.clauses {
        let mut say = |part: Option<&str>, wrong| problems.push(Problem { clause: id, part: part.map(str::to_owned), wrong });
        let Some(clause) = standard.clause(id) else {
            say(None, Wrong::UnknownClause);
            continue;
        };
        match answer {
            Answer::NotApplicable(_) if !clause.may_not_apply => say(None, Wrong::AlwaysApplies),
            Answer::NotApplicable(why) | Answer::CouldNotCheck(why) => {
                if why.trim().is_empty() {
                    say(None, Wrong::NoReason);
                } else if why.chars().count() > MOST_TEXT {
                    say(None, Wrong::Long);
                }
            }
            Answer::Given(given) => {
                for (key, value) in given {
                    let wrong = match clause.parts.iter().find(|part| part.key == *key) {
                        Some(part) => of_part(standard, part, value, visited),
                        None => Some(unknown_part(clause)),
                    };
                    if let Some(wrong) = wrong {
                        say(Some(key), wrong);
                    }
                }
            }
        }
    }
    problems
}

fn unknown_part(clause: &Clause) -> Wrong {
    Wrong::UnknownPart { has: clause.parts.iter().map(|part| part.key.clone()).collect() }
}

fn of_part(standard: &Standard, part: &Part, value: &Value, visited: NaiveDate) -> Option<Wrong> {
    match (part.kind, value) {
        (PartKind::Computed, _) => Some(Wrong::Computed),
        (PartKind::Flag, Value::Flag(_)) => None,
        (PartKind::Choice, Value::Word(word)) => {
            let options = standard.options(part);
            let known = options.iter().any(|option| option.word == *word);
            (!known).then(|| Wrong::Word { allowed: options.iter().map(|option| option.word.clone()).collect() })
        }
        (PartKind::Number | PartKind::Count, Value::Number(_) | Value::Readings(_)) => of_readings(part, value),
        (PartKind::Date, Value::Word(day)) => {
            let day = day.parse::<NaiveDate>().ok().filter(|day| *day <= visited);
            day.is_none().then_some(Wrong::Day)
        }
        (PartKind::Text, Value::Word(text)) => (text.chars().count() > MOST_TEXT).then_some(Wrong::Long),
        _ => Some(Wrong::Kind { wanted: part.kind }),
    }
}

fn of_readings(part: &Part, value: &Value) -> Option<Wrong> {
    // Only a temperature can be below nothing.
    let least = part.plausible.map_or(0.0, |[low, _]| low.min(0.0) * 5.0);
    let Some(readings) = value.readings() else { return Some(Wrong::Kind { wanted: part.kind }) };
    readings.iter().find_map(|reading| {
        if !reading.value.is_finite() {
            return Some(Wrong::Range { least });
        }
        let Some(value) = own_unit(part, reading) else { return Some(Wrong::Unit) };
        if !(least..=MOST).contains(&value) {
            return Some(Wrong::Range { least });
        }
        (part.kind == PartKind::Count && value.fract() != 0.0).then_some(Wrong::Whole)
    })
}
