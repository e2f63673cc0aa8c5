//! The management guide: its text as headings and paragraphs, what one revision changes of another, the checklist that
//! is drawn from it, and which revision is in force.

mod body;
mod checklist;
mod difference;
mod numbering;
mod read;
mod revision;
#[cfg(test)]
mod tests;

pub use body::{Block, Body, Checked, Doer};
pub use checklist::Task;
pub use difference::{Change, Mark, Run, difference};
pub use numbering::number;
pub use read::{MOST_BLOCKS, MOST_BYTES, MOST_CHARS, Wrong};
pub use revision::{Head, Mistake, Refused, Revision, Standing, may_publish, standing};
