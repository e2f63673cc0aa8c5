//! From answers to a report: pure, explained, and the same on the phone and on the server.

mod answers;
mod check;
mod impact;
mod judge;
mod photos;
mod report;
mod tally;
#[cfg(feature = "standard-files")]
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::area::AreaClass;
use crate::standard::{Applies, Clause, PartKind, Role, Standard};

pub use answers::{Answer, Answers, Building, Door, Evidence, Reading, Season, Sheet, Value, VenueFacts};
pub use check::{MOST_PHOTOS, Problem, Wrong, check, check_sheet};
pub use impact::Impact;
pub use photos::{WantedPhoto, Wish, wanted_photos};
pub use report::{Duty, Half, ListCount, OpenGate, Outcome, Reason, Report, ReportLine, Tenths};

use judge::{Judged, Worth, judge};

/// What is known before the clauses are gone through.
struct Known<'a> {
    standard: &'a Standard,
    venue: &'a VenueFacts,
    answers: &'a Answers,
    duty: Duty,
    /// In square metres, where it was measured.
    area: Option<f64>,
    class: Option<AreaClass>,
}

/// Scores a sheet by a version of the standard. Answers that [`check`] refuses count as not given.
pub fn score(standard: &Standard, venue: &VenueFacts, answers: &Answers) -> Report {
    let area = area(standard, answers);
    let class = area.and_then(|area| standard.class.of(area));
    let known = Known { standard, venue, answers, duty: duty(standard, venue), area, class };
    let lines: Vec<ReportLine> = standard.clauses.iter().map(|clause| known.line(clause)).collect();
    tally::report(&known, lines)
}

impl Known<'_> {
    fn line(&self, clause: &Clause) -> ReportLine {
        let points = if clause.role == Role::Record { 0 } else { clause.points * 100 };
        let mut line = ReportLine {
            clause: clause.id,
            outcome: Outcome::Unanswered,
            holds: false,
            earned: 0,
            points,
            reasons: Vec::new(),
            defects: Vec::new(),
        };
        self.answered(clause, &mut line);
        if let Some(applies) = clause.applies {
            match self.condition(applies) {
                Some(true) => {}
                Some(false) => {
                    line.reasons.insert(0, Reason::Condition { applies, unknown: false });
                    if applies == Applies::ClassAElseRecord { line.is_only_recorded() } else { line.does_not_apply() }
                }
                None => {
                    line.reasons.insert(0, Reason::Condition { applies, unknown: true });
                    line.cannot_be_told();
                }
            }
        }
        line
    }

    fn answered(&self, clause: &Clause, line: &mut ReportLine) {
        let nothing = BTreeMap::new();
        let given = match self.answers.clauses.get(&clause.id) {
            Some(Answer::CouldNotCheck(why)) => {
                line.outcome = Outcome::CouldNotCheck;
                line.reasons.push(Reason::Told { text: why.clone() });
                return;
            }
            Some(Answer::NotApplicable(why)) if clause.may_not_apply => {
                line.reasons.push(Reason::Told { text: why.clone() });
                line.does_not_apply();
                return;
            }
            Some(Answer::Given(given)) => given,
            Some(Answer::NotApplicable(_)) | None => &nothing,
        };
        line.reasons.reserve_exact(clause.parts.len());
        let judged = clause.parts.iter().map(|part| match part.kind {
            PartKind::Computed => self.computed(clause),
            _ => judge(self.standard, part, given.get(&part.key), self.venue, self.answers),
        });
        line.take(clause, judged);
    }

    /// What follows from the venue.
    fn computed(&self, clause: &Clause) -> Judged {
        let total = clause.id == self.standard.duty.total_clause;
        let holds = if total { self.duty.enough } else { self.duty.needed };
        let worth = match holds {
            None => Worth::Open(Outcome::Undetermined),
            Some(passes) if total => Worth::Judged { share: if passes { 100 } else { 0 }, passes },
            Some(_) => Worth::Recorded,
        };
        Judged { worth, reason: Reason::Venue { holds }, defect: None }
    }

    fn condition(&self, applies: Applies) -> Option<bool> {
        match applies {
            Applies::Duty => self.duty.needed,
            Applies::ClassA | Applies::ClassAElseRecord => self.area.map(|_| self.class == Some(AreaClass::A)),
            Applies::NotClassC => self.area.map(|_| self.class != Some(AreaClass::C)),
            Applies::ManualDoor => self.venue.door.map(|door| door != Door::Automatic),
            Applies::AutomaticDoor => self.venue.door.map(|door| door == Door::Automatic),
            Applies::HingedDoor => self.venue.door.map(|door| door == Door::Hinged),
            Applies::GlassDoor => self.venue.glass_door,
        }
    }
}

