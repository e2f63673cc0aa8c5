//! The construction standard: its versions for all to read, and what scoring says in people's words.

mod explain;
#[cfg(feature = "ssr")]
mod labels;
#[cfg(feature = "ssr")]
pub mod pages;
mod words;

pub use explain::{explain, explain_line, summary, thresholds};
