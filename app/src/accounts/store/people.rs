//! People.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use domain::{Line, Role, Word};
use serde_json::json;
use uuid::Uuid;

use crate::accounts::secret::{Token, hash};
use crate::audit;
use crate::db::{Db, Tx, on};

/// How long a link of invitation or reset may be used.
pub(in crate::accounts) const LINK_HOURS: i64 = 72;

/// Someone with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// For machines.
    pub id: Uuid,
    /// For people.
    pub name: Line,
    /// What they type to sign in; lower case.
    pub login: Line,
    /// Their role.
    pub role: Role,
    /// The password as kept; none before they chose one.
    pub(in crate::accounts) password: Option<String>,
    /// Whether the account is open.
    pub active: bool,
    /// One more at each change.
    pub(in crate::accounts) version: i64,
}

/// Why people could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is no person.
    #[error("person {0} as stored is not valid")]
    Row(Uuid),
    /// Somebody else has this login.
    #[error("somebody has this login already")]
    LoginTaken,
    /// Somebody changed the person meanwhile.
    #[error("the person was changed by somebody else meanwhile")]
    Outdated,
    /// There must be an administrator who can sign in.
    #[error("the last administrator stays one")]
    LastAdministrator,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: Uuid,
    name: String,
    login: String,
    role: String,
    password: Option<String>,
    active: bool,
    version: i64,
}

impl Person {
    /// Somebody new, without a password.
    pub fn new(name: Line, login: Line, role: Role, now: DateTime<Utc>, random: fn() -> [u8; 32]) -> Self {
        Self { id: new_id(now, random()), name, login, role, password: None, active: true, version: 1 }
    }
}

impl TryFrom<Row> for Person {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { id, name, login, role, password, active, version } = row;
        let bad = |_| StoreError::Row(id);
        let (name, login) = (Line::new(&name).map_err(bad)?, Line::new(&login).map_err(bad)?);
        let role = Role::from_word(&role).ok().ok_or(StoreError::Row(id))?;
        Ok(Self { id, name, login, role, password, active, version })
    }
}

/// Everybody, administrators first, then by name.
///
/// # Errors
/// [`StoreError`].
pub async fn list(db: &Db) -> Result<Vec<Person>, StoreError> {
    const SQL: &str = "select id, name, login, role, password, active, version from people";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let mut people = rows.into_iter().map(Person::try_from).collect::<Result<Vec<_>, _>>()?;
    people.sort_by(|a, b| (!a.active, a.role, &a.name).cmp(&(!b.active, b.role, &b.name)));
    Ok(people)
}

/// Everybody of a role whose account is open, by name.
///
/// # Errors
/// [`StoreError`].
pub async fn of_role(db: &Db, role: Role) -> Result<Vec<Person>, StoreError> {
    let mut people = list(db).await?;
    people.retain(|person| person.role == role && person.active);
    Ok(people)
}

/// The person of a login.
pub(in crate::accounts) async fn by_login(db: &Db, login: &str) -> Result<Option<Person>, StoreError> {
    const SQL: &str = "select id, name, login, role, password, active, version from people where login = $1";
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(login).fetch_optional(pool))?;
    row.map(Person::try_from).transpose()
}

/// The person of an id.
pub(in crate::accounts) async fn person(tx: &mut Tx, id: Uuid) -> Result<Option<Person>, StoreError> {
    const SQL: &str = "select id, name, login, role, password, active, version from people where id = $1";
    let row: Option<Row> = on!(tx tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))?;
    row.map(Person::try_from).transpose()
}

/// Adds a person without a password, with a link to choose one.
pub(in crate::accounts) async fn invite(tx: &mut Tx, person: &Person, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "insert into people (id, name, login, role, active, version, created) values ($1, $2, $3, $4, $5, 1, $6)";
    on!(tx tx, conn => async {
        let Person { id, name, login, role, active, .. } = person;
        let row = sqlx::query(SQL).bind(id).bind(name.as_str()).bind(login.as_str()).bind(role.word()).bind(active);
        row.bind(now.trunc_subsecs(6)).execute(conn).await.map(|_| ())
    })
    .map_err(taken)?;
    tell(tx, by, "people.invite", person, json!({ "name": person.name.as_str(), "role": person.role }), now).await
}

/// Adds a person without a password; the token of the link to choose one, which is told this once.
///
/// # Errors
/// [`StoreError::LoginTaken`] when somebody has the login; nothing is written then.
pub async fn add(db: &Db, person: &Person, by: &str, now: DateTime<Utc>, random: fn() -> [u8; 32]) -> Result<Token, StoreError> {
    let token = Token::new(random());
    let mut tx = db.begin().await?;
    invite(&mut tx, person, by, now).await?;
    super::link(&mut tx, person, &hash(token.as_str()), by, now).await?;
    tx.commit().await?;
    Ok(token)
}

