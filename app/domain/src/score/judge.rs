//! One part of a clause against its threshold.

use super::answers::{Answers, Reading, Value, VenueFacts};
use super::report::{Outcome, Reason};
use crate::standard::{Case, Limit, Part, PartKind, Standard, Unit};

/// What a part is worth.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Worth {
    /// Percent of the points, and whether it passes.
    Judged { share: u32, passes: bool },
    /// It decides nothing.
    Recorded,
    /// What the clause is about is not there, and it asks nothing of a room without.
    Absent,
    /// It cannot be judged as it stands.
    Open(Outcome),
}

/// A part judged.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judged {
    pub(super) worth: Worth,
    pub(super) reason: Reason,
    pub(super) defect: Option<String>,
}

impl Judged {
    fn new(worth: Worth, reason: Reason) -> Self {
        Self { worth, reason, defect: None }
    }

    fn missing(part: &Part) -> Self {
        let worth = if part.is_judged() { Worth::Open(Outcome::Unanswered) } else { Worth::Recorded };
        Self::new(worth, Reason::Missing { part: part.key.clone() })
    }
}

fn all_or_nothing(passes: bool) -> Worth {
    Worth::Judged { share: if passes { 100 } else { 0 }, passes }
}

/// An answer of another kind than is asked for counts as none: [`super::check`] has told of it.
pub(super) fn judge(standard: &Standard, part: &Part, value: Option<&Value>, venue: &VenueFacts, answers: &Answers) -> Judged {
    let Some(value) = value else { return Judged::missing(part) };
    match (part.kind, value) {
        (PartKind::Flag, Value::Flag(yes)) => {
            let passes = *yes == part.passes;
            let worth = if part.record { Worth::Recorded } else { all_or_nothing(passes) };
            Judged::new(worth, Reason::Said { yes: *yes, passes })
        }
        (PartKind::Choice, Value::Word(word)) => chosen(standard, part, word),
        (PartKind::Number | PartKind::Count, Value::Number(_) | Value::Readings(_)) => {
            let readings = value.readings().unwrap_or_default();
            let cases = |case: Case| venue.is(case, answers.season);
            measured(part, &readings, cases)
        }
        (PartKind::Date | PartKind::Text, Value::Word(text)) => {
            Judged::new(Worth::Recorded, Reason::Noted { text: text.clone() })
        }
        _ => Judged::missing(part),
    }
}

fn chosen(standard: &Standard, part: &Part, word: &str) -> Judged {
    let Some(option) = standard.options(part).iter().find(|option| option.word == word) else { return Judged::missing(part) };
    let (share, passes) = (option.share, option.passes);
    let worth = match option {
        _ if part.record => Worth::Recorded,
        option if option.absent => Worth::Absent,
        _ => Worth::Judged { share, passes },
    };
    Judged {
        worth,
        reason: Reason::Chosen { word: word.to_owned(), share, passes },
        defect: part.defects.get(word).filter(|_| share < 100).cloned(),
    }
}

/// The reading in the part's own unit; `None` when it is no such quantity.
pub(super) fn own_unit(part: &Part, reading: &Reading) -> Option<f64> {
    match (reading.unit, part.unit) {
        (Some(from), Some(to)) => from.convert(reading.value, to),
        (None, _) => Some(reading.value),
        (Some(_), None) => None,
    }
    .filter(|value| value.is_finite())
}

fn measured(part: &Part, readings: &[Reading], is: impl Fn(Case) -> Option<bool>) -> Judged {
    let values: Option<Vec<f64>> = readings.iter().map(|reading| own_unit(part, reading)).collect();
    let Some(values) = values.filter(|values| !values.is_empty()) else { return Judged::missing(part) };
    for (reading, &value) in readings.iter().zip(&values) {
        if !reading.confirmed && part.plausible.is_some_and(|[low, high]| value < low || value > high) {
            let worth = if part.is_judged() { Worth::Open(Outcome::Doubtful) } else { Worth::Recorded };
            return Judged::new(worth, Reason::Unlikely { value, unit: part.unit, perhaps: perhaps(part, reading.value) });
        }
    }
    let holds = |limit: Limit| values.iter().all(|&value| limit.holds(value));
    let certain = part.limits().find(|limit| limit.case.is_none_or(|case| is(case) == Some(true)));
    // The case is not known: it is only told when the answer is the same in every one that may be.
    let open = || part.limits().filter(|limit| limit.case.is_none_or(|case| is(case).is_none()));
    let same = || open().next().filter(|first| open().all(|limit| holds(limit) == holds(*first)));
    let (limit, passes) = match certain.or_else(same) {
        Some(limit) => (Some(limit), holds(limit)),
        None if part.limits().next().is_none() => (None, true),
        None => {
            let cases = open().filter_map(|limit| limit.case).collect();
            return Judged::new(Worth::Open(Outcome::Undetermined), Reason::CaseUnknown { cases });
        }
    };
    let worth = if limit.is_some() { all_or_nothing(passes) } else { Worth::Recorded };
    Judged::new(worth, Reason::Measured { readings: values, unit: part.unit, limit, passes })
}

/// What an unlikely number would be if it had been read in another unit of length.
fn perhaps(part: &Part, value: f64) -> Option<(f64, Unit)> {
    let [low, high] = part.plausible?;
    let to = part.unit?;
    [Unit::Centimetre, Unit::Metre, Unit::Millimetre].into_iter().filter(|unit| *unit != to).find_map(|unit| {
        let converted = unit.convert(value, to)?;
        (low <= converted && converted <= high).then_some((converted, unit))
    })
}
