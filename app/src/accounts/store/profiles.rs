//! Experts' profiles: their field of work, whom they belong to, where they work from.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{Action, AreaCode, Line, may};
use serde_json::json;
use uuid::Uuid;

use super::people::tell;
use super::{Person, StoreError, list};
use crate::db::{Db, Tx, on};

/// What is known of an expert.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// Their field of work, such as paediatrics.
    pub field: Option<Line>,
    /// Operators and companies that they belong to: they never get a room of one.
    pub affiliations: Vec<Line>,
    /// The street they work from.
    pub home: Option<AreaCode>,
}

#[derive(sqlx::FromRow)]
struct Row {
    person: Uuid,
    field: String,
    affiliations: String,
    home: Option<String>,
}

impl TryFrom<Row> for Profile {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.person);
        Ok(Self {
            field: if row.field.is_empty() { None } else { Some(Line::new(&row.field).ok().ok_or_else(bad)?) },
            affiliations: serde_json::from_str(&row.affiliations).ok().ok_or_else(bad)?,
            home: row.home.map(|code| AreaCode::new(&code).ok().ok_or_else(bad)).transpose()?,
        })
    }
}

/// A person's profile; empty where none was written.
///
/// # Errors
/// [`StoreError`].
pub async fn profile(db: &Db, person: Uuid) -> Result<Profile, StoreError> {
    const SQL: &str = "select person, field, affiliations, home from profiles where person = $1";
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(person).fetch_optional(pool))?;
    row.map_or_else(|| Ok(Profile::default()), Profile::try_from)
}

/// Operators and companies that people belong to, of those who belong to any.
///
/// # Errors
/// [`StoreError`].
pub async fn affiliations(tx: &mut Tx) -> Result<HashMap<Uuid, Vec<Line>>, StoreError> {
    const SQL: &str = "select person, affiliations from profiles where affiliations <> '[]'";
    let rows: Vec<(Uuid, String)> = on!(tx tx, conn => sqlx::query_as(SQL).fetch_all(conn))?;
    let read = |(person, text): (Uuid, String)| Ok((person, serde_json::from_str(&text).ok().ok_or(StoreError::Row(person))?));
    rows.into_iter().map(read).collect()
}

/// Everybody, with the profiles of those who have one.
pub(in crate::accounts) async fn with_profiles(db: &Db) -> Result<Vec<(Person, Profile)>, StoreError> {
    const SQL: &str = "select person, field, affiliations, home from profiles";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    let mut profiles = HashMap::new();
    for row in rows {
        profiles.insert(row.person, Profile::try_from(row)?);
    }
    let people = list(db).await?.into_iter();
    Ok(people
        .map(|person| {
            let profile = profiles.remove(&person.id).unwrap_or_default();
            (person, profile)
        })
        .collect())
}

/// Everybody with an open account who may inspect rooms, with their profiles.
///
/// # Errors
/// [`StoreError`].
pub async fn experts(db: &Db) -> Result<Vec<(Person, Profile)>, StoreError> {
    let mut people = with_profiles(db).await?;
    people.retain(|(person, _)| person.active && may(person.role, Action::Inspect));
    Ok(people)
}

/// Writes a person's profile.
pub(in crate::accounts) async fn set_profile(
    tx: &mut Tx,
    person: &Person,
    profile: &Profile,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into profiles (person, field, affiliations, home) values ($1, $2, $3, $4) \
        on conflict (person) do update set field = excluded.field, affiliations = excluded.affiliations, home = excluded.home";
    let affiliations = serde_json::to_string(&profile.affiliations).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let field = profile.field.as_ref().map_or("", Line::as_str);
    let home = profile.home.map(|code| code.to_string());
    on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(person.id).bind(field).bind(&affiliations).bind(&home);
        row.execute(conn).await.map(|_| ())
    })?;
    let detail = json!({ "field": field, "affiliations": profile.affiliations, "home": home });
    tell(tx, by, "people.profile", person, detail, now).await
}
