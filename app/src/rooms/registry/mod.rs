//! The snapshot in memory that answers every public read. It never changes; a newer one takes its place.

mod builder;
mod follow;
mod keys;
mod shared;
mod source;
mod spatial;
mod tables;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use domain::awards::Held;
use domain::standard::Standards;
use domain::supervision::Summary;
use domain::{
    AreaCode, Bilingual, Candidate, Hit, OpenState, Query, Region, Room, RoomCode, RoomId, Stage, Timetable, Traits, Wgs84, Word,
};

pub use builder::Builder;
pub use follow::follow;
pub use shared::{Freshness, Shared};
pub use source::At;

use super::answer::Found;
use super::store::Stored;
use crate::care::{Book, Care};
use crate::inspections::Certified;
use crate::rectifications::{Suspension, Suspensions};
use crate::reports::{PublicCase, Rating};
use keys::Keys;
use spatial::Spatial;
use tables::Tables;

/// Up to this many rooms each question may look at all of them, and the number of answers is counted out; beyond, the
/// list says "more" instead.
pub const COUNTED: usize = 20_000;

/// A public room in the snapshot.
#[derive(Debug)]
pub struct Entry {
    /// The room.
    pub room: Room,
    /// Its version.
    pub version: i64,
    /// Since when it stands like this.
    pub updated: DateTime<Utc>,
    table: Option<u16>,
    traits: Traits,
}

/// The snapshot. Rooms are in order of their codes.
pub struct Registry {
    /// The state of the database that it shows.
    pub version: i64,
    /// The area served.
    pub region: Arc<Region>,
    /// The versions of the standard that are published.
    pub standards: Arc<Standards>,
    rooms: Arc<Rooms>,
    tables: Arc<Tables>,
    care: Arc<Book>,
}

struct Rooms {
    entries: Vec<Entry>,
    keys: Keys,
    spatial: Spatial,
    demo: bool,
    certified: HashMap<RoomId, Certified>,
    /// Public rooms that are kept out of the finder, in order of their codes: found by code, and in no list.
    shut: Vec<Entry>,
    suspensions: Suspensions,
    heard: Heard,
    /// What rooms hold.
    awards: HashMap<RoomId, Vec<Held>>,
    /// Code and name of rooms that are not public.
    private: HashMap<RoomId, (RoomCode, Bilingual)>,
}

/// What parents have told of rooms, as far as it is public.
#[derive(Debug, Default)]
pub struct Heard {
    /// What they reported.
    pub cases: HashMap<RoomId, Vec<PublicCase>>,
    /// How they rated rooms in the last year.
    pub ratings: HashMap<RoomId, Rating>,
    /// What citizen supervisors found in the last year.
    pub impressions: HashMap<RoomId, Summary>,
}

impl Registry {
    /// Makes the snapshot of these rooms.
    pub fn new(region: Arc<Region>, version: i64, stored: Vec<Stored>, now: DateTime<Utc>) -> Self {
        let mut builder = Builder::new(region, now);
        for stored in stored {
            builder.push(stored);
        }
        builder.finish(version)
    }

    /// The same rooms with timetables that begin today.
    #[must_use]
    pub fn retimed(&self, now: DateTime<Utc>) -> Self {
        Self { tables: Arc::new(self.tables.retimed(&self.region, now)), ..self.same() }
    }

    /// The same rooms with other logs of care.
    #[must_use]
    pub fn cared(&self, care: Arc<Book>) -> Self {
        Self { care, ..self.same() }
    }

    /// All of it, shared.
    fn same(&self) -> Self {
        Self {
            version: self.version,
            region: Arc::clone(&self.region),
            standards: Arc::clone(&self.standards),
            rooms: Arc::clone(&self.rooms),
            tables: Arc::clone(&self.tables),
            care: Arc::clone(&self.care),
        }
    }

    /// Whether its timetables were made on an earlier local day.
    pub fn is_of_an_earlier_day(&self, now: DateTime<Utc>) -> bool {
        self.tables.first != Tables::first_day(&self.region, now)
    }

    /// All public rooms, by code.
    pub fn entries(&self) -> &[Entry] {
        &self.rooms.entries
    }

    /// Whether any room is demonstration data.
    pub fn is_demo(&self) -> bool {
        self.rooms.demo
    }

