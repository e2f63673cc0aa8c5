//! Lists that came in: kept as they were sent, until they are written just as they were seen, or given up.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound, Utc};
use domain::venues::{Draft, Ended, List, Listed, plan};
use domain::{Digest, Line};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::StoreError;
use super::read::list_in;
use super::write::{Act, begin, save, twice};
use crate::audit;
use crate::db::{Db, Tx, on};
use crate::venues::file::Settings;
use crate::venues::preview::digest;

/// What a list did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(in crate::venues) struct Counts {
    pub(in crate::venues) added: usize,
    pub(in crate::venues) changed: usize,
    pub(in crate::venues) same: usize,
    pub(in crate::venues) ended: usize,
    pub(in crate::venues) refused: usize,
}

/// A list without its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::venues) struct Head {
    pub(in crate::venues) id: Uuid,
    /// The file's name.
    pub(in crate::venues) name: String,
    pub(in crate::venues) settings: Settings,
    pub(in crate::venues) uploaded_by: String,
    pub(in crate::venues) uploaded: DateTime<Utc>,
    /// Who wrote it, when, and what it did; `None` of a draft.
    pub(in crate::venues) done: Option<(String, DateTime<Utc>, Counts)>,
}

/// A list with its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::venues) struct Kept {
    pub(in crate::venues) head: Head,
    pub(in crate::venues) bytes: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    settings: String,
    uploaded_by: String,
    uploaded: DateTime<Utc>,
    settled_by: String,
    settled: Option<DateTime<Utc>>,
    result: String,
}

#[derive(sqlx::FromRow)]
struct Whole {
    #[sqlx(flatten)]
    head: Row,
    bytes: Vec<u8>,
}

impl TryFrom<Row> for Head {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.id);
        let counts = |at| serde_json::from_str(&row.result).ok().map(|counts| (row.settled_by.clone(), at, counts));
        Ok(Self {
            id: row.id,
            settings: serde_json::from_str(&row.settings).ok().ok_or_else(bad)?,
            done: row.settled.map(|at| counts(at).ok_or_else(bad)).transpose()?,
            name: row.name,
            uploaded_by: row.uploaded_by,
            uploaded: row.uploaded,
        })
    }
}

macro_rules! columns {
    () => {
        "id, name, settings, uploaded_by, uploaded, settled_by, settled, result"
    };
}

/// Keeps a list that was just uploaded.
///
/// # Errors
/// [`StoreError`]; then nothing was written.
pub(in crate::venues) async fn upload(db: &Db, kept: &Kept) -> Result<(), StoreError> {
    const SQL: &str = "insert into venue_lists (id, name, digest, bytes, settings, state, uploaded_by, uploaded, settled_by, settled, \
        result) values ($1, $2, $3, $4, $5, 'draft', $6, $7, '', null, '')";
    let Kept { head, bytes } = kept;
    let (settings, digest) = (text(&head.settings, head.id)?, Digest::of(bytes).to_string());
    let at = head.uploaded.trunc_subsecs(6);
    let mut tx = begin(db).await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(head.id).bind(&head.name).bind(&digest).bind(bytes).bind(&settings);
        row.bind(&head.uploaded_by).bind(at).execute(conn).await.map(|_| ())
    })?;
    let detail = json!({ "file": head.name, "sha256": digest, "bytes": bytes.len(), "list": head.settings.list });
    let subject = head.id.to_string();
    let entry = audit::Entry { at, actor: &head.uploaded_by, action: "venues.upload", subject: &subject, detail };
    audit::append(&mut tx, &entry).await?;
    Ok(tx.commit().await?)
}

/// A list with its file; `None` where there is none, or it was given up.
pub(in crate::venues) async fn file(db: &Db, id: Uuid) -> Result<Option<Kept>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), ", bytes from venue_lists where id = $1 and state <> 'dropped'");
    let row: Option<Whole> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(|row| Ok(Kept { head: row.head.try_into()?, bytes: row.bytes })).transpose()
}

/// All lists but those that were given up, the latest first.
pub(in crate::venues) async fn heads(db: &Db) -> Result<Vec<Head>, StoreError> {
    const SQL: &str =
        concat!("select ", columns!(), " from venue_lists where state <> 'dropped' order by uploaded desc, id limit 200");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    rows.into_iter().map(Head::try_from).collect()
}

/// Gives a draft up; its file is not kept.
///
/// # Errors
/// [`StoreError::Outdated`] when it is none any more.
pub(in crate::venues) async fn drop_draft(db: &Db, id: Uuid, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const EMPTY: &str = "update venue_lists set bytes = $1 where id = $2";
    let nothing: &[u8] = &[];
    let mut tx = begin(db).await?;
    settle(&mut tx, id, "dropped", Counts::default(), by, now).await?;
    on!(tx &mut tx, conn => async { sqlx::query(EMPTY).bind(nothing).bind(id).execute(conn).await.map(|_| ()) })?;
    let (subject, detail) = (id.to_string(), json!({}));
    let entry = audit::Entry { at: now, actor: by, action: "venues.give_up", subject: &subject, detail };
    audit::append(&mut tx, &entry).await?;
    Ok(tx.commit().await?)
}

