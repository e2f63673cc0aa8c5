//! A plan carried out: one transaction, one audit line. The command line and the pages share it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::venues::Ended;
use domain::{Line, Room, RoomId, Stage};
use serde_json::json;

use crate::audit;
use crate::buildout::{self as steps, Imported};
use crate::db::{Db, Tx};
use crate::exchange::{Change, Plan, Read, StoredIndex, plan};
use crate::rooms::store::{self, Stored};
use crate::venues;

/// Rooms written between two lines of progress.
const AT_ONCE: usize = 50_000;

/// Why what is fictional ends.
const REPLACED: &str = "演示数据，已由真实数据取代";

/// Where rooms come from, for the audit line.
#[derive(Debug, Clone)]
pub struct Source<'a> {
    /// Such as `rooms.import`.
    pub action: &'static str,
    /// The file's name.
    pub file: &'a str,
    /// The SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// The mapping by which it was read.
    pub mapping: Option<String>,
}

/// One import.
#[derive(Debug)]
pub struct Import<'a> {
    /// Where the rooms come from.
    pub source: Source<'a>,
    /// Who does it, as audit lines name people.
    pub actor: &'a str,
    /// Whether demonstration rooms are closed in the same step.
    pub replace_demo: bool,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// The region's day.
    pub day: NaiveDate,
    /// Told how far long work has come: what is done, how many, of how many.
    pub progress: fn(&str, usize, usize),
}

/// What was done, or would be.
#[derive(Debug, Default)]
pub struct Done {
    /// Rooms added.
    pub added: usize,
    /// Rooms changed.
    pub changed: usize,
    /// Rooms that stood just so.
    pub unchanged: u64,
    /// Rows not taken.
    pub refused: usize,
    /// Values left out of rows that were taken.
    pub dropped: usize,
    /// Demonstration rooms closed.
    pub demo_closed: usize,
    /// Demonstration rooms that stay beside real ones.
    pub demo_left: usize,
    /// The first row that was not taken, and why.
    pub first_refusal: Option<String>,
}

/// Why an import was not carried out; nothing was written then.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// Rooms.
    #[error(transparent)]
    Rooms(#[from] store::StoreError),
    /// Venues.
    #[error(transparent)]
    Venues(#[from] venues::StoreError),
    /// Demonstration rooms are to be replaced by a file that holds some.
    #[error("the file itself holds demonstration rooms: --replace-demo makes no sense with it")]
    DemoInFile,
    /// Whoever looked at the plan stopped it.
    #[error(transparent)]
    Stopped(Box<dyn std::error::Error + Send + Sync>),
}

/// A room that an import wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Carried {
    pub(super) room: RoomId,
    /// The version that it replaced; `None` where it was added.
    pub(super) before: Option<i64>,
    /// The version that it wrote.
    pub(super) after: i64,
}

/// Looks at the plan before anything is written, and may stop it.
pub type Look<'a> = dyn FnMut(&Plan<'_>) -> Result<(), Box<dyn std::error::Error + Send + Sync>> + Send + 'a;

