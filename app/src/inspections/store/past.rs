//! Visits that were made elsewhere and are written down whole: handed in and confirmed at once.

use chrono::{DateTime, Utc};
use domain::score::Sheet;
use domain::standard::Standards;
use domain::{InspectionState, InspectionStep, RoomId};
use uuid::Uuid;

use super::steps::advance;
use super::{Inspection, StoreError, find_in, insert};
use crate::accounts::Person;
use crate::db::Db;

/// A visit, without photographs.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The id of its inspection.
    pub id: Uuid,
    /// The room.
    pub room: RoomId,
    /// What was found.
    pub sheet: Sheet,
}

/// Writes visits that are not stored yet, all or none, each with the audit lines of its steps; how many were written.
///
/// # Errors
/// When the database cannot be read or written, or a sheet is of no published version; then nothing was kept.
pub async fn keep_past(
    (db, standards): (&Db, &Standards),
    visits: Vec<Past>,
    (expert, reviewer): (&Person, &Person),
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let (mut tx, mut written) = (db.begin().await?, 0);
    for Past { id, room, sheet } in visits {
        if find_in(&mut tx, id).await?.is_some() {
            continue;
        }
        let (state, remark) = (InspectionState::Draft, String::new());
        let draft = Inspection {
            id,
            room,
            expert: expert.id,
            state,
            sheet,
            remark,
            version: 1,
            revision: 0,
            assignment: None,
            guidance: false,
        };
        insert(&mut tx, &draft, expert.login.as_str(), now).await?;
        let submit = (InspectionStep::Submit, InspectionState::Submitted);
        advance(&mut tx, standards, &draft, submit, "", expert, now).await?;
        let submitted = Inspection { state: submit.1, version: 2, revision: 1, ..draft };
        let confirm = (InspectionStep::Confirm, InspectionState::Confirmed);
        advance(&mut tx, standards, &submitted, confirm, "", reviewer, now).await?;
        written += 1;
    }
    tx.commit().await?;
    Ok(written)
}
