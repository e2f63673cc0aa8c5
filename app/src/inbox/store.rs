//! All SQL of the inbox: who looks after what, and until when.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::Word;
use domain::inbox::InboxKind;
use serde_json::json;
use uuid::Uuid;

use crate::db::{Db, on};
use crate::{accounts, audit, awards, imports, inspections, money, rectifications, reports};

/// Why the inbox could not be read or written.
#[derive(Debug, thiserror::Error)]
pub(super) enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is none.
    #[error("who looks after {0} is not stored in a valid way")]
    Row(Uuid),
    /// Somebody changed it since it was read.
    #[error("it was changed meanwhile")]
    Outdated,
    /// What parents reported.
    #[error(transparent)]
    Reports(#[from] reports::StoreError),
    /// What is to be mended.
    #[error(transparent)]
    Rectifications(#[from] rectifications::StoreError),
    /// Inspections.
    #[error(transparent)]
    Inspections(#[from] inspections::StoreError),
    /// Payments.
    #[error(transparent)]
    Money(#[from] money::StoreError),
    /// Imports.
    #[error(transparent)]
    Imports(#[from] imports::StoreError),
    /// Awards.
    #[error(transparent)]
    Awards(#[from] awards::StoreError),
    /// People.
    #[error(transparent)]
    People(#[from] accounts::StoreError),
}

/// Who looks after something, and until when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) owner: Option<Uuid>,
    /// As somebody set it.
    pub(super) due: Option<NaiveDate>,
    /// 0 before anybody held it, one more at each change.
    pub(super) version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    subject: Uuid,
    owner: Option<Uuid>,
    due: Option<String>,
    version: i64,
}

/// Who looks after what. What is over stays in here, and is asked for no more.
pub(super) async fn held(db: &Db) -> Result<HashMap<(InboxKind, Uuid), Held>, StoreError> {
    const SQL: &str = "select kind, subject, owner, due, version from inbox_owners";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let one = |Row { kind, subject, owner, due, version }: Row| {
        let bad = || StoreError::Row(subject);
        let due = due.map(|day| day.parse()).transpose().ok().ok_or_else(bad)?;
        Ok(((InboxKind::from_word(&kind).ok().ok_or_else(bad)?, subject), Held { owner, due, version }))
    };
    rows.into_iter().map(one).collect()
}

/// Writes who looks after something and until when, as it was read with `to.version`; `login` is the new owner's.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster; then nothing was written.
pub(super) async fn hold(
    db: &Db,
    (kind, subject): (InboxKind, Uuid),
    to: Held,
    login: Option<&str>,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const NEW: &str = "insert into inbox_owners (kind, subject, owner, due, changed, version) values ($1, $2, $3, $4, $5, 1) \
        on conflict (kind, subject) do nothing";
    const CHANGE: &str = "update inbox_owners set owner = $3, due = $4, changed = $5, version = version + 1 \
        where kind = $1 and subject = $2 and version = $6";
    let due = to.due.map(|day| day.to_string());
    let now = now.trunc_subsecs(6);
    let mut tx = db.begin().await?;
    audit::hold(&mut tx).await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(if to.version == 0 { NEW } else { CHANGE }).bind(kind.word()).bind(subject).bind(to.owner);
        let row = row.bind(&due).bind(now);
        let row = if to.version == 0 { row } else { row.bind(to.version) };
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    let (detail, subject) = (json!({ "kind": kind, "owner": login, "due": due }), subject.to_string());
    audit::append(&mut tx, &audit::Entry { at: now, actor: by, action: "inbox.hold", subject: &subject, detail }).await?;
    Ok(tx.commit().await?)
}
