//! All SQL of documents.

use chrono::{DateTime, SubsecRound, Utc};
use domain::{Action, Digest, PaperFormat, Word};
use serde_json::json;
use uuid::Uuid;

use crate::audit;
use crate::db::{Db, Tx, on};

/// What a document belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperOf {
    /// A step of a room from proposal to closure.
    Step,
    /// A payment.
    Payment,
    /// An award.
    Award,
}

impl PaperOf {
    const ALL: [Self; 3] = [Self::Step, Self::Payment, Self::Award];

    fn word(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Payment => "payment",
            Self::Award => "award",
        }
    }

    /// Who may see it, add it and take it away.
    pub(super) fn action(self) -> Action {
        match self {
            Self::Step => Action::ManageBuildout,
            Self::Payment => Action::ManageMoney,
            Self::Award => Action::ManageAwards,
        }
    }

    /// The page it is shown on.
    pub(super) fn page(self, called: &str) -> String {
        match self {
            Self::Step => format!("/staff/build/{called}"),
            Self::Payment => format!("/staff/money/payments/{called}"),
            Self::Award => format!("/staff/awards/{called}"),
        }
    }
}

/// What a document is added to.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Its kind.
    pub of: PaperOf,
    /// The room, the payment or the award.
    pub owner: Uuid,
    /// The number of the step; 0 of a payment and of an award.
    pub number: i64,
    /// As its page is called: the room's code, or the payment's or award's id.
    pub called: &'a str,
}

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// Names it, and its file.
    pub id: Uuid,
    /// What it belongs to.
    pub of: PaperOf,
    /// The number of the step.
    pub number: i64,
    /// As the page that it is on is called.
    pub called: String,
    /// SHA-256 of the file.
    pub digest: Digest,
    /// As whoever added it called it.
    pub name: String,
    /// What it is.
    pub format: PaperFormat,
    /// Its size.
    pub bytes: i64,
    /// Who added it.
    pub added_by: String,
    /// When.
    pub added: DateTime<Utc>,
    /// Who took it away, when and why; its file is gone then.
    pub removed: Option<(String, DateTime<Utc>, String)>,
}

/// Why documents could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is no document.
    #[error("the document {0} as stored is not valid")]
    Row(Uuid),
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    of_what: String,
    number: i64,
    called: String,
    digest: String,
    name: String,
    format: String,
    bytes: i64,
    added_by: String,
    added: DateTime<Utc>,
    removed_by: Option<String>,
    removed: Option<DateTime<Utc>>,
    why: Option<String>,
}

impl TryFrom<Row> for Paper {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.id);
        let of = PaperOf::ALL.into_iter().find(|of| of.word() == row.of_what).ok_or_else(bad)?;
        let removed = row.removed_by.zip(row.removed).zip(row.why);
        Ok(Self {
            of,
            digest: Digest::new(&row.digest).ok().ok_or_else(bad)?,
            format: PaperFormat::from_word(&row.format).ok().ok_or_else(bad)?,
            removed: removed.map(|((by, at), why)| (by, at, why)),
            id: row.id,
            number: row.number,
            called: row.called,
            name: row.name,
            bytes: row.bytes,
            added_by: row.added_by,
            added: row.added,
        })
    }
}

/// The documents of a room's steps or of a payment, the first one first; those taken away among them.
///
/// # Errors
/// [`StoreError`].
pub async fn of(db: &Db, of: PaperOf, owner: Uuid) -> Result<Vec<Paper>, StoreError> {
    const SQL: &str = "select id, of_what, number, called, digest, name, format, bytes, added_by, added, removed_by, removed, why \
        from papers where of_what = $1 and owner = $2 order by number, added, id";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(of.word()).bind(owner).fetch_all(pool))?;
    rows.into_iter().map(Paper::try_from).collect()
}

/// A document.
pub(super) async fn find(db: &Db, id: Uuid) -> Result<Option<Paper>, StoreError> {
    const SQL: &str = "select id, of_what, number, called, digest, name, format, bytes, added_by, added, removed_by, removed, why \
        from papers where id = $1";
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Paper::try_from).transpose()
}

/// Adds a document whose file lies in its place; `false` where that file was there already.
pub(super) async fn insert(db: &Db, to: Subject<'_>, paper: &Paper) -> Result<bool, StoreError> {
    const SQL: &str = "insert into papers \
        (id, of_what, owner, number, called, digest, name, format, bytes, added_by, added) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing";
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(paper.id).bind(to.of.word()).bind(to.owner).bind(to.number).bind(to.called);
        let row = row.bind(paper.digest.to_string()).bind(&paper.name).bind(paper.format.word()).bind(paper.bytes);
        let row = row.bind(&paper.added_by).bind(paper.added.trunc_subsecs(6));
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 0 {
        return Ok(false);
    }
    let detail = json!({ "id": paper.id, "name": paper.name, "digest": paper.digest, "bytes": paper.bytes, "number": to.number });
    tell(&mut tx, &paper.added_by, (to.of, "add"), to.called, detail, paper.added).await?;
    tx.commit().await?;
    Ok(true)
}

/// Takes a document away; `false` where somebody else has.
pub(super) async fn remove(db: &Db, paper: &Paper, by: &str, why: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    const SQL: &str = "update papers set removed_by = $2, removed = $3, why = $4 where id = $1 and removed is null";
    let mut tx = db.begin().await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(paper.id).bind(by).bind(now.trunc_subsecs(6)).bind(why);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done == 0 {
        return Ok(false);
    }
    let detail = json!({ "id": paper.id, "name": paper.name, "digest": paper.digest, "why": why });
    tell(&mut tx, by, (paper.of, "remove"), &paper.called, detail, now).await?;
    tx.commit().await?;
    Ok(true)
}

async fn tell(
    tx: &mut Tx,
    actor: &str,
    (of, what): (PaperOf, &str),
    subject: &str,
    detail: serde_json::Value,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let action = match (of, what) {
        (PaperOf::Step, "add") => "buildout.paper.add",
        (PaperOf::Step, _) => "buildout.paper.remove",
        (PaperOf::Payment, "add") => "money.paper.add",
        (PaperOf::Payment, _) => "money.paper.remove",
        (PaperOf::Award, "add") => "awards.paper.add",
        (PaperOf::Award, _) => "awards.paper.remove",
    };
    audit::append(tx, &audit::Entry { at, actor, action, subject, detail }).await
}
