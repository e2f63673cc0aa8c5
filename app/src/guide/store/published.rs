//! Published revisions: each one stays as it is.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::guide::{Body, Head, Refused, Standing, may_publish, standing};
use domain::{Digest, Line};
use serde_json::json;

use super::drafts::{Draft, take};
use super::{StoreError, tell};
use crate::db::{Db, Tx, on};

/// What is told of a published revision besides its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::guide) struct Published {
    /// Counted from 1 in the order of publication.
    pub(in crate::guide) number: i64,
    pub(in crate::guide) head: Head,
    pub(in crate::guide) digest: Digest,
    /// What is new in it.
    pub(in crate::guide) note: String,
    /// When it was published.
    pub(in crate::guide) at: DateTime<Utc>,
}

/// A published revision with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::guide) struct Edition {
    pub(in crate::guide) about: Published,
    pub(in crate::guide) body: Body,
    /// The text as it was written.
    pub(in crate::guide) text: String,
}

impl Published {
    /// Where it stands among all of them.
    pub(in crate::guide) fn standing(&self, all: &[Self], today: NaiveDate) -> Standing {
        standing(self.head.valid_from, all.iter().map(|other| other.head.valid_from), today)
    }
}

/// The one that is in force.
pub(in crate::guide) fn current(all: &[Published], today: NaiveDate) -> Option<&Published> {
    all.iter().find(|published| published.standing(all, today) == Standing::Current)
}

#[derive(sqlx::FromRow)]
struct Row {
    number: i64,
    title: String,
    reference: String,
    valid_from: String,
    digest: String,
    note: String,
    published: DateTime<Utc>,
}

impl TryFrom<Row> for Published {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.number);
        let reference = Some(&row.reference).filter(|text| !text.is_empty());
        let head = Head {
            title: Line::new(&row.title).ok().ok_or_else(bad)?,
            reference: reference.map(|text| Line::new(text).ok().ok_or_else(bad)).transpose()?,
            valid_from: row.valid_from.parse().ok().ok_or_else(bad)?,
        };
        let digest = Digest::new(&row.digest).ok().ok_or_else(bad)?;
        Ok(Self { number: row.number, head, digest, note: row.note, at: row.published })
    }
}

const LIST: &str =
    "select number, title, reference, valid_from, digest, note, published from guide_revisions order by valid_from desc";

/// All that are published, those that begin last first.
pub(in crate::guide) async fn list(db: &Db) -> Result<Vec<Published>, StoreError> {
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(LIST).fetch_all(pool))?;
    rows.into_iter().map(Published::try_from).collect()
}

/// One of them with its text, which must be the one that was published.
pub(in crate::guide) async fn edition(db: &Db, about: &Published) -> Result<Edition, StoreError> {
    const SQL: &str = "select body from guide_revisions where number = $1";
    let text: String = on!(db, pool => sqlx::query_scalar(SQL).bind(about.number).fetch_one(pool))?;
    let same = Digest::of(text.as_bytes()) == about.digest;
    let body = Body::read(&text).ok().filter(|_| same).ok_or(StoreError::Row(about.number))?;
    Ok(Edition { about: about.clone(), body, text })
}

/// Publishes a draft that stands as it was read; says under which number.
pub(in crate::guide) async fn publish(
    db: &Db,
    old: &Draft,
    note: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<Result<i64, Refused>, StoreError> {
    const SQL: &str = "insert into guide_revisions \
        (number, title, reference, valid_from, body, digest, note, editor, publisher, published) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let note: String = note.trim().chars().take(1000).collect();
    let draft = old.read();
    let mut tx = db.begin().await?;
    let all = locked(&mut tx).await?;
    if let Err(refused) = may_publish(&draft, (&old.editor, by), &note, all.iter().map(|other| other.head.valid_from)) {
        return Ok(Err(refused));
    }
    let Ok(revision) = draft else { return Ok(Err(Refused::Mistakes)) };
    let number = all.iter().map(|other| other.number).max().unwrap_or(0) + 1;
    let (head, digest) = (&revision.head, Digest::of(old.body.as_bytes()).to_string());
    let (reference, day) = (head.reference.as_ref().map_or("", Line::as_str), head.valid_from.to_string());
    take(&mut tx, old).await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(number).bind(head.title.as_str()).bind(reference).bind(&day).bind(&old.body);
        let row = row.bind(&digest).bind(&note).bind(&old.editor).bind(by).bind(now.trunc_subsecs(6));
        row.execute(conn).await.map(|_| ())
    })?;
    let detail = json!({ "draft": old.id, "title": head.title, "reference": reference, "valid_from": day, "digest": digest,
        "note": note, "edited_by": old.editor });
    tell(&mut tx, by, "guide.publish", &number.to_string(), detail, now).await?;
    tx.commit().await?;
    Ok(Ok(number))
}

/// The published revisions as a transaction sees them, beside which nobody publishes another one meanwhile.
async fn locked(tx: &mut Tx) -> Result<Vec<Published>, StoreError> {
    if let Tx::Postgres(pg) = tx {
        sqlx::query("lock table guide_revisions in exclusive mode").execute(&mut **pg).await?;
    }
    let rows: Vec<Row> = on!(tx tx, conn => sqlx::query_as(LIST).fetch_all(conn))?;
    rows.into_iter().map(Published::try_from).collect()
}
