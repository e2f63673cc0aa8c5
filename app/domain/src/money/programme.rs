//! A programme: until when it holds, how much there is, which rooms earn what; and whether one does.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Fen;
use crate::area::AreaClass;
use crate::stage::Stage;
use crate::venue::VenueType;
use crate::words::words;

words! {
    /// What a room is rewarded for; each once.
    Milestone {
        /// It was opened.
        Opened = "opened",
        /// An expert's inspection was confirmed, and it passes.
        Passed = "passed",
        /// It has been open for a year, and passed within that year.
        KeptUp = "kept_up",
    }
}

/// One line of a programme: the first line that fits a room counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// For what.
    pub milestone: Milestone,
    /// Only rooms of this class as measured; of any where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<AreaClass>,
    /// Only rooms of such venues; of any where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub venue: Option<VenueType>,
    /// The amount; with a share, the most.
    pub amount: Fen,
    /// A share of the proven cost in percent, from 1 to 100; the venue bears the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<u8>,
}

/// What a programme says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Milestones from this day on count.
    pub from: NaiveDate,
    /// Milestones until this day count.
    pub until: NaiveDate,
    /// How much there is in all.
    pub budget: Fen,
    /// The lines, in order.
    pub rules: Vec<Rule>,
}

/// What is wrong with a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TermsError {
    /// It ends before it begins.
    #[error("ends before it begins")]
    Days,
    /// It has no line.
    #[error("has no line")]
    Empty,
    /// A line's share, by its number from 1.
    #[error("line {0}: a share is from 1 to 100 percent")]
    Share(usize),
    /// A line that a line before it takes everything from, by its number from 1.
    #[error("line {0} never applies: a line before it fits all its rooms")]
    Hidden(usize),
}

impl Terms {
    /// Looks a programme over.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), TermsError> {
        if self.until < self.from {
            return Err(TermsError::Days);
        }
        if self.rules.is_empty() {
            return Err(TermsError::Empty);
        }
        for (at, rule) in self.rules.iter().enumerate() {
            if rule.share.is_some_and(|share| !(1..=100).contains(&share)) {
                return Err(TermsError::Share(at + 1));
            }
            let takes = |before: &Rule| {
                before.milestone == rule.milestone
                    && (before.class.is_none() || before.class == rule.class)
                    && (before.venue.is_none() || before.venue == rule.venue)
            };
            if self.rules.iter().take(at).any(takes) {
                return Err(TermsError::Hidden(at + 1));
            }
        }
        Ok(())
    }
}

/// What the latest confirmed inspection says, with what was checked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Whether the room passes.
    pub passes: bool,
    /// Gates that are open.
    pub open_gates: usize,
    /// The class as measured.
    pub class: Option<AreaClass>,
}

/// A room as a programme sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimant {
    /// How far it has come.
    pub stage: Stage,
    /// The day it was first opened, where that was recorded.
    pub opened: Option<NaiveDate>,
    /// Its kind of venue.
    pub venue: VenueType,
    /// What experts have found.
    pub seen: Option<Seen>,
    /// The days of all confirmed visits of which the result passes, in order.
    pub passed: Vec<NaiveDate>,
}

/// What a room earns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Award {
    /// How much.
    pub amount: Fen,
    /// By which line, from 1.
    pub line: usize,
    /// The day of the milestone.
    pub on: NaiveDate,
}

/// Why a room does not earn a milestone's reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is not open.
    Stage(Stage),
    /// Nobody has recorded when it was opened.
    NoOpening,
    /// No inspection is confirmed.
    NotInspected,
    /// So many gates are open.
    OpenGates(usize),
    /// It does not pass.
    Fails,
    /// It will have been open for a year on this day.
    NotYet(NaiveDate),
    /// In the year before this day no inspection passed.
    NotInYear(NaiveDate),
    /// The milestone, on this day, is outside of the programme's time.
    Outside(NaiveDate),
    /// No line of the programme fits it.
    NoRule,
    /// The line pays a share of the cost, and none is proven.
    NoCost,
    /// The share of so small a cost is less than a fen.
    Nothing,
}

