//! Build-out: rooms on their way from proposal to closure, with every step, its day and who took it.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use store::{StoreError, dues, opened_days, recorded_after};
