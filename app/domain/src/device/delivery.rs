//! What a phone sends, and where the server puts it. Sending is idempotent: the same bytes twice are one inspection.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::code::RoomId;
use crate::digest::Digest;
use crate::score::Sheet;
use crate::words::words;

use super::log::Record;

/// A sheet handed in, as it is sent: the body of `PUT /api/v1/inspections/{id}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// The room.
    pub room: RoomId,
    /// The login of the expert. Another person's session is refused.
    pub expert: String,
    /// The assignment that it fulfils.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Uuid>,
    /// Which time it is handed in, from 1.
    pub revision: i64,
    /// The version of the stored inspection that it goes on from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<i64>,
    /// The sheet.
    pub sheet: Sheet,
}

impl From<&Record> for Delivery {
    fn from(record: &Record) -> Self {
        let begun = &record.begun;
        Self {
            room: begun.room,
            expert: begun.expert.clone(),
            assignment: begun.assignment,
            revision: begun.revision,
            base: begun.base,
            sheet: record.sheet.clone(),
        }
    }
}

/// What the server answers when it has it, in a committed transaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipt {
    /// The inspection.
    pub inspection: Uuid,
    /// SHA-256 of the body that was received.
    pub digest: Digest,
    /// Which time it was handed in.
    pub revision: i64,
    /// When it first came, by the server's clock.
    pub received: DateTime<Utc>,
    /// Photographs that the sheet names and that have not come yet.
    pub missing: Vec<Digest>,
}

/// The JSON Schemas (draft 2020-12) of what is sent and of what is answered, and of all that they refer to, by name. They
/// refer to each other at `#/components/schemas/`, where an `OpenAPI` description has them.
#[cfg(feature = "schema")]
pub fn schemas() -> serde_json::Map<String, serde_json::Value> {
    let place = |settings: &mut schemars::generate::SchemaSettings| settings.definitions_path = "/components/schemas".into();
    let mut generator = schemars::generate::SchemaSettings::draft2020_12().with(place).into_generator();
    generator.subschema_for::<Delivery>();
    generator.subschema_for::<Receipt>();
    generator.take_definitions(true)
}

/// What the server knows of an inspection when one is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Whether it is the sender's own.
    pub own: bool,
    /// Whether it may still be changed.
    pub open: bool,
    /// How often it was handed in.
    pub revision: i64,
    /// The version of its row.
    pub version: i64,
    /// What was sent as the revision in question.
    pub sent: Option<Digest>,
}

words! {
    /// Why a delivery is not taken. Nothing is lost: the phone keeps it.
    Conflict {
        /// The inspection is somebody else's.
        Foreign = "foreign",
        /// It was handed in already, with other content.
        Other = "other",
        /// It was confirmed, withdrawn, or waits for a reviewer.
        Closed = "closed",
        /// An earlier hand-in has not come.
        Gap = "gap",
        /// It was changed on the server since it was taken along.
        Edited = "edited",
    }
}

/// Where a delivery goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// It is new, and is kept as this revision.
    Keep,
    /// It was kept before; the same receipt is given again.
    Again,
    /// It is not taken.
    Refuse(Conflict),
}

/// Decides where a delivery with this revision, base and digest goes.
pub fn place(known: Option<Known>, revision: i64, base: Option<i64>, digest: Digest) -> Placement {
    let Some(known) = known else {
        return if revision == 1 && base.is_none() { Placement::Keep } else { Placement::Refuse(Conflict::Gap) };
    };
    if !known.own {
        return Placement::Refuse(Conflict::Foreign);
    }
    if revision <= known.revision {
        return if known.sent == Some(digest) { Placement::Again } else { Placement::Refuse(Conflict::Other) };
    }
    if revision > known.revision + 1 {
        return Placement::Refuse(Conflict::Gap);
    }
    if !known.open {
        return Placement::Refuse(Conflict::Closed);
    }
    if base == Some(known.version) { Placement::Keep } else { Placement::Refuse(Conflict::Edited) }
}
