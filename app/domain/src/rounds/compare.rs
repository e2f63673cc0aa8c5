//! Two sheets of one room beside each other, and the one that a lead expert makes of them.

use std::collections::BTreeSet;

use crate::code::ClauseId;
use crate::score::{Report, ReportLine, Sheet};

/// A clause on which two reports do not agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference<'a> {
    /// The clause.
    pub clause: ClauseId,
    /// What the first report says.
    pub first: &'a ReportLine,
    /// What the second one says.
    pub second: &'a ReportLine,
}

/// The clauses on which two reports by the same version differ, in the order of the sheet: another outcome, or other
/// points earned. Readings that differ and are judged alike agree. `None` where the versions are not the same.
pub fn compare<'a>(first: &'a Report, second: &'a Report) -> Option<Vec<Difference<'a>>> {
    (first.standard == second.standard).then(|| {
        let differs = |(a, b): (&'a ReportLine, &'a ReportLine)| {
            let differ = (a.outcome, a.earned, a.points) != (b.outcome, b.earned, b.points);
            differ.then_some(Difference { clause: a.clause, first: a, second: b })
        };
        let lines = first.lines.iter().filter_map(|line| Some((line, second.line(line.clause)?)));
        lines.filter_map(differs).collect()
    })
}

/// What is taken from the second sheet; all else stays as the first has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// What is known of the venue, and the season.
    pub venue: bool,
    /// Answers, with notes and photographs.
    pub clauses: BTreeSet<ClauseId>,
}

/// The sheet that is made of two: the first one's version and day, and what was taken of the second.
pub fn settle(first: &Sheet, second: &Sheet, taken: &Settled) -> Sheet {
    let mut sheet = first.clone();
    if taken.venue {
        sheet.venue = second.venue.clone();
        sheet.answers.season = second.answers.season;
    }
    for clause in &taken.clauses {
        match second.answers.clauses.get(clause) {
            Some(answer) => drop(sheet.answers.clauses.insert(*clause, answer.clone())),
            None => drop(sheet.answers.clauses.remove(clause)),
        }
        match second.evidence.get(clause) {
            Some(evidence) => drop(sheet.evidence.insert(*clause, evidence.clone())),
            None => drop(sheet.evidence.remove(clause)),
        }
    }
    sheet
}

#[cfg(feature = "standard-files")]
#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::score::{Answer, Answers, Value, VenueFacts, score};
    use crate::standard::published;

    fn sheet(flags: &[bool]) -> Sheet {
        let standard = &published()[1].standard;
        let clauses = standard.clauses.iter().zip(flags).map(|(clause, flag)| {
            let given = clause.parts.iter().map(|part| (part.key.clone(), Value::Flag(*flag)));
            (clause.id, Answer::Given(given.collect()))
        });
        Sheet {
            standard: standard.id.clone(),
            visited: standard.valid_from,
            venue: VenueFacts::default(),
            answers: Answers { season: None, clauses: clauses.collect() },
            evidence: BTreeMap::default(),
        }
    }

    fn report(sheet: &Sheet) -> Report {
        score(&published()[1].standard, &sheet.venue, &sheet.answers)
    }

    proptest! {
        #[test]
        fn taking_everything_that_differs_leaves_nothing_that_differs(
            a in proptest::collection::vec(any::<bool>(), 60), b in proptest::collection::vec(any::<bool>(), 60),
        ) {
            let (first, second) = (sheet(&a), sheet(&b));
            let (one, two) = (report(&first), report(&second));
            let differ = compare(&one, &two).unwrap();
            let clauses = differ.iter().map(|difference| difference.clause).collect();
            let settled = settle(&first, &second, &Settled { venue: true, clauses });
            let after = report(&settled);
            prop_assert_eq!(compare(&after, &two), Some(Vec::new()));
            prop_assert_eq!(settle(&first, &second, &Settled::default()), first);
            prop_assert_eq!(compare(&one, &one), Some(Vec::new()));
        }
    }

    #[test]
    fn reports_of_two_versions_are_not_compared() {
        let one = report(&sheet(&[true; 60]));
        let other = score(&published()[0].standard, &VenueFacts::default(), &Answers::default());
        assert_eq!(compare(&one, &other), None);
    }
}
