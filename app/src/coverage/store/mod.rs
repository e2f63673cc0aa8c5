//! All SQL of coverage.

mod plans;
mod sets;

use uuid::Uuid;

pub(super) use plans::{Plan, add, beat, cancel, find_plan, finish, plans, start};
pub(super) use sets::{Content, Kind, Loaded, Set, content, find, list, load, withdraw};

/// Why coverage could not be read or written.
#[derive(Debug, thiserror::Error)]
pub(super) enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is none.
    #[error("set or plan {0} as stored is not valid")]
    Row(Uuid),
}