    /// The room of a code, also one that is kept out of the finder.
    pub fn find(&self, code: RoomCode) -> Option<&Entry> {
        let among = |entries: &'_ [Entry]| entries.binary_search_by_key(&code, |entry| entry.room.code).ok();
        let listed = among(&self.rooms.entries).and_then(|index| self.rooms.entries.get(index));
        listed.or_else(|| among(&self.rooms.shut).and_then(|index| self.rooms.shut.get(index)))
    }

    /// Public rooms that are kept out of the finder, by code.
    pub fn shut(&self) -> &[Entry] {
        &self.rooms.shut
    }

    /// Code and name of the room of an id, public or not.
    pub fn name(&self, id: RoomId, english: bool) -> Option<String> {
        let public = self.by_id(id).map(|entry| (entry.room.code, &entry.room.name));
        let (code, name) = public.or_else(|| self.rooms.private.get(&id).map(|(code, name)| (*code, name)))?;
        Some(format!("{code} {}", name.pick(english)))
    }

    /// The room of an id, also one that is kept out of the finder.
    pub fn by_id(&self, id: RoomId) -> Option<&Entry> {
        self.rooms.entries.iter().chain(&self.rooms.shut).find(|entry| entry.room.id == id)
    }

    /// Why a room is kept out of the finder.
    pub fn suspension(&self, entry: &Entry) -> Option<&Suspension> {
        self.rooms.suspensions.shut.get(&entry.room.id)
    }

    /// That staff have let a room back while a gate is open.
    pub fn let_back(&self, entry: &Entry) -> Option<&Suspension> {
        self.rooms.suspensions.let_back.get(&entry.room.id)
    }

    /// What parents have reported of a room and staff have found to be so, and how they rated it.
    pub fn heard(&self, entry: &Entry) -> (&[PublicCase], Option<Rating>) {
        let cases = self.rooms.heard.cases.get(&entry.room.id).map_or(&[][..], Vec::as_slice);
        (cases, self.rooms.heard.ratings.get(&entry.room.id).copied())
    }

    /// What citizen supervisors found in a room, where there were enough of them.
    pub fn impression(&self, entry: &Entry) -> Option<&Summary> {
        self.rooms.heard.impressions.get(&entry.room.id)
    }

    /// The logs of care of all rooms.
    pub fn book(&self) -> &Arc<Book> {
        &self.care
    }

    /// The log of care of a room, in short.
    pub fn care(&self, room: RoomId) -> Option<&Care> {
        self.care.of(room)
    }

    /// The timetable of a room from another day on, such as one in the past; `None` where its hours cannot be read.
    pub fn timetable_from(&self, room: &Room, first: NaiveDate) -> Option<Timetable> {
        self.tables.from(room, first)
    }

    /// The latest confirmed inspection of a room.
    pub fn certified(&self, entry: &Entry) -> Option<&Certified> {
        self.rooms.certified.get(&entry.room.id)
    }

    /// What a room holds or is to hold, the highest first; what is over by its day is among it.
    pub fn awards(&self, entry: &Entry) -> &[Held] {
        self.rooms.awards.get(&entry.room.id).map_or(&[], Vec::as_slice)
    }

    /// The room that a hit points at.
    pub fn entry(&self, hit: &Hit) -> &Entry {
        &self.rooms.entries[hit.index as usize]
    }

    /// The timetable of a room.
    pub fn timetable(&self, entry: &Entry) -> Option<&Timetable> {
        self.tables.get(entry.table?)
    }

    /// Whether a room is open at a local moment, by its hours alone.
    pub fn state(&self, entry: &Entry, now: NaiveDateTime) -> OpenState {
        self.timetable(entry).map_or(OpenState::Unknown, |table| table.state(now))
    }

    /// The timetables, as the district pack carries them, and the index of a room's.
    pub fn timetables(&self) -> &[Timetable] {
        &self.tables.all
    }

    /// The index of a room's timetable.
    pub fn table_index(&self, entry: &Entry) -> Option<u16> {
        entry.table.filter(|&index| self.tables.get(index).is_some())
    }

    /// The last year, of this one and the next, whose public holidays are known; last year when neither is.
    pub fn holidays_until(&self, now: DateTime<Utc>) -> i32 {
        self.tables.holidays_until(&self.region, now)
    }

    /// The folded text of a room with its pinyin.
    pub fn key(&self, index: usize) -> &str {
        self.rooms.keys.get(index)
    }

