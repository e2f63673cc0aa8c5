//! Targets: how many rooms are to be open at a year's end, how many are, and how things stood when a year was frozen.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use pages::scope_words;
pub(crate) use store::{Frozen, StoreError, frozen, list};
