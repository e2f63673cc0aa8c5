//! Sets of demand and of candidates: loaded as a whole, never changed, and withdrawn when they are not to be used again.

use chrono::{DateTime, SubsecRound, Utc};
use domain::coverage::{Point, Weight, pack, unpack};
use domain::{Digest, Line, Word};
use serde_json::json;
use uuid::Uuid;

use super::StoreError;
use crate::audit;
use crate::coverage::request::Candidate;
use crate::db::{Db, on};

/// What a set holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::coverage) enum Kind {
    /// Points where rooms are wanted.
    Demand,
    /// Places where a room could be.
    Candidates,
}

impl Word for Kind {
    const ALL: &'static [Self] = &[Self::Demand, Self::Candidates];
    fn word(self) -> &'static str {
        match self {
            Self::Demand => "demand",
            Self::Candidates => "candidates",
        }
    }
}

/// What is in a set.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::coverage) enum Content {
    /// Of demand.
    Demand(Vec<Point>),
    /// Of candidates.
    Candidates(Vec<Candidate>),
}

impl Content {
    pub(in crate::coverage) fn kind(&self) -> Kind {
        match self {
            Self::Demand(_) => Kind::Demand,
            Self::Candidates(_) => Kind::Candidates,
        }
    }

    fn count(&self) -> usize {
        match self {
            Self::Demand(points) => points.len(),
            Self::Candidates(candidates) => candidates.len(),
        }
    }

    fn weight(&self) -> Weight {
        match self {
            Self::Demand(points) => points.iter().map(|point| point.weight).sum(),
            Self::Candidates(_) => Weight::ZERO,
        }
    }

    fn bytes(&self) -> Result<Vec<u8>, sqlx::Error> {
        match self {
            Self::Demand(points) => Ok(pack(points)),
            Self::Candidates(candidates) => serde_json::to_vec(candidates).map_err(|error| sqlx::Error::Encode(error.into())),
        }
    }

    fn read(kind: Kind, bytes: &[u8]) -> Option<Self> {
        match kind {
            Kind::Demand => unpack(bytes).ok().map(Self::Demand),
            Kind::Candidates => serde_json::from_slice(bytes).ok().map(Self::Candidates),
        }
    }
}

/// A set, without what is in it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::coverage) struct Set {
    pub(in crate::coverage) id: Uuid,
    pub(in crate::coverage) kind: Kind,
    pub(in crate::coverage) name: Line,
    /// Where it comes from.
    pub(in crate::coverage) source: Line,
    /// Made up, and marked as such wherever it shows.
    pub(in crate::coverage) fictional: bool,
    pub(in crate::coverage) loaded_by: String,
    pub(in crate::coverage) loaded: DateTime<Utc>,
    /// Of what is in it.
    pub(in crate::coverage) digest: Digest,
    pub(in crate::coverage) points: i64,
    pub(in crate::coverage) weight: Weight,
    /// Not offered any more; plans that were made with it stay.
    pub(in crate::coverage) withdrawn: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    kind: String,
    name: String,
    source: String,
    fictional: bool,
    loaded_by: String,
    loaded: DateTime<Utc>,
    digest: String,
    points: i64,
    weight: i64,
    withdrawn: bool,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, kind, name, source, fictional, loaded_by, loaded, digest, points, weight, withdrawn from coverage_sets ",
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
            kind: Kind::from_word(&row.kind).ok().ok_or_else(bad)?,
            name: Line::new(&row.name).ok().ok_or_else(bad)?,
            source: Line::new(&row.source).ok().ok_or_else(bad)?,
            fictional: row.fictional,
            loaded_by: row.loaded_by,
            loaded: row.loaded,
            digest: Digest::new(&row.digest).ok().ok_or_else(bad)?,
            points: row.points,
            weight: Weight::of_thousandths(row.weight.unsigned_abs()),
            withdrawn: row.withdrawn,
        })
    }
}

/// A set that is loaded.
#[derive(Debug, Clone)]
pub(in crate::coverage) struct Loaded {
    pub(in crate::coverage) id: Uuid,
    pub(in crate::coverage) name: Line,
    pub(in crate::coverage) source: Line,
    pub(in crate::coverage) fictional: bool,
    pub(in crate::coverage) content: Content,
}

/// All sets, the newest first.
pub(in crate::coverage) async fn list(db: &Db) -> Result<Vec<Set>, StoreError> {
    const SQL: &str = select!("order by id desc");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    rows.into_iter().map(Set::try_from).collect()
}

/// The set of an id.
pub(in crate::coverage) async fn find(db: &Db, id: Uuid) -> Result<Option<Set>, StoreError> {
    const SQL: &str = select!("where id = $1");
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Set::try_from).transpose()
}

/// What is in the set of an id.
pub(in crate::coverage) async fn content(db: &Db, id: Uuid) -> Result<Option<Content>, StoreError> {
    const SQL: &str = "select kind, content from coverage_sets where id = $1";
    let row: Option<(String, Vec<u8>)> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    let Some((kind, bytes)) = row else { return Ok(None) };
    let kind = Kind::from_word(&kind).ok().ok_or(StoreError::Row(id))?;
    Content::read(kind, &bytes).ok_or(StoreError::Row(id)).map(Some)
}

/// Loads a set.
///
/// # Errors
/// [`StoreError`]; then nothing was written.
pub(in crate::coverage) async fn load(db: &Db, set: &Loaded, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "insert into coverage_sets \
        (id, kind, name, source, fictional, loaded_by, loaded, digest, points, weight, content, withdrawn) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let Loaded { id, name, source, fictional, content } = set;
    let (bytes, now) = (content.bytes()?, now.trunc_subsecs(6));
    let (kind, digest) = (content.kind().word(), Digest::of(&bytes).to_string());
    let (points, weight) = (i64::try_from(content.count()), i64::try_from(content.weight().thousandths()));
    let (points, weight) = (points.unwrap_or(i64::MAX), weight.unwrap_or(i64::MAX));
    let mut tx = db.begin().await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(kind).bind(name.as_str()).bind(source.as_str()).bind(fictional).bind(by);
        let row = row.bind(now).bind(&digest).bind(points).bind(weight).bind(&bytes).bind(false);
        row.execute(conn).await.map(|_| ())
    })?;
    let detail = json!({ "kind": kind, "name": name, "source": source, "fictional": fictional, "points": points,
        "digest": digest });
    let subject = id.to_string();
    audit::append(&mut tx, &audit::Entry { at: now, actor: by, action: "coverage.load", subject: &subject, detail }).await?;
    Ok(tx.commit().await?)
}

/// Withdraws a set, or offers it again; whether it stood the other way.
///
/// # Errors
/// [`StoreError`]; then nothing was written.
pub(in crate::coverage) async fn withdraw(
    db: &Db,
    id: Uuid,
    withdrawn: bool,
    by: &str,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    const SQL: &str = "update coverage_sets set withdrawn = $1 where id = $2 and withdrawn <> $1";
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        sqlx::query(SQL).bind(withdrawn).bind(id).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Ok(false);
    }
    let (subject, detail) = (id.to_string(), json!({ "withdrawn": withdrawn }));
    audit::append(&mut tx, &audit::Entry { at, actor: by, action: "coverage.withdraw", subject: &subject, detail }).await?;
    tx.commit().await?;
    Ok(true)
}
