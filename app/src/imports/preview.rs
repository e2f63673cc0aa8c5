//! What an import would do, told so that a person can judge it, and known again when it is done.

use domain::{AreaCode, Digest, RoomCode};
use serde_json::json;

use crate::exchange::{Column, Plan, Refusal, text_of};

/// A room that would be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct New {
    pub(super) row: u64,
    pub(super) code: RoomCode,
    pub(super) name: String,
    pub(super) street: Option<AreaCode>,
}

/// A room that would be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Changed {
    pub(super) row: u64,
    pub(super) code: RoomCode,
    pub(super) name: String,
    /// Columns with what stands there and what would.
    pub(super) fields: Vec<(&'static str, String, String)>,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Preview {
    pub(super) added: Vec<New>,
    pub(super) changed: Vec<Changed>,
    pub(super) unchanged: u64,
    pub(super) refused: Vec<Refusal>,
    pub(super) dropped: Vec<Refusal>,
    /// Columns that are neither read nor left aside on purpose.
    pub(super) unread: Vec<String>,
    /// Of all of it: what is written must be what was seen.
    pub(super) digest: Digest,
}

impl Preview {
    /// Of a plan.
    pub(super) fn of(plan: &Plan<'_>, unread: Vec<String>) -> Self {
        let added = plan.added.iter().map(|added| New {
            row: added.row,
            code: added.room.code,
            name: added.room.name.zh.as_str().to_owned(),
            street: added.room.street,
        });
        let changed = plan.changed.iter().map(|change| {
            let columns = change.fields.iter().filter_map(|name| Column::named(name).map(|column| (*name, column)));
            let fields = columns.map(|(name, column)| (name, text_of(change.old, column), text_of(&change.new, column)));
            let (code, name) = (change.old.code, change.old.name.zh.as_str().to_owned());
            Changed { row: change.row, code, name, fields: fields.collect() }
        });
        Self {
            added: added.collect(),
            changed: changed.collect(),
            unchanged: plan.unchanged,
            refused: plan.refused.clone(),
            dropped: plan.dropped.clone(),
            unread,
            digest: digest(plan),
        }
    }

    /// Whether nothing would be written.
    pub(super) fn is_nothing(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty()
    }
}

/// Of all that a plan would write and leave. The ids of new rooms are not in it: each look gives others.
pub(super) fn digest(plan: &Plan<'_>) -> Digest {
    let added = plan.added.iter().map(|added| {
        let columns = Column::ALL.iter().filter(|column| column.name() != "id");
        let texts: Vec<String> = columns.map(|column| text_of(&added.room, *column)).collect();
        json!([added.row, texts])
    });
    let changed = plan.changed.iter().map(|change| json!([change.row, change.old, change.new]));
    let refused = plan.refused.iter().chain(&plan.dropped).map(|refusal| json!(refusal.to_string()));
    let all: Vec<_> = added.chain(changed).chain(refused).collect();
    Digest::of(json!([all, plan.unchanged]).to_string().as_bytes())
}
