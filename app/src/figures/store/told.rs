//! Rectification, what parents reported, and what was paid.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::figures::{Closing, Item, Mended, Payment, ReportCase};
use domain::rectification::{ItemState, due};
use domain::reports::{CaseStep, Trouble};
use domain::{ClauseId, Word};
use uuid::Uuid;

use super::{Days, Places, StoreError, place};
use crate::db::{Db, on};

#[derive(sqlx::FromRow)]
pub(super) struct ItemRow {
    id: Uuid,
    room: Uuid,
    clause: String,
    camera: bool,
    state: String,
    opened: DateTime<Utc>,
    days: i64,
    changed: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
pub(super) struct LineRow {
    payment: Uuid,
    room: Uuid,
    amount: i64,
    happened: String,
    at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct CaseRow {
    id: Uuid,
    room: Uuid,
    trouble: String,
    opened: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct StepRow {
    case_id: Uuid,
    at: DateTime<Utc>,
    step: String,
}

/// Cases, and what closed them or took them up again.
pub(super) type Cases = (Vec<Case>, HashMap<Uuid, Vec<Step>>);

/// A case as stored.
pub(super) struct Case(CaseRow);

/// A step of a case as stored.
pub(super) struct Step(StepRow);

/// All rectification items.
pub(super) async fn items(db: &Db) -> Result<Vec<ItemRow>, StoreError> {
    const SQL: &str =
        "select id, room, clause, camera, state, opened, days, changed from rectification_items order by opened, id";
    Ok(on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?)
}

/// All lines of all ledgers.
pub(super) async fn lines(db: &Db) -> Result<Vec<LineRow>, StoreError> {
    const SQL: &str = "select l.payment, p.room, l.amount, l.happened, l.at from ledger l join payments p on p.id = l.payment \
        order by l.happened, l.at, l.programme, l.number";
    Ok(on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?)
}

/// All cases. Their steps are read first: what is closed between the two reads is read again with the next look.
pub(super) async fn cases(db: &Db) -> Result<Cases, StoreError> {
    const STEPS: &str = "select case_id, at, step from report_events where step in ('dismiss', 'resolve', 'reopen') \
        order by case_id, number";
    const CASES: &str = "select id, room, trouble, opened from report_cases order by opened, id";
    let rows: Vec<StepRow> = on!(db, pool => sqlx::query_as(STEPS).fetch_all(pool))?;
    let mut steps: HashMap<Uuid, Vec<Step>> = HashMap::new();
    for row in rows {
        steps.entry(row.case_id).or_default().push(Step(row));
    }
    let cases: Vec<CaseRow> = on!(db, pool => sqlx::query_as(CASES).fetch_all(pool))?;
    Ok((cases.into_iter().map(Case).collect(), steps))
}

impl ItemRow {
    pub(super) fn item(self, places: &Places, days: &Days<'_>) -> Result<Item, StoreError> {
        let bad = || StoreError::Row(self.id);
        let (opened, changed) = (days.of(self.opened), days.of(self.changed));
        let ended = match ItemState::from_word(&self.state).ok().ok_or_else(bad)? {
            ItemState::Open | ItemState::Answered => None,
            ItemState::Closed => Some(Mended::Closed(changed)),
            ItemState::Superseded => Some(Mended::Superseded(changed)),
        };
        Ok(Item {
            id: self.id,
            room: place(places, self.room)?,
            clause: ClauseId::new(&self.clause).ok().ok_or_else(bad)?,
            opened,
            due: due(opened, self.days),
            ended,
            camera: self.camera,
        })
    }
}

impl LineRow {
    pub(super) fn payment(self, places: &Places, days: &Days<'_>) -> Result<Payment, StoreError> {
        let happened: Option<NaiveDate> = self.happened.parse().ok();
        Ok(Payment {
            id: self.payment,
            room: place(places, self.room)?,
            fen: self.amount,
            happened: happened.ok_or(StoreError::Row(self.payment))?,
            recorded: days.of(self.at),
        })
    }
}

/// Cases with what closed them.
pub(super) fn reports((cases, mut steps): Cases, places: &Places, days: &Days<'_>) -> Result<Vec<ReportCase>, StoreError> {
    let closing = |Step(row): Step| {
        let step = CaseStep::from_word(&row.step).ok().ok_or(StoreError::Row(row.case_id))?;
        Ok::<_, StoreError>(Closing { on: days.of(row.at), closed: step != CaseStep::Reopen })
    };
    let case = |Case(row): Case| {
        let closings = steps.remove(&row.id).unwrap_or_default().into_iter().map(closing).collect::<Result<_, _>>()?;
        Ok(ReportCase {
            id: row.id,
            room: place(places, row.room)?,
            trouble: Trouble::from_word(&row.trouble).ok().ok_or(StoreError::Row(row.id))?,
            opened: days.of(row.opened),
            closings,
        })
    };
    cases.into_iter().map(case).collect()
}
