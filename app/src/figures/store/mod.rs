//! All SQL of figures: everything that was recorded, read once and kept in memory.

mod rooms;
mod told;
mod verdicts;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::Region;
use domain::figures::History;
use domain::standard::Standards;
use uuid::Uuid;

use crate::db::{Db, on};
use crate::rectifications;

pub(super) use verdicts::Known;

/// Why figures could not be read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is not what it should be.
    #[error("{0} as stored is not valid")]
    Row(Uuid),
    /// What was checked again.
    #[error(transparent)]
    Rectifications(#[from] rectifications::StoreError),
}

/// A state of the database: the registry's version, and the last line of the audit chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Stamp {
    version: i64,
    line: i64,
}

/// The state of this moment.
pub(super) async fn stamp(db: &Db) -> Result<Stamp, sqlx::Error> {
    const SQL: &str = "select version, (select coalesce(max(seq), 0) from audit) as line from registry where one = 1";
    on!(db, pool => sqlx::query_as(SQL).fetch_one(pool))
}

/// Whether nothing that figures are counted from was recorded since. Every write has its audit line; of those since, lines
/// about accounts, photographs, texts, cleaning, drafts of lists, plans of sites and who is told change no figure.
pub(super) async fn is_unchanged(db: &Db, since: Stamp) -> Result<bool, sqlx::Error> {
    const SQL: &str = "select version, (select count(*) from audit where seq > $1 and action not like 'people.%' \
        and action not like 'photos.%' and action not like 'guide.%' and action not like 'standards.%' \
        and action not like 'care.%' and action not like 'import.%' and action not like 'coverage.%' \
        and action not like 'inbox.%' and action not like 'webhooks.%') as line \
        from registry where one = 1";
    let now: Stamp = on!(db, pool => sqlx::query_as(SQL).bind(since.line).fetch_one(pool))?;
    Ok(now.version == since.version && now.line == 0)
}

/// Reads everything. Rooms come last: whatever names a room was recorded after it.
pub(super) async fn read(db: &Db, region: &Region, standards: &Standards, known: &mut Known) -> Result<History, StoreError> {
    let days = Days(region);
    let said = verdicts::said(db, standards, known).await?;
    let (items, cases, lines) = (told::items(db).await?, told::cases(db).await?, told::lines(db).await?);
    let (rooms, versions) = rooms::rooms(db, &days).await?;
    let places: Places = rooms.iter().map(|room| room.id.0).zip(0..).collect();
    Ok(History {
        verdicts: verdicts::verdicts(&said, &places, &days)?,
        items: items.into_iter().map(|item| item.item(&places, &days)).collect::<Result<_, _>>()?,
        reports: told::reports(cases, &places, &days)?,
        payments: lines.into_iter().map(|line| line.payment(&places, &days)).collect::<Result<_, _>>()?,
        rooms,
        versions,
    })
}

/// Where a room stands in the history.
type Places = HashMap<Uuid, u32>;

fn place(places: &Places, room: Uuid) -> Result<u32, StoreError> {
    places.get(&room).copied().ok_or(StoreError::Row(room))
}

/// Local days of moments.
struct Days<'a>(&'a Region);

impl Days<'_> {
    /// The day by whose end something was recorded. What was recorded at the very moment in which a day ends still belongs
    /// to it, as for [`crate::rooms::store::as_of`].
    fn of(&self, at: DateTime<Utc>) -> NaiveDate {
        self.0.local(at - TimeDelta::microseconds(1)).date()
    }
}
