//! Campaigns.

use chrono::{DateTime, SubsecRound, Utc};
use domain::supervision::Campaign;
use domain::{AreaCode, Line};
use serde_json::json;
use uuid::Uuid;

use super::{StoreError, begin, finish};
use crate::db::{Db, Tx, on};

/// A campaign as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::supervision) struct Stored {
    pub(in crate::supervision) id: Uuid,
    pub(in crate::supervision) campaign: Campaign,
    pub(in crate::supervision) made_by: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    first: String,
    last: String,
    wanted: i64,
    street: String,
    note: String,
    made_by: String,
    is_closed: bool,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, name, first, last, wanted, street, note, made_by, closed is not null as is_closed \
             from supervision_campaigns ",
            $rest
        )
    };
}

impl TryFrom<Row> for Stored {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.id);
        let filled = |text: &'_ str| (!text.is_empty()).then(|| text.to_owned());
        let campaign = Campaign {
            name: Line::new(&row.name).ok().ok_or_else(bad)?,
            first: row.first.parse().ok().ok_or_else(bad)?,
            last: row.last.parse().ok().ok_or_else(bad)?,
            wanted: u32::try_from(row.wanted).ok().ok_or_else(bad)?,
            street: filled(&row.street).map(|code| AreaCode::new(&code).ok().ok_or_else(bad)).transpose()?,
            note: filled(&row.note).map(|note| Line::new(&note).ok().ok_or_else(bad)).transpose()?,
            closed: row.is_closed,
        };
        Ok(Self { id: row.id, campaign, made_by: row.made_by })
    }
}

/// All campaigns, the one that began last first.
pub(in crate::supervision) async fn campaigns(db: &Db) -> Result<Vec<Stored>, StoreError> {
    const SQL: &str = select!("order by first desc, id desc");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    rows.into_iter().map(Stored::try_from).collect()
}

const ONE: &str = select!("where id = $1");

/// A campaign.
pub(in crate::supervision) async fn campaign(db: &Db, id: Uuid) -> Result<Option<Stored>, StoreError> {
    let row: Option<Row> = on!(db, pool => sqlx::query_as(ONE).bind(id).fetch_optional(pool))?;
    row.map(Stored::try_from).transpose()
}

/// The same within a transaction.
pub(super) async fn campaign_in(tx: &mut Tx, id: Uuid) -> Result<Option<Stored>, StoreError> {
    let row: Option<Row> = on!(tx tx, conn => sqlx::query_as(ONE).bind(id).fetch_optional(conn))?;
    row.map(Stored::try_from).transpose()
}

/// Begins a campaign; the same form twice begins it once.
pub(in crate::supervision) async fn add(
    db: &Db,
    id: Uuid,
    new: &Campaign,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into supervision_campaigns (id, name, first, last, wanted, street, note, made, made_by) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let mut tx = begin(db).await?;
    if campaign_in(&mut tx, id).await?.is_some() {
        return Ok(());
    }
    let street = new.street.map_or_else(String::new, |code| code.to_string());
    let note = new.note.as_ref().map_or("", Line::as_str);
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(new.name.as_str()).bind(new.first.to_string()).bind(new.last.to_string());
        let row = row.bind(i64::from(new.wanted)).bind(&street).bind(note).bind(now.trunc_subsecs(6)).bind(by);
        row.execute(conn).await.map(|_| ())
    })?;
    let detail = json!({ "name": new.name, "first": new.first, "last": new.last, "wanted": new.wanted, "street": new.street,
        "note": new.note });
    finish(tx, ("supervision.campaign", id), detail, by, now).await
}

/// Closes a campaign: no visit is told in it any more.
///
/// # Errors
/// [`StoreError::Outdated`] where it is closed already.
pub(in crate::supervision) async fn close(db: &Db, id: Uuid, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "update supervision_campaigns set closed = $1, closed_by = $2 where id = $3 and closed is null";
    let mut tx = begin(db).await?;
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(now.trunc_subsecs(6)).bind(by).bind(id);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    finish(tx, ("supervision.close", id), json!({}), by, now).await
}

/// Opens a campaign again that was closed.
///
/// # Errors
/// [`StoreError::Outdated`] where it is open already.
pub(in crate::supervision) async fn reopen(db: &Db, id: Uuid, by: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "update supervision_campaigns set closed = null, closed_by = null where id = $1 and closed is not null";
    let mut tx = begin(db).await?;
    let done = on!(tx &mut tx, conn => async {
        sqlx::query(SQL).bind(id).execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    finish(tx, ("supervision.reopen", id), json!({}), by, now).await
}
