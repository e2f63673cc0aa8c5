//! Making a snapshot, room by room: nothing is held twice.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::awards::Held;
use domain::standard::Standards;
use domain::{Bilingual, Line, Region, RoomCode, RoomId, Stage, Traits};

use super::keys::Keys;
use super::spatial::Spatial;
use super::tables::Tables;
use super::{Entry, Heard, Registry, Rooms};
use crate::care::Book;
use crate::i18n::Lang;
use crate::inspections::Certified;
use crate::rectifications::Suspensions;
use crate::rooms::store::Stored;

/// A snapshot in the making.
pub struct Builder {
    region: Arc<Region>,
    tables: Tables,
    entries: Vec<Entry>,
    common: HashSet<Line>,
    certified: HashMap<RoomId, Certified>,
    standards: Arc<Standards>,
    shut: Vec<Entry>,
    suspensions: Suspensions,
    heard: Heard,
    awards: HashMap<RoomId, Vec<Held>>,
    care: Arc<Book>,
    private: HashMap<RoomId, (RoomCode, Bilingual)>,
}

impl Builder {
    /// An empty one.
    pub fn new(region: Arc<Region>, now: DateTime<Utc>) -> Self {
        Self {
            tables: Tables::new(&region, now),
            region,
            entries: Vec::new(),
            common: HashSet::new(),
            certified: HashMap::new(),
            standards: Standards::built_in(),
            shut: Vec::new(),
            suspensions: Suspensions::default(),
            heard: Heard::default(),
            awards: HashMap::new(),
            care: Arc::default(),
            private: HashMap::new(),
        }
    }

    /// Takes in the confirmed inspections of rooms.
    #[must_use]
    pub fn certify(self, certified: HashMap<RoomId, Certified>) -> Self {
        Self { certified, ..self }
    }

    /// Takes in the versions of the standard that are published.
    #[must_use]
    pub fn judge_by(self, standards: Arc<Standards>) -> Self {
        Self { standards, ..self }
    }

    /// Takes in which rooms are kept out of the finder; before the rooms.
    #[must_use]
    pub fn suspend(self, suspensions: Suspensions) -> Self {
        Self { suspensions, ..self }
    }

    /// Takes in what parents have told.
    #[must_use]
    pub fn hear(self, heard: Heard) -> Self {
        Self { heard, ..self }
    }

    /// Takes in what rooms hold.
    #[must_use]
    pub fn award(self, awards: HashMap<RoomId, Vec<Held>>) -> Self {
        Self { awards, ..self }
    }

    /// Takes in the logs of care.
    #[must_use]
    pub fn care(self, care: Arc<Book>) -> Self {
        Self { care, ..self }
    }

    /// Takes a room in; of one that is not public only its name, for those who plan and inspect.
    pub fn push(&mut self, stored: Stored) {
        let Stored { mut room, version, since } = stored;
        if !room.is_public() {
            self.private.insert(room.id, (room.code, room.name));
            return;
        }
        for line in room.common_lines() {
            match self.common.get(line) {
                Some(known) => *line = known.clone(),
                None => drop(self.common.insert(line.clone())),
            }
        }
        let suspension = self.suspensions.shut.get(&room.id);
        if let Some(suspension) = suspension {
            // Programs that ask for the room by its code are told as those who read its page.
            room.stage = Stage::Suspended;
            room.stage_note = Line::new(&Lang::Zh.suspension(suspension, &self.region)).ok();
        }
        let table = self.tables.of(&room);
        let entries = if suspension.is_some() { &mut self.shut } else { &mut self.entries };
        entries.push(Entry { traits: Traits::of(&room), table, version, updated: since, room });
    }

    /// The snapshot, in order of codes.
    pub fn finish(mut self, version: i64) -> Registry {
        self.entries.sort_unstable_by_key(|entry| entry.room.code);
        self.entries.shrink_to_fit();
        self.shut.sort_unstable_by_key(|entry| entry.room.code);
        drop(self.common);
        let entries = self.entries;
        let demo = entries.iter().any(|entry| entry.room.demo);
        let (keys, spatial) = std::thread::scope(|scope| {
            let spatial = scope.spawn(|| Spatial::new(&entries));
            let keys = Keys::of(&entries, &self.region);
            (keys, spatial.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        Registry {
            version,
            region: self.region,
            standards: self.standards,
            rooms: Arc::new(Rooms {
                entries,
                keys,
                spatial,
                demo,
                certified: self.certified,
                shut: self.shut,
                suspensions: self.suspensions,
                heard: self.heard,
                awards: self.awards,
                private: self.private,
            }),
            tables: Arc::new(self.tables),
            care: self.care,
        }
    }
}
