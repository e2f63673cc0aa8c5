//! Documents that a step of a room, a payment or an award rests on: kept beside the photographs, handed out as files only, and
//! taken away, with a reason, when they were added by mistake.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;
mod view;

pub use pages::{MOST_PAPER_FORM, Sent, add, sent};
pub use store::{Paper, PaperOf, StoreError, Subject, of};
pub use view::{form, list};
