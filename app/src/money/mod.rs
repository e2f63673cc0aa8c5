//! Rewards: programmes that staff enter from their own documents, payments that a second person approves, and a ledger.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use store::{Paid, StoreError, ToApprove, paid, to_approve};
