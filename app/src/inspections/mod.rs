//! Inspections: an expert fills in the sheet of a room, somebody else confirms it, and parents see the result.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use store::{Certified, StoreError, certified};
