//! The construction standard: its versions for all to read, drafts of new ones, and what scoring says in people's words.

#[cfg(feature = "ssr")]
mod desk;
mod explain;
#[cfg(feature = "ssr")]
mod labels;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod store;
mod words;

#[cfg(feature = "ssr")]
pub use desk::{read_draft, routes};
pub use explain::{explain, explain_line, summary, thresholds};
#[cfg(feature = "ssr")]
pub use store::{StoreError, published};