/// What a room earns on a day, or everything that stands against it.
///
/// # Errors
/// All reasons, in the order of the conditions.
pub fn assess(
    terms: &Terms,
    milestone: Milestone,
    of: &Claimant,
    cost: Option<Fen>,
    today: NaiveDate,
) -> Result<Award, Vec<Unfit>> {
    let mut unfit = Vec::new();
    if of.stage != Stage::Open {
        unfit.push(Unfit::Stage(of.stage));
    }
    // A room that does not pass is rewarded for nothing, not even for having been opened.
    match of.seen {
        None => unfit.push(Unfit::NotInspected),
        Some(seen) if seen.open_gates > 0 => unfit.push(Unfit::OpenGates(seen.open_gates)),
        Some(seen) if !seen.passes => unfit.push(Unfit::Fails),
        Some(_) => {}
    }
    let within = terms.from..=terms.until;
    let on = match milestone {
        // The first visit that counts: a later one, outside of the programme's time, takes nothing away.
        Milestone::Passed => of.passed.iter().find(|day| within.contains(day)).or(of.passed.last()).copied(),
        Milestone::Opened => of.opened,
        Milestone::KeptUp => of.opened.and_then(|opened| opened.checked_add_months(Months::new(12))),
    };
    if milestone != Milestone::Passed && of.opened.is_none() {
        unfit.push(Unfit::NoOpening);
    }
    if let (Milestone::KeptUp, Some(on)) = (milestone, on) {
        if on > today {
            unfit.push(Unfit::NotYet(on));
        }
        let year = on.checked_sub_months(Months::new(12)).unwrap_or(on)..=on;
        if !of.passed.iter().any(|day| year.contains(day)) {
            unfit.push(Unfit::NotInYear(on));
        }
    }
    if let Some(on) = on.filter(|on| !within.contains(on)) {
        unfit.push(Unfit::Outside(on));
    }
    let class = of.seen.and_then(|seen| seen.class);
    let fits = |rule: &Rule| {
        rule.milestone == milestone
            && rule.class.is_none_or(|wanted| class == Some(wanted))
            && rule.venue.is_none_or(|wanted| of.venue == wanted)
    };
    let rule = terms.rules.iter().zip(1..).find(|(rule, _)| fits(rule));
    let amount = match rule {
        None => {
            unfit.push(Unfit::NoRule);
            None
        }
        Some((Rule { amount, share: None, .. }, _)) => Some(*amount),
        Some((Rule { amount, share: Some(share), .. }, _)) => {
            if let Some(cost) = cost {
                Some(cost.percent(*share).min(*amount))
            } else {
                unfit.push(Unfit::NoCost);
                None
            }
        }
    };
    if amount == Some(Fen(0)) {
        unfit.push(Unfit::Nothing);
    }
    match (amount, rule, on) {
        (Some(amount), Some((_, line)), Some(on)) if unfit.is_empty() => Ok(Award { amount, line, on }),
        _ => Err(unfit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rule(milestone: Milestone, class: Option<AreaClass>, amount: i64) -> Rule {
        Rule { milestone, class, venue: None, amount: Fen(amount), share: None }
    }

    fn terms() -> Terms {
        let rules = vec![
            rule(Milestone::Opened, Some(AreaClass::A), 300),
            Rule { share: Some(50), ..rule(Milestone::Opened, None, 200) },
            Rule { venue: Some(VenueType::Park), ..rule(Milestone::KeptUp, None, 50) },
        ];
        Terms { from: day("2026-01-01"), until: day("2027-12-31"), budget: Fen(1000), rules }
    }

    fn seen() -> Seen {
        Seen { passes: true, open_gates: 0, class: Some(AreaClass::A) }
    }

    fn room() -> Claimant {
        let passed = vec![day("2026-03-01")];
        Claimant { stage: Stage::Open, opened: Some(day("2026-03-05")), venue: VenueType::Park, seen: Some(seen()), passed }
    }

    fn opened(of: &Claimant, cost: Option<Fen>) -> Result<Award, Vec<Unfit>> {
        assess(&terms(), Milestone::Opened, of, cost, day("2026-11-29"))
    }

    #[test]
    fn the_first_line_that_fits_counts_and_a_share_is_capped() {
        assert_eq!(opened(&room(), None), Ok(Award { amount: Fen(300), line: 1, on: day("2026-03-05") }));
        let small = Claimant { seen: Some(Seen { class: Some(AreaClass::C), ..seen() }), ..room() };
        assert_eq!(opened(&small, None), Err(vec![Unfit::NoCost]));
        assert_eq!(opened(&small, Some(Fen(301))).map(|award| award.amount), Ok(Fen(150)));
        assert_eq!(opened(&small, Some(Fen(10_000))).map(|award| award.amount), Ok(Fen(200)));
        assert_eq!(assess(&terms(), Milestone::Passed, &room(), None, day("2026-11-29")), Err(vec![Unfit::NoRule]));
        assert_eq!(opened(&small, Some(Fen(1))), Err(vec![Unfit::Nothing]));
    }

    #[test]
    fn a_later_visit_takes_nothing_away_from_one_that_counts() {
        let rules = vec![rule(Milestone::Passed, None, 100)];
        let terms = Terms { rules, ..terms() };
        let passed = |days: &[&str]| {
            let of = Claimant { passed: days.iter().map(|text| day(text)).collect(), ..room() };
            assess(&terms, Milestone::Passed, &of, None, day("2028-02-01")).map(|award| award.on)
        };
        assert_eq!(passed(&["2025-12-01", "2026-05-01", "2027-05-01", "2028-01-05"]), Ok(day("2026-05-01")));
        assert_eq!(passed(&["2025-12-01"]), Err(vec![Unfit::Outside(day("2025-12-01"))]));
    }

    #[test]
    fn everything_that_stands_against_it_is_told() {
        let shut = Claimant { stage: Stage::Suspended, opened: None, seen: None, passed: Vec::new(), ..room() };
        assert_eq!(
            opened(&shut, Some(Fen(100))),
            Err(vec![Unfit::Stage(Stage::Suspended), Unfit::NotInspected, Unfit::NoOpening])
        );
        let gates = Claimant { seen: Some(Seen { open_gates: 2, passes: false, ..seen() }), ..room() };
        assert_eq!(opened(&gates, None), Err(vec![Unfit::OpenGates(2)]));
        let fails = Claimant { seen: Some(Seen { passes: false, ..seen() }), ..room() };
        assert_eq!(opened(&fails, None), Err(vec![Unfit::Fails]));
        let early = Claimant { opened: Some(day("2025-12-31")), ..room() };
        assert_eq!(opened(&early, None), Err(vec![Unfit::Outside(day("2025-12-31"))]));
    }

    #[test]
    fn a_room_is_kept_up_after_a_year_with_an_inspection_in_it() {
        let kept = |of: &Claimant, today: &str| assess(&terms(), Milestone::KeptUp, of, None, day(today));
        let again = Claimant { passed: vec![day("2026-03-01"), day("2026-10-01"), day("2028-01-01")], ..room() };
        assert_eq!(kept(&again, "2027-03-04"), Err(vec![Unfit::NotYet(day("2027-03-05"))]));
        assert_eq!(kept(&again, "2027-03-05").map(|award| (award.amount, award.line)), Ok((Fen(50), 3)));
        assert_eq!(kept(&room(), "2027-03-05"), Err(vec![Unfit::NotInYear(day("2027-03-05"))]));
        let mall = Claimant { venue: VenueType::Mall, ..again };
        assert_eq!(kept(&mall, "2027-03-05"), Err(vec![Unfit::NoRule]));
    }

    #[test]
    fn a_programme_that_makes_no_sense_is_told_by_its_line() {
        let check = |change: &dyn Fn(&mut Terms)| {
            let mut terms = terms();
            change(&mut terms);
            terms.check()
        };
        assert_eq!(check(&|_| {}), Ok(()));
        assert_eq!(check(&|terms| terms.until = day("2025-01-01")), Err(TermsError::Days));
        assert_eq!(check(&|terms| terms.rules.clear()), Err(TermsError::Empty));
        assert_eq!(check(&|terms| terms.rules[1].share = Some(0)), Err(TermsError::Share(2)));
        assert_eq!(check(&|terms| terms.rules.swap(0, 1)), Err(TermsError::Hidden(2)));
    }
}
