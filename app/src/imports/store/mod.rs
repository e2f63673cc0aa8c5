//! All SQL of imports.

mod drafts;
mod finish;
mod kept;
mod undo;
mod waiting;

use uuid::Uuid;

use super::write::ImportError;
use crate::rooms::store as rooms;

pub(super) use drafts::{Counts, File, Head, State, drop_draft, find, heads, save, start};
pub(super) use finish::{Finished, Writing, finish};
pub(super) use kept::{keep, kept};
pub(super) use undo::{Obstacle, Touched, Why, touched, undo};
pub use waiting::to_finish;

/// Why imports could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A row that is none.
    #[error("import {0} as stored is not valid")]
    Row(Uuid),
    /// Somebody changed, wrote, undid or dropped it since it was read.
    #[error("import {0} was changed meanwhile")]
    Outdated(Uuid),
    /// Rooms.
    #[error(transparent)]
    Rooms(#[from] rooms::StoreError),
    /// Writing.
    #[error(transparent)]
    Import(#[from] ImportError),
}
