//! Sweeping away what nothing refers to any more.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::Digest;

use super::media::Media;
use super::store::{self, StoreError};
use crate::db::Db;

/// What was swept away, or would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Photographs that nothing refers to.
    pub photos: usize,
    /// Pictures without a photograph: of files that were being taken in when the process ended.
    pub pictures: usize,
}

/// Sweeps away photographs that nothing refers to and that were last sent before a moment, and pictures without a
/// photograph that were put before it. The row goes first: a picture that is left behind goes the next time.
///
/// # Errors
/// [`StoreError`]; what was swept until then stays swept.
pub async fn sweep(
    db: &Db,
    media: &Media,
    referred: &BTreeSet<Digest>,
    before: DateTime<Utc>,
    (by, now): (&str, DateTime<Utc>),
    dry_run: bool,
) -> Result<Swept, StoreError> {
    let mut swept = Swept::default();
    let unseen = store::unseen_since(db, before).await?;
    for (digest, object) in unseen.into_iter().filter(|(digest, _)| !referred.contains(digest)) {
        if dry_run {
            swept.photos += 1;
        } else if store::forget(db, digest, before, by, now).await? {
            media.delete(object).await?;
            swept.photos += 1;
        }
    }
    // Listed first and looked up then: a picture whose row comes in between is not taken for one without.
    let old = media.before(before).await?;
    let known = store::objects(db).await?;
    for object in old.into_iter().filter(|object| !known.contains(object)) {
        if !dry_run {
            media.delete(object).await?;
        }
        swept.pictures += 1;
    }
    Ok(swept)
}
