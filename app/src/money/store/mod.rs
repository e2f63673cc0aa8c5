//! All SQL of rewards.

mod ledger;
mod payments;
mod programmes;
mod steps;
mod waiting;

use uuid::Uuid;

pub(super) use ledger::{Line, lines};
pub(super) use payments::{Event, Payment, events, find_payment, payments};
pub use payments::{Paid, paid};
pub(super) use programmes::{Programme, ProgrammeState, decide, find, list, write};
pub(super) use steps::{New, Refused, Step, propose, step};
pub use waiting::{ToApprove, to_approve};

/// Why rewards could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is none.
    #[error("programme or payment {0} as stored is not valid")]
    Row(Uuid),
    /// Somebody changed it since it was read.
    #[error("it was changed meanwhile")]
    Outdated,
}
