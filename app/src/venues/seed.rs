//! A list that a command brings in, as a person would: uploaded, and written as it would be seen.

use chrono::{DateTime, Utc};
use domain::venues::plan;
use domain::{Datum, Line, Region, TextError, Tri};
use uuid::Uuid;

use super::file::{Settings, read};
use super::preview::digest;
use super::store::{self, Finish, Finished, Head, Kept, StoreError};
use crate::db::Db;
use crate::exchange::ExchangeError;

/// Why a list was not brought in.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file.
    #[error(transparent)]
    File(#[from] ExchangeError),
    /// A text about it.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A row.
    #[error("row {0} of the list cannot be taken")]
    Row(u64),
    /// Somebody else wrote venues in the same moment.
    #[error("venues changed meanwhile: try again")]
    Raced,
}

/// Brings in a fictional list where there are no venues yet; says how many there are of it.
///
/// # Errors
/// [`SeedError`]; then no venue was written.
pub async fn seed(
    db: &Db,
    (name, bytes): (&str, &[u8]),
    region: &Region,
    now: DateTime<Utc>,
    new_id: &mut (dyn FnMut() -> Uuid + Send),
) -> Result<usize, SeedError> {
    if !store::list(db).await?.is_empty() {
        return Ok(0);
    }
    let settings = Settings {
        list: Line::new("演示·场所名单（虚构）")?,
        source: Line::new(name)?,
        day: region.local(now).date(),
        demo: true,
        datum: Datum::Wgs84,
        frequented: Tri::Unknown,
    };
    let read = read(bytes, &settings, region)?;
    let list = settings.list();
    let new = plan(&read.drafts, &list, &[]);
    let bad = read.wrong.first().map(|wrong| wrong.row).or(new.refused.first().map(|(row, _)| *row));
    if let Some(row) = bad {
        return Err(SeedError::Row(row));
    }
    let by = "muying";
    let (id, uploaded_by) = (new_id(), by.to_owned());
    let head = Head { id, name: name.to_owned(), settings, uploaded_by, uploaded: now, done: None };
    store::upload(db, &Kept { head, bytes: bytes.to_vec() }).await?;
    let seen = digest(&new);
    let finish = Finish { id, drafts: &read.drafts, list: &list, refused: 0, seen: &seen, end: None, without: false, by, now };
    match store::finish(db, &finish, new_id).await? {
        Finished::Done(counts) => Ok(counts.added),
        _ => Err(SeedError::Raced),
    }
}
