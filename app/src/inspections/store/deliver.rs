//! Taking what a phone sends: the same bytes twice are one inspection with one receipt.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::device::{Conflict, Delivery, Receipt};
use domain::rectification::camera_found;
use domain::score::{Problem, Report, Sheet, check_sheet, score};
use domain::standard::Standards;
use domain::{ClauseId, Digest};
use uuid::Uuid;

use super::StoreError;
use super::hand_in::HandIn;
use super::intake::Intake;
use super::keep::Sent;
use super::pairs::guidance;
use crate::accounts::Person;
use crate::inspections::sheet::open;
use crate::photos;
use crate::rounds::NotFulfilled;

/// Why a delivery is not taken. The phone keeps it.
#[derive(Debug, Clone, PartialEq)]
pub enum NotTaken {
    /// What is stored says otherwise.
    Conflict(Conflict),
    /// The session is another person's.
    NotTheExpert,
    /// There is no such room.
    NoRoom,
    /// The visit lies after this day.
    Future(NaiveDate),
    /// The version is not the one that was in force on the day of the visit, which is this one.
    NotInForce(Option<String>),
    /// Answers that make no sense.
    Answers(Vec<Problem>),
    /// Clauses that still need an answer.
    Open(Vec<ClauseId>),
    /// The expert belongs to the room's operator.
    Affiliated(domain::Conflict),
    /// It does not fulfil the assignment that it names.
    Assignment(NotFulfilled),
}

/// Keeps a delivery, or gives again the receipt of an earlier one.
///
/// # Errors
/// When the database cannot be read or written; then nothing was kept, or nobody knows.
pub async fn deliver(
    (intake, standards): (&Intake, &Standards),
    inspection: Uuid,
    delivery: Delivery,
    digest: Digest,
    by: &Person,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Result<Receipt, NotTaken>, Arc<StoreError>> {
    if delivery.expert != by.login.as_str() {
        return Ok(Err(NotTaken::NotTheExpert));
    }
    let (revision, photos) = (delivery.revision, delivery.sheet.photos().into_iter().collect::<Vec<_>>());
    let sent = ready((intake, standards), inspection, delivery, digest, by, (now, today)).await?;
    let received = match intake.take(sent).await? {
        Ok(received) => received,
        Err(refused) => return Ok(Err(refused)),
    };
    let missing = photos::missing(intake.db(), &photos).await.map_err(StoreError::from)?;
    Ok(Ok(Receipt { inspection, digest, revision, received, missing }))
}

/// All that can be worked out before it is its turn.
async fn ready(
    (intake, standards): (&Intake, &Standards),
    inspection: Uuid,
    delivery: Delivery,
    digest: Digest,
    by: &Person,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Sent, StoreError> {
    let guidance = guidance(intake.db(), delivery.assignment).await?;
    let hand_in = match judge(standards, &delivery.sheet, today) {
        Ok(report) => Ok(HandIn::new((inspection, delivery.revision), &delivery.sheet, &report, now)?.sent_as(digest)),
        Err(refused) => Err(refused),
    };
    Ok(Sent { inspection, delivery, digest, by: by.clone(), now, guidance, hand_in })
}

/// What scoring says of a sheet with which nothing is wrong.
fn judge(standards: &Standards, sheet: &Sheet, today: NaiveDate) -> Result<Report, NotTaken> {
    if sheet.visited > today {
        return Err(NotTaken::Future(today));
    }
    let Some(version) = standards.judging(&sheet.standard, sheet.visited) else {
        let right = standards.in_force(sheet.visited);
        return Err(NotTaken::NotInForce(right.map(|right| right.standard.id.clone())));
    };
    let problems = check_sheet(&version.standard, sheet);
    if !problems.is_empty() {
        return Err(NotTaken::Answers(problems));
    }
    let report = score(&version.standard, &sheet.venue, &sheet.answers);
    let open = open(&report);
    // Whoever finds a camera stops there.
    if open.is_empty() || camera_found(&report) { Ok(report) } else { Err(NotTaken::Open(open)) }
}
