//! The solver: `HiGHS`, run in a process of its own (`muying solve`), so that cancelling is ending that process and nothing
//! that goes wrong in it takes the server along.

use domain::coverage::{Problem, Weight};
use highs::{HighsModelStatus, RowProblem, Sense, SolvedModel};
use serde::{Deserialize, Serialize};

/// What the process is given, as one line of JSON on its standard input.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asked {
    /// What is to be solved.
    pub problem: Problem,
    /// A plan to begin with.
    pub start: Vec<u32>,
    /// When to stop with the best so far.
    pub seconds: u32,
}

/// What it answers, as the last line of its standard output, after [`MARK`]; before it come the lines of the solver's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solved {
    /// The plan.
    pub chosen: Vec<u32>,
    /// Whether it is proven that no plan gains more.
    pub optimal: bool,
    /// No plan gains more than this.
    pub bound: Weight,
}

/// Begins the line of an answer.
pub const MARK: &str = "solved: ";

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum SolveError {
    /// There is no plan: which minimum cannot be met is told by [`domain::coverage::feasible`] before.
    #[error("no plan meets the minimums")]
    Infeasible,
    /// The solver could not be set up, or gave up.
    #[error("the solver: {0}")]
    Engine(String),
    /// What was given is no problem.
    #[error("the problem cannot be read: {0}")]
    Unread(#[from] serde_json::Error),
}

/// Solves a line of JSON; the answer as one.
///
/// # Errors
/// [`SolveError`].
pub fn answer(line: &str) -> Result<String, SolveError> {
    let solved = solve(&serde_json::from_str(line)?, true)?;
    Ok(format!("{MARK}{}", serde_json::to_string(&solved)?))
}

/// Solves a problem. With `loud` the solver's log goes to standard output.
///
/// # Errors
/// [`SolveError`].
pub fn solve(asked: &Asked, loud: bool) -> Result<Solved, SolveError> {
    let Asked { problem, start, seconds } = asked;
    let whole: Vec<u32> = (0..problem.sites).collect();
    if problem.groups.is_empty() || problem.count == 0 || problem.count == problem.sites {
        let chosen = if problem.count == problem.sites { whole } else { start.clone() };
        let bound = problem.gain(&chosen);
        return if problem.allows(&chosen) { Ok(Solved { chosen, optimal: true, bound }) } else { Err(SolveError::Infeasible) };
    }
    let solved = run(problem, start, *seconds, loud)?;
    let found = match solved.status() {
        HighsModelStatus::Infeasible => return Err(SolveError::Infeasible),
        HighsModelStatus::Optimal | HighsModelStatus::ReachedTimeLimit => {
            let values = solved.get_solution();
            whole.into_iter().filter(|site| values.columns().get(*site as usize).is_some_and(|x| *x > 0.5)).collect()
        }
        status => return Err(SolveError::Engine(format!("{status:?}"))),
    };
    let plans = [found, start.clone()].into_iter().filter(|plan| problem.allows(plan));
    let chosen = plans.max_by_key(|plan| problem.gain(plan)).ok_or_else(|| SolveError::Engine("no plan".to_owned()))?;
    let (gain, bound) = (problem.gain(&chosen), bound(&solved, problem));
    // Gains are whole numbers of the unit: what is not a unit above the plan is no better plan.
    Ok(Solved { chosen, optimal: bound <= gain, bound: bound.max(gain) })
}

/// The formulation: x for each candidate, y for each group of demand; y is at most the sum of its x, and need not be whole,
/// since with whole x the best y are.
fn run(problem: &Problem, start: &[u32], seconds: u32, loud: bool) -> Result<SolvedModel, SolveError> {
    let mut model = RowProblem::new();
    let unit = problem.unit();
    let x: Vec<_> = (0..problem.sites).map(|_| model.add_integer_column(0.0, 0..=1)).collect();
    let mut values: Vec<f64> = (0..problem.sites).map(|site| f64::from(u8::from(start.contains(&site)))).collect();
    for group in &problem.groups {
        let y = model.add_column(float(group.weight.thousandths() / unit), 0..=1);
        let sites = group.sites.iter().map(|site| (x[*site as usize], -1.0));
        model.add_row(..=0, sites.chain([(y, 1.0)]));
        values.push(f64::from(u8::from(group.sites.iter().any(|site| start.contains(site)))));
    }
    model.add_row(problem.count..=problem.count, x.iter().map(|x| (*x, 1.0)));
    for least in &problem.least {
        model.add_row(least.least.., least.sites.iter().map(|site| (x[*site as usize], 1.0)));
    }
    let engine = |error: &dyn std::fmt::Debug| SolveError::Engine(format!("{error:?}"));
    let mut model = model.try_optimise(Sense::Maximise).map_err(|error| engine(&error))?;
    if loud {
        // The log is how the process tells how far it is.
        model.try_set_option("output_flag", true).map_err(|error| engine(&error))?;
        model.try_set_option("log_to_console", true).map_err(|error| engine(&error))?;
        model.try_set_option("mip_min_logging_interval", 1.0).map_err(|error| engine(&error))?;
    } else {
        model.make_quiet();
    }
    model.try_set_option("mip_rel_gap", 0.0).map_err(|error| engine(&error))?;
    model.try_set_option("mip_abs_gap", 0.5).map_err(|error| engine(&error))?;
    model.try_set_option("time_limit", f64::from(seconds)).map_err(|error| engine(&error))?;
    if problem.allows(start) {
        model.try_set_solution(Some(&values), None, None, None).map_err(|error| engine(&error))?;
    }
    model.try_solve().map_err(|error| engine(&error))
}

/// The proven bound, a whole number of the unit.
fn bound(solved: &SolvedModel, problem: &Problem) -> Weight {
    let all: Weight = problem.groups.iter().map(|group| group.weight).sum();
    let proven = solved.double_info_value(c"mip_dual_bound").unwrap_or(f64::INFINITY);
    units(proven, problem.unit()).map_or(all, |bound| bound.min(all))
}

/// So many units, rounded down but for the solver's tolerance; `None` of what is no number of them.
fn units(number: f64, unit: u64) -> Option<Weight> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
    let whole = (0.0..9e15).contains(&number).then_some((number + 1e-4).floor() as u64)?;
    Some(Weight::of_thousandths(whole.saturating_mul(unit)))
}

