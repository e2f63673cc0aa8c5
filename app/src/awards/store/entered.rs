//! A scheme with its awards, written down whole: for demonstration data.

use chrono::{DateTime, NaiveDate, Utc};
use domain::RoomId;
use domain::awards::{AwardStep, Deed, Evidence, EvidenceKind, Level, Terms};
use uuid::Uuid;

use super::schemes::write_in;
use super::steps::{nominate_in, take_in};
use super::{Kept, New, NotTaken, Scheme, StoreError, Taken};
use crate::db::Db;

/// An award with its steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Entered {
    /// Its id.
    pub id: Uuid,
    /// The room.
    pub room: RoomId,
    /// The confirmed inspection that it rests on.
    pub inspection: Uuid,
    /// The day it was nominated.
    pub nominated: NaiveDate,
    /// What followed: the step, its day, the level and the words.
    pub steps: Vec<(AwardStep, NaiveDate, Level, String)>,
}

/// Writes a scheme and awards of it, in the name of one person who nominates and one who decides; how many awards. Where the
/// scheme is stored nothing is written.
///
/// # Errors
/// When the database cannot be read or written, or a step is not allowed; then nothing was kept.
pub async fn enter(
    db: &Db,
    (id, terms): (Uuid, &Terms),
    awards: &[Entered],
    (nominator, decider): (&str, &str),
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    if super::find_scheme(db, id).await?.is_some() {
        return Ok(0);
    }
    let mut tx = db.begin().await?;
    let scheme = Scheme { id, terms: terms.clone(), retired: false, written_by: nominator.to_owned(), changed: now, version: 0 };
    write_in(&mut tx, &scheme, now).await?;
    let (scheme, today) = (Scheme { version: 1, ..scheme }, now.date_naive());
    let refused = |id: Uuid| move |_: NotTaken| StoreError::Row(id);
    for entered in awards {
        let evidence = Some(Evidence { kind: EvidenceKind::Inspection, id: entered.inspection });
        let deed = |step, by, on, level, words| Deed { step, by, on, words, level, from: Some(on), evidence };
        let nomination = deed(AwardStep::Nominate, nominator, entered.nominated, None, "");
        let (id, room) = (entered.id, entered.room);
        let new = New { id, room, self_assessed: false, deed: nomination, paper: "", unfit: &[], today, now };
        nominate_in(&mut tx, &scheme, &new).await?.map_err(refused(id))?;
        let award = domain::awards::Award::nominate(nominator, entered.nominated, &[], today);
        let award = award.ok().ok_or(StoreError::Row(id))?;
        let scheme_id = scheme.id;
        let mut kept = Kept { id, scheme: scheme_id, room, self_assessed: false, award, settled: None, changed: now, version: 1 };
        for (step, on, level, words) in &entered.steps {
            let deed = deed(*step, decider, *on, Some(*level), words);
            let taken = Taken { deed, paper: "", band: None, unfit: &[], today, read: now, now };
            kept.award = take_in(&mut tx, &scheme, &kept, &taken).await?.map_err(refused(id))?;
            kept.version += 1;
        }
    }
    tx.commit().await?;
    Ok(awards.len())
}
