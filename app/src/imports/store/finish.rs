//! A draft is written: everything in one transaction, and only what was seen.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Digest, RoomId};

use super::StoreError;
use super::drafts::{Counts, Head, State, settle};
use crate::audit;
use crate::db::{Db, Tx, on};
use crate::exchange::{Read, StoredIndex, plan};
use crate::imports::preview::digest;
use crate::imports::write::{Carried, Done, Import, Source};
use crate::rooms::store as rooms;

/// Who writes, when, and by what the list is read.
pub(in crate::imports) struct Writing<'a> {
    pub(in crate::imports) by: &'a str,
    pub(in crate::imports) day: NaiveDate,
    pub(in crate::imports) now: DateTime<Utc>,
    pub(in crate::imports) mapping: Option<String>,
}

impl<'a> Writing<'a> {
    /// As an import of a file.
    pub(super) fn import(&'a self, head: &'a Head) -> Import<'a> {
        let source =
            Source { action: "rooms.import", file: &head.name, sha256: head.digest.clone(), mapping: self.mapping.clone() };
        Import { source, actor: self.by, replace_demo: false, dry_run: false, day: self.day, progress: |_, _, _| {} }
    }
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::imports) enum Finished {
    /// It was written.
    Done,
    /// It would do something else than what was seen; nothing was written.
    Different,
    /// There is nothing to write.
    Nothing,
}

/// Writes a draft, if it still has the version that was seen and would do what was seen.
pub(in crate::imports) async fn finish(
    db: &Db,
    head: &Head,
    read: Read,
    seen: &Digest,
    writing: &Writing<'_>,
    new_id: &mut (dyn FnMut() -> RoomId + Send),
) -> Result<Finished, StoreError> {
    let mut tx = db.begin().await?;
    // The registry first: from here on nobody else writes rooms.
    rooms::touched(&mut tx).await?;
    let stored = rooms::list_in(&mut tx).await?;
    let former = rooms::former_codes(&mut tx).await?;
    let plan = plan(read, &StoredIndex::new(stored.iter().map(|stored| &stored.room)).never(&former), new_id);
    let done = Done::of(&plan);
    if done.is_nothing() {
        return Ok(Finished::Nothing);
    }
    if digest(&plan) != *seen {
        return Ok(Finished::Different);
    }
    audit::hold(&mut tx).await?;
    let counts = Counts { added: done.added, changed: done.changed, unchanged: done.unchanged, refused: done.refused };
    settle(&mut tx, head, State::Done, Some(counts), writing.by, writing.now).await?;
    let import = writing.import(head);
    let carried = import.carry(&mut tx, plan, &stored, !former.is_empty(), writing.now).await?;
    note(&mut tx, head, &carried).await?;
    audit::append(&mut tx, &import.line(&done, writing.now)).await?;
    tx.commit().await?;
    Ok(Finished::Done)
}

async fn note(tx: &mut Tx, head: &Head, carried: &[Carried]) -> Result<(), sqlx::Error> {
    const SQL: &str = "insert into import_rooms (import, room, came_from, went_to) values ($1, $2, $3, $4)";
    for Carried { room, before, after } in carried {
        on!(tx tx, conn => async {
            sqlx::query(SQL).bind(head.id).bind(room.0).bind(before).bind(after).execute(conn).await.map(|_| ())
        })?;
    }
    Ok(())
}
