//! Drafts of revisions: whatever was typed, with or without mistakes, until it is published.

use chrono::{DateTime, SubsecRound, Utc};
use domain::Digest;
use domain::guide::{Mistake, Revision};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{StoreError, tell};
use crate::db::{Db, Tx, on};

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(in crate::guide) struct Draft {
    pub(in crate::guide) id: Uuid,
    pub(in crate::guide) title: String,
    /// The number of the document by which it is issued; empty where there is none.
    pub(in crate::guide) reference: String,
    pub(in crate::guide) valid_from: String,
    pub(in crate::guide) body: String,
    /// The account of whoever edited it last.
    pub(in crate::guide) editor: String,
    pub(in crate::guide) version: i64,
    pub(in crate::guide) changed: DateTime<Utc>,
}

impl Draft {
    /// As a revision, or what is wrong with it.
    pub(in crate::guide) fn read(&self) -> Result<Revision, Vec<Mistake>> {
        Revision::read(&self.title, &self.reference, &self.valid_from, &self.body)
    }

    fn detail(&self) -> Value {
        json!({ "title": self.title, "valid_from": self.valid_from, "digest": Digest::of(self.body.as_bytes()).to_string() })
    }
}

/// Keeps a new draft.
pub(in crate::guide) async fn start(db: &Db, draft: &Draft) -> Result<(), StoreError> {
    const SQL: &str = "insert into guide_drafts (id, title, reference, valid_from, body, editor, version, changed) \
        values ($1, $2, $3, $4, $5, $6, 1, $7)";
    let Draft { id, title, reference, valid_from, body, editor, changed, .. } = draft;
    let mut tx = db.begin().await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(title).bind(reference).bind(valid_from).bind(body).bind(editor);
        row.bind(changed.trunc_subsecs(6)).execute(conn).await.map(|_| ())
    })?;
    tell(&mut tx, editor, "guide.draft", &id.to_string(), draft.detail(), *changed).await?;
    Ok(tx.commit().await?)
}

/// The draft of an id.
pub(in crate::guide) async fn draft(db: &Db, id: Uuid) -> Result<Option<Draft>, StoreError> {
    const SQL: &str = "select id, title, reference, valid_from, body, editor, version, changed from guide_drafts where id = $1";
    Ok(on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?)
}

/// All drafts, those last changed first.
pub(in crate::guide) async fn drafts(db: &Db) -> Result<Vec<Draft>, StoreError> {
    const SQL: &str = "select id, title, reference, valid_from, body, editor, version, changed from guide_drafts \
        order by changed desc, id";
    Ok(on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?)
}

/// Keeps a draft as somebody typed it, if it still has the version that they saw.
pub(in crate::guide) async fn save(db: &Db, typed: &Draft, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "update guide_drafts set title = $1, reference = $2, valid_from = $3, body = $4, editor = $5, \
        changed = $6, version = version + 1 where id = $7 and version = $8";
    let Draft { id, title, reference, valid_from, body, version, .. } = typed;
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(title).bind(reference).bind(valid_from).bind(body).bind(by);
        row.bind(now.trunc_subsecs(6)).bind(id).bind(version).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated(*id));
    }
    tell(&mut tx, by, "guide.edit", &id.to_string(), typed.detail(), now).await?;
    Ok(tx.commit().await?)
}

/// Throws away a draft that stands as it was read.
pub(in crate::guide) async fn discard(db: &Db, old: &Draft, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    take(&mut tx, old).await?;
    tell(&mut tx, by, "guide.discard", &old.id.to_string(), json!({ "title": old.title }), now).await?;
    Ok(tx.commit().await?)
}

/// Takes a draft out of the drafts, if it stands as it was read.
pub(super) async fn take(tx: &mut Tx, old: &Draft) -> Result<(), StoreError> {
    const SQL: &str = "delete from guide_drafts where id = $1 and version = $2";
    let done = on!(tx tx, conn => async {
        sqlx::query(SQL).bind(old.id).bind(old.version).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 { Ok(()) } else { Err(StoreError::Outdated(old.id)) }
}