impl ReportLine {
    /// Leaves what applies; what was answered still stands in `holds` and the reasons.
    fn does_not_apply(&mut self) {
        self.outcome = Outcome::NotApplicable;
        (self.earned, self.points) = (0, 0);
        self.defects.clear();
    }

    /// Takes the judgement from what was answered.
    fn is_only_recorded(&mut self) {
        if matches!(self.outcome, Outcome::Pass | Outcome::Partial | Outcome::Fail) {
            self.outcome = Outcome::Recorded;
            self.defects.clear();
        }
    }

    /// Whether it applies is not known: the result is "not determinable", not "pass", and nothing is to be mended yet.
    fn cannot_be_told(&mut self) {
        if matches!(self.outcome, Outcome::Pass | Outcome::Partial | Outcome::Fail | Outcome::Recorded) {
            self.outcome = Outcome::Undetermined;
            self.earned = 0;
            self.defects.clear();
        }
    }

    /// The worst judged part decides. A part that fails decides at once; one that is open leaves the clause open.
    fn take(&mut self, clause: &Clause, judged: impl Iterator<Item = Judged>) {
        let mut worst: Option<(u32, bool)> = None;
        let (mut open, mut absent) = (None, false);
        for Judged { worth, reason, defect } in judged {
            match worth {
                Worth::Judged { share, passes } => {
                    let (least, all) = worst.unwrap_or((100, true));
                    worst = Some((least.min(share), all && passes));
                }
                Worth::Open(outcome) => open = open.or(Some(outcome)),
                Worth::Absent => absent = true,
                Worth::Recorded => {}
            }
            self.reasons.push(reason);
            self.defects.extend(defect);
        }
        if absent {
            return self.does_not_apply();
        }
        self.outcome = match (worst, open) {
            (Some((0, _)), _) => Outcome::Fail,
            (_, Some(open)) => open,
            (Some((_, true)), None) => Outcome::Pass,
            (Some((_, false)), None) => Outcome::Partial,
            (None, None) if self.reasons.iter().all(|reason| matches!(reason, Reason::Missing { .. })) => Outcome::Unanswered,
            (None, None) => Outcome::Recorded,
        };
        let decided = matches!(self.outcome, Outcome::Pass | Outcome::Partial);
        self.holds = self.outcome == Outcome::Pass;
        if let Some((share, _)) = worst.filter(|_| decided) {
            self.earned = self.points / 100 * share;
        }
        if self.outcome == Outcome::Fail && self.defects.is_empty() {
            self.defects.extend(clause.defect.clone());
        }
    }
}

/// Guidance 63 of 2016, III (1): often mothers and infants, and over so much floor or so many visitors.
fn duty(standard: &Standard, venue: &VenueFacts) -> Duty {
    let rule = &standard.duty;
    let needed = both(venue.frequented, rule.is_large(venue.floor_area_m2, venue.visitors_per_day));
    let least = standard.clause(rule.total_clause).and_then(|clause| clause.parts.first()).and_then(|part| part.min);
    let enough = venue.rooms_area_m2.filter(|area| area.is_finite()).zip(least).map(|(area, least)| area >= least);
    Duty { needed, enough: if needed == Some(false) { None } else { enough } }
}

fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// The smallest plausible reading of the usable area.
fn area(standard: &Standard, answers: &Answers) -> Option<f64> {
    let clause = standard.clause(standard.class.clause)?;
    let part = clause.parts.iter().find(|part| part.kind == PartKind::Number)?;
    let Some(Answer::Given(given)) = answers.clauses.get(&clause.id) else { return None };
    let judged = judge(standard, part, given.get(&part.key), &VenueFacts::default(), answers);
    let Reason::Measured { readings, .. } = judged.reason else { return None };
    readings.into_iter().reduce(f64::min)
}
