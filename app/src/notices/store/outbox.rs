//! The outbox: letters that wait, were sent or failed. Who sends one claims it for a while; should the process die, another
//! one sends it when that is over.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use domain::notices::next_try;
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, Tx, on};
use crate::notices::{Failed, Letter};

/// How long a claim holds; longer than any sending takes.
const CLAIM: TimeDelta = TimeDelta::minutes(3);
/// Days that what was sent or failed is listed.
const KEEP_DAYS: i64 = 30;

/// A letter as the administrator sees it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub(in crate::notices) struct Mail {
    pub(in crate::notices) id: Uuid,
    /// The login of whose it is.
    pub(in crate::notices) login: String,
    pub(in crate::notices) subject: String,
    /// `waiting`, `sent` or `failed`.
    pub(in crate::notices) state: String,
    pub(in crate::notices) tries: i64,
    pub(in crate::notices) due: DateTime<Utc>,
    pub(in crate::notices) error: String,
    pub(in crate::notices) created: DateTime<Utc>,
}

/// Puts a letter into the outbox.
pub(in crate::notices) async fn queue(tx: &mut Tx, person: Uuid, letter: &Letter, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "insert into outbox (id, person, address, subject, body, state, tries, due, error, created) \
        values ($1, $2, $3, $4, $5, 'waiting', 0, $6, '', $6)";
    let Letter { id, to, subject, body } = letter;
    let now = now.trunc_subsecs(6);
    Ok(on!(tx tx, conn => async {
        sqlx::query(SQL).bind(id).bind(person).bind(to).bind(subject).bind(body).bind(now).execute(conn).await.map(|_| ())
    })?)
}

/// Id, address, subject, body and tries.
type Claimed = (Uuid, String, String, String, i64);

/// A letter that is due, claimed for whoever asks, with the number of this try.
pub(in crate::notices) async fn claim(db: &Db, now: DateTime<Utc>) -> Result<Option<(Letter, i64)>, StoreError> {
    const SQLITE: &str = "update outbox set claimed = $1, tries = tries + 1 where id = (select id from outbox \
        where state = 'waiting' and due <= $1 and (claimed is null or claimed < $2) order by due limit 1) \
        returning id, address, subject, body, tries";
    const POSTGRES: &str = "update outbox set claimed = $1, tries = tries + 1 where id = (select id from outbox \
        where state = 'waiting' and due <= $1 and (claimed is null or claimed < $2) order by due limit 1 for update skip locked) \
        returning id, address, subject, body, tries";
    let now = now.trunc_subsecs(6);
    let stale = now - CLAIM;
    let row: Option<Claimed> = match db {
        Db::Sqlite(pool) => sqlx::query_as(SQLITE).bind(now).bind(stale).fetch_optional(pool).await?,
        Db::Postgres(pool) => sqlx::query_as(POSTGRES).bind(now).bind(stale).fetch_optional(pool).await?,
    };
    Ok(row.map(|(id, to, subject, body, tries)| (Letter { id, to, subject, body }, tries)))
}

/// A letter was sent; what stood in it is not kept.
pub(in crate::notices) async fn done(db: &Db, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "update outbox set state = 'sent', body = '', error = '', claimed = null, done = $1 where id = $2";
    let now = now.trunc_subsecs(6);
    Ok(on!(db, pool => async { sqlx::query(SQL).bind(now).bind(id).execute(pool).await.map(|_| ()) })?)
}

/// A letter was not sent: it is tried again later, or given up.
pub(in crate::notices) async fn failed(
    db: &Db,
    id: Uuid,
    tries: i64,
    why: &Failed,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "update outbox set state = $1, due = $2, error = $3, claimed = null, done = $4 where id = $5";
    let now = now.trunc_subsecs(6);
    let again = next_try(tries).filter(|_| !why.is_for_good()).map(|wait| now + wait);
    let (state, over) = if again.is_some() { ("waiting", None) } else { ("failed", Some(now)) };
    Ok(on!(db, pool => async {
        let row = sqlx::query(SQL).bind(state).bind(again.unwrap_or(now)).bind(why.to_string()).bind(over).bind(id);
        row.execute(pool).await.map(|_| ())
    })?)
}

/// Lets a letter that failed or waits be tried at once, with all its tries; whether there is one.
pub(in crate::notices) async fn again(db: &Db, id: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError> {
    const SQL: &str = "update outbox set state = 'waiting', tries = 0, due = $1, claimed = null, done = null \
        where id = $2 and state in ('waiting', 'failed')";
    let now = now.trunc_subsecs(6);
    let done = on!(db, pool => async {
        sqlx::query(SQL).bind(now).bind(id).execute(pool).await.map(|done| done.rows_affected())
    })?;
    Ok(done == 1)
}

/// What waits and what failed first, then what was sent; the latest first.
pub(in crate::notices) async fn list(db: &Db, most: i64) -> Result<Vec<Mail>, StoreError> {
    const SQL: &str = "select o.id, p.login, o.subject, o.state, o.tries, o.due, o.error, o.created from outbox o \
        join people p on p.id = o.person order by case when o.state = 'sent' then 1 else 0 end, o.created desc, o.id limit $1";
    Ok(on!(db, pool => sqlx::query_as(SQL).bind(most).fetch_all(pool))?)
}

/// Forgets letters that were sent or given up long ago.
pub(in crate::notices) async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "delete from outbox where state <> 'waiting' and done < $1";
    let before = (now - TimeDelta::days(KEEP_DAYS)).trunc_subsecs(6);
    Ok(on!(db, pool => async { sqlx::query(SQL).bind(before).execute(pool).await.map(|_| ()) })?)
}
