//! What a plan is asked for, how far it has come, and what came out: as it is kept.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::coverage::Weight;
use domain::{AreaCode, Wgs84, Word};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A place where a room could be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Candidate {
    pub(super) name: String,
    pub(super) place: Wgs84,
    pub(super) street: Option<AreaCode>,
    pub(super) note: String,
}

/// Which demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Demand {
    /// A point every so many metres of the district: ground, not people.
    Grid(u16),
    /// A set that was loaded.
    Set(Uuid),
}

impl Demand {
    /// The grid that is there from the first day.
    pub(super) const DEFAULT: Self = Self::Grid(250);

    /// As it stands in an address; `None` where it says nothing that is known.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::DEFAULT);
        }
        text.parse().ok().map(Self::Set)
    }
}

/// A question for a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) demand: Demand,
    pub(super) candidates: Uuid,
    /// Covered is what lies within so many metres.
    pub(super) within_m: u16,
    /// The day and the full hour at which rooms of today are open; `None` for all rooms in service.
    pub(super) open: Option<(NaiveDate, u8)>,
    /// So many new sites.
    pub(super) count: u32,
    /// At least so many in each of these streets, as it was asked for; `None` of plans from before this was kept.
    #[serde(default)]
    pub(super) wanted: Option<BTreeMap<AreaCode, u32>>,
    /// What new sites have to give of it, with the rooms that were there when it was worked out.
    pub(super) least: BTreeMap<AreaCode, u32>,
    /// Whether rooms that are there count for the least.
    pub(super) count_existing: bool,
    /// Minutes after which the best so far is taken.
    pub(super) minutes: u8,
}

/// How far a plan has come, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlanState {
    Queued,
    Running,
    Done,
    Failed,
    Cancelled,
    /// Its server ended before it did. Never stored: silence says so.
    Interrupted,
}

impl Word for PlanState {
    const ALL: &'static [Self] = &[Self::Queued, Self::Running, Self::Done, Self::Failed, Self::Cancelled, Self::Interrupted];
    fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }
}

/// A plan that has said nothing for so long was interrupted; it says something each second.
const SILENCE: TimeDelta = TimeDelta::seconds(30);

impl PlanState {
    /// As it stands now.
    pub(super) fn at(self, beat: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        if self.is_under_way() && now - beat > SILENCE { Self::Interrupted } else { self }
    }

    pub(super) fn is_under_way(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}

/// What is known while it runs: weights that new sites gain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Progress {
    /// The best plan so far.
    pub(super) best: Option<Weight>,
    /// No plan gains more.
    pub(super) bound: Option<Weight>,
    /// Since it began.
    pub(super) seconds: u32,
}

/// A site of a plan, by its number in the set, and what it gains after those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Chosen {
    pub(super) site: u32,
    pub(super) gain: Weight,
}

/// Demand of a street before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StreetGain {
    pub(super) street: Option<AreaCode>,
    pub(super) total: Weight,
    pub(super) before: Weight,
    pub(super) after: Weight,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Outcome {
    pub(super) total: Weight,
    pub(super) before: Weight,
    /// What neither rooms nor candidates reach.
    pub(super) unreachable: Weight,
    /// In the order in which they gain most.
    pub(super) sites: Vec<Chosen>,
    pub(super) greedy: Vec<Chosen>,
    /// Whether it is proven that no plan gains more.
    pub(super) optimal: bool,
    /// No plan gains more than this.
    pub(super) bound: Weight,
    pub(super) seconds: f64,
    pub(super) streets: Vec<StreetGain>,
    /// Where the rooms are that were there.
    pub(super) rooms: Vec<Wgs84>,
}

impl Outcome {
    pub(super) fn gain(&self) -> Weight {
        self.sites.iter().map(|chosen| chosen.gain).sum()
    }

    pub(super) fn greedy_gain(&self) -> Weight {
        self.greedy.iter().map(|chosen| chosen.gain).sum()
    }
}

/// How a plan ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Ended {
    /// With a plan.
    Plan(Box<Outcome>),
    /// Without: which minimum cannot be met is told before it begins, so this is our fault; for the log and the page.
    Failed(String),
}
