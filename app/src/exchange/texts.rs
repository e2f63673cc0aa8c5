//! One room as texts, column by column as files write them: for a form in which a person changes it.

use domain::{Region, Room};

use super::check::Checks;
use super::columns::{Column, unguard_formula, write_cell};
use super::parts::Parts;
use super::types::Bad;

/// What a column says of a room, empty where it is not known. Not for spreadsheets: formulas are not guarded.
pub fn text_of(room: &Room, column: Column) -> String {
    let mut cell = String::new();
    write_cell(room, column, &mut cell);
    unguard_formula(&cell).to_owned()
}

/// A text that is no value of its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead {
    /// The name of the column, where it is only one's fault.
    pub column: Option<String>,
    /// What is wrong with it, in English.
    pub reason: String,
}

/// The room with what these columns say; an empty text says that it is not known. All others stay.
///
/// # Errors
/// [`NotRead`] at the first text that cannot be read, or when several do not fit each other.
pub fn with_texts<'a>(room: &Room, region: &Region, texts: impl Iterator<Item = (Column, &'a str)>) -> Result<Room, NotRead> {
    let mut checks = Checks::new(region).map_err(|error| NotRead { column: None, reason: error.to_string() })?;
    let mut parts = Parts::default();
    for (column, text) in texts {
        let bad = |reason| NotRead { column: Some(column.name().to_owned()), reason };
        parts.read(column, text, &mut checks).map_err(bad)?;
    }
    let draft = parts.finish(true, &checks).map_err(|Bad { column, reason, .. }| NotRead { column, reason })?;
    Ok(draft.merged(room))
}
