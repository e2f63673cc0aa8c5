//! Reading payments.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::money::{Fen, Milestone, PaymentState, PaymentStep};
use domain::{RoomId, Word};
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, on};

/// A payment for one room and milestone.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::money) struct Payment {
    pub(in crate::money) id: Uuid,
    pub(in crate::money) programme: Uuid,
    pub(in crate::money) room: RoomId,
    pub(in crate::money) milestone: Milestone,
    pub(in crate::money) amount: Fen,
    /// The cost that was proven, where a share of it is paid.
    pub(in crate::money) cost: Option<Fen>,
    /// The programme's line that it follows, from 1.
    pub(in crate::money) line: i64,
    /// The day of the milestone.
    pub(in crate::money) reached: NaiveDate,
    /// The inspection that it rests on.
    pub(in crate::money) inspection: Option<Uuid>,
    pub(in crate::money) state: PaymentState,
    pub(in crate::money) proposed_by: String,
    pub(in crate::money) changed: DateTime<Utc>,
    pub(in crate::money) version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    programme: Uuid,
    room: Uuid,
    milestone: String,
    amount: i64,
    cost: Option<i64>,
    line: i64,
    reached: String,
    inspection: Option<Uuid>,
    state: String,
    proposed_by: String,
    changed: DateTime<Utc>,
    version: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, programme, room, milestone, amount, cost, line, reached, inspection, state, proposed_by, changed, version \
             from payments ",
            $rest
        )
    };
}

impl TryFrom<Row> for Payment {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.id);
        Ok(Self {
            id: row.id,
            programme: row.programme,
            room: RoomId(row.room),
            milestone: Milestone::from_word(&row.milestone).ok().ok_or_else(bad)?,
            amount: Fen(row.amount),
            cost: row.cost.map(Fen),
            line: row.line,
            reached: row.reached.parse().ok().ok_or_else(bad)?,
            inspection: row.inspection,
            state: PaymentState::from_word(&row.state).ok().ok_or_else(bad)?,
            proposed_by: row.proposed_by,
            changed: row.changed,
            version: row.version,
        })
    }
}

/// The payments of a programme, those changed last first.
pub(in crate::money) async fn payments(db: &Db, programme: Uuid) -> Result<Vec<Payment>, StoreError> {
    const SQL: &str = select!("where programme = $1 order by changed desc, id");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(programme).fetch_all(pool))?;
    rows.into_iter().map(Payment::try_from).collect()
}

/// The payment of an id.
pub(in crate::money) async fn find_payment(db: &Db, id: Uuid) -> Result<Option<Payment>, StoreError> {
    const SQL: &str = select!("where id = $1");
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool))?;
    row.map(Payment::try_from).transpose()
}

/// What happened to a payment.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::money) struct Event {
    pub(in crate::money) at: DateTime<Utc>,
    pub(in crate::money) actor: String,
    pub(in crate::money) step: PaymentStep,
    pub(in crate::money) words: String,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    payment: Uuid,
    at: DateTime<Utc>,
    actor: String,
    step: String,
    words: String,
}

/// What happened to the payments of a programme, by payment and in order.
pub(in crate::money) async fn events(db: &Db, programme: Uuid) -> Result<HashMap<Uuid, Vec<Event>>, StoreError> {
    const SQL: &str = "select payment, at, actor, step, words from payment_events \
        where payment in (select id from payments where programme = $1) order by payment, number";
    let rows: Vec<EventRow> = on!(db, pool => sqlx::query_as(SQL).bind(programme).fetch_all(pool))?;
    let mut of: HashMap<Uuid, Vec<Event>> = HashMap::new();
    for EventRow { payment, at, actor, step, words } in rows {
        let step = PaymentStep::from_word(&step).ok().ok_or(StoreError::Row(payment))?;
        of.entry(payment).or_default().push(Event { at, actor, step, words });
    }
    Ok(of)
}

/// What a room was paid, or is to be paid.
#[derive(Debug, Clone, PartialEq)]
pub struct Paid {
    /// The programme.
    pub programme: Uuid,
    /// Its title.
    pub title: String,
    /// Whether it is made up.
    pub fictional: bool,
    /// For what.
    pub milestone: Milestone,
    /// How much.
    pub amount: Fen,
    /// How far it has come.
    pub state: PaymentState,
}

#[derive(sqlx::FromRow)]
struct PaidRow {
    id: Uuid,
    programme: Uuid,
    title: String,
    fictional: bool,
    milestone: String,
    amount: i64,
    state: String,
}

/// What a room was paid, or is to be paid, the latest first.
///
/// # Errors
/// [`StoreError`].
pub async fn paid(db: &Db, room: RoomId) -> Result<Vec<Paid>, StoreError> {
    const SQL: &str = "select p.id, p.programme, m.title, m.fictional, p.milestone, p.amount, p.state from payments p \
        join programmes m on m.id = p.programme where p.room = $1 order by p.changed desc, p.id";
    let rows: Vec<PaidRow> = on!(db, pool => sqlx::query_as(SQL).bind(room.0).fetch_all(pool))?;
    let paid = |row: PaidRow| {
        let milestone = Milestone::from_word(&row.milestone).ok()?;
        let state = PaymentState::from_word(&row.state).ok()?;
        let PaidRow { programme, title, fictional, amount, .. } = row;
        Some(Paid { programme, title, fictional, milestone, amount: Fen(amount), state })
    };
    rows.into_iter().map(|row| (row.id, row)).map(|(id, row)| paid(row).ok_or(StoreError::Row(id))).collect()
}
