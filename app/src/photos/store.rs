//! All SQL of photographs.

use std::collections::BTreeSet;

use chrono::{DateTime, SubsecRound, Utc};
use domain::Digest;
use serde_json::json;
use uuid::Uuid;

use super::media::Size;
use crate::audit;
use crate::db::{Db, Tx, on};

/// A photograph that has arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// Of the file as sent.
    pub digest: Digest,
    /// Under which its pictures lie.
    pub(super) object: Uuid,
    /// Of the picture to look at.
    pub stored: Digest,
    /// Of the small picture.
    pub(super) thumb: Digest,
    /// Of the picture to look at, in pixels.
    pub width: u32,
    /// Of the picture to look at, in pixels.
    pub height: u32,
    /// Of the picture to look at.
    pub bytes: i64,
    /// Whether only few may see it.
    pub restricted: bool,
    /// Who sent it first; `None` of a visitor without an account.
    pub sent_by: Option<Uuid>,
    /// When it came first.
    pub received: DateTime<Utc>,
}

impl Photo {
    /// Of one of its pictures.
    pub(super) fn digest_of(&self, size: Size) -> Digest {
        match size {
            Size::Full => self.stored,
            Size::Small => self.thumb,
        }
    }
}

/// Why photographs could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// The place of the pictures.
    #[error("the place of the photographs: {0}")]
    Media(#[from] object_store::Error),
    /// A row that is no photograph.
    #[error("photograph {0} as stored is not valid")]
    Row(String),
}

#[derive(sqlx::FromRow)]
struct Row {
    digest: String,
    object: Uuid,
    stored: String,
    thumb: String,
    width: i64,
    height: i64,
    bytes: i64,
    restricted: bool,
    sent_by: Option<Uuid>,
    received: DateTime<Utc>,
}

impl TryFrom<Row> for Photo {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { digest, object, stored, thumb, width, height, bytes, restricted, sent_by, received } = row;
        let read = |text: &str| Digest::new(text).ok().ok_or_else(|| StoreError::Row(digest.clone()));
        let side = |pixels: i64| u32::try_from(pixels).ok().ok_or_else(|| StoreError::Row(digest.clone()));
        let (stored, thumb, width, height) = (read(&stored)?, read(&thumb)?, side(width)?, side(height)?);
        Ok(Self { digest: read(&digest)?, object, stored, thumb, width, height, bytes, restricted, sent_by, received })
    }
}

/// The photographs that rows name, each in a column that holds digests as JSON.
///
/// # Errors
/// The id of a row that cannot be read: what it names is not known then.
pub fn named(rows: Vec<(Uuid, String)>) -> Result<BTreeSet<Digest>, Uuid> {
    let mut named = BTreeSet::new();
    for (id, photos) in rows {
        let photos: Vec<Digest> = serde_json::from_str(&photos).ok().ok_or(id)?;
        named.extend(photos);
    }
    Ok(named)
}

/// Keeps a photograph whose pictures lie in their place; `false` where it was there already.
pub(super) async fn insert(db: &Db, photo: &Photo, by: &str) -> Result<bool, StoreError> {
    const SQL: &str = "insert into photos \
        (digest, object, stored, thumb, width, height, bytes, restricted, sent_by, received, seen) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) on conflict (digest) do nothing";
    let Photo { digest, object, stored, thumb, width, height, bytes, restricted, sent_by, received } = photo;
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(digest.to_string()).bind(object).bind(stored.to_string()).bind(thumb.to_string());
        let row = row.bind(i64::from(*width)).bind(i64::from(*height)).bind(bytes).bind(restricted).bind(sent_by);
        row.bind(received.trunc_subsecs(6)).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 0 {
        return Ok(false);
    }
    let detail = json!({ "stored": stored, "bytes": bytes, "restricted": restricted });
    tell(&mut tx, by, "photos.receive", *digest, detail, *received).await?;
    tx.commit().await?;
    Ok(true)
}

