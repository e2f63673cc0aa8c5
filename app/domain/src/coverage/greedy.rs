//! One candidate after the other, each time the one that gains most: what people do by hand, and what a plan is shown
//! beside.

use super::{Problem, Weight};

/// What each candidate would still gain.
struct Gains<'a> {
    problem: &'a Problem,
    /// The groups that each candidate covers.
    covers: Vec<Vec<u32>>,
    left: Vec<Weight>,
    is_covered: Vec<bool>,
}

impl<'a> Gains<'a> {
    fn new(problem: &'a Problem) -> Self {
        let mut covers = vec![Vec::new(); problem.sites as usize];
        let mut gains = vec![Weight::ZERO; problem.sites as usize];
        for (number, group) in (0..).zip(&problem.groups) {
            for site in &group.sites {
                covers[*site as usize].push(number);
                gains[*site as usize] += group.weight;
            }
        }
        Self { problem, covers, left: gains, is_covered: vec![false; problem.groups.len()] }
    }

    /// Opens a candidate; what it gains.
    fn open(&mut self, site: u32) -> Weight {
        let gain = self.left[site as usize];
        for number in std::mem::take(&mut self.covers[site as usize]) {
            let number = number as usize;
            if !std::mem::replace(&mut self.is_covered[number], true) {
                let group = &self.problem.groups[number];
                for other in &group.sites {
                    self.left[*other as usize] = self.left[*other as usize].less(group.weight);
                }
            }
        }
        gain
    }

    /// The one of some that gains most, the first among equals.
    fn best(&self, among: impl Iterator<Item = u32>) -> Option<u32> {
        among.max_by_key(|site| (self.left[*site as usize], std::cmp::Reverse(*site)))
    }
}

impl Problem {
    /// The greedy plan: each time the candidate that gains most, and of those with which each street can still get its
    /// least. With what each gains. Where there is no plan it ends early.
    pub fn greedy(&self) -> Vec<(u32, Weight)> {
        let mut gains = Gains::new(self);
        let mut missing: Vec<u32> = self.least.iter().map(|least| least.least).collect();
        let mut street = vec![None; self.sites as usize];
        for (number, least) in self.least.iter().enumerate() {
            for site in &least.sites {
                street[*site as usize] = Some(number);
            }
        }
        let mut is_free = vec![true; self.sites as usize];
        let mut plan = Vec::new();
        for left in (1..=self.count).rev() {
            let promised: u32 = missing.iter().sum();
            let is_owed = |site: &u32| street[*site as usize].is_some_and(|number| missing[number] > 0);
            let may = |site: &u32| is_free[*site as usize] && (left > promised || is_owed(site));
            let Some(site) = gains.best((0..self.sites).filter(may)) else { break };
            plan.push((site, gains.open(site)));
            is_free[site as usize] = false;
            if let Some(number) = street[site as usize] {
                missing[number] = missing[number].saturating_sub(1);
            }
        }
        plan
    }

    /// The candidates of a plan in the order in which the greedy would open them, with what each gains after those before
    /// it. The sum is what the plan gains.
    pub fn in_order(&self, chosen: &[u32]) -> Vec<(u32, Weight)> {
        let mut gains = Gains::new(self);
        let mut left = chosen.to_vec();
        let mut order = Vec::with_capacity(left.len());
        while let Some(site) = gains.best(left.iter().copied()) {
            left.retain(|other| *other != site);
            order.push((site, gains.open(site)));
        }
        order
    }
}
