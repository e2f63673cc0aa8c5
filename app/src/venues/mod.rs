//! Venues of lists that staff bring in, the rooms that stand in them, and the coverage rate of the duty to have one.
//!
//! A venue is never deleted: each change adds a version, and any day can be asked for by what was recorded by its end.

mod file;
pub mod pages;
mod preview;
mod seed;
mod seen;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use pages::MOST_VENUE_FORM;
pub use seed::{SeedError, seed};
pub(crate) use seen::see;
pub use store::StoreError;
pub(crate) use store::end_demo;
pub(crate) use words::name_of;