/// The photograph, if it has arrived before; that it was sent again is noted, and one that is restricted now stays so.
pub(super) async fn again(
    db: &Db,
    digest: Digest,
    restricted: bool,
    by: &str,
    now: DateTime<Utc>,
) -> Result<Option<Photo>, StoreError> {
    const SEEN: &str = "update photos set seen = $2 where digest = $1 \
        returning digest, object, stored, thumb, width, height, bytes, restricted, sent_by, received";
    const RESTRICT: &str = "update photos set restricted = $2 where digest = $1 and restricted <> $2";
    let (text, now) = (digest.to_string(), now.trunc_subsecs(6));
    let mut tx = db.begin().await?;
    let row: Option<Row> = on!(tx &mut tx, conn => sqlx::query_as(SEEN).bind(&text).bind(now).fetch_optional(conn))?;
    let Some(mut photo) = row.map(Photo::try_from).transpose()? else { return Ok(None) };
    if restricted && !photo.restricted {
        let done = on!(tx &mut tx, conn => async {
            sqlx::query(RESTRICT).bind(&text).bind(true).execute(conn).await.map(|done| done.rows_affected())
        })?;
        if done == 1 {
            tell(&mut tx, by, "photos.restrict", digest, json!({}), now).await?;
        }
        photo.restricted = true;
    }
    tx.commit().await?;
    Ok(Some(photo))
}

/// Those of the photographs that have arrived.
pub(super) async fn find(db: &Db, digests: &[Digest]) -> Result<Vec<Photo>, StoreError> {
    const SQLITE: &str = "select digest, object, stored, thumb, width, height, bytes, restricted, sent_by, received \
        from photos where digest in (select value from json_each($1))";
    const POSTGRES: &str = "select digest, object, stored, thumb, width, height, bytes, restricted, sent_by, received \
        from photos where digest in (select json_array_elements_text($1::json))";
    if digests.is_empty() {
        return Ok(Vec::new());
    }
    let list = json!(digests).to_string();
    let sql = if matches!(db, Db::Sqlite(_)) { SQLITE } else { POSTGRES };
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(sql).bind(&list).fetch_all(pool))?;
    rows.into_iter().map(Photo::try_from).collect()
}

/// Which of the photographs have arrived.
///
/// # Errors
/// [`StoreError`].
pub async fn known(db: &Db, digests: &[Digest]) -> Result<BTreeSet<Digest>, StoreError> {
    Ok(find(db, digests).await?.into_iter().map(|photo| photo.digest).collect())
}

/// Which of the photographs have not arrived, in the order asked.
///
/// # Errors
/// [`StoreError`].
pub async fn missing(db: &Db, digests: &[Digest]) -> Result<Vec<Digest>, StoreError> {
    let known = known(db, digests).await?;
    Ok(digests.iter().copied().filter(|digest| !known.contains(digest)).collect())
}

/// The photographs that were last sent before a moment, the oldest first, and under what their pictures lie.
pub(super) async fn unseen_since(db: &Db, moment: DateTime<Utc>) -> Result<Vec<(Digest, Uuid)>, StoreError> {
    const SQL: &str = "select digest, object from photos where seen < $1 order by seen";
    let rows: Vec<(String, Uuid)> = on!(db, pool => sqlx::query_as(SQL).bind(moment.trunc_subsecs(6)).fetch_all(pool))?;
    let read = |(text, object): (String, Uuid)| Ok((Digest::new(&text).ok().ok_or(StoreError::Row(text))?, object));
    rows.into_iter().map(read).collect()
}

/// Forgets a photograph unless it was sent again since; `false` where it was.
pub(super) async fn forget(
    db: &Db,
    digest: Digest,
    unseen_since: DateTime<Utc>,
    by: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    const SQL: &str = "delete from photos where digest = $1 and seen < $2";
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(digest.to_string()).bind(unseen_since.trunc_subsecs(6));
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 0 {
        return Ok(false);
    }
    tell(&mut tx, by, "photos.sweep", digest, json!({}), now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Under what the pictures of all photographs lie.
pub(super) async fn objects(db: &Db) -> Result<BTreeSet<Uuid>, StoreError> {
    const SQL: &str = "select object from photos";
    let objects: Vec<Uuid> = on!(db, pool => sqlx::query_scalar(SQL).fetch_all(pool))?;
    Ok(objects.into_iter().collect())
}

async fn tell(
    tx: &mut Tx,
    by: &str,
    action: &str,
    digest: Digest,
    detail: serde_json::Value,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let subject = digest.to_string();
    Ok(audit::append(tx, &audit::Entry { at, actor: by, action, subject: &subject, detail }).await?)
}
