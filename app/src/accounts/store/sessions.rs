//! Where people are signed in, their links, and wrong passwords.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::people::{Person, Row, StoreError, link_expires, person};
use crate::audit;
use crate::db::{Db, Tx, on};

/// Signed in without being seen, at most: an expert may be without a signal for days.
const IDLE_DAYS: i64 = 14;
/// Signed in at a stretch, at most.
const MOST_DAYS: i64 = 60;
/// A visit is noted at most this often.
const NOTED_MINUTES: i64 = 30;

/// Begins a session and forgets wrong passwords.
pub(in crate::accounts) async fn sign_in(
    tx: &mut Tx,
    person: &Person,
    token: &str,
    agent: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into sessions (token, person, created, seen, agent) values ($1, $2, $3, $3, $4)";
    const FORGET: &str = "delete from failures where login = $1";
    let now = now.trunc_subsecs(6);
    let agent: String = agent.chars().take(200).collect();
    on!(tx tx, conn => async {
        sqlx::query(SQL).bind(token).bind(person.id).bind(now).bind(&agent).execute(conn).await.map(|_| ())
    })?;
    on!(tx tx, conn => async { sqlx::query(FORGET).bind(person.login.as_str()).execute(conn).await.map(|_| ()) })?;
    let login = person.login.as_str();
    let entry = audit::Entry { at: now, actor: login, action: "people.sign_in", subject: login, detail: json!({}) };
    Ok(audit::append(tx, &entry).await?)
}

#[derive(sqlx::FromRow)]
struct Session {
    token: String,
    #[sqlx(flatten)]
    person: Row,
    created: DateTime<Utc>,
    seen: DateTime<Utc>,
}

/// The people of those of the sessions that hold at this moment, by token.
pub(in crate::accounts) async fn sessions(
    db: &Db,
    tokens: &[&str],
    now: DateTime<Utc>,
) -> Result<HashMap<String, Person>, StoreError> {
    const SQLITE: &str = "select s.token, p.id, p.name, p.login, p.role, p.password, p.active, p.version, s.created, s.seen \
        from sessions s join people p on p.id = s.person where s.token in (select value from json_each($1)) and p.active";
    const POSTGRES: &str = "select s.token, p.id, p.name, p.login, p.role, p.password, p.active, p.version, s.created, s.seen \
        from sessions s join people p on p.id = s.person where s.token in (select json_array_elements_text($1::json)) and p.active";
    const SEEN: &str = "update sessions set seen = $1 where token = $2";
    let sql = if matches!(db, Db::Sqlite(_)) { SQLITE } else { POSTGRES };
    let list = json!(tokens).to_string();
    let found: Vec<Session> = on!(db, pool => sqlx::query_as(sql).bind(&list).fetch_all(pool))?;
    let mut people = HashMap::new();
    for Session { token, person, created, seen } in found {
        if now - seen > TimeDelta::days(IDLE_DAYS) || now - created > TimeDelta::days(MOST_DAYS) {
            continue;
        }
        if now - seen > TimeDelta::minutes(NOTED_MINUTES) {
            on!(db, pool => async {
                sqlx::query(SEEN).bind(now.trunc_subsecs(6)).bind(&token).execute(pool).await.map(|_| ())
            })?;
        }
        people.insert(token, person.try_into()?);
    }
    Ok(people)
}

/// Ends one session.
pub(in crate::accounts) async fn sign_out(db: &Db, token: &str) -> Result<(), StoreError> {
    const SQL: &str = "delete from sessions where token = $1";
    Ok(on!(db, pool => async { sqlx::query(SQL).bind(token).execute(pool).await.map(|_| ()) })?)
}

/// Ends all sessions of a person, and sign-ins that wait for a code.
pub(in crate::accounts) async fn sign_out_everywhere(tx: &mut Tx, person: Uuid) -> Result<(), StoreError> {
    const SQL: &str = "delete from sessions where person = $1";
    const HALF: &str = "delete from half_sessions where person = $1";
    on!(tx tx, conn => async { sqlx::query(HALF).bind(person).execute(conn).await.map(|_| ()) })?;
    Ok(on!(tx tx, conn => async { sqlx::query(SQL).bind(person).execute(conn).await.map(|_| ()) })?)
}

/// Gives a person a link to choose a password; earlier ones are of no use any more.
pub(in crate::accounts) async fn link(
    tx: &mut Tx,
    person: &Person,
    token: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const OLD: &str = "delete from links where person = $1";
    const SQL: &str = "insert into links (token, person, expires) values ($1, $2, $3)";
    on!(tx tx, conn => async { sqlx::query(OLD).bind(person.id).execute(conn).await.map(|_| ()) })?;
    let expires = link_expires(now);
    on!(tx tx, conn => async { sqlx::query(SQL).bind(token).bind(person.id).bind(expires).execute(conn).await.map(|_| ()) })?;
    let entry = audit::Entry {
        at: now,
        actor: by,
        action: "people.link",
        subject: person.login.as_str(),
        detail: json!({ "expires": expires }),
    };
    Ok(audit::append(tx, &entry).await?)
}

/// The person of a link that may still be used.
pub(in crate::accounts) async fn person_of_link(
    tx: &mut Tx,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Option<Person>, StoreError> {
    const SQL: &str = "select person, expires from links where token = $1";
    let found: Option<(Uuid, DateTime<Utc>)> = on!(tx tx, conn => sqlx::query_as(SQL).bind(token).fetch_optional(conn))?;
    match found {
        Some((id, expires)) if expires > now => Ok(person(tx, id).await?.filter(|person| person.active)),
        _ => Ok(None),
    }
}

const FAILURES: &str = "select count, last from failures where login = $1";
const FAIL: &str = "insert into failures (login, count, last) values ($1, 1, $2) \
    on conflict (login) do update set count = failures.count + 1, last = excluded.last";

/// Wrong passwords and codes in a row for a login, and when the last one came.
pub(in crate::accounts) async fn failures(db: &Db, login: &str) -> Result<Option<(i32, DateTime<Utc>)>, StoreError> {
    Ok(on!(db, pool => sqlx::query_as(FAILURES).bind(login).fetch_optional(pool))?)
}

/// The same within a transaction.
pub(in crate::accounts) async fn failures_in(tx: &mut Tx, login: &str) -> Result<Option<(i32, DateTime<Utc>)>, StoreError> {
    Ok(on!(tx tx, conn => sqlx::query_as(FAILURES).bind(login).fetch_optional(conn))?)
}

/// Counts a wrong password, also for logins that nobody has.
pub(in crate::accounts) async fn fail(db: &Db, login: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    Ok(on!(db, pool => async { sqlx::query(FAIL).bind(login).bind(now.trunc_subsecs(6)).execute(pool).await.map(|_| ()) })?)
}

/// The same within a transaction.
pub(in crate::accounts) async fn fail_in(tx: &mut Tx, login: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    Ok(on!(tx tx, conn => async { sqlx::query(FAIL).bind(login).bind(now.trunc_subsecs(6)).execute(conn).await.map(|_| ()) })?)
}
