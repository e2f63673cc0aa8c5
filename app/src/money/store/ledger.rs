//! The ledger: what was paid and what came back, line by line. Nothing in it is ever changed.

use chrono::{DateTime, NaiveDate, Utc};
use domain::money::{Fen, Milestone};
use domain::{RoomId, Word};
use uuid::Uuid;

use super::{Payment, StoreError};
use crate::db::{Db, Tx, on};

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::money) struct Line {
    /// Its number within the programme, from 1 without a gap.
    pub(in crate::money) number: i64,
    pub(in crate::money) payment: Uuid,
    pub(in crate::money) room: RoomId,
    pub(in crate::money) milestone: Milestone,
    /// Paid, or, below zero, taken back.
    pub(in crate::money) amount: Fen,
    /// The day it was paid.
    pub(in crate::money) happened: NaiveDate,
    /// The voucher.
    pub(in crate::money) paper: String,
    pub(in crate::money) at: DateTime<Utc>,
    pub(in crate::money) actor: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    number: i64,
    payment: Uuid,
    room: Uuid,
    milestone: String,
    amount: i64,
    happened: String,
    paper: String,
    at: DateTime<Utc>,
    actor: String,
}

/// The lines of a programme, in order.
pub(in crate::money) async fn lines(db: &Db, programme: Uuid) -> Result<Vec<Line>, StoreError> {
    const SQL: &str = "select l.number, l.payment, p.room, p.milestone, l.amount, l.happened, l.paper, l.at, l.actor \
        from ledger l join payments p on p.id = l.payment where l.programme = $1 order by l.number";
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).bind(programme).fetch_all(pool))?;
    let line = |row: Row| {
        let bad = || StoreError::Row(row.payment);
        Ok(Line {
            milestone: Milestone::from_word(&row.milestone).ok().ok_or_else(bad)?,
            happened: row.happened.parse().ok().ok_or_else(bad)?,
            number: row.number,
            payment: row.payment,
            room: RoomId(row.room),
            amount: Fen(row.amount),
            paper: row.paper,
            at: row.at,
            actor: row.actor,
        })
    };
    rows.into_iter().map(line).collect()
}

/// Adds a line. The transaction holds the programme, so that numbers have no gap. A payment has one line at most each way:
/// the database refuses another.
pub(super) async fn append(
    tx: &mut Tx,
    of: &Payment,
    amount: Fen,
    (happened, paper): (NaiveDate, &str),
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    const SQL: &str = "insert into ledger (programme, number, payment, amount, happened, paper, at, actor) \
        select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7 from ledger where programme = $1";
    on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(of.programme).bind(of.id).bind(amount.0).bind(happened.to_string()).bind(paper);
        row.bind(at).bind(by).execute(conn).await.map(|_| ())
    })
}
