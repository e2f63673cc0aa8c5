//! Lists that were uploaded, from the first look to what became of them.

use chrono::{DateTime, SubsecRound, Utc};
use domain::Word;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::StoreError;
use crate::audit;
use crate::db::{Db, Tx, on};
use crate::exchange::Corrections;
use crate::imports::settings::Settings;

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::imports) enum State {
    /// Being prepared.
    Draft,
    /// Written.
    Done,
    /// Written and taken back.
    Undone,
    /// Given up; the file is gone.
    Dropped,
}

impl Word for State {
    const ALL: &'static [Self] = &[Self::Draft, Self::Done, Self::Undone, Self::Dropped];
    fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Done => "done",
            Self::Undone => "undone",
            Self::Dropped => "dropped",
        }
    }
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(in crate::imports) struct Counts {
    pub(in crate::imports) added: usize,
    pub(in crate::imports) changed: usize,
    pub(in crate::imports) unchanged: u64,
    pub(in crate::imports) refused: usize,
}

/// An import without its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::imports) struct Head {
    pub(in crate::imports) id: Uuid,
    /// The file's name.
    pub(in crate::imports) name: String,
    /// The file's SHA-256.
    pub(in crate::imports) digest: String,
    pub(in crate::imports) state: State,
    pub(in crate::imports) version: i64,
    pub(in crate::imports) uploaded_by: String,
    pub(in crate::imports) uploaded: DateTime<Utc>,
    pub(in crate::imports) changed: DateTime<Utc>,
    /// Who wrote it, took it back or gave it up, and when.
    pub(in crate::imports) settled: Option<(String, DateTime<Utc>)>,
    pub(in crate::imports) counts: Counts,
}

/// An import with its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::imports) struct File {
    pub(in crate::imports) head: Head,
    pub(in crate::imports) bytes: Vec<u8>,
    pub(in crate::imports) settings: Settings,
    pub(in crate::imports) corrections: Corrections,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    digest: String,
    state: String,
    version: i64,
    uploaded_by: String,
    uploaded: DateTime<Utc>,
    changed: DateTime<Utc>,
    settled_by: String,
    settled: Option<DateTime<Utc>>,
    result: String,
}

#[derive(sqlx::FromRow)]
struct Whole {
    #[sqlx(flatten)]
    head: Row,
    bytes: Vec<u8>,
    settings: String,
    corrections: String,
}

impl TryFrom<Row> for Head {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let counts = if row.result.is_empty() { Some(Counts::default()) } else { serde_json::from_str(&row.result).ok() };
        Ok(Self {
            id: row.id,
            name: row.name,
            digest: row.digest,
            state: State::from_word(&row.state).ok().ok_or(StoreError::Row(row.id))?,
            version: row.version,
            uploaded_by: row.uploaded_by,
            uploaded: row.uploaded,
            changed: row.changed,
            settled: row.settled.map(|at| (row.settled_by, at)),
            counts: counts.ok_or(StoreError::Row(row.id))?,
        })
    }
}

macro_rules! columns {
    () => {
        "id, name, digest, state, version, uploaded_by, uploaded, changed, settled_by, settled, result"
    };
}

/// Keeps a file that was just uploaded.
pub(in crate::imports) async fn start(db: &Db, file: &File) -> Result<(), StoreError> {
    const SQL: &str = "insert into imports (id, name, digest, bytes, settings, corrections, state, version, uploaded_by, uploaded, \
        changed, settled_by, settled, result) values ($1, $2, $3, $4, $5, $6, 'draft', 1, $7, $8, $8, '', null, '')";
    let File { head, bytes, settings, corrections } = file;
    let (settings, corrections) = (text(settings, head.id)?, text(corrections, head.id)?);
    let mut tx = db.begin().await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(head.id).bind(&head.name).bind(&head.digest).bind(bytes).bind(&settings).bind(&corrections);
        row.bind(&head.uploaded_by).bind(head.uploaded.trunc_subsecs(6)).execute(conn).await.map(|_| ())
    })?;
    let detail = json!({ "file": head.name, "sha256": head.digest, "bytes": bytes.len() });
    tell(&mut tx, head.id, &head.uploaded_by, "import.upload", detail, head.uploaded).await?;
    Ok(tx.commit().await?)
}

/// An import with its file.
pub(in crate::imports) async fn find(db: &Db, id: Uuid) -> Result<Option<File>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), ", bytes, settings, corrections from imports where id = $1");
    let Some(row): Option<Whole> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))? else { return Ok(None) };
    let settings = serde_json::from_str(&row.settings).ok().ok_or(StoreError::Row(id))?;
    let corrections = serde_json::from_str(&row.corrections).ok().ok_or(StoreError::Row(id))?;
    Ok(Some(File { head: row.head.try_into()?, bytes: row.bytes, settings, corrections }))
}

/// All imports but those that were given up, the latest first.
pub(in crate::imports) async fn heads(db: &Db) -> Result<Vec<Head>, StoreError> {
    const SQL: &str =
        concat!("select ", columns!(), " from imports where state <> 'dropped' order by uploaded desc, id limit 200");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    rows.into_iter().map(Head::try_from).collect()
}

/// Keeps how a draft is read and what was put right in it, if it still has the version that was seen.
pub(in crate::imports) async fn save(db: &Db, file: &File, what: Value, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "update imports set settings = $1, corrections = $2, changed = $3, version = version + 1 \
        where id = $4 and version = $5 and state = 'draft'";
    let File { head, settings, corrections, .. } = file;
    let (settings, corrections) = (text(settings, head.id)?, text(corrections, head.id)?);
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(&settings).bind(&corrections).bind(now.trunc_subsecs(6)).bind(head.id).bind(head.version);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated(head.id));
    }
    tell(&mut tx, head.id, by, "import.edit", what, now).await?;
    Ok(tx.commit().await?)
}

/// Gives a draft up; its file is not kept.
pub(in crate::imports) async fn drop_draft(db: &Db, head: &Head, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "update imports set bytes = $2 where id = $1";
    let mut tx = db.begin().await?;
    audit::hold(&mut tx).await?;
    settle(&mut tx, head, State::Dropped, None, by, now).await?;
    let nothing: &[u8] = &[];
    on!(tx &mut tx, conn => async { sqlx::query(SQL).bind(head.id).bind(nothing).execute(conn).await.map(|_| ()) })?;
    tell(&mut tx, head.id, by, "import.drop", json!({ "file": head.name }), now).await?;
    Ok(tx.commit().await?)
}

/// Takes an import, as it was read, to its next state.
pub(super) async fn settle(
    tx: &mut Tx,
    head: &Head,
    to: State,
    counts: Option<Counts>,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "update imports set state = $1, settled_by = $2, settled = $3, result = $4, version = version + 1 \
        where id = $5 and version = $6 and state = $7";
    let result = text(&counts.unwrap_or(head.counts), head.id)?;
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(to.word()).bind(by).bind(now.trunc_subsecs(6)).bind(&result);
        let row = row.bind(head.id).bind(head.version).bind(head.state.word());
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 { Ok(()) } else { Err(StoreError::Outdated(head.id)) }
}

fn text(value: &impl Serialize, id: Uuid) -> Result<String, StoreError> {
    serde_json::to_string(value).ok().ok_or(StoreError::Row(id))
}

async fn tell(tx: &mut Tx, id: Uuid, by: &str, action: &str, detail: Value, at: DateTime<Utc>) -> Result<(), StoreError> {
    let subject = id.to_string();
    Ok(audit::append(tx, &audit::Entry { at, actor: by, action, subject: &subject, detail }).await?)
}