#[expect(clippy::cast_precision_loss, reason = "a weight is at most 1e9 thousandths times the points of a group")]
fn float(weight: u64) -> f64 {
    weight as f64
}

/// The best gain and the bound in a line of the solver's log, if it is one of its table: from the right it ends with time,
/// iterations, three of cuts, gap, best solution and best bound.
pub(super) fn read_log(line: &str, unit: u64) -> Option<(Option<Weight>, Option<Weight>)> {
    let words: Vec<&str> = line.split_whitespace().rev().collect();
    let &[time, iterations, _, _, _, gap, best, bound, explored, ..] = words.as_slice() else { return None };
    let is_row = time.ends_with('s')
        && time.trim_end_matches('s').parse::<f64>().is_ok()
        && iterations.parse::<u64>().is_ok()
        && (gap.ends_with('%') || matches!(gap, "inf" | "Large"))
        && explored.ends_with('%');
    let read = |text: &str| text.parse::<f64>().ok().and_then(|number| units(number, unit));
    is_row.then(|| (read(best), read(bound)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_tells_best_and_bound_and_nothing_else_is_taken_for_it() {
        let rows = [
            (
                " S       0       0         0   0.00%   46              -inf                 inf        0      0      0         0     0.0s",
                None,
                Some(46),
            ),
            (
                " T       0       0         0   0.00%   42              40                 5.00%        0      0      0       130     0.1s",
                Some(40),
                Some(42),
            ),
            (
                "       113      52        20  75.00%   41.5            40                 3.75%      120     18     90      9100    12.3s",
                Some(40),
                Some(41),
            ),
        ];
        for (line, best, bound) in rows {
            let weight = |units: Option<u64>| units.map(|units| Weight::of_thousandths(units * 500));
            assert_eq!(read_log(line, 500), Some((weight(best), weight(bound))), "{line}");
        }
        for line in ["", "Presolving model", "  Gap               0% (tolerance: 0%)", "1700 rows, 900 cols, 5000 nonzeros  0s"] {
            assert_eq!(read_log(line, 1), None, "{line}");
        }
    }

    #[test]
    fn what_is_no_problem_is_told() {
        assert!(matches!(answer("{"), Err(SolveError::Unread(_))));
    }
}
