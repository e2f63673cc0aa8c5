//! What puts an award in question. By itself it changes nothing: it asks staff to decide.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::words::words;

words! {
    /// What happened to the room.
    DoubtKind {
        /// A later inspection was confirmed with open gates.
        Gates = "gates",
        /// A later inspection was confirmed that does not pass.
        Fails = "fails",
        /// A later inspection was confirmed in a band below the scheme's least.
        Band = "band",
        /// What was to be mended was checked again, and still fails.
        Recheck = "recheck",
        /// It was taken out of the finder, or suspended.
        Suspended = "suspended",
        /// It was closed.
        Closed = "closed",
    }
}

words! {
    /// What a step rests on.
    EvidenceKind {
        /// An inspection.
        Inspection = "inspection",
        /// Something that was to be mended.
        Rectification = "rectification",
        /// That the room was taken out of the finder.
        Suspension = "suspension",
        /// A step of the room itself; the id is the room's.
        Room = "room",
    }
}

/// What a step rests on, by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// Its kind.
    pub kind: EvidenceKind,
    /// Its id.
    pub id: Uuid,
}

/// Something that puts an award in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// What happened.
    pub kind: DoubtKind,
    /// Where it is read.
    pub evidence: Evidence,
    /// When it was recorded.
    pub at: DateTime<Utc>,
}

/// The first thing that puts an award in question: what was recorded after somebody last decided about it. What was mended
/// meanwhile still asks for a decision.
pub fn in_question(settled: DateTime<Utc>, doubts: &[Doubt]) -> Option<&Doubt> {
    doubts.iter().filter(|doubt| doubt.at > settled).min_by_key(|doubt| doubt.at)
}
