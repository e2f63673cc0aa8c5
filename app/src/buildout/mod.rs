//! Build-out: rooms on their way from proposal to closure, with every step, its day and who took it.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use store::{Imported, StoreError, added, dues, moved, opened_days, recorded_after};
