//! Programmes: drafted by one person, opened by another, and not changed from then on.

use chrono::{DateTime, SubsecRound, Utc};
use domain::money::Terms;
use domain::{Line, Word};
use serde_json::json;
use uuid::Uuid;

use super::StoreError;
use crate::audit;
use crate::db::{Db, Tx, on};

/// How far a programme has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::money) enum ProgrammeState {
    /// It can be changed, and nothing is paid by it.
    Draft,
    /// Payments can be proposed.
    Open,
    /// No new payments.
    Closed,
}

impl Word for ProgrammeState {
    const ALL: &'static [Self] = &[Self::Draft, Self::Open, Self::Closed];
    fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// A programme.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::money) struct Programme {
    pub(in crate::money) id: Uuid,
    pub(in crate::money) title: Line,
    /// The document that it is taken from.
    pub(in crate::money) source: Line,
    /// Made up, and marked as such wherever it shows.
    pub(in crate::money) fictional: bool,
    pub(in crate::money) terms: Terms,
    pub(in crate::money) state: ProgrammeState,
    /// Who wrote it last.
    pub(in crate::money) written_by: String,
    pub(in crate::money) changed: DateTime<Utc>,
    /// One more at each change.
    pub(in crate::money) version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    title: String,
    source: String,
    fictional: bool,
    terms: String,
    state: String,
    written_by: String,
    changed: DateTime<Utc>,
    version: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!("select id, title, source, fictional, terms, state, written_by, changed, version from programmes ", $rest)
    };
}

impl TryFrom<Row> for Programme {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.id);
        Ok(Self {
            id: row.id,
            title: Line::new(&row.title).ok().ok_or_else(bad)?,
            source: Line::new(&row.source).ok().ok_or_else(bad)?,
            fictional: row.fictional,
            terms: serde_json::from_str(&row.terms).ok().ok_or_else(bad)?,
            state: ProgrammeState::from_word(&row.state).ok().ok_or_else(bad)?,
            written_by: row.written_by,
            changed: row.changed,
            version: row.version,
        })
    }
}

/// All programmes, the newest first.
pub(in crate::money) async fn list(db: &Db) -> Result<Vec<Programme>, StoreError> {
    const SQL: &str = select!("order by id desc");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    rows.into_iter().map(Programme::try_from).collect()
}

/// The programme of an id.
pub(in crate::money) async fn find(db: &Db, id: Uuid) -> Result<Option<Programme>, StoreError> {
    const SQL: &str = select!("where id = $1");
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Programme::try_from).transpose()
}

/// Writes a draft: a new one as version 1, or over one that stands as it was read.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster, or it is no draft any more.
pub(in crate::money) async fn write(db: &Db, programme: &Programme, now: DateTime<Utc>) -> Result<(), StoreError> {
    const ADD: &str = "insert into programmes (id, title, source, fictional, terms, state, written_by, changed, version) \
        values ($1, $2, $3, $4, $5, 'draft', $6, $7, 1)";
    const SET: &str = "update programmes set title = $2, source = $3, fictional = $4, terms = $5, written_by = $6, changed = $7, \
        version = version + 1 where id = $1 and state = 'draft' and version = $8";
    let Programme { id, title, source, fictional, written_by, version, .. } = programme;
    let terms = serde_json::to_string(&programme.terms).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let is_new = *version == 0;
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(if is_new { ADD } else { SET }).bind(id).bind(title.as_str()).bind(source.as_str());
        let row = row.bind(fictional).bind(&terms).bind(written_by).bind(now.trunc_subsecs(6));
        let row = if is_new { row } else { row.bind(version) };
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    let detail = json!({ "title": title, "source": source, "fictional": fictional, "terms": programme.terms });
    tell(&mut tx, *id, "programmes.write", detail, written_by, now).await?;
    Ok(tx.commit().await?)
}

/// Opens a draft, or closes what is open.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster.
pub(in crate::money) async fn decide(
    db: &Db,
    programme: &Programme,
    state: ProgrammeState,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "update programmes set state = $1, changed = $2, version = version + 1 where id = $3 and version = $4";
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(state.word()).bind(now.trunc_subsecs(6)).bind(programme.id).bind(programme.version);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    let detail = json!({ "from": programme.state.word(), "to": state.word() });
    tell(&mut tx, programme.id, "programmes.decide", detail, by, now).await?;
    Ok(tx.commit().await?)
}

async fn tell(
    tx: &mut Tx,
    id: Uuid,
    action: &str,
    detail: serde_json::Value,
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let subject = id.to_string();
    audit::append(tx, &audit::Entry { at, actor: by, action, subject: &subject, detail }).await
}
