//! The current snapshot, shared by all requests and swapped as a whole.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use arc_swap::ArcSwap;
use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::Region;
use domain::supervision::SHOWN_DAYS;
use tokio::sync::Mutex;

use super::{Builder, Heard, Registry};
use crate::aside::aside;
use crate::awards;
use crate::care;
use crate::db::Db;
use crate::inspections::{self, certified};
use crate::rectifications::{self, suspended};
use crate::reports::{self, public, ratings};
use crate::rooms::store::{self, StoreError};
use crate::standards;
use crate::supervision::{self, impressions};

/// How long what has ended is kept in the snapshot; pages show it for a part of that.
const ENDED: TimeDelta = TimeDelta::days(60);
/// Ratings count for a year.
const RATED: TimeDelta = TimeDelta::days(365);

/// Why the snapshot could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The rooms.
    #[error(transparent)]
    Rooms(#[from] StoreError),
    /// Their confirmed inspections.
    #[error(transparent)]
    Inspections(#[from] inspections::StoreError),
    /// The standard that they are judged by.
    #[error(transparent)]
    Standards(#[from] standards::StoreError),
    /// Which of them are kept out of the finder.
    #[error(transparent)]
    Rectifications(#[from] rectifications::StoreError),
    /// Their logs of care.
    #[error(transparent)]
    Care(#[from] care::StoreError),
    /// What they hold.
    #[error(transparent)]
    Awards(#[from] awards::StoreError),
    /// What parents have told of them.
    #[error(transparent)]
    Reports(#[from] reports::StoreError),
    /// What citizen supervisors found in them.
    #[error(transparent)]
    Supervision(#[from] supervision::StoreError),
}

/// How current the snapshot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freshness {
    /// When the database last confirmed that this is its state.
    pub as_of: DateTime<Utc>,
    /// Whether the database answers.
    pub reachable: bool,
}

/// The current snapshot.
pub struct Shared {
    current: ArcSwap<Registry>,
    confirmed: AtomicI64,
    reachable: AtomicBool,
    region: Arc<Region>,
    reading: Mutex<()>,
}

impl Shared {
    /// An empty registry that says it has not read anything yet.
    pub fn empty(region: Arc<Region>, now: DateTime<Utc>) -> Self {
        let registry = Registry::new(Arc::clone(&region), 0, Vec::new(), now);
        let (confirmed, reachable) = (AtomicI64::new(0), AtomicBool::new(false));
        Self { current: ArcSwap::from_pointee(registry), confirmed, reachable, region, reading: Mutex::default() }
    }

    /// The snapshot of this moment.
    pub fn load(&self) -> Arc<Registry> {
        self.current.load_full()
    }

    /// The area served.
    pub fn region(&self) -> &Arc<Region> {
        &self.region
    }

    /// How current it is; `None` before the first read.
    pub fn freshness(&self) -> Option<Freshness> {
        let as_of = DateTime::from_timestamp(self.confirmed.load(Ordering::Relaxed), 0).filter(|at| at.timestamp() > 0)?;
        Some(Freshness { as_of, reachable: self.reachable.load(Ordering::Relaxed) })
    }

    /// Asks the database whether anything changed, and reads everything when it did. With the database away the
    /// snapshot stays, marked as old.
    ///
    /// # Errors
    /// [`ReadError`] when the database could not be read.
    pub async fn refresh(&self, db: &Db, now: DateTime<Utc>) -> Result<(), ReadError> {
        // One at a time: who began earlier would put an older snapshot back.
        let _turn = self.reading.lock().await;
        let result = self.read(db, now).await;
        self.reachable.store(result.is_ok(), Ordering::Relaxed);
        if result.is_ok() {
            self.confirmed.store(now.timestamp(), Ordering::Relaxed);
        }
        let current = self.load();
        if current.is_of_an_earlier_day(now) {
            self.current.store(Arc::new(current.retimed(now)));
        }
        result
    }

    async fn read(&self, db: &Db, now: DateTime<Utc>) -> Result<(), ReadError> {
        let version = store::version(db).await.map_err(StoreError::from)?;
        // Logs of care are written all day: they follow by a number of their own, and the rooms are not read for them.
        let current = self.load();
        let care = care::follow(db, current.book()).await?.map(Arc::new);
        if version == current.version {
            if let Some(care) = care {
                self.current.store(Arc::new(current.cared(care)));
            }
            return Ok(());
        }
        let care = care.unwrap_or_else(|| Arc::clone(current.book()));
        // Rooms read after the version may be newer than it; the next look then reads them once more, never less.
        let standards = standards::published(db, &self.load().standards).await?;
        let certified = certified(db, &standards).await?;
        let held = awards::held(db, &standards, &certified).await?;
        let builder = Builder::new(Arc::clone(&self.region), now).care(care).certify(certified).judge_by(standards);
        let year_ago = self.region.local(now).date() - Days::new(SHOWN_DAYS);
        let impressions = impressions(db, year_ago).await?;
        let heard = Heard { cases: public(db, now - ENDED).await?, ratings: ratings(db, now - RATED).await?, impressions };
        let builder = builder.suspend(suspended(db).await?).hear(heard).award(held);
        let builder = store::each(db, builder, Builder::push).await?;
        let registry = aside(move || builder.finish(version)).await;
        tracing::info!(rooms = registry.entries().len(), version, "registry read");
        self.current.store(Arc::new(registry));
        Ok(())
    }
}
