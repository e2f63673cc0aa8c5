//! All SQL of boundaries. A set is uploaded as a whole and never changed; what changes is whether everybody sees it.

use chrono::{DateTime, SubsecRound, Utc};
use domain::shapes::{Report, Shape, Shown, State, Step};
use domain::{Digest, Line, Word};
use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;

use crate::audit;
use crate::db::{Db, on};

/// Why boundaries could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is none.
    #[error("the set of boundaries {0} as stored is not valid")]
    Row(Uuid),
    /// Somebody changed it since it was read.
    #[error("the set of boundaries was changed by somebody else meanwhile")]
    Outdated,
}

/// A set, without its boundaries.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Set {
    pub(super) id: Uuid,
    /// The document or office it comes from.
    pub(super) source: Line,
    /// Made up, and marked as such wherever it shows.
    pub(super) fictional: bool,
    /// The name of the file.
    pub(super) file: String,
    /// Of the file.
    pub(super) digest: Digest,
    pub(super) loaded_by: String,
    pub(super) loaded: DateTime<Utc>,
    pub(super) state: State,
    pub(super) changed_by: String,
    pub(super) changed: DateTime<Utc>,
    pub(super) version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    source: String,
    fictional: bool,
    file: String,
    digest: String,
    loaded_by: String,
    loaded: DateTime<Utc>,
    state: String,
    changed_by: String,
    changed: DateTime<Utc>,
    version: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, source, fictional, file, digest, loaded_by, loaded, state, changed_by, changed, version from street_shapes ",
            $rest
        )
    };
}

impl TryFrom<Row> for Set {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.id);
        Ok(Self {
            id: row.id,
            source: Line::new(&row.source).ok().ok_or_else(bad)?,
            fictional: row.fictional,
            digest: Digest::new(&row.digest).ok().ok_or_else(bad)?,
            state: State::from_word(&row.state).ok().ok_or_else(bad)?,
            file: row.file,
            loaded_by: row.loaded_by,
            loaded: row.loaded,
            changed_by: row.changed_by,
            changed: row.changed,
            version: row.version,
        })
    }
}

/// All sets, the newest first.
pub(super) async fn list(db: &Db) -> Result<Vec<Set>, StoreError> {
    const SQL: &str = select!("order by id desc");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    rows.into_iter().map(Set::try_from).collect()
}

/// The set of an id.
pub(super) async fn find(db: &Db, id: Uuid) -> Result<Option<Set>, StoreError> {
    const SQL: &str = select!("where id = $1");
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Set::try_from).transpose()
}

/// The set that everybody sees.
pub(super) async fn published(db: &Db) -> Result<Option<Set>, StoreError> {
    const SQL: &str = select!("where state = 'published'");
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_optional(pool))?;
    row.map(Set::try_from).transpose()
}

/// What was measured of a set.
pub(super) async fn report(db: &Db, id: Uuid) -> Result<Report, StoreError> {
    json_of(db, "select report from street_shapes where id = $1", id).await
}

/// The boundaries of a set.
pub(super) async fn shapes(db: &Db, id: Uuid) -> Result<Vec<Shape>, StoreError> {
    json_of(db, "select shapes from street_shapes where id = $1", id).await
}

/// The boundaries of a set as they are drawn.
pub(super) async fn shown(db: &Db, id: Uuid) -> Result<Shown, StoreError> {
    json_of(db, "select shown from street_shapes where id = $1", id).await
}

async fn json_of<T: DeserializeOwned>(db: &Db, sql: &'static str, id: Uuid) -> Result<T, StoreError> {
    let text: Option<String> = on!(db, pool => sqlx::query_scalar(sql).bind(id).fetch_optional(pool))?;
    text.and_then(|text| serde_json::from_str(&text).ok()).ok_or(StoreError::Row(id))
}

/// The file of a set, as it came.
pub(super) async fn file(db: &Db, id: Uuid) -> Result<Vec<u8>, StoreError> {
    const SQL: &str = "select bytes from street_shapes where id = $1";
    let bytes: Option<Vec<u8>> = on!(db, pool => sqlx::query_scalar(SQL).bind(id).fetch_optional(pool))?;
    bytes.ok_or(StoreError::Row(id))
}

/// A set that is uploaded.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    pub(super) id: Uuid,
    pub(super) source: Line,
    pub(super) fictional: bool,
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
    pub(super) report: Report,
    pub(super) shapes: Vec<Shape>,
    pub(super) shown: Shown,
}

/// Keeps a set as a draft.
///
/// # Errors
/// [`StoreError`]; then nothing was written.
pub(super) async fn load(db: &Db, set: &Loaded, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "insert into street_shapes (id, source, fictional, file, bytes, digest, report, shapes, shown, \
        loaded_by, loaded, state, changed_by, changed, version) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'draft', $10, $11, 1)";
    let Loaded { id, source, fictional, file, bytes, report, shapes, shown } = set;
    let encode = |error: serde_json::Error| sqlx::Error::Encode(error.into());
    let digest = Digest::of(bytes).to_string();
    let report_text = serde_json::to_string(report).map_err(encode)?;
    let shapes_text = serde_json::to_string(shapes).map_err(encode)?;
    let shown_text = serde_json::to_string(shown).map_err(encode)?;
    let now = now.trunc_subsecs(6);
    let mut tx = db.begin().await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(source.as_str()).bind(fictional).bind(file).bind(bytes).bind(&digest);
        let row = row.bind(&report_text).bind(&shapes_text).bind(&shown_text).bind(by).bind(now);
        row.execute(conn).await.map(|_| ())
    })?;
    let detail = json!({ "source": source, "fictional": fictional, "file": file, "digest": digest,
        "positions": report.positions });
    let subject = id.to_string();
    audit::append(&mut tx, &audit::Entry { at: now, actor: by, action: "shapes.load", subject: &subject, detail }).await?;
    Ok(tx.commit().await?)
}

/// Publishes a set, as it was read, or withdraws it. What was published before is replaced in the same transaction.
///
/// # Errors
/// [`StoreError::Outdated`] when it does not stand as it was read; then nothing was written.
pub(super) async fn step(db: &Db, set: &Set, step: Step, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const REPLACE: &str = "update street_shapes set state = 'replaced', changed_by = $1, changed = $2, version = version + 1 \
        where state = 'published' returning id";
    const SQL: &str = "update street_shapes set state = $1, changed_by = $2, changed = $3, version = version + 1 \
        where id = $4 and version = $5";
    let state = set.state.after(step).ok_or(StoreError::Outdated)?;
    let at = now.trunc_subsecs(6);
    let mut tx = db.begin().await?;
    // Of two who publish at once the second one replaces what the first one published.
    audit::hold(&mut tx).await?;
    let replaced: Option<Uuid> = match step {
        Step::Publish => on!(tx &mut tx, conn => sqlx::query_scalar(REPLACE).bind(by).bind(at).fetch_optional(conn))?,
        Step::Withdraw => None,
    };
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(state.word()).bind(by).bind(at).bind(set.id).bind(set.version);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    let (action, subject) = (format!("shapes.{step}"), set.id.to_string());
    let detail = json!({ "from": set.state, "to": state, "replaced": replaced });
    audit::append(&mut tx, &audit::Entry { at, actor: by, action: &action, subject: &subject, detail }).await?;
    Ok(tx.commit().await?)
}