/// Adds a person who cannot sign in: closed, without a password and without a link. Nothing happens where they are stored.
///
/// # Errors
/// [`StoreError::LoginTaken`] when somebody else has the login; nothing is written then.
pub async fn add_closed(db: &Db, person: &Person, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    match by_login(db, person.login.as_str()).await? {
        Some(stored) if stored.id == person.id => return Ok(()),
        Some(_) => return Err(StoreError::LoginTaken),
        None => {}
    }
    let mut tx = db.begin().await?;
    invite(&mut tx, &Person { active: false, ..person.clone() }, by, now).await?;
    Ok(tx.commit().await?)
}

/// What an administrator changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::accounts) enum Change {
    Role(Role),
    Active(bool),
}

/// Changes a person who stands as they were read.
pub(in crate::accounts) async fn change(
    tx: &mut Tx,
    old: &Person,
    what: Change,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "update people set role = $1, active = $2, version = version + 1 where id = $3 and version = $4";
    const OTHERS: &str =
        "select count(*) from people where role = 'administrator' and active and password is not null and id <> $1";
    let (role, active) = match what {
        Change::Role(role) => (role, old.active),
        Change::Active(active) => (old.role, active),
    };
    if let Tx::Postgres(pg) = tx {
        // Two administrators who each take the other's role: one after the other. SQLite writes one at a time anyway.
        sqlx::query("lock table people in exclusive mode").execute(&mut **pg).await?;
    }
    let leaves = old.role == Role::Administrator && old.active && !(role == Role::Administrator && active);
    if leaves {
        let others: i64 = on!(tx tx, conn => sqlx::query_scalar(OTHERS).bind(old.id).fetch_one(conn))?;
        if others == 0 {
            return Err(StoreError::LastAdministrator);
        }
    }
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(role.word()).bind(active).bind(old.id).bind(old.version);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    if !active {
        super::sign_out_everywhere(tx, old.id).await?;
    }
    tell(tx, by, "people.change", old, json!({ "role": role, "active": active }), now).await
}

/// Sets the password, uses up the person's links and signs them out everywhere.
pub(in crate::accounts) async fn set_password(
    tx: &mut Tx,
    person: &Person,
    kept: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "update people set password = $1, version = version + 1 where id = $2";
    const USED: &str = "delete from links where person = $1";
    on!(tx tx, conn => async { sqlx::query(SQL).bind(kept).bind(person.id).execute(conn).await.map(|_| ()) })?;
    on!(tx tx, conn => async { sqlx::query(USED).bind(person.id).execute(conn).await.map(|_| ()) })?;
    super::sign_out_everywhere(tx, person.id).await?;
    tell(tx, person.login.as_str(), "people.password", person, json!({}), now).await
}

/// Writes the audit line of something done to a person.
pub(super) async fn tell(
    tx: &mut Tx,
    by: &str,
    action: &str,
    person: &Person,
    detail: serde_json::Value,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let subject = person.login.as_str();
    Ok(audit::append(tx, &audit::Entry { at, actor: by, action, subject, detail }).await?)
}

/// While nobody can sign in as administrator: a fresh link for the first one, who is called `admin`. Links given out
/// before are then of no use any more.
///
/// # Errors
/// [`StoreError`].
pub async fn first_administrator(db: &Db, now: DateTime<Utc>, random: fn() -> [u8; 32]) -> Result<Option<String>, StoreError> {
    let people = list(db).await?;
    if people.iter().any(|person| person.role == Role::Administrator && person.active && person.password.is_some()) {
        return Ok(None);
    }
    let mut tx = db.begin().await?;
    let waiting = people.into_iter().find(|person| person.role == Role::Administrator && person.active);
    let person = if let Some(person) = waiting {
        person
    } else {
        let line = |text| Line::new(text).ok().ok_or(StoreError::Row(Uuid::nil()));
        let (name, login) = (line("管理员")?, line("admin")?);
        let person = Person::new(name, login, Role::Administrator, now, random);
        invite(&mut tx, &person, "muying", now).await?;
        person
    };
    let token = Token::new(random());
    super::link(&mut tx, &person, &hash(token.as_str()), "muying", now).await?;
    tx.commit().await?;
    Ok(Some(token.as_str().to_owned()))
}

/// A `UUIDv7` (RFC 9562) of this time and chance.
pub fn new_id(now: DateTime<Utc>, random: [u8; 32]) -> Uuid {
    domain::new_id(now.timestamp_millis(), random)
}

pub(super) fn link_expires(now: DateTime<Utc>) -> DateTime<Utc> {
    now.trunc_subsecs(6) + TimeDelta::hours(LINK_HOURS)
}

/// A login: three to sixty letters, digits, dots, hyphens, underscores, plus and at signs, in lower case; an address of
/// mail or a short name.
pub fn login(text: &str) -> Option<Line> {
    let text = text.trim().to_lowercase();
    let fits = (3..=60).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-@+".contains(&b));
    Line::new(&text).ok().filter(|_| fits)
}

fn taken(error: sqlx::Error) -> StoreError {
    let broken = error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation);
    if broken { StoreError::LoginTaken } else { error.into() }
}
