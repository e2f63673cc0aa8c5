//! One page of a list that can be walked to its end, every room once.

use app::rooms::registry::{COUNTED, Entry, Registry};
use chrono::{DateTime, NaiveDateTime, Utc};
use domain::{Hit, Query, RoomCode, fold, matches_text};

use super::cursor::Cursor;

/// One page.
pub(super) struct Page {
    /// Its rooms.
    pub(super) hits: Vec<Hit>,
    /// How many answer in all, where that is known.
    pub(super) matched: Option<usize>,
    /// Where the next page begins.
    pub(super) next: Option<Cursor>,
}

/// What is asked.
pub(super) struct Asked {
    pub(super) query: Query,
    pub(super) after: Option<Cursor>,
    pub(super) limit: usize,
}

impl Asked {
    /// Whether the answer may take a look at every room of many.
    pub(super) fn is_slow(&self, registry: &Registry) -> bool {
        let query = &self.query;
        let far = matches!(self.after, Some(Cursor::Distance { seen, .. }) if seen > 1000);
        let by_tree = query.near.is_some() && query.q.is_none() && query.bbox.is_none() && query.street.is_none();
        registry.entries().len() > COUNTED && (far || !(by_tree || query.filters().is_empty()))
    }

    /// Finds the page.
    pub(super) fn page(&self, registry: &Registry, now: DateTime<Utc>) -> Page {
        match (self.query.near, &self.query.q) {
            (None, None) => self.by_code(registry, registry.region.local(now)),
            (Some(_), _) => self.by_distance(registry, now),
            (None, Some(words)) => self.by_words(registry, now, &fold(words)),
        }
    }

    /// Rooms lie in the order of their codes: the page is found without looking at those before it.
    fn by_code(&self, registry: &Registry, now: NaiveDateTime) -> Page {
        let entries = registry.entries();
        let admits = |entry: &Entry| registry.admits(entry, &self.query, now);
        let start = match self.after {
            Some(Cursor::Code(code)) => entries.partition_point(|entry| entry.room.code <= code),
            _ => 0,
        };
        let matches = (0_u32..).zip(entries).skip(start).filter(|(_, entry)| admits(entry));
        let mut hits: Vec<Hit> = matches.take(self.limit + 1).map(|(index, _)| Hit { index, distance_m: None }).collect();
        let more = hits.len() > self.limit;
        hits.truncate(self.limit);
        let matched = match self.query.filters().is_empty() {
            true => Some(entries.len()),
            false if entries.len() <= COUNTED => Some(entries.iter().filter(|entry| admits(entry)).count()),
            false => None,
        };
        let next = hits.last().filter(|_| more).map(|hit| Cursor::Code(registry.entry(hit).room.code));
        Page { hits, matched, next }
    }

    fn by_distance(&self, registry: &Registry, now: DateTime<Utc>) -> Page {
        let place = |metres: Option<f64>, code: RoomCode| (metres.unwrap_or(f64::INFINITY), code);
        let (last, seen) = match self.after {
            Some(Cursor::Distance { metres, code, seen }) => (Some(place(metres, code)), seen.min(registry.entries().len())),
            _ => (None, 0),
        };
        let given = |hit: &Hit| last.is_some_and(|last| place(hit.distance_m, registry.entry(hit).room.code) <= last);
        let (mut page, start) = self.after_those(registry, now, seen, given);
        let seen = start + page.hits.len();
        let cursor = |hit: &Hit| Cursor::Distance { metres: hit.distance_m, code: registry.entry(hit).room.code, seen };
        page.next = page.next.and(page.hits.last().map(cursor));
        page
    }

    fn by_words(&self, registry: &Registry, now: DateTime<Utc>, words: &str) -> Page {
        let rank = |hit: &Hit| matches_text(registry.key(hit.index as usize), words).unwrap_or(usize::MAX);
        let place = |hit: &Hit| (rank(hit), registry.entry(hit).room.code);
        let last = match self.after {
            Some(Cursor::Words { rank, code }) => Some((rank, code)),
            _ => None,
        };
        // The words are looked for in every room in any case: all are asked for at once.
        let all = registry.entries().len();
        let (mut page, _) = self.after_those(registry, now, all, |hit| last.is_some_and(|last| place(hit) <= last));
        page.next =
            page.next.and(page.hits.last()).map(|hit| Cursor::Words { rank: rank(hit), code: registry.entry(hit).room.code });
        page
    }

    /// The page after the hits that were `given` before, and how many those are. Some `next` only says that more follow.
    fn after_those(&self, registry: &Registry, now: DateTime<Utc>, seen: usize, given: impl Fn(&Hit) -> bool) -> (Page, usize) {
        let mut end = seen + self.limit + 1;
        loop {
            let found = registry.search(&self.query, now, 0..end);
            let start = found.hits.partition_point(&given);
            let there = found.hits.len() - start;
            if there <= self.limit && found.more {
                end *= 2;
                continue;
            }
            let hits: Vec<Hit> = found.hits[start..].iter().take(self.limit).copied().collect();
            let next = hits.last().filter(|_| there > self.limit).map(|hit| Cursor::Code(registry.entry(hit).room.code));
            return (Page { hits, matched: found.total, next }, start);
        }
    }
}
