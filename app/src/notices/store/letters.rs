//! From notices whose mail is due to letters in the outbox.

use chrono::{DateTime, SubsecRound, Utc};
use uuid::Uuid;

use super::{Notice, Row, StoreError, queue};
use crate::db::{Db, Tx, on};
use crate::notices::Letter;

/// People of whom mails are due.
pub(in crate::notices) async fn due(db: &Db, now: DateTime<Utc>) -> Result<Vec<Uuid>, StoreError> {
    const SQL: &str = "select distinct person from notices where mailed is null and mail_at <= $1 limit 1000";
    let now = now.trunc_subsecs(6);
    Ok(on!(db, pool => sqlx::query_scalar(SQL).bind(now).fetch_all(pool))?)
}

/// Puts one letter of all that is due of a person into the outbox. `letter` writes it, of what is not read yet; whoever else
/// does it at the same moment finds nothing left.
pub(in crate::notices) async fn write(
    db: &Db,
    person: Uuid,
    now: DateTime<Utc>,
    letter: impl FnOnce(Vec<Notice>) -> Option<Letter>,
) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let mut notices = take(&mut tx, person, now).await?;
    notices.retain(|notice| !notice.read);
    notices.sort_by_key(|notice| (!notice.kind.is_urgent(), notice.at));
    if !notices.is_empty()
        && let Some(letter) = letter(notices)
    {
        queue(&mut tx, person, &letter, now).await?;
    }
    Ok(tx.commit().await?)
}

async fn take(tx: &mut Tx, person: Uuid, now: DateTime<Utc>) -> Result<Vec<Notice>, StoreError> {
    const SQL: &str = "update notices set mailed = $1 where person = $2 and mailed is null and mail_at <= $1 \
        returning id, seq, kind, room, subject, data, at, read_at";
    let now = now.trunc_subsecs(6);
    let rows: Vec<Row> = on!(tx tx, conn => sqlx::query_as(SQL).bind(now).bind(person).fetch_all(conn))?;
    rows.into_iter().map(Notice::try_from).collect()
}
