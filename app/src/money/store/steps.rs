//! Proposing a payment, and taking it further: each in one transaction with its event and its audit line.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::money::{Award, Fen, Milestone, PaymentState, PaymentStep};
use domain::{RoomId, Word};
use serde_json::json;
use uuid::Uuid;

use super::{Payment, Programme, StoreError, ledger};
use crate::audit;
use crate::db::{Db, Tx, on};

/// A payment that is proposed.
#[derive(Debug, Clone, Copy)]
pub(in crate::money) struct New {
    pub(in crate::money) id: Uuid,
    pub(in crate::money) room: RoomId,
    pub(in crate::money) milestone: Milestone,
    pub(in crate::money) award: Award,
    pub(in crate::money) cost: Option<Fen>,
    pub(in crate::money) inspection: Option<Uuid>,
}

/// Why a payment is not proposed or taken further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::money) enum Refused {
    /// The programme is not open.
    NotOpen,
    /// The room has a payment for this milestone already.
    Twice,
    /// Where it stands does not allow it.
    State,
    /// Who proposed it does not approve it.
    Own,
    /// It says why.
    NoWords,
    /// So much is left of the budget.
    Budget(Fen),
}

/// Proposes a payment by an open programme.
///
/// # Errors
/// [`StoreError`]; then nothing was written.
pub(in crate::money) async fn propose(
    db: &Db,
    programme: &Programme,
    new: &New,
    by: &str,
    now: DateTime<Utc>,
) -> Result<Result<(), Refused>, StoreError> {
    const SQL: &str = "insert into payments \
        (id, programme, room, milestone, amount, cost, line, reached, inspection, state, proposed_by, changed, version) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'proposed', $10, $11, 1) \
        on conflict (programme, room, milestone) where state in ('proposed', 'approved', 'paid') do nothing";
    let now = now.trunc_subsecs(6);
    let mut tx = db.begin().await?;
    if !hold(&mut tx, programme.id).await? {
        return Ok(Err(Refused::NotOpen));
    }
    let New { id, room, milestone, award, cost, inspection } = new;
    let line = i64::try_from(award.line).unwrap_or(i64::MAX);
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(id).bind(programme.id).bind(room.0).bind(milestone.word()).bind(award.amount.0);
        let row = row.bind(cost.map(|cost| cost.0)).bind(line).bind(award.on.to_string()).bind(inspection).bind(by).bind(now);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Ok(Err(Refused::Twice));
    }
    let detail = json!({ "programme": programme.id, "room": room, "milestone": milestone, "amount": award.amount,
        "cost": cost, "line": award.line, "on": award.on, "inspection": inspection });
    happened(&mut tx, *id, (PaymentStep::Propose, ""), detail, by, now).await?;
    Ok(Ok(tx.commit().await?))
}

/// What is done with a payment.
#[derive(Debug, Clone, Copy)]
pub(in crate::money) struct Step<'a> {
    pub(in crate::money) what: PaymentStep,
    /// The reason, or a remark.
    pub(in crate::money) words: &'a str,
    /// Of a payment and a reversal: the day, and the voucher.
    pub(in crate::money) voucher: (NaiveDate, &'a str),
}

/// Takes a payment, as it was read, a step further.
///
/// # Errors
/// [`StoreError::Outdated`] when somebody was faster; then nothing was written.
pub(in crate::money) async fn step(
    db: &Db,
    programme: &Programme,
    payment: &Payment,
    what: Step<'_>,
    by: &str,
    now: DateTime<Utc>,
) -> Result<Result<(), Refused>, StoreError> {
    const SQL: &str = "update payments set state = $1, changed = $2, version = version + 1 where id = $3 and version = $4";
    let Step { what: step, words, voucher } = what;
    let Some(state) = payment.state.after(step) else { return Ok(Err(Refused::State)) };
    if step == PaymentStep::Approve && payment.proposed_by == by {
        return Ok(Err(Refused::Own));
    }
    if step.needs_words() && words.is_empty() {
        return Ok(Err(Refused::NoWords));
    }
    let now = now.trunc_subsecs(6);
    let mut tx = db.begin().await?;
    let open = hold(&mut tx, programme.id).await?;
    if step == PaymentStep::Approve {
        if !open {
            return Ok(Err(Refused::NotOpen));
        }
        let left = programme.terms.budget - committed(&mut tx, programme.id).await?;
        if payment.amount > left {
            return Ok(Err(Refused::Budget(left)));
        }
    }
    let done = on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(state.word()).bind(now).bind(payment.id).bind(payment.version);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    if done != 1 {
        return Err(StoreError::Outdated);
    }
    match step {
        PaymentStep::Pay => ledger::append(&mut tx, payment, payment.amount, voucher, by, now).await?,
        PaymentStep::Reverse => ledger::append(&mut tx, payment, -payment.amount, voucher, by, now).await?,
        PaymentStep::Propose | PaymentStep::Approve | PaymentStep::Reject => {}
    }
    let detail = json!({ "from": payment.state, "to": state, "amount": payment.amount, "words": words,
        "on": voucher.0, "paper": voucher.1 });
    happened(&mut tx, payment.id, (step, words), detail, by, now).await?;
    Ok(Ok(tx.commit().await?))
}

/// Holds a programme until the end of the transaction, so that its budget and its ledger are one person's at a time;
/// whether it is open.
async fn hold(tx: &mut Tx, programme: Uuid) -> Result<bool, StoreError> {
    const SQL: &str = "update programmes set version = version where id = $1 returning state";
    let state: Option<String> = on!(tx tx, conn => sqlx::query_scalar(SQL).bind(programme).fetch_optional(conn))?;
    Ok(state.ok_or(StoreError::Row(programme))? == super::ProgrammeState::Open.word())
}

/// What a programme's budget has to cover already.
async fn committed(tx: &mut Tx, programme: Uuid) -> Result<Fen, StoreError> {
    const SQL: &str = "select state, amount from payments where programme = $1";
    let rows: Vec<(String, i64)> = on!(tx tx, conn => sqlx::query_as(SQL).bind(programme).fetch_all(conn))?;
    let committed = |state: &str| PaymentState::from_word(state).is_ok_and(PaymentState::is_committed);
    Ok(rows.iter().filter(|(state, _)| committed(state)).map(|(_, amount)| Fen(*amount)).sum())
}

async fn happened(
    tx: &mut Tx,
    payment: Uuid,
    (step, words): (PaymentStep, &str),
    detail: serde_json::Value,
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "insert into payment_events (payment, number, at, actor, step, words) \
        select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 from payment_events where payment = $1";
    on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(payment).bind(at).bind(by).bind(step.word()).bind(words);
        row.execute(conn).await.map(|_| ())
    })?;
    let (action, subject) = (format!("payments.{step}"), payment.to_string());
    Ok(audit::append(tx, &audit::Entry { at, actor: by, action: &action, subject: &subject, detail }).await?)
}
