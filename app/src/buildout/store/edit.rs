//! What is known of a room is written, without a step.

use chrono::{DateTime, Utc};
use domain::Room;
use serde_json::json;

use super::StoreError;
use crate::accounts::Person;
use crate::audit;
use crate::db::Db;
use crate::rooms::store::{self as rooms, Stored};

/// Replaces a room, as it was read, by what somebody made of it; the audit line names the columns.
///
/// # Errors
/// [`rooms::StoreError::Outdated`] when somebody was faster; then nothing was written.
pub(in crate::buildout) async fn edit(
    db: &Db,
    old: &Stored,
    new: &Room,
    changed: &[&str],
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    rooms::update(&mut tx, old, new, now).await?;
    let detail = json!({ "changed": changed, "from_version": old.version });
    let (actor, subject) = (by.login.as_str(), old.room.code);
    let entry = audit::Entry { at: now, actor, action: "room.edit", subject: subject.as_str(), detail };
    audit::append(&mut tx, &entry).await?;
    Ok(tx.commit().await?)
}