    /// Answers a question, with those of its rooms that stand in `range`.
    pub fn search(&self, query: &Query, now: DateTime<Utc>, range: Range<usize>) -> Found {
        let now = self.region.local(now);
        if query.q.is_none() && self.rooms.entries.len() > COUNTED {
            return match query.near {
                Some(near) => self.nearest_of_many(near, query, now, range),
                None => self.first_of_many(query, now, range),
            };
        }
        let hits = domain::nearest(&self.candidates(), query, now);
        let total = hits.len();
        let range = range.start.min(total)..range.end.min(total);
        Found { more: range.end < total, hits: hits[range].to_vec(), total: Some(total) }
    }

    /// The `k` nearest rooms that answer, in exact geodesic order, by the tree.
    pub fn nearest(&self, near: Wgs84, query: &Query, now: NaiveDateTime, k: usize) -> Vec<Hit> {
        self.rooms.spatial.nearest(&self.rooms.entries, near, k, query.wanted(), |entry| self.fits(entry, query, now))
    }

    /// Whether a room meets all conditions of a question but its words, at a local moment.
    pub fn admits(&self, entry: &Entry, query: &Query, now: NaiveDateTime) -> bool {
        entry.traits.holds(query.wanted()) && self.fits(entry, query, now)
    }

    /// The same but its traits.
    fn fits(&self, entry: &Entry, query: &Query, now: NaiveDateTime) -> bool {
        query.street.is_none_or(|street| entry.room.street == Some(street))
            && query.bbox.is_none_or(|bbox| entry.room.place.is_some_and(|place| bbox.contains(place)))
            && (!query.open_now || self.is_open(entry, now))
    }

    /// A large registry without a place to measure from: by code, as far as asked.
    fn first_of_many(&self, query: &Query, now: NaiveDateTime, range: Range<usize>) -> Found {
        let found = (0_u32..).zip(&self.rooms.entries).filter(|(_, entry)| self.admits(entry, query, now)).skip(range.start);
        let mut hits: Vec<Hit> = found.take(range.len() + 1).map(|(index, _)| Hit { index, distance_m: None }).collect();
        let more = hits.len() > range.len();
        hits.truncate(range.len());
        Found { hits, total: None, more }
    }

    fn nearest_of_many(&self, near: Wgs84, query: &Query, now: NaiveDateTime, range: Range<usize>) -> Found {
        let mut hits = self.nearest(near, query, now, range.end + 1);
        let more = hits.len() > range.end;
        hits.truncate(range.end);
        Found { hits: hits.split_off(range.start.min(hits.len())), total: None, more }
    }

    fn is_open(&self, entry: &Entry, now: NaiveDateTime) -> bool {
        entry.room.stage == Stage::Open && self.state(entry, now).is_open()
    }

    /// Rooms by street, in the region's order; those without a street are left out.
    pub fn count_by_street(&self) -> Vec<(AreaCode, usize)> {
        let count = |code| self.rooms.entries.iter().filter(|entry| entry.room.street == Some(code)).count();
        self.region.streets.iter().map(|street| (street.code, count(street.code))).collect()
    }

    /// Rooms by any word of theirs, such as their kind of venue.
    pub fn count_by<W: Word>(&self, of: impl Fn(&Room) -> W) -> Vec<(W, usize)> {
        let count = |word| self.rooms.entries.iter().filter(|entry| of(&entry.room) == word).count();
        W::ALL.iter().map(|&word| (word, count(word))).collect()
    }

    fn candidates(&self) -> Vec<Placed<'_>> {
        (0..self.rooms.entries.len()).map(|index| Placed { registry: self, index }).collect()
    }
}

/// A room of the snapshot, ready to search.
struct Placed<'a> {
    registry: &'a Registry,
    index: usize,
}

impl Placed<'_> {
    fn entry(&self) -> &Entry {
        &self.registry.rooms.entries[self.index]
    }
}

impl Candidate for Placed<'_> {
    fn code(&self) -> RoomCode {
        self.entry().room.code
    }
    fn place(&self) -> Option<Wgs84> {
        self.entry().room.place
    }
    fn street(&self) -> Option<AreaCode> {
        self.entry().room.street
    }
    fn traits(&self) -> Traits {
        self.entry().traits
    }
    fn key(&self) -> &str {
        self.registry.key(self.index)
    }
    fn open_at(&self, now: NaiveDateTime) -> bool {
        self.registry.is_open(self.entry(), now)
    }
}
