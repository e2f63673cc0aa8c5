//! The answer to a question, worked out the same way from the server's registry and from the phone's pack.

use std::ops::Range;

use chrono::NaiveDateTime;
use domain::awards::Held;
use domain::{Facility, Filter, Hit, Inspected, OpenState, Query, Region, Room, Tri, Wgs84};

/// Rooms on a page of the list.
pub const PAGE: usize = 20;
/// Rooms in the second list, of what else is near a place that was named.
const NEARBY: usize = 5;

/// The hits asked for.
#[derive(Debug)]
pub struct Found {
    /// The rooms, in order.
    pub hits: Vec<Hit>,
    /// How many answer in all; `None` in a large registry, where they are not counted.
    pub total: Option<usize>,
    /// Whether more follow.
    pub more: bool,
}

/// Something that holds rooms.
pub trait Source {
    /// Answers a question with the hits in `range`.
    fn search(&self, query: &Query, range: Range<usize>) -> Found;
    /// The room of a hit.
    fn room(&self, hit: &Hit) -> &Room;
    /// Whether it is open, by its hours.
    fn state(&self, hit: &Hit) -> OpenState;
    /// Its latest confirmed inspection.
    fn inspected(&self, hit: &Hit) -> Option<Inspected>;
    /// What it holds.
    fn held(&self, hit: &Hit) -> &[Held];
    /// The area served.
    fn region(&self) -> &Region;
    /// The local moment of the answer.
    fn now(&self) -> NaiveDateTime;
}

/// What the list shows.
#[derive(Debug)]
pub struct Answer {
    /// The rooms of this page.
    pub found: Found,
    /// For a place that was named: what else is near it.
    pub nearby: Vec<Hit>,
    /// When nothing was found: what would help.
    pub rescue: Option<Rescue>,
}

/// What to do when nothing was found.
#[derive(Debug)]
pub struct Rescue {
    /// For each condition that is worth dropping, how many rooms that finds.
    pub drops: Vec<(Filter, usize)>,
    /// How many there are without any condition.
    pub all: usize,
    /// The nearest room that misses one condition alone, and that condition.
    pub closest: Option<(Hit, Filter)>,
}

impl Answer {
    /// Works out the answer.
    pub fn to(query: &Query, source: &impl Source) -> Self {
        let start = (query.page.max(1) as usize - 1) * PAGE;
        let found = source.search(query, start..start + PAGE);
        let nothing = found.hits.is_empty() && query.page <= 1;
        let nearby = if nothing || query.page > 1 || found.more { Vec::new() } else { nearby(query, source, &found.hits) };
        let rescue = nothing.then(|| Rescue::from(query, source));
        Self { found, nearby, rescue }
    }
}

/// The rooms around the place that was named, with the same conditions.
fn nearby(query: &Query, source: &impl Source, shown: &[Hit]) -> Vec<Hit> {
    let named = query.q.as_ref().filter(|_| query.near.is_none());
    let Some(anchor) = named.and_then(|_| shown.iter().find_map(|hit| source.room(hit).place)) else { return Vec::new() };
    let around = Query { near: Some(anchor), page: 1, street: None, ..query.without(Filter::Text) };
    let hits = source.search(&around, 0..shown.len() + NEARBY).hits;
    let new = |hit: &Hit| hit.distance_m.is_some() && shown.iter().all(|known| known.index != hit.index);
    hits.into_iter().filter(new).take(NEARBY).collect()
}

impl Rescue {
    fn from(query: &Query, source: &impl Source) -> Self {
        let filters = query.filters();
        let near = query.near.or_else(|| named_place(query, source));
        let mut drops = Vec::new();
        let mut closest: Option<(Hit, Filter)> = None;
        for &filter in &filters {
            let less = Query { near, ..query.without(filter) };
            let found = source.search(&less, 0..1);
            let Some(&hit) = found.hits.first() else { continue };
            drops.push((filter, found.total.unwrap_or(1)));
            let distance = |hit: &Hit| hit.distance_m.unwrap_or(f64::INFINITY);
            if closest.is_none_or(|(best, _)| distance(&hit) < distance(&best)) {
                closest = Some((hit, filter));
            }
        }
        let bare = filters.iter().fold(query.clone(), |query, &filter| query.without(filter));
        let all = source.search(&bare, 0..1);
        Self { drops, all: all.total.unwrap_or(all.hits.len()), closest }
    }
}

/// The position of the first room whose text holds the words, whatever else was asked.
fn named_place(query: &Query, source: &impl Source) -> Option<Wgs84> {
    let named = Query { q: Some(query.q.clone()?), page: 1, ..Query::default() };
    source.search(&named, 0..PAGE).hits.iter().find_map(|hit| source.room(hit).place)
}

/// Whether a room is known not to meet a condition, or nobody knows.
pub fn is_known_miss(room: &Room, filter: Filter) -> Option<bool> {
    let known = |facility: Facility| room.facts.get(facility).value == Tri::No;
    match filter {
        Filter::Has(facility) => Some(known(facility)),
        Filter::Everyone => Some(room.entry == domain::Entry::WomenOnly),
        _ => None,
    }
}
