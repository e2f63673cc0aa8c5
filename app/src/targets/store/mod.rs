//! All SQL of targets: what was set and revised, and how things stood at the ends of years.

mod frozen;
mod write;

use chrono::{DateTime, Utc};
use domain::targets::{Revision, Scope, Target};
use domain::{AreaClass, AreaCode, Line, VenueType, Word};
use uuid::Uuid;

use crate::db::{Db, on};
use crate::{buildout, rooms};

pub(crate) use frozen::{Frozen, frozen};
pub(super) use frozen::{freeze, frozen_years};
pub(super) use write::{New, revise, set};

/// Why targets could not be read or written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is no target.
    #[error("the target {0} as stored is not valid")]
    Row(Uuid),
    /// A frozen year that is not what its digest says.
    #[error("the frozen year {0} as stored is not valid")]
    Year(i64),
    /// The year has a target of this scope already.
    #[error("there is a target of this year and scope already")]
    Taken,
    /// Somebody revised it since it was read.
    #[error("the target was revised by somebody else meanwhile")]
    Outdated,
    /// The year was frozen before.
    #[error("the year is frozen already")]
    Frozen,
    /// Rooms.
    #[error(transparent)]
    Rooms(#[from] rooms::store::StoreError),
    /// Plans and steps of rooms.
    #[error(transparent)]
    Buildout(#[from] buildout::StoreError),
}

/// A target with one of its revisions.
#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    year: i64,
    street: String,
    class: String,
    venue: String,
    rooms: Option<i64>,
    happened: String,
    source: String,
    note: String,
    recorded_by: String,
    recorded: DateTime<Utc>,
}

macro_rules! rows {
    ($which:literal) => {
        concat!(
            "select t.id, t.year, t.street, t.class, t.venue, r.rooms, r.happened, r.source, r.note, r.recorded_by, r.recorded \
             from targets t join target_revisions r on r.target = t.id where ",
            $which,
            " order by t.id, r.number"
        )
    };
}

/// The targets of a year with all their revisions.
pub(crate) async fn list(db: &Db, year: i32) -> Result<Vec<Target>, StoreError> {
    const SQL: &str = rows!("t.year = $1");
    targets(on!(db, pool => sqlx::query_as(SQL).bind(i64::from(year)).fetch_all(pool))?)
}

/// The target of an id.
pub(super) async fn find(db: &Db, id: Uuid) -> Result<Option<Target>, StoreError> {
    const SQL: &str = rows!("t.id = $1");
    Ok(targets(on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool))?)?.pop())
}

/// The years that have targets.
pub(super) async fn years(db: &Db) -> Result<Vec<i32>, StoreError> {
    const SQL: &str = "select distinct year from targets order by year";
    let years: Vec<i64> = on!(db, pool => sqlx::query_scalar(SQL).fetch_all(pool))?;
    years.into_iter().map(year_of).collect()
}

fn year_of(year: i64) -> Result<i32, StoreError> {
    i32::try_from(year).ok().ok_or(StoreError::Year(year))
}

/// Rows of one target stand together, in the order of its revisions.
fn targets(rows: Vec<Row>) -> Result<Vec<Target>, StoreError> {
    let mut targets: Vec<Target> = Vec::new();
    for row in rows {
        let revision = row.revision()?;
        if let Some(target) = targets.last_mut().filter(|last| last.id == row.id) {
            target.revisions.push(revision);
        } else {
            let (id, year, scope) = (row.id, year_of(row.year)?, row.scope()?);
            targets.push(Target { id, year, scope, revisions: vec![revision] });
        }
    }
    Ok(targets)
}

impl Row {
    fn revision(&self) -> Result<Revision, StoreError> {
        let bad = || StoreError::Row(self.id);
        let note = (!self.note.is_empty()).then(|| Line::new(&self.note)).transpose();
        Ok(Revision {
            rooms: self.rooms.map(u32::try_from).transpose().ok().ok_or_else(bad)?,
            on: self.happened.parse().ok().ok_or_else(bad)?,
            source: Line::new(&self.source).ok().ok_or_else(bad)?,
            note: note.ok().ok_or_else(bad)?,
            by: self.recorded_by.clone(),
            at: self.recorded,
        })
    }

    fn scope(&self) -> Result<Scope, StoreError> {
        let bad = || StoreError::Row(self.id);
        let street = filled(&self.street).map(AreaCode::new).transpose().ok().ok_or_else(bad)?;
        let class = filled(&self.class).map(AreaClass::from_word).transpose().ok().ok_or_else(bad)?;
        let venue = filled(&self.venue).map(VenueType::from_word).transpose().ok().ok_or_else(bad)?;
        Ok(Scope { street, class, venue })
    }
}

fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