/// What a list is to do.
pub(in crate::venues) struct Finish<'a> {
    pub(in crate::venues) id: Uuid,
    pub(in crate::venues) drafts: &'a [Draft],
    pub(in crate::venues) list: &'a List,
    /// How many rows could not be read.
    pub(in crate::venues) refused: usize,
    /// What was seen of what it would do.
    pub(in crate::venues) seen: &'a Digest,
    /// With which reason venues end that are missing from it; they stay where there is none.
    pub(in crate::venues) end: Option<&'a Ended>,
    /// Whether it is written without the rows that are not taken.
    pub(in crate::venues) without: bool,
    pub(in crate::venues) by: &'a str,
    pub(in crate::venues) now: DateTime<Utc>,
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::venues) enum Finished {
    Done(Counts),
    /// Venues changed since it was seen; nothing was written, as in all that follows.
    Different,
    /// There are rows that are not taken, and nobody said that they are to be left out.
    Unread,
    /// There is nothing to write.
    Nothing,
}

/// Writes what a list says, all of it or nothing; `new_id` gives the ids of new venues.
///
/// # Errors
/// [`StoreError::Outdated`] when it was written or given up before.
pub(in crate::venues) async fn finish(
    db: &Db,
    of: &Finish<'_>,
    new_id: &mut (dyn FnMut() -> Uuid + Send),
) -> Result<Finished, StoreError> {
    let mut tx = begin(db).await?;
    let stored = list_in(&mut tx).await?;
    let versions: HashMap<Uuid, i64> = stored.iter().map(|stored| (stored.venue.id, stored.version)).collect();
    let number = |id: Uuid| versions.get(&id).copied().unwrap_or_default() + 1;
    let venues: Vec<Listed> = stored.into_iter().map(|stored| stored.venue).collect();
    let plan = plan(of.drafts, of.list, &venues);
    if digest(&plan) != *of.seen {
        return Ok(Finished::Different);
    }
    let refused = of.refused + plan.refused.len();
    if refused > 0 && !of.without {
        return Ok(Finished::Unread);
    }
    if plan.added.is_empty() && plan.changed.is_empty() && (plan.gone.is_empty() || of.end.is_none()) {
        return Ok(Finished::Nothing);
    }
    let act = |action| Act { action, why: of.list.source.as_str(), by: of.by, now: of.now };
    for added in &plan.added {
        let (list, key, details) = (of.list.name.clone(), added.key.clone(), added.details.clone());
        let venue = Listed { id: new_id(), list, key, details, ended: None, rooms: Vec::new(), refused: Vec::new() };
        add(&mut tx, &venue).await?;
        save(&mut tx, &venue, 1, &act("venues.add")).await?;
    }
    for change in &plan.changed {
        let venue = Listed { details: change.new.clone(), ended: None, ..change.old.clone() };
        if let Some(key) = &change.key {
            give_key(&mut tx, venue.id, key).await?;
        }
        let rooms = if change.again { Vec::new() } else { venue.rooms.clone() };
        save(&mut tx, &Listed { rooms, ..venue }, number(change.old.id), &act("venues.change")).await?;
    }
    let gone = if of.end.is_some() { &plan.gone[..] } else { &[] };
    for &venue in gone {
        let why = of.end.map_or("", |ended| ended.why.as_str());
        let ended = Listed { ended: of.end.cloned(), ..venue.clone() };
        save(&mut tx, &ended, number(venue.id), &Act { why, ..act("venues.end") }).await?;
    }
    let counts = Counts { added: plan.added.len(), changed: plan.changed.len(), same: plan.same, ended: gone.len(), refused };
    settle(&mut tx, of.id, "done", counts, of.by, of.now).await?;
    let List { name, source, day, demo } = of.list;
    let detail = json!({ "list": name, "source": source, "day": day, "fictional": demo, "counts": counts, "end": of.end });
    let subject = of.id.to_string();
    let entry = audit::Entry { at: of.now, actor: of.by, action: "venues.import", subject: &subject, detail };
    audit::append(&mut tx, &entry).await?;
    tx.commit().await?;
    Ok(Finished::Done(counts))
}

async fn add(tx: &mut Tx, venue: &Listed) -> Result<(), StoreError> {
    const SQL: &str = "insert into venues (id, list, list_key) values ($1, $2, $3)";
    let key = venue.key.as_ref().map(Line::as_str);
    on!(tx tx, conn => async {
        sqlx::query(SQL).bind(venue.id).bind(venue.list.as_str()).bind(key).execute(conn).await.map(|_| ())
    })
    .map_err(|error| twice(error, StoreError::Outdated))
}

/// A venue that came in without a key has one in this edition.
async fn give_key(tx: &mut Tx, id: Uuid, key: &Line) -> Result<(), StoreError> {
    const SQL: &str = "update venues set list_key = $1 where id = $2 and list_key is null";
    let done = on!(tx tx, conn => async {
        sqlx::query(SQL).bind(key.as_str()).bind(id).execute(conn).await.map(|done| done.rows_affected())
    })
    .map_err(|error| twice(error, StoreError::Outdated))?;
    if done == 1 { Ok(()) } else { Err(StoreError::Outdated) }
}

async fn settle(tx: &mut Tx, id: Uuid, to: &str, counts: Counts, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str =
        "update venue_lists set state = $1, settled_by = $2, settled = $3, result = $4 where id = $5 and state = 'draft'";
    let result = text(&counts, id)?;
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(to).bind(by).bind(now.trunc_subsecs(6)).bind(&result).bind(id);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 { Ok(()) } else { Err(StoreError::Outdated) }
}

fn text(value: &impl Serialize, id: Uuid) -> Result<String, StoreError> {
    serde_json::to_string(value).ok().ok_or(StoreError::Row(id))
}
