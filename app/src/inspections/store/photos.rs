//! Which photographs sheets name.

use std::collections::BTreeSet;

use domain::Digest;
use domain::score::Sheet;
use futures::TryStreamExt;
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, on};

/// The photographs that sheets name: as they stand, and as they were handed in.
///
/// # Errors
/// [`StoreError`], also when a single sheet cannot be read: what it names is not known then.
pub async fn photos(db: &Db) -> Result<BTreeSet<Digest>, StoreError> {
    const SQL: &str = "select id, sheet from inspections where sheet like '%\"photos\"%' union all \
        select inspection, sheet from inspection_revisions where sheet like '%\"photos\"%'";
    let named = async |mut all: BTreeSet<Digest>, (id, sheet): (Uuid, String)| {
        let sheet: Sheet = serde_json::from_str(&sheet).ok().ok_or(StoreError::Row(id))?;
        all.extend(sheet.photos());
        Ok(all)
    };
    on!(db, pool => sqlx::query_as(SQL).fetch(pool).map_err(StoreError::from).try_fold(BTreeSet::new(), named))
}
