//! Lists of rooms come in: what the command line and the pages of an import share.
//!
//! A file that is uploaded is kept as a draft with how it is read and what was put right in it, until it is written, in one
//! transaction and just as it was seen, or given up. What was written can be taken back while nothing depends on it.

pub mod pages;
mod preview;
mod settings;
mod store;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use pages::MOST_LIST_FORM;
pub use store::{StoreError, to_finish};
pub(crate) use words::words as list_words;
pub use write::{Done, Import, ImportError, Look, Source};
