//! Second factors: authenticators, recovery codes, and sign-ins that wait for a code.

use std::collections::HashSet;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::people::{Person, StoreError, by_login, person, tell};
use crate::accounts::secret::hash;
use crate::accounts::totp::{Secret, recovery_typed};
use crate::db::{Db, Tx, on};

/// An authenticator is set up within this, else it is begun anew.
const SETUP_MINUTES: i64 = 15;
/// After the password a code is waited for so long.
pub(in crate::accounts) const CODE_MINUTES: i64 = 10;

/// A person's authenticator.
pub(in crate::accounts) struct SecondFactor {
    pub(in crate::accounts) secret: Secret,
    /// Since when it is asked for; none while it is being set up.
    pub(in crate::accounts) since: Option<DateTime<Utc>>,
    /// The step of the last code that was used.
    last_step: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    secret: Vec<u8>,
    begun: DateTime<Utc>,
    confirmed: Option<DateTime<Utc>>,
    last_step: i64,
}

/// How somebody passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::accounts) enum Passed {
    /// By a code of the authenticator.
    Code,
    /// By a recovery code, which is used up.
    Recovery,
}

const SQL: &str = "select secret, begun, confirmed, last_step from second_factors where person = $1";

fn read(row: Option<Row>, of: Uuid, now: DateTime<Utc>) -> Result<Option<SecondFactor>, StoreError> {
    let holds = |row: &Row| row.confirmed.is_some() || now - row.begun < TimeDelta::minutes(SETUP_MINUTES);
    let Some(Row { secret, confirmed, last_step, .. }) = row.filter(holds) else { return Ok(None) };
    let secret = Secret::from_bytes(&secret).ok_or(StoreError::Row(of))?;
    Ok(Some(SecondFactor { secret, since: confirmed, last_step }))
}

/// A person's second factor, also one that is being set up.
pub(in crate::accounts) async fn second_factor(
    db: &Db,
    of: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<SecondFactor>, StoreError> {
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(of).fetch_optional(pool))?;
    read(row, of, now)
}

/// Begins to set one up; one that counts already stays.
pub(in crate::accounts) async fn set_up(db: &Db, of: Uuid, secret: &Secret, now: DateTime<Utc>) -> Result<(), StoreError> {
    const BEGIN: &str = "insert into second_factors (person, secret, begun, last_step) values ($1, $2, $3, 0) \
        on conflict (person) do update set secret = excluded.secret, begun = excluded.begun where second_factors.confirmed is null";
    let done = on!(db, pool => async {
        let row = sqlx::query(BEGIN).bind(of).bind(secret.bytes()).bind(now.trunc_subsecs(6));
        row.execute(pool).await.map(|done| done.rows_affected())
    })?;
    if done == 1 { Ok(()) } else { Err(StoreError::Outdated) }
}

/// Makes the one that is being set up count, from the step of the code that proved it. Other sessions end: whoever was
/// signed in elsewhere had only the password.
pub(in crate::accounts) async fn turn_on(
    tx: &mut Tx,
    of: &Person,
    step: i64,
    session: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const ON: &str = "update second_factors set confirmed = $1, last_step = $2 where person = $3 and confirmed is null";
    const OTHERS: &str = "delete from sessions where person = $1 and token <> $2";
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(ON).bind(now.trunc_subsecs(6)).bind(step).bind(of.id);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    on!(tx tx, conn => async { sqlx::query(OTHERS).bind(of.id).bind(session).execute(conn).await.map(|_| ()) })?;
    tell(tx, of.login.as_str(), "people.second_factor_on", of, json!({}), now).await
}

/// Gives a person these recovery codes in place of those they had. Only hashes are kept.
pub(in crate::accounts) async fn set_recovery_codes(
    tx: &mut Tx,
    of: &Person,
    codes: &[String],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const OLD: &str = "delete from recovery_codes where person = $1";
    const NEW: &str = "insert into recovery_codes (person, code) values ($1, $2)";
    on!(tx tx, conn => async { sqlx::query(OLD).bind(of.id).execute(conn).await.map(|_| ()) })?;
    for code in codes {
        let code = hash(code);
        on!(tx tx, conn => async { sqlx::query(NEW).bind(of.id).bind(&code).execute(conn).await.map(|_| ()) })?;
    }
    tell(tx, of.login.as_str(), "people.recovery_codes", of, json!({ "count": codes.len() }), now).await
}

/// Recovery codes that are left.
pub(in crate::accounts) async fn recovery_codes_left(db: &Db, of: Uuid) -> Result<i64, StoreError> {
    const LEFT: &str = "select count(*) from recovery_codes where person = $1";
    Ok(on!(db, pool => sqlx::query_scalar(LEFT).bind(of).fetch_one(pool))?)
}

/// Guesses at a person's codes wait for each other from here to the end of the transaction: each sees how many were
/// wrong before it.
pub(in crate::accounts) async fn one_guess_at_a_time(tx: &mut Tx, of: Uuid) -> Result<(), StoreError> {
    const TOUCH: &str = "update second_factors set last_step = last_step where person = $1";
    Ok(on!(tx tx, conn => async { sqlx::query(TOUCH).bind(of).execute(conn).await.map(|_| ()) })?)
}

