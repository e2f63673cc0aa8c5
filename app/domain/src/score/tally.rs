//! From lines to gates, lists and points. Points are counted in hundredths, and rounded in one place.

use std::collections::BTreeSet;

use super::Known;
use super::report::{Half, ListCount, OpenGate, Outcome, Report, ReportLine, Tenths};
use crate::code::ClauseId;
use crate::standard::Role;

pub(super) fn report(known: &Known<'_>, lines: Vec<ReportLine>) -> Report {
    let standard = known.standard;
    let scheme = &standard.score;
    let with_clause = || standard.clauses.iter().zip(&lines);
    let open_gates: Vec<OpenGate> = with_clause()
        .filter(|(clause, line)| clause.gate && !matches!(line.outcome, Outcome::Pass | Outcome::NotApplicable))
        .map(|(clause, line)| OpenGate { clause: clause.id, outcome: line.outcome })
        .collect();
    let sum = |role: Role, of: fn(&ReportLine) -> u32| -> u32 {
        with_clause().filter(|(clause, _)| clause.role == role).map(|(_, line)| of(line)).sum()
    };
    let half = |role, size| {
        let (earned, applicable) = (sum(role, |line| line.earned), sum(role, |line| line.points));
        Half { role, earned, applicable, score: rounded(&[(size, earned, applicable)]) }
    };
    let halves = vec![half(Role::Construction, scheme.construction), half(Role::Management, scheme.management)];
    let sizes = [scheme.construction, scheme.management];
    let shares: Vec<_> = sizes.iter().zip(&halves).map(|(&size, half)| (size, half.earned, half.applicable)).collect();
    let total = rounded(&shares);
    let band = total.and_then(|total| scheme.band(total.0));
    let last = scheme.bands.last();
    let passes = open_gates.is_empty() && band.is_some() && band != last;
    let bonus = sum(Role::Bonus, |line| line.earned).min(scheme.bonus_most * 100);
    let held: BTreeSet<ClauseId> = lines.iter().filter(|line| line.holds).map(|line| line.clause).collect();
    let lists = standard.lists.iter().map(|list| count(&list.id, &list.items, &held)).collect();
    Report {
        standard: standard.id.clone(),
        open_gates,
        lists,
        class: known.class,
        below_class: known.area.is_some() && known.class.is_none(),
        duty: known.duty,
        halves,
        bonus: Tenths((bonus + 5) / 10),
        total,
        band: band.map(|band| band.word.clone()),
        passes,
        lines,
    }
}

fn count(list: &str, items: &[Vec<ClauseId>], held: &BTreeSet<ClauseId>) -> ListCount {
    let missing: Vec<u32> =
        (1..).zip(items).filter(|(_, item)| !item.iter().all(|id| held.contains(id))).map(|(number, _)| number).collect();
    let of = u32::try_from(items.len()).unwrap_or(u32::MAX);
    ListCount { list: list.to_owned(), met: of - u32::try_from(missing.len()).unwrap_or(of), of, missing }
}

/// The sum of size × earned ÷ applicable, rounded half up to a tenth of a point: the only place where a score is
/// rounded. `None` when nothing applies in one of them.
fn rounded(shares: &[(u32, u32, u32)]) -> Option<Tenths> {
    let (mut above, mut below) = (0_u128, 1_u128);
    for &(size, earned, applicable) in shares {
        if applicable == 0 {
            return None;
        }
        above = above * u128::from(applicable) + u128::from(size) * u128::from(earned) * below;
        below *= u128::from(applicable);
    }
    u32::try_from((above * 20 + below) / (below * 2)).ok().map(Tenths)
}
