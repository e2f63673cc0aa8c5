//! Awards: schemes that staff enter from their own documents, nominations that a second person decides about, and what a
//! room holds, shown to parents while nothing puts it in question.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use store::{Entered, StoreError, ToJudge, enter, held, to_judge};
