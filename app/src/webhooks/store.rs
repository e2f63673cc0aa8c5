//! All SQL of webhooks.

use std::collections::BTreeSet;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use domain::Word;
use domain::notices::{Kind, PAUSE_AFTER, next_try};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::accounts::new_id;
use crate::audit;
use crate::db::{Db, Tx, on};

/// How long a claim holds; longer than any call takes.
const CLAIM: TimeDelta = TimeDelta::minutes(2);
/// Days that calls are listed.
const KEEP_DAYS: i64 = 30;

/// Why webhooks could not be read or written.
#[derive(Debug, thiserror::Error)]
pub(super) enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is none.
    #[error("webhook {0} as stored is not valid")]
    Row(Uuid),
    /// Somebody changed it since it was read.
    #[error("it was changed meanwhile")]
    Outdated,
}

/// Another system.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Webhook {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) url: String,
    pub(super) kinds: BTreeSet<Kind>,
    /// Which of its secrets holds, from 1.
    pub(super) generation: i64,
    /// Whether nothing is called until an administrator goes on.
    pub(super) paused: bool,
    /// Calls in a row that failed.
    pub(super) failures: i64,
    pub(super) version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    url: String,
    kinds: String,
    generation: i64,
    state: String,
    failures: i64,
    version: i64,
}

impl TryFrom<Row> for Webhook {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { id, name, url, kinds, generation, state, failures, version } = row;
        let kinds = kinds.split_whitespace().map(Kind::from_word).collect::<Result<_, _>>().ok().ok_or(StoreError::Row(id))?;
        Ok(Self { id, name, url, kinds, generation, paused: state == "paused", failures, version })
    }
}

fn words(kinds: &BTreeSet<Kind>) -> String {
    kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(" ")
}

/// What happened, as other systems are told.
#[derive(Debug, Clone, Copy)]
pub struct News<'a> {
    /// The number of its audit line.
    pub seq: i64,
    /// What.
    pub kind: Kind,
    /// When.
    pub at: DateTime<Utc>,
    /// To what.
    pub subject: &'a str,
    /// In which room.
    pub room: Option<Uuid>,
}

/// The body of a call.
fn body(id: Uuid, kind: &str, at: DateTime<Utc>, subject: &str, room: Option<&str>) -> String {
    let (id, at): (String, Value) = (id.to_string(), json!(at.trunc_subsecs(6)));
    json!({ "id": id, "kind": kind, "at": at, "subject": subject, "room": room }).to_string()
}

/// Queues a call to each system that wants to know, once for each; those that are paused get it when they go on.
///
/// # Errors
/// When the database refuses; the transaction is then of no use.
pub async fn queue(tx: &mut Tx, news: &News<'_>, now: DateTime<Utc>, random: fn() -> [u8; 32]) -> Result<(), sqlx::Error> {
    const WANT: &str = "select id from webhooks where ' ' || kinds || ' ' like $1";
    const CODE: &str = "select code from rooms where id = $1";
    let word = news.kind.word();
    let want: Vec<Uuid> = on!(tx tx, conn => sqlx::query_scalar(WANT).bind(format!("% {word} %")).fetch_all(conn))?;
    if want.is_empty() {
        return Ok(());
    }
    let code: Option<String> = on!(tx tx, conn => sqlx::query_scalar(CODE).bind(news.room).fetch_optional(conn))?;
    for webhook in want {
        let id = new_id(now, random());
        let body = body(id, word, news.at, news.subject, code.as_deref());
        insert(tx, &New { id, webhook, seq: Some(news.seq), kind: word, body: &body }, now).await?;
    }
    Ok(())
}

struct New<'a> {
    id: Uuid,
    webhook: Uuid,
    seq: Option<i64>,
    kind: &'a str,
    body: &'a str,
}

async fn insert(tx: &mut Tx, new: &New<'_>, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    const SQL: &str = "insert into webhook_deliveries (id, webhook, seq, kind, body, state, tries, due, error, created) \
        values ($1, $2, $3, $4, $5, 'waiting', 0, $6, '', $6) on conflict (webhook, seq) do nothing";
    let New { id, webhook, seq, kind, body } = new;
    let now = now.trunc_subsecs(6);
    on!(tx tx, conn => async {
        sqlx::query(SQL).bind(id).bind(webhook).bind(seq).bind(kind).bind(body).bind(now).execute(conn).await.map(|_| ())
    })
}

