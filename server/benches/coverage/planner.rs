//! Plans of 20 sites out of 300 candidates for 2,000 points: all that the server does for one (making it small, the greedy
//! answer, its own process, reading the answer), beside the same solver called directly in this process on the plain
//! formulation with a row for each point.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use app::coverage::solve::{Asked, MARK, Solved};
use domain::coverage::{Point, Question, Site, Weight, reduce};
use domain::distance_m;
use highs::{HighsModelStatus, RowProblem, Sense};

use super::chance::Chance;
use super::{middle, say};

const POINTS: usize = 2_000;
const SITES: usize = 300;
const CHOSEN: u32 = 20;
const WITHIN_M: u16 = 1000;
const INSTANCES: u64 = 7;

pub(super) fn run(muying: &Path) -> Result<()> {
    let (mut ours, mut theirs, mut ratios, mut gaps) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for seed in 1..=INSTANCES {
        let mut chance = Chance::new(seed);
        let points = chance.points(POINTS)?;
        let sites: Vec<Site> =
            (0..SITES).map(|_| anyhow::Ok(Site { place: chance.place()?, street: None })).collect::<Result<_>>()?;
        // In turn, so that a busy moment hurts both.
        let began = Instant::now();
        let (best, greedy) = planned(muying, &points, &sites)?;
        let our = began.elapsed().as_secs_f64();
        let began = Instant::now();
        let direct = direct(&points, &sites)?;
        let their = began.elapsed().as_secs_f64();
        ensure!(best == direct, "two optima: {best} and {direct}");
        ours.push(our);
        theirs.push(their);
        ratios.push(our / their);
        gaps.push(1.0 - float(greedy) / float(best));
    }
    let most = |figures: &[f64]| figures.iter().copied().fold(0.0, f64::max);
    say("planner_worst_ratio", format!("{:.2}", most(&ratios)))?;
    say("planner_greedy_worst", format!("{:.2}", most(&gaps) * 100.0))?;
    say("planner_greedy", format!("{:.2}", middle(gaps) * 100.0))?;
    say("planner_ratio", format!("{:.2}", middle(ratios)))?;
    say("planner_s", format!("{:.3}", middle(ours)))?;
    say("planner_direct_s", format!("{:.3}", middle(theirs)))?;
    say("planner_instances", INSTANCES)
}

/// As the server does it: what the plan gains, and what the greedy one does.
fn planned(muying: &Path, points: &[Point], sites: &[Site]) -> Result<(Weight, Weight)> {
    let least = BTreeMap::new();
    let problem = reduce(&Question { points, fixed: &[], sites, within_m: WITHIN_M, count: CHOSEN, least }).problem;
    let greedy = problem.greedy();
    let start = greedy.iter().map(|(site, _)| *site).collect();
    let line = serde_json::to_vec(&Asked { problem: problem.clone(), start, seconds: 600 })?;
    let mut child = Command::new(muying).arg("solve").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    // It stays open until the answer is there: when it closes, the process ends itself.
    let mut stdin = child.stdin.take().context("its standard input")?;
    stdin.write_all(&line)?;
    stdin.write_all(b"\n")?;
    let output = std::io::read_to_string(child.stdout.take().context("its standard output")?)?;
    drop(stdin);
    child.wait()?;
    let answer = output.lines().find_map(|line| line.strip_prefix(MARK)).context("no answer")?;
    let solved: Solved = serde_json::from_str(answer)?;
    ensure!(solved.optimal && problem.allows(&solved.chosen), "no proven plan");
    Ok((problem.gain(&solved.chosen), greedy.iter().map(|(_, gain)| *gain).sum()))
}

/// The plain formulation, every distance measured.
fn direct(points: &[Point], sites: &[Site]) -> Result<Weight> {
    let mut model = RowProblem::new();
    let x: Vec<_> = sites.iter().map(|_| model.add_integer_column(0.0, 0..=1)).collect();
    for point in points {
        let y = model.add_column(float(point.weight), 0..=1);
        let near = sites.iter().zip(&x).filter(|(site, _)| distance_m(point.place, site.place) <= f64::from(WITHIN_M));
        let row: Vec<_> = near.map(|(_, x)| (*x, -1.0)).chain([(y, 1.0)]).collect();
        model.add_row(..=0, row);
    }
    model.add_row(CHOSEN..=CHOSEN, x.iter().map(|x| (*x, 1.0)));
    let mut model = model.optimise(Sense::Maximise);
    model.make_quiet();
    model.set_option("mip_rel_gap", 0.0);
    let solved = model.solve();
    ensure!(solved.status() == HighsModelStatus::Optimal, "{:?}", solved.status());
    let solution = solved.get_solution();
    let chosen: Vec<_> = sites.iter().zip(solution.columns()).filter(|(_, x)| **x > 0.5).map(|(site, _)| site).collect();
    let is_near = |point: &&Point| chosen.iter().any(|site| distance_m(point.place, site.place) <= f64::from(WITHIN_M));
    Ok(points.iter().filter(is_near).map(|point| point.weight).sum())
}

/// Whole weights, as all here are.
fn float(weight: Weight) -> f64 {
    f64::from(u32::try_from(weight.thousandths() / 1000).unwrap_or(u32::MAX))
}
