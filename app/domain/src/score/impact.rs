//! What another version of the standard would say of the same visit: a report of its own, never in place of the first.

use super::report::{Report, Tenths};
use crate::area::AreaClass;
use crate::code::ClauseId;

/// The difference that another version makes to a room.
#[derive(Debug, Clone, PartialEq)]
pub struct Impact {
    /// Whether it passes, before and after.
    pub passes: (bool, bool),
    /// The class by area, before and after.
    pub class: (Option<AreaClass>, Option<AreaClass>),
    /// The word of the band, before and after.
    pub band: (Option<String>, Option<String>),
    /// The score, before and after.
    pub total: (Option<Tenths>, Option<Tenths>),
    /// Gates that open only after.
    pub opened: Vec<ClauseId>,
    /// Clauses whose outcome or points differ.
    pub clauses: Vec<ClauseId>,
}

impl Impact {
    /// Compares two reports on the same answers; `None` when gates, class and band stay as they are.
    pub fn of(before: &Report, after: &Report) -> Option<Self> {
        let gates = |report: &Report| report.open_gates.iter().map(|gate| gate.clause).collect::<Vec<_>>();
        let (open_before, open_after) = (gates(before), gates(after));
        let same = open_before == open_after && before.class == after.class && before.band == after.band;
        if same {
            return None;
        }
        let differs = after.lines.iter().filter(|line| {
            let old = before.line(line.clause);
            old.is_none_or(|old| (old.outcome, old.earned, old.points) != (line.outcome, line.earned, line.points))
        });
        let gone = before.lines.iter().filter(|old| after.line(old.clause).is_none());
        Some(Self {
            passes: (before.passes, after.passes),
            class: (before.class, after.class),
            band: (before.band.clone(), after.band.clone()),
            total: (before.total, after.total),
            opened: open_after.into_iter().filter(|clause| !open_before.contains(clause)).collect(),
            clauses: differs.chain(gone).map(|line| line.clause).collect(),
        })
    }
}