/// All webhooks, by name.
pub(super) async fn list(db: &Db) -> Result<Vec<Webhook>, StoreError> {
    const SQL: &str = "select id, name, url, kinds, generation, state, failures, version from webhooks order by name, id";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    rows.into_iter().map(Webhook::try_from).collect()
}

/// The webhook of an id.
pub(super) async fn find(db: &Db, id: Uuid) -> Result<Option<Webhook>, StoreError> {
    const SQL: &str = "select id, name, url, kinds, generation, state, failures, version from webhooks where id = $1";
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Webhook::try_from).transpose()
}

/// Adds a webhook.
pub(super) async fn add(db: &Db, new: &Webhook, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "insert into webhooks (id, name, url, kinds, generation, state, failures, created, version) \
        values ($1, $2, $3, $4, 1, 'active', 0, $5, 1)";
    let mut tx = db.begin().await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(new.id).bind(&new.name).bind(&new.url).bind(words(&new.kinds));
        row.bind(now.trunc_subsecs(6)).execute(conn).await.map(|_| ())
    })?;
    tell(&mut tx, new, "webhooks.add", by, now).await?;
    Ok(tx.commit().await?)
}

/// Writes a webhook over what it was when it was read; `action` is the word of the audit line.
pub(super) async fn change(db: &Db, to: &Webhook, action: &str, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "update webhooks set name = $1, url = $2, kinds = $3, generation = $4, state = $5, failures = $6, \
        version = version + 1 where id = $7 and version = $8";
    let mut tx = db.begin().await?;
    audit::hold(&mut tx).await?;
    let state = if to.paused { "paused" } else { "active" };
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(&to.name).bind(&to.url).bind(words(&to.kinds)).bind(to.generation).bind(state);
        row.bind(to.failures).bind(to.id).bind(to.version).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    tell(&mut tx, to, action, by, now).await?;
    Ok(tx.commit().await?)
}

