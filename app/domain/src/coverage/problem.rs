//! Which p of the candidates cover the most weight that no room covers yet, with a least number in each street: the
//! maximal covering location problem (Church and `ReVelle` 1974) with fixed sites. Nothing here solves it to the optimum;
//! it is made as small as can be without changing any optimum.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{Near, Point, Reach, Weight};
use crate::code::AreaCode;
use crate::place::Wgs84;

/// Where a room could stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Site {
    /// Where.
    pub place: Wgs84,
    /// Its street.
    pub street: Option<AreaCode>,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The demand.
    pub points: &'a [Point],
    /// Rooms that stay.
    pub fixed: &'a [Wgs84],
    /// The candidates.
    pub sites: &'a [Site],
    /// Covered is what lies within so many metres.
    pub within_m: u16,
    /// So many are chosen.
    pub count: u32,
    /// At least so many of each of these streets.
    pub least: BTreeMap<AreaCode, u32>,
}

/// Why no plan can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Infeasible {
    /// A street asks for more than it has candidates.
    Street {
        /// The street.
        street: AreaCode,
        /// What it asks for.
        wanted: u32,
        /// What it has.
        sites: u32,
    },
    /// All streets together ask for more than may be chosen.
    Sum {
        /// What they ask for.
        wanted: u32,
        /// How many may be chosen.
        count: u32,
    },
    /// There are fewer candidates than are to be chosen.
    Sites {
        /// How many are to be chosen.
        count: u32,
        /// How many there are.
        sites: u32,
    },
}

/// Everything that keeps a question from having a plan. Where it finds nothing there is one: each street takes its least,
/// and any others make up the number.
pub fn feasible(sites: &[Site], count: u32, least: &BTreeMap<AreaCode, u32>) -> Vec<Infeasible> {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let of = |street: AreaCode| number(sites.iter().filter(|site| site.street == Some(street)).count());
    let mut why: Vec<Infeasible> = least
        .iter()
        .map(|(street, wanted)| Infeasible::Street { street: *street, wanted: *wanted, sites: of(*street) })
        .filter(|why| matches!(why, Infeasible::Street { wanted, sites, .. } if wanted > sites))
        .collect();
    let wanted = least.values().fold(0_u32, |sum, least| sum.saturating_add(*least));
    if wanted > count {
        why.push(Infeasible::Sum { wanted, count });
    }
    if count > number(sites.len()) {
        why.push(Infeasible::Sites { count, sites: number(sites.len()) });
    }
    why
}

/// Demand that the same candidates reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its weight.
    pub weight: Weight,
    /// The candidates, in order of their numbers.
    pub sites: Vec<u32>,
}

/// A street that asks for some.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Least {
    /// Its candidates.
    pub sites: Vec<u32>,
    /// At least so many of them.
    pub least: u32,
}

/// What is left to solve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Candidates, numbered from zero.
    pub sites: u32,
    /// So many of them are chosen.
    pub count: u32,
    /// The demand.
    pub groups: Vec<Group>,
    /// The streets that ask for some.
    pub least: Vec<Least>,
}

/// A problem made small, and what was left out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reduced {
    /// What is left to solve.
    pub problem: Problem,
    /// All the weight there is.
    pub total: Weight,
    /// What the fixed rooms cover.
    pub covered: Weight,
    /// What neither they nor any candidate covers.
    pub unreachable: Weight,
}

/// Makes a question small: points with the same candidates are joined, what is covered already and what no candidate
/// reaches are left out. Each plan gains exactly the same as before.
pub fn reduce(question: &Question<'_>) -> Reduced {
    let metres = f64::from(question.within_m);
    let reach = [Reach::new(metres)];
    let places: Vec<Wgs84> = question.sites.iter().map(|site| site.place).collect();
    let (rooms, sites) = (Near::new(question.fixed, metres), Near::new(&places, metres));
    let (mut total, mut covered, mut unreachable) = (Weight::ZERO, Weight::ZERO, Weight::ZERO);
    let mut groups: HashMap<Vec<u32>, Weight> = HashMap::new();
    for point in question.points {
        total += point.weight;
        let mut is_covered = false;
        rooms.visit(point.place, &reach, |_, _| {
            is_covered = true;
            false
        });
        if is_covered {
            covered += point.weight;
            continue;
        }
        let mut reached = Vec::new();
        sites.visit(point.place, &reach, |index, _| {
            reached.push(index);
            true
        });
        if reached.is_empty() {
            unreachable += point.weight;
            continue;
        }
        reached.sort_unstable();
        *groups.entry(reached).or_default() += point.weight;
    }
    let weighty = groups.into_iter().filter(|(_, weight)| *weight > Weight::ZERO);
    let mut groups: Vec<Group> = weighty.map(|(sites, weight)| Group { weight, sites }).collect();
    groups.sort_unstable_by(|a, b| a.sites.cmp(&b.sites));
    let least = question.least.iter().filter(|(_, least)| **least > 0);
    let of = |street: AreaCode| (0..).zip(question.sites).filter(move |(_, site)| site.street == Some(street));
    let least = least.map(|(street, least)| Least { sites: of(*street).map(|(index, _)| index).collect(), least: *least });
    let count = u32::try_from(places.len()).unwrap_or(u32::MAX);
    let problem = Problem { sites: count, count: question.count, groups, least: least.collect() };
    Reduced { problem, total, covered, unreachable }
}

impl Problem {
    /// What a choice gains.
    pub fn gain(&self, chosen: &[u32]) -> Weight {
        let is_covered = |group: &&Group| group.sites.iter().any(|site| chosen.contains(site));
        self.groups.iter().filter(is_covered).map(|group| group.weight).sum()
    }

    /// Whether a choice is a plan: so many different candidates, and each street's least.
    pub fn allows(&self, chosen: &[u32]) -> bool {
        let mut different = chosen.to_vec();
        different.sort_unstable();
        different.dedup();
        let of = |least: &Least| least.sites.iter().filter(|site| chosen.contains(site)).count();
        different.len() == chosen.len()
            && u32::try_from(chosen.len()) == Ok(self.count)
            && chosen.iter().all(|site| *site < self.sites)
            && self.least.iter().all(|least| of(least) >= least.least as usize)
    }

    /// The greatest number that divides all weights, in thousandths; one where there are none.
    pub fn unit(&self) -> u64 {
        fn common(a: u64, b: u64) -> u64 {
            if b == 0 { a } else { common(b, a % b) }
        }
        self.groups.iter().fold(0, |unit, group| common(unit, group.weight.thousandths())).max(1)
    }
}
