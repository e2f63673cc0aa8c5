//! The construction standard: its versions for all to read, and what scoring says in people's words.

mod explain;
pub mod pages;
mod words;

pub use explain::{explain, explain_line, summary, thresholds};
