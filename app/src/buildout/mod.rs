//! Build-out: rooms on their way from proposal to closure, with every step, its day and who took it.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use store::{StoreError, dues, recorded_after};
