//! The history in memory, one for all requests: read when something was recorded since, and swapped as a whole.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use domain::Region;
use domain::figures::History;
use domain::standard::Standards;
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::store::{self, Known, Stamp, StoreError};
use crate::db::Db;

/// A history, and the state of the database that it is at least as new as.
struct Read {
    stamp: Stamp,
    history: Arc<History>,
}

/// The history in memory.
#[derive(Clone)]
pub struct Figures {
    current: Arc<ArcSwapOption<Read>>,
    /// What never changes once it is recorded; held by whoever reads.
    known: Arc<Mutex<Known>>,
    region: Arc<Region>,
}

impl Figures {
    /// Before anything was read.
    pub fn new(region: Arc<Region>) -> Self {
        Self { current: Arc::default(), known: Arc::default(), region }
    }

    /// The history with all that is committed. One query tells whether it has to be read again; of several who find that
    /// out at once, one reads.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub async fn history(&self, db: &Db, standards: &Standards) -> Result<Arc<History>, StoreError> {
        if let Some(history) = self.still_holds(db).await? {
            return Ok(history);
        }
        let known = Arc::clone(&self.known).lock_owned().await;
        if let Some(history) = self.still_holds(db).await? {
            return Ok(history);
        }
        // In a task of its own: who asked may go away, what was begun is read to its end for those who wait.
        let (figures, db, standards) = (self.clone(), db.clone(), standards.clone());
        let reading = tokio::spawn(async move { figures.read(&db, &standards, known).await });
        reading.await.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
    }

    async fn read(&self, db: &Db, standards: &Standards, mut known: OwnedMutexGuard<Known>) -> Result<Arc<History>, StoreError> {
        // What is read after the stamp may be newer than it; the next look then reads once more, never less.
        let stamp = store::stamp(db).await?;
        let history = Arc::new(store::read(db, &self.region, standards, &mut known).await?);
        self.current.store(Some(Arc::new(Read { stamp, history: Arc::clone(&history) })));
        Ok(history)
    }

    /// The history that was read last, however old.
    pub fn last(&self) -> Option<Arc<History>> {
        self.current.load().as_ref().map(|read| Arc::clone(&read.history))
    }

    async fn still_holds(&self, db: &Db) -> Result<Option<Arc<History>>, StoreError> {
        let Some(read) = self.current.load_full() else { return Ok(None) };
        let is_same = store::is_unchanged(db, read.stamp).await?;
        Ok(is_same.then(|| Arc::clone(&read.history)))
    }
}
