//! What waits: the one place where a source of items is added.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::inbox::{InboxKind, Matter};
use domain::money::Milestone;
use domain::standard::Standards;
use domain::{ClauseId, Facility, Region, Role, RoomId, may};
use uuid::Uuid;

use super::store::{Held, StoreError, held};
use crate::db::Db;
use crate::{awards, imports, inspections, money, rectifications, reports};

/// What a thing is about, besides its room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum About {
    /// Nothing more to say.
    Nothing,
    /// Of a report.
    Facility(Facility),
    /// Of what is to be mended.
    Clause(ClauseId),
    /// Of a payment.
    Milestone(Milestone),
    /// Of an import: the file's name.
    File(String),
}

/// A thing that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) matter: Matter,
    pub(super) about: About,
    pub(super) subject: Uuid,
    /// Its room, where it is about one.
    pub(super) room: Option<RoomId>,
    /// The local day on which it began to wait.
    pub(super) since: NaiveDate,
    /// Who looks after it, and until when.
    pub(super) held: Held,
}

impl Item {
    fn new(matter: Matter, about: About, subject: Uuid, room: Option<RoomId>, since: NaiveDate) -> Self {
        Self { matter, about, subject, room, since, held: Held::default() }
    }

    /// Its kind and its id, by which it is held.
    pub(super) fn key(&self) -> (InboxKind, Uuid) {
        (self.matter.kind(), self.subject)
    }

    /// The local day until whose end somebody looks at it: as somebody set it, else as our rules have it.
    pub(super) fn due(&self) -> NaiveDate {
        self.held.due.unwrap_or_else(|| self.matter.due(self.since))
    }

    /// Whole days that it is overdue.
    pub(super) fn days_over(&self, today: NaiveDate) -> i64 {
        (today - self.due()).num_days().max(0)
    }
}

/// All that waits and that a role may see to: what is urgent first, then what is due first.
pub(super) async fn waiting(
    db: &Db,
    (region, standards): (&Region, &Standards),
    today: NaiveDate,
    role: Role,
) -> Result<Vec<Item>, StoreError> {
    let day = |at| region.local(at).date();
    let mut items = Vec::new();
    for case in reports::unseen(db).await? {
        let about = case.about.map_or(About::Nothing, About::Facility);
        items.push(Item::new(Matter::Report(case.trouble), about, case.id, Some(case.room), case.day));
    }
    for late in rectifications::late(db, region, today).await? {
        let since = late.due.succ_opt().unwrap_or(late.due);
        items.push(Item::new(Matter::Rectification(late.severity), About::Clause(late.clause), late.id, Some(late.room), since));
    }
    for one in inspections::to_confirm(db).await? {
        items.push(Item::new(Matter::Inspection, About::Nothing, one.id, Some(one.room), day(one.handed_in)));
    }
    for one in money::to_approve(db).await? {
        items.push(Item::new(Matter::Payment, About::Milestone(one.milestone), one.id, Some(one.room), day(one.proposed)));
    }
    for one in imports::to_finish(db).await? {
        items.push(Item::new(Matter::Import, About::File(one.name), one.id, None, day(one.changed)));
    }
    for one in awards::to_judge(db, standards, today).await? {
        let matter = if one.in_question { Matter::Doubt } else { Matter::Nomination };
        items.push(Item::new(matter, About::Nothing, one.id, Some(one.room), day(one.since)));
    }
    items.retain(|item| may(role, item.matter.kind().needs()));
    let mut held: HashMap<_, _> = held(db).await?;
    for item in &mut items {
        item.held = held.remove(&item.key()).unwrap_or_default();
    }
    items.sort_by_key(|item| (!item.matter.is_urgent(), item.due(), item.since, item.subject));
    Ok(items)
}
