//! What failed and is to be mended: one table of steps, when it is due, how it is checked again, and what closes it.
//!
//! No official text about deadlines of rectification in Longgang could be read. The days below are therefore ours, and
//! every page that shows them says so.

mod recheck;
mod suspension;
#[cfg(feature = "standard-files")]
#[cfg(test)]
mod tests;

use chrono::{Days, NaiveDate};

use crate::code::ClauseId;
use crate::score::{Outcome, Report};
use crate::standard::{Clause, PartKind, Role, Standard};
use crate::words::words;

pub use recheck::{NoProof, Proof, judged, recomputed, verdict};
pub use suspension::{OpenGateItem, suspends_on};

/// Days to mend what is no gate. **Ours**: no official text could be read.
pub const DAYS_TO_MEND: i64 = 14;
/// Days after the due day at which an item is put before the staff. **Ours**.
pub const ESCALATE_AFTER_DAYS: i64 = 7;
/// The defect that goes its own way: report to the police, and publish nothing of it (Regulations on public security
/// video, article 8).
pub const CAMERA: &str = "CAMERA_FOUND";

words! {
    /// How far an item has come.
    ItemState {
        /// The operator has to mend it.
        Open = "open",
        /// The operator says that it is mended.
        Answered = "answered",
        /// An expert has seen that it is.
        Closed = "closed",
        /// A later inspection of the room, or a corrected one, has taken its place.
        Superseded = "superseded",
    }
}

words! {
    /// What is done with an item. Nobody waives one: no text that could be read allows it.
    ItemStep {
        /// The operator says what was done.
        Answer = "answer",
        /// Staff ask for more.
        SendBack = "send_back",
        /// An expert has checked it again, and it passes.
        Pass = "pass",
        /// An expert has checked it again, and it does not.
        Fail = "fail",
        /// It is long overdue and is put before the staff.
        Escalate = "escalate",
        /// A later or corrected inspection takes its place.
        Supersede = "supersede",
    }
}

words! {
    /// How bad it is.
    Severity {
        /// A gate is open: the room fails.
        Gate = "gate",
        /// A clause fails.
        Fail = "fail",
        /// A clause earns a part of its points only, and does not pass.
        Partial = "partial",
    }
}

words! {
    /// How it is checked again.
    RecheckWay {
        /// By going there: gates, what is measured and what is operated.
        OnSite = "on_site",
        /// By a photograph.
        Photo = "photo",
    }
}

/// A clause that is to be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// The clause.
    pub clause: ClauseId,
    /// How bad it is.
    pub severity: Severity,
    /// How it is checked again.
    pub way: RecheckWay,
}

impl ItemState {
    /// Where a step leads; `None` where it is not allowed.
    pub fn after(self, step: ItemStep) -> Option<Self> {
        match (self, step) {
            (Self::Open, ItemStep::Answer) => Some(Self::Answered),
            (Self::Answered, ItemStep::SendBack) | (Self::Open | Self::Answered, ItemStep::Fail) => Some(Self::Open),
            (Self::Open | Self::Answered, ItemStep::Pass) => Some(Self::Closed),
            (Self::Open | Self::Answered, ItemStep::Supersede) => Some(Self::Superseded),
            (Self::Open | Self::Answered, ItemStep::Escalate) => Some(self),
            _ => None,
        }
    }

    /// Whether something is still to be done.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Answered)
    }
}

impl Severity {
    /// Days from the day of confirmation to the day it is due: gates at once, that is on the same day.
    pub fn days(self) -> i64 {
        if self == Self::Gate { 0 } else { DAYS_TO_MEND }
    }
}

/// The day until whose end something is to be mended.
pub fn due(opened: NaiveDate, days: i64) -> NaiveDate {
    u64::try_from(days).ok().and_then(|days| opened.checked_add_days(Days::new(days))).unwrap_or(opened)
}

/// Whole days that something is overdue; 0 on the due day and before.
pub fn days_over(due: NaiveDate, today: NaiveDate) -> i64 {
    (today - due).num_days().max(0)
}

/// Whether a clause is the one about cameras.
pub fn is_camera(clause: &Clause) -> bool {
    clause.is_restricted()
}

/// Whether a report says that a camera was found.
pub fn camera_found(report: &Report) -> bool {
    report.lines.iter().any(|line| line.defects.iter().any(|defect| defect == CAMERA))
}

/// Gates, what is measured and what is operated is checked on the spot, the rest by a photograph. Whether something is
/// operated shows in its answers: one of them is that it is there but broken.
pub fn recheck_way(standard: &Standard, clause: &Clause) -> RecheckWay {
    let measured = clause.parts.iter().any(|part| part.kind == PartKind::Number);
    let operated = clause.parts.iter().any(|part| standard.options(part).iter().any(|option| option.word == "broken"));
    if clause.gate || measured || operated { RecheckWay::OnSite } else { RecheckWay::Photo }
}

/// What a report asks to be mended: every open gate, and every clause that fails or passes in part. A bonus that is not
/// earned is no fault, and what only follows from the venue's size cannot be mended in the room.
pub fn findings(standard: &Standard, report: &Report) -> Vec<Finding> {
    let found = standard.clauses.iter().zip(&report.lines).filter_map(|(clause, line)| {
        let severity = match line.outcome {
            Outcome::Pass | Outcome::NotApplicable => return None,
            _ if clause.gate => Severity::Gate,
            _ if clause.role == Role::Bonus || clause.parts.iter().all(|part| part.kind == PartKind::Computed) => return None,
            Outcome::Fail => Severity::Fail,
            Outcome::Partial => Severity::Partial,
            _ => return None,
        };
        Some(Finding { clause: clause.id, severity, way: recheck_way(standard, clause) })
    });
    found.collect()
}
