//! A plan carried out: one transaction, one audit line.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Result, bail};
use app::audit;
use app::db::{Db, Tx};
use app::exchange::{Change, Plan, Read, StoredIndex, plan};
use app::rooms::store::{self, Stored};
use chrono::{DateTime, Utc};
use domain::{Digest, Line, Room, RoomId, Stage};
use serde_json::json;

use crate::{clock, out};

/// Rooms written between two lines of progress.
const AT_ONCE: usize = 50_000;

/// Where rooms come from, for the audit line.
pub(in crate::commands) struct Source<'a> {
    pub(in crate::commands) action: &'static str,
    pub(in crate::commands) file: &'a str,
    pub(in crate::commands) sha256: String,
    pub(in crate::commands) mapping: Option<&'a Path>,
}

/// The SHA-256 of a file, as the audit line names it.
pub(in crate::commands) fn sha256(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string()
}

/// One import.
pub(in crate::commands) struct Import<'a> {
    pub(in crate::commands) source: Source<'a>,
    pub(in crate::commands) replace_demo: bool,
    pub(in crate::commands) dry_run: bool,
}

/// What was done, or would be.
#[derive(Debug, Default)]
pub(in crate::commands) struct Done {
    pub(in crate::commands) added: usize,
    pub(in crate::commands) changed: usize,
    pub(in crate::commands) unchanged: u64,
    pub(in crate::commands) refused: usize,
    pub(in crate::commands) dropped: usize,
    /// Demonstration rooms closed.
    pub(in crate::commands) demo_closed: usize,
    /// Demonstration rooms that stay beside real ones.
    pub(in crate::commands) demo_left: usize,
    pub(in crate::commands) first_refusal: Option<String>,
}

/// Looks at the plan before anything is written, and may stop it.
pub(in crate::commands) type Look<'a> = dyn FnMut(&Plan<'_>) -> Result<()> + Send + 'a;

impl Import<'_> {
    /// Compares the file with what is stored, and writes the difference.
    pub(in crate::commands) async fn run(&self, db: &Db, read: Read, now: DateTime<Utc>, look: &mut Look<'_>) -> Result<Done> {
        let has_demo = read.incoming.iter().any(|incoming| incoming.draft.room().demo);
        if has_demo && self.replace_demo {
            bail!("the file itself holds demonstration rooms: --replace-demo makes no sense with it");
        }
        let mut tx = db.begin().await?;
        let stored = store::list_in(&mut tx).await?;
        let index = StoredIndex::new(stored.iter().map(|stored| &stored.room));
        let plan = plan(read, &index, &mut clock::new_room_id);
        drop(index);
        look(&plan)?;
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
        let Plan { added, changed, .. } = plan;
        add(&mut tx, added.into_iter().map(|added| added.room), now).await?;
        change(&mut tx, &stored, &changed, now).await?;
        if self.replace_demo {
            let changed: Vec<RoomId> = changed.iter().map(|change| change.old.id).collect();
            close(&mut tx, demo.into_iter().filter(|stored| !changed.contains(&stored.room.id)), now).await?;
        }
        audit::append(&mut tx, &self.line(&done, now)).await?;
        tx.commit().await?;
        Ok(done)
    }

    fn line(&self, done: &Done, at: DateTime<Utc>) -> audit::Entry<'_> {
        let Source { action, file, sha256, mapping } = &self.source;
        let detail = json!({
            "file": file, "sha256": sha256, "mapping": mapping.map(|path| path.display().to_string()),
            "added": done.added, "changed": done.changed, "unchanged": done.unchanged,
            "refused": done.refused, "left_out": done.dropped, "demo_closed": done.demo_closed,
        });
        audit::Entry { at, actor: "muying", action, subject: "rooms", detail }
    }
}

impl Done {
    fn of(plan: &Plan<'_>) -> Self {
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

    fn is_nothing(&self) -> bool {
        self.added + self.changed + self.demo_closed == 0
    }
}

async fn add(tx: &mut Tx, mut rooms: impl ExactSizeIterator<Item = Room>, now: DateTime<Utc>) -> Result<()> {
    let total = rooms.len();
    loop {
        let some: Vec<Room> = rooms.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            return Ok(());
        }
        store::insert_many(tx, &some, now).await?;
        progress("added", total - rooms.len(), total);
    }
}

async fn change(tx: &mut Tx, stored: &[Stored], changes: &[Change<'_>], now: DateTime<Utc>) -> Result<()> {
    let wanted: HashMap<RoomId, &Stored> = stored.iter().map(|stored| (stored.room.id, stored)).collect();
    for (index, change) in changes.iter().enumerate() {
        let Some(old) = wanted.get(&change.old.id) else { continue };
        store::update(tx, old, &change.new, now).await?;
        if (index + 1) % 10_000 == 0 {
            progress("changed", index + 1, changes.len());
        }
    }
    Ok(())
}

/// Closed, not deleted: the history stays whole, and codes are never given twice.
async fn close(tx: &mut Tx, demo: impl Iterator<Item = &Stored>, now: DateTime<Utc>) -> Result<()> {
    for stored in demo {
        let note = Line::new("演示数据，已由真实数据取代").ok();
        let closed = Room { stage: Stage::Closed, stage_note: note, ..stored.room.clone() };
        store::update(tx, stored, &closed, now).await?;
    }
    Ok(())
}

/// A line for those who wait; short work says nothing.
fn progress(word: &str, done: usize, total: usize) {
    if total > AT_ONCE {
        out::hint!("{word} {done} of {total}");
    }
}
