//! The passing of time: gates past their day take their room out of the finder, mended ones bring it back, and what is
//! long overdue is put before the staff.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::Region;

use super::store::{StoreError, watched};
use crate::db::Db;

/// How often it is looked at.
const EVERY: Duration = Duration::from_mins(1);

/// Looks once; whether anything was to be done. Several processes may look at once: each thing is done once.
///
/// # Errors
/// [`StoreError`] when the database could not be read or written; the next look does it.
pub async fn look(db: &Db, region: &Region, now: DateTime<Utc>) -> Result<bool, StoreError> {
    watched(db, region, now).await
}

/// Looks each minute until the process ends. `clock` gives the time.
pub async fn watch(db: Db, region: Arc<Region>, clock: fn() -> DateTime<Utc>) {
    loop {
        if let Err(error) = look(&db, &region, clock()).await {
            tracing::warn!(%error, "what is due is looked at again later");
        }
        tokio::time::sleep(EVERY).await;
    }
}
