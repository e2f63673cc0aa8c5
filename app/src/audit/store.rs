//! All SQL of the audit chain.

use chrono::{DateTime, SubsecRound, Utc};
use domain::Digest;
use sqlx::types::Json;

use crate::db::{Db, Tx, on};

/// What happened.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: an account, or the command that ran.
    pub actor: &'a str,
    /// What was done, such as `rooms.import`.
    pub action: &'a str,
    /// To what.
    pub subject: &'a str,
    /// The particulars.
    pub detail: serde_json::Value,
}

/// A line of the chain.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Line {
    /// Its number, from 1 without a gap.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// The particulars.
    pub detail: Json<serde_json::Value>,
    /// Of this line and the hash of the one before.
    pub hash: String,
}

/// Which lines are wanted; what is empty does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Exactly this person or command.
    pub actor: String,
    /// Actions that begin like this: `people.` for all that is done to people.
    pub action: String,
    /// Exactly this subject.
    pub subject: String,
    /// From this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
    /// Lines older than this number.
    pub before: Option<i64>,
}

/// The latest lines that a filter lets through, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn search(db: &Db, filter: &Filter, most: i64) -> Result<Vec<Line>, sqlx::Error> {
    const SQL: &str = "select seq, at, actor, action, subject, detail, hash from audit \
        where ($1 = '' or actor = $1) and substr(action, 1, length($2)) = $2 and ($3 = '' or subject = $3) \
        and at >= $4 and at < $5 and seq < $6 order by seq desc limit $7";
    let Filter { actor, action, subject, from, until, before } = filter;
    let (from, until) = (from.unwrap_or(FIRST), until.unwrap_or(LAST));
    on!(db, pool => {
        let rows = sqlx::query_as(SQL).bind(actor).bind(action).bind(subject).bind(from).bind(until);
        rows.bind(before.unwrap_or(i64::MAX)).bind(most).fetch_all(pool)
    })
}

/// The lines that follow a number, in order, as a transaction sees them. A line is only ever written while the chain is held,
/// so that no line appears before one that was seen.
///
/// # Errors
/// When the database cannot be read.
pub async fn after(tx: &mut Tx, seq: i64, most: i64) -> Result<Vec<Line>, sqlx::Error> {
    const SQL: &str = "select seq, at, actor, action, subject, detail, hash from audit where seq > $1 order by seq limit $2";
    on!(tx tx, conn => sqlx::query_as(SQL).bind(seq).bind(most).fetch_all(conn))
}

/// Moments that both engines can compare with any other: the years 1 and 9999.
const FIRST: DateTime<Utc> = DateTime::from_timestamp(-62_135_596_800, 0).expect("in range");
const LAST: DateTime<Utc> = DateTime::from_timestamp(253_402_300_799, 0).expect("in range");

/// Writes a line at the end of the chain.
///
/// # Errors
/// When the database refuses; the transaction is then of no use.
pub async fn append(tx: &mut Tx, entry: &Entry<'_>) -> Result<(), sqlx::Error> {
    append_all(tx, std::slice::from_ref(entry)).await
}

/// Writes lines at the end of the chain, in order.
///
/// # Errors
/// When the database refuses; the transaction is then of no use.
pub async fn append_all(tx: &mut Tx, entries: &[Entry<'_>]) -> Result<(), sqlx::Error> {
    const LAST: &str = "select seq, hash from audit order by seq desc limit 1";
    hold(tx).await?;
    let last: Option<(i64, String)> = on!(tx tx, conn => sqlx::query_as(LAST).fetch_optional(conn))?;
    let (mut seq, mut previous) = last.unwrap_or_default();
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        // PostgreSQL keeps microseconds: what is hashed must be what is read back.
        let at = entry.at.trunc_subsecs(6);
        seq += 1;
        previous = hash(&previous, seq, at, entry.actor, entry.action, entry.subject, &entry.detail);
        lines.push(New { seq, at, entry, hash: previous.clone() });
    }
    insert(tx, &lines).await
}

/// Holds the chain until the end of the transaction: one writer at a time, since two lines must not follow the same one.
/// SQLite's immediate transaction is that already. Who also holds rows that others write after a line of theirs holds the
/// chain first; so nobody waits for somebody who waits for them.
///
/// # Errors
/// When the database refuses; the transaction is then of no use.
pub async fn hold(tx: &mut Tx) -> Result<(), sqlx::Error> {
    if let Tx::Postgres(pg) = tx {
        sqlx::query("lock table audit in exclusive mode").execute(&mut **pg).await?;
    }
    Ok(())
}

/// A line that is to be written.
struct New<'a> {
    seq: i64,
    at: DateTime<Utc>,
    entry: &'a Entry<'a>,
    hash: String,
}

async fn insert(tx: &mut Tx, lines: &[New<'_>]) -> Result<(), sqlx::Error> {
    const SQLITE: &str = "insert into audit (seq, at, actor, action, subject, detail, hash) values ($1, $2, $3, $4, $5, $6, $7)";
    const POSTGRES: &str = "insert into audit (seq, at, actor, action, subject, detail, hash) \
        select * from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[])";
    macro_rules! each {
        ($field:expr) => {
            lines.iter().map($field).collect::<Vec<_>>()
        };
    }
    match tx {
        Tx::Sqlite(tx) => {
            for New { seq, at, entry, hash } in lines {
                let row = sqlx::query(SQLITE).bind(seq).bind(at).bind(entry.actor).bind(entry.action).bind(entry.subject);
                row.bind(Json(&entry.detail)).bind(hash).execute(&mut **tx).await?;
            }
        }
        Tx::Postgres(tx) => {
            let rows = sqlx::query(POSTGRES).bind(each!(|line| line.seq)).bind(each!(|line| line.at));
            let rows = rows.bind(each!(|line| line.entry.actor)).bind(each!(|line| line.entry.action));
            let rows = rows.bind(each!(|line| line.entry.subject)).bind(each!(|line| Json(&line.entry.detail)));
            rows.bind(each!(|line| line.hash.as_str())).execute(&mut **tx).await?;
        }
    }
    Ok(())
}

/// Follows the chain from its start: the number of lines, or the first line that does not fit.
///
/// # Errors
/// When the database cannot be read.
pub async fn verify(db: &Db) -> Result<Result<u64, i64>, sqlx::Error> {
    const ALL: &str = "select seq, at, actor, action, subject, detail, hash from audit order by seq";
    let lines: Vec<Line> = on!(db, pool => sqlx::query_as(ALL).fetch_all(pool))?;
    let mut previous = String::new();
    for (expected, line) in (1_i64..).zip(&lines) {
        let hash = hash(&previous, line.seq, line.at, &line.actor, &line.action, &line.subject, &line.detail);
        if line.seq != expected || line.hash != hash {
            return Ok(Err(line.seq));
        }
        previous = hash;
    }
    Ok(Ok(lines.len() as u64))
}

fn hash(
    previous: &str,
    seq: i64,
    at: DateTime<Utc>,
    actor: &str,
    action: &str,
    subject: &str,
    detail: &serde_json::Value,
) -> String {
    // A JSON array keeps the fields apart whatever they hold; serde_json's maps are sorted, as jsonb gives them back.
    let text = serde_json::json!([previous, seq, at.timestamp_micros(), actor, action, subject, detail]).to_string();
    Digest::of(text.as_bytes()).to_string()
}