/// Takes a webhook away, with its calls.
pub(super) async fn delete(db: &Db, old: &Webhook, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "delete from webhooks where id = $1 and version = $2";
    let mut tx = db.begin().await?;
    audit::hold(&mut tx).await?;
    let done = on!(tx &mut tx, conn => async {
        sqlx::query(SQL).bind(old.id).bind(old.version).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    tell(&mut tx, old, "webhooks.delete", by, now).await?;
    Ok(tx.commit().await?)
}

/// Queues a call that says nothing but that it is a test.
pub(super) async fn test(db: &Db, webhook: Uuid, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    insert(&mut tx, &New { id, webhook, seq: None, kind: "test", body: &body(id, "test", now, "test", None) }, now).await?;
    Ok(tx.commit().await?)
}

async fn tell(tx: &mut Tx, of: &Webhook, action: &str, by: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    let detail = json!({ "name": of.name, "url": of.url, "kinds": of.kinds, "generation": of.generation });
    let subject = of.id.to_string();
    Ok(audit::append(tx, &audit::Entry { at, actor: by, action, subject: &subject, detail }).await?)
}

/// A call that is to be made.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Delivery {
    pub(super) id: Uuid,
    pub(super) webhook: Uuid,
    pub(super) kind: String,
    pub(super) body: String,
    pub(super) tries: i64,
}

/// A call that is due, claimed for whoever asks, with the number of this try.
pub(super) async fn claim(db: &Db, now: DateTime<Utc>) -> Result<Option<Delivery>, StoreError> {
    const SQLITE: &str = "update webhook_deliveries set claimed = $1, tries = tries + 1 where id = (select d.id from webhook_deliveries d \
        join webhooks w on w.id = d.webhook where d.state = 'waiting' and w.state = 'active' and d.due <= $1 \
        and (d.claimed is null or d.claimed < $2) order by d.due limit 1) returning id, webhook, kind, body, tries";
    const POSTGRES: &str = "update webhook_deliveries set claimed = $1, tries = tries + 1 where id = (select d.id from webhook_deliveries d \
        join webhooks w on w.id = d.webhook where d.state = 'waiting' and w.state = 'active' and d.due <= $1 \
        and (d.claimed is null or d.claimed < $2) order by d.due limit 1 for update of d skip locked) \
        returning id, webhook, kind, body, tries";
    let now = now.trunc_subsecs(6);
    let stale = now - CLAIM;
    Ok(match db {
        Db::Sqlite(pool) => sqlx::query_as(SQLITE).bind(now).bind(stale).fetch_optional(pool).await?,
        Db::Postgres(pool) => sqlx::query_as(POSTGRES).bind(now).bind(stale).fetch_optional(pool).await?,
    })
}

/// A call was answered with yes.
pub(super) async fn done(db: &Db, of: &Delivery, status: u16, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str =
        "update webhook_deliveries set state = 'sent', status = $1, error = '', claimed = null, done = $2 where id = $3";
    const FINE: &str = "update webhooks set failures = 0 where id = $1 and failures > 0";
    let now = now.trunc_subsecs(6);
    on!(db, pool => async {
        sqlx::query(SQL).bind(i64::from(status)).bind(now).bind(of.id).execute(pool).await.map(|_| ())
    })?;
    Ok(on!(db, pool => async { sqlx::query(FINE).bind(of.webhook).execute(pool).await.map(|_| ()) })?)
}

/// A call failed: it is made again later or given up, and after too many failures in a row the webhook is paused.
pub(super) async fn failed(
    db: &Db,
    of: &Delivery,
    (status, error): (Option<u16>, &str),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "update webhook_deliveries set state = $1, due = $2, status = $3, error = $4, claimed = null, done = $5 \
        where id = $6";
    const COUNT: &str = "update webhooks set failures = failures + 1 where id = $1 returning failures";
    const PAUSE: &str = "update webhooks set state = 'paused', version = version + 1 where id = $1 and state = 'active'";
    let now = now.trunc_subsecs(6);
    let again = next_try(of.tries).map(|wait| now + wait);
    let (state, over) = if again.is_some() { ("waiting", None) } else { ("failed", Some(now)) };
    let mut tx = db.begin().await?;
    audit::hold(&mut tx).await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(state).bind(again.unwrap_or(now)).bind(status.map(i64::from)).bind(error);
        row.bind(over).bind(of.id).execute(conn).await.map(|_| ())
    })?;
    let failures: Option<i64> = on!(tx &mut tx, conn => sqlx::query_scalar(COUNT).bind(of.webhook).fetch_optional(conn))?;
    if failures.is_some_and(|failures| failures >= PAUSE_AFTER) {
        let done = on!(tx &mut tx, conn => async {
            sqlx::query(PAUSE).bind(of.webhook).execute(conn).await.map(|done| done.rows_affected())
        })?;
        if done == 1 {
            paused(&mut tx, of.webhook, now).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// The audit line of a pause, of which the administrators are told.
async fn paused(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "select id, name, url, kinds, generation, state, failures, version from webhooks where id = $1";
    let row: Row = on!(tx &mut *tx, conn => sqlx::query_as(SQL).bind(id).fetch_one(conn))?;
    tell(tx, &Webhook::try_from(row)?, "webhooks.pause", "muying", now).await
}

/// Lets calls of a webhook that were given up be made again; how many.
pub(super) async fn again(db: &Db, webhook: Uuid, now: DateTime<Utc>) -> Result<u64, StoreError> {
    const SQL: &str = "update webhook_deliveries set state = 'waiting', tries = 0, due = $1, done = null \
        where webhook = $2 and state = 'failed'";
    let now = now.trunc_subsecs(6);
    Ok(on!(db, pool => async {
        sqlx::query(SQL).bind(now).bind(webhook).execute(pool).await.map(|done| done.rows_affected())
    })?)
}

/// A call as the administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Logged {
    pub(super) kind: String,
    pub(super) body: String,
    /// `waiting`, `sent` or `failed`.
    pub(super) state: String,
    pub(super) tries: i64,
    pub(super) due: DateTime<Utc>,
    pub(super) status: Option<i64>,
    pub(super) error: String,
    pub(super) created: DateTime<Utc>,
}

/// The calls of a webhook, the latest first.
pub(super) async fn log(db: &Db, webhook: Uuid, most: i64) -> Result<Vec<Logged>, StoreError> {
    const SQL: &str = "select kind, body, state, tries, due, status, error, created from webhook_deliveries \
        where webhook = $1 order by created desc, id desc limit $2";
    Ok(on!(db, pool => sqlx::query_as(SQL).bind(webhook).bind(most).fetch_all(pool))?)
}

/// Forgets calls that were answered or given up long ago.
pub(super) async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "delete from webhook_deliveries where state <> 'waiting' and done < $1";
    let before = (now - TimeDelta::days(KEEP_DAYS)).trunc_subsecs(6);
    Ok(on!(db, pool => async { sqlx::query(SQL).bind(before).execute(pool).await.map(|_| ()) })?)
}