impl Import<'_> {
    /// Compares the file with what is stored, and writes the difference. New rooms get their ids from `new_id`.
    ///
    /// # Errors
    /// [`ImportError`]; then nothing was written.
    pub async fn run(
        &self,
        db: &Db,
        read: Read,
        now: DateTime<Utc>,
        new_id: &mut (dyn FnMut() -> RoomId + Send),
        look: &mut Look<'_>,
    ) -> Result<Done, ImportError> {
        let has_demo = read.incoming.iter().any(|incoming| incoming.draft.room().demo);
        if has_demo && self.replace_demo {
            return Err(ImportError::DemoInFile);
        }
        let mut tx = db.begin().await?;
        let stored = store::list_in(&mut tx).await?;
        let former = store::former_codes(&mut tx).await?;
        let index = StoredIndex::new(stored.iter().map(|stored| &stored.room)).never(&former);
        let plan = plan(read, &index, new_id);
        drop(index);
        look(&plan).map_err(ImportError::Stopped)?;
        let demo: Vec<&Stored> = stored.iter().filter(|stored| stored.room.demo && stored.room.stage != Stage::Closed).collect();
        let mut done = Done::of(&plan);
        if self.replace_demo {
            done.demo_closed = demo.len();
        } else if !has_demo {
            done.demo_left = demo.len();
        }
        if self.dry_run || done.is_nothing() {
            return Ok(done);
        }
        let again = !former.is_empty();
        let carried = self.carry(&mut tx, plan, &stored, again, now).await?;
        if self.replace_demo {
            let changed: HashSet<RoomId> = carried.iter().map(|carried| carried.room).collect();
            self.close(&mut tx, demo.into_iter().filter(|stored| !changed.contains(&stored.room.id)), now).await?;
            if let Ok(why) = Line::new(REPLACED) {
                venues::end_demo(&mut tx, &Ended { on: self.day, why }, self.actor, now).await?;
            }
        }
        audit::append(&mut tx, &self.line(&done, now)).await?;
        tx.commit().await?;
        Ok(done)
    }

    pub(super) fn line(&self, done: &Done, at: DateTime<Utc>) -> audit::Entry<'_> {
        let Source { action, file, sha256, mapping } = &self.source;
        let detail = json!({
            "file": file, "sha256": sha256, "mapping": mapping,
            "added": done.added, "changed": done.changed, "unchanged": done.unchanged,
            "refused": done.refused, "left_out": done.dropped, "demo_closed": done.demo_closed,
        });
        audit::Entry { at, actor: self.actor, action, subject: "rooms", detail }
    }

    /// Writes what a plan says; `again` says whether rooms of former times may come back.
    pub(super) async fn carry(
        &self,
        tx: &mut Tx,
        plan: Plan<'_>,
        stored: &[Stored],
        again: bool,
        now: DateTime<Utc>,
    ) -> Result<Vec<Carried>, ImportError> {
        let mut carried = self.add(tx, plan.added.into_iter().map(|added| added.room), again, now).await?;
        carried.extend(self.change(tx, stored, &plan.changed, now).await?);
        Ok(carried)
    }

    fn imported(&self, at: DateTime<Utc>) -> Imported<'_> {
        Imported { file: self.source.file, by: self.actor, on: self.day, at }
    }

    async fn add(
        &self,
        tx: &mut Tx,
        mut rooms: impl ExactSizeIterator<Item = Room>,
        again: bool,
        now: DateTime<Utc>,
    ) -> Result<Vec<Carried>, ImportError> {
        let total = rooms.len();
        let mut carried = Vec::with_capacity(total);
        loop {
            let some: Vec<Room> = rooms.by_ref().take(AT_ONCE).collect();
            if some.is_empty() {
                return Ok(carried);
            }
            store::insert_many(tx, &some, now).await?;
            steps::added(tx, &some, again, &self.imported(now)).await?;
            for room in &some {
                let version = if again { store::count_on(tx, room.id).await? } else { 1 };
                carried.push(Carried { room: room.id, before: None, after: version });
            }
            self.told("added", total - rooms.len(), total);
        }
    }

    async fn change(
        &self,
        tx: &mut Tx,
        stored: &[Stored],
        changes: &[Change<'_>],
        now: DateTime<Utc>,
    ) -> Result<Vec<Carried>, ImportError> {
        let wanted: HashMap<RoomId, &Stored> = stored.iter().map(|stored| (stored.room.id, stored)).collect();
        let mut carried = Vec::with_capacity(changes.len());
        for (index, change) in changes.iter().enumerate() {
            let Some(old) = wanted.get(&change.old.id) else { continue };
            self.replace(tx, old, &change.new, now).await?;
            carried.push(Carried { room: old.room.id, before: Some(old.version), after: old.version + 1 });
            if (index + 1) % 10_000 == 0 {
                self.told("changed", index + 1, changes.len());
            }
        }
        Ok(carried)
    }

    /// Puts a room in the place of another version of it; where its stage differs, that is a step.
    pub(super) async fn replace(&self, tx: &mut Tx, old: &Stored, new: &Room, now: DateTime<Utc>) -> Result<(), ImportError> {
        store::update(tx, old, new, now).await?;
        if new.stage != old.room.stage {
            steps::moved(tx, old.room.stage, new, &self.imported(now)).await?;
        }
        Ok(())
    }

    /// Closed, not deleted: the history stays whole, and codes are never given twice.
    async fn close(&self, tx: &mut Tx, demo: impl Iterator<Item = &Stored>, now: DateTime<Utc>) -> Result<(), ImportError> {
        for stored in demo {
            let note = Line::new(REPLACED).ok();
            let closed = Room { stage: Stage::Closed, stage_note: note, ..stored.room.clone() };
            self.replace(tx, stored, &closed, now).await?;
        }
        Ok(())
    }

    /// A word for those who wait; short work says nothing.
    fn told(&self, word: &str, done: usize, total: usize) {
        if total > AT_ONCE {
            (self.progress)(word, done, total);
        }
    }
}

impl Done {
    pub(super) fn of(plan: &Plan<'_>) -> Self {
        Self {
            added: plan.added.len(),
            changed: plan.changed.len(),
            unchanged: plan.unchanged,
            refused: plan.refused.len(),
            dropped: plan.dropped.len(),
            first_refusal: plan.refused.first().map(ToString::to_string),
            ..Self::default()
        }
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.added + self.changed + self.demo_closed == 0
    }
}
