//! The registry at a moment, as the list's answers are worked out from it.

use std::ops::Range;

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::awards::Held;
use domain::{Hit, Inspected, OpenState, Query, Region, Room};

use super::Registry;
use crate::inspections::Certified;
use crate::rooms::answer::{Found, Source};

/// The registry at a moment.
pub struct At<'a> {
    registry: &'a Registry,
    now: DateTime<Utc>,
    local: NaiveDateTime,
}

impl<'a> At<'a> {
    /// This registry at this moment.
    pub fn new(registry: &'a Registry, now: DateTime<Utc>) -> Self {
        Self { local: registry.region.local(now), registry, now }
    }
}

impl Source for At<'_> {
    fn search(&self, query: &Query, range: Range<usize>) -> Found {
        self.registry.search(query, self.now, range)
    }
    fn room(&self, hit: &Hit) -> &Room {
        &self.registry.entry(hit).room
    }
    fn state(&self, hit: &Hit) -> OpenState {
        self.registry.state(self.registry.entry(hit), self.local)
    }
    fn inspected(&self, hit: &Hit) -> Option<Inspected> {
        self.registry.certified(self.registry.entry(hit)).map(Certified::mark)
    }
    fn held(&self, hit: &Hit) -> &[Held] {
        self.registry.awards(self.registry.entry(hit))
    }
    fn region(&self) -> &Region {
        &self.registry.region
    }
    fn now(&self) -> NaiveDateTime {
        self.local
    }
}