/// Whether what was typed is a code of the person's authenticator or one of their recovery codes, and uses it up.
pub(in crate::accounts) async fn pass(
    tx: &mut Tx,
    of: &Person,
    typed: &str,
    now: DateTime<Utc>,
) -> Result<Option<Passed>, StoreError> {
    const USED: &str = "update second_factors set last_step = $1 where person = $2 and last_step < $1 and confirmed is not null";
    const RECOVERED: &str = "delete from recovery_codes where person = $1 and code = $2";
    let row: Option<Row> = on!(tx &mut *tx, conn => sqlx::query_as(SQL).bind(of.id).fetch_optional(conn))?;
    let Some(factor) = read(row, of.id, now)?.filter(|factor| factor.since.is_some()) else { return Ok(None) };
    if let Some(step) = factor.secret.step_of(typed, now, factor.last_step) {
        let used = on!(tx tx, conn => async {
            sqlx::query(USED).bind(step).bind(of.id).execute(conn).await.map(|done| done.rows_affected())
        })?;
        return Ok((used == 1).then_some(Passed::Code));
    }
    let code = hash(&recovery_typed(typed));
    let used = on!(tx tx, conn => async {
        sqlx::query(RECOVERED).bind(of.id).bind(&code).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if used != 1 {
        return Ok(None);
    }
    tell(tx, of.login.as_str(), "people.recovery_code_used", of, json!({}), now).await?;
    Ok(Some(Passed::Recovery))
}

/// Takes a person's second factor away, recovery codes and all.
pub(in crate::accounts) async fn turn_off(tx: &mut Tx, of: &Person, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const OFF: &str = "delete from second_factors where person = $1";
    const CODES: &str = "delete from recovery_codes where person = $1";
    on!(tx tx, conn => async { sqlx::query(OFF).bind(of.id).execute(conn).await.map(|_| ()) })?;
    on!(tx tx, conn => async { sqlx::query(CODES).bind(of.id).execute(conn).await.map(|_| ()) })?;
    tell(tx, by, "people.second_factor_off", of, json!({}), now).await
}

/// Takes a person's second factor away for them, and signs them out everywhere.
pub(in crate::accounts) async fn reset_for(tx: &mut Tx, of: &Person, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    super::sign_out_everywhere(tx, of.id).await?;
    turn_off(tx, of, by, now).await
}

/// The same by login, for whoever runs the program: an administrator who lost everything. Whether there is such a person.
///
/// # Errors
/// [`StoreError`].
pub async fn reset_second_factor(db: &Db, login: &str, by: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let Some(person) = by_login(db, login).await? else { return Ok(false) };
    let mut tx = db.begin().await?;
    reset_for(&mut tx, &person, by, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Everybody who is asked for a code.
pub(in crate::accounts) async fn with_second_factor(db: &Db) -> Result<HashSet<Uuid>, StoreError> {
    const ALL: &str = "select person from second_factors where confirmed is not null";
    let people: Vec<Uuid> = on!(db, pool => sqlx::query_scalar(ALL).fetch_all(pool))?;
    Ok(people.into_iter().collect())
}

/// Whether a person is asked for a code.
pub(in crate::accounts) async fn has_second_factor(tx: &mut Tx, of: Uuid) -> Result<bool, StoreError> {
    const COUNT: &str = "select count(*) from second_factors where person = $1 and confirmed is not null";
    let count: i64 = on!(tx tx, conn => sqlx::query_scalar(COUNT).bind(of).fetch_one(conn))?;
    Ok(count > 0)
}

/// Somebody gave the right password: the token waits for a code. Those that waited too long are swept out.
pub(in crate::accounts) async fn wait_for_code(tx: &mut Tx, of: Uuid, token: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SWEEP: &str = "delete from half_sessions where expires <= $1";
    const WAIT: &str = "insert into half_sessions (token, person, expires) values ($1, $2, $3)";
    let now = now.trunc_subsecs(6);
    let expires = now + TimeDelta::minutes(CODE_MINUTES);
    on!(tx tx, conn => async { sqlx::query(SWEEP).bind(now).execute(conn).await.map(|_| ()) })?;
    Ok(on!(tx tx, conn => async {
        sqlx::query(WAIT).bind(token).bind(of).bind(expires).execute(conn).await.map(|_| ())
    })?)
}

/// The person whose code a token waits for.
pub(in crate::accounts) async fn waiting(tx: &mut Tx, token: &str, now: DateTime<Utc>) -> Result<Option<Person>, StoreError> {
    const WAITING: &str = "select person, expires from half_sessions where token = $1";
    let found: Option<(Uuid, DateTime<Utc>)> =
        on!(tx &mut *tx, conn => sqlx::query_as(WAITING).bind(token).fetch_optional(conn))?;
    match found {
        Some((id, expires)) if expires > now => Ok(person(tx, id).await?.filter(|person| person.active)),
        _ => Ok(None),
    }
}

/// The token has had its code.
pub(in crate::accounts) async fn waited(tx: &mut Tx, token: &str) -> Result<(), StoreError> {
    const DONE: &str = "delete from half_sessions where token = $1";
    Ok(on!(tx tx, conn => async { sqlx::query(DONE).bind(token).execute(conn).await.map(|_| ()) })?)
}
