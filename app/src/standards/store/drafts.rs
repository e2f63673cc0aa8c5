//! Drafts of new versions: any text, with or without mistakes, until it is published.

use chrono::{DateTime, SubsecRound, Utc};
use domain::Digest;
use serde_json::json;
use uuid::Uuid;

use super::{StoreError, tell};
use crate::db::{Db, Tx, on};

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(in crate::standards) struct Draft {
    pub(in crate::standards) id: Uuid,
    /// What people call it: the id that its text gave it when it could last be read.
    pub(in crate::standards) name: String,
    pub(in crate::standards) text: String,
    /// The account of whoever edited it last.
    pub(in crate::standards) editor: String,
    pub(in crate::standards) version: i64,
    pub(in crate::standards) changed: DateTime<Utc>,
}

/// Keeps a new draft.
pub(in crate::standards) async fn start(db: &Db, draft: &Draft) -> Result<(), StoreError> {
    const SQL: &str = "insert into standard_drafts (id, name, text, editor, version, changed) values ($1, $2, $3, $4, 1, $5)";
    let Draft { id, name, text, editor, changed, .. } = draft;
    let mut tx = db.begin().await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(name).bind(text).bind(editor).bind(changed.trunc_subsecs(6));
        row.execute(conn).await.map(|_| ())
    })?;
    let detail = json!({ "name": name, "digest": Digest::of(text.as_bytes()).to_string() });
    tell(&mut tx, editor, "standards.draft", &id.to_string(), detail, *changed).await?;
    Ok(tx.commit().await?)
}

/// The draft of an id.
pub(in crate::standards) async fn draft(db: &Db, id: Uuid) -> Result<Option<Draft>, StoreError> {
    const SQL: &str = "select id, name, text, editor, version, changed from standard_drafts where id = $1";
    Ok(on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?)
}

/// All drafts, those last changed first.
pub(in crate::standards) async fn drafts(db: &Db) -> Result<Vec<Draft>, StoreError> {
    const SQL: &str = "select id, name, text, editor, version, changed from standard_drafts order by changed desc";
    Ok(on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?)
}

/// Keeps the text of a draft that stands as it was read.
pub(in crate::standards) async fn save(
    db: &Db,
    old: &Draft,
    name: &str,
    text: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "update standard_drafts set name = $1, text = $2, editor = $3, changed = $4, version = version + 1 \
        where id = $5 and version = $6";
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(name).bind(text).bind(by).bind(now.trunc_subsecs(6)).bind(old.id).bind(old.version);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    let detail = json!({ "name": name, "digest": Digest::of(text.as_bytes()).to_string() });
    tell(&mut tx, by, "standards.edit", &old.id.to_string(), detail, now).await?;
    Ok(tx.commit().await?)
}

/// Throws away a draft that stands as it was read.
pub(in crate::standards) async fn discard(db: &Db, old: &Draft, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    take(&mut tx, old).await?;
    tell(&mut tx, by, "standards.discard", &old.id.to_string(), json!({ "name": old.name }), now).await?;
    Ok(tx.commit().await?)
}

/// Takes a draft out of the drafts, if it stands as it was read.
pub(super) async fn take(tx: &mut Tx, old: &Draft) -> Result<(), StoreError> {
    const SQL: &str = "delete from standard_drafts where id = $1 and version = $2";
    let done = on!(tx tx, conn => async {
        sqlx::query(SQL).bind(old.id).bind(old.version).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 1 { Ok(()) } else { Err(StoreError::Outdated) }
}
