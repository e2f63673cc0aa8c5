//! The log of a room's care: an operator makes a card, whoever cleans scans it and taps what was done, without an account;
//! "cleaned daily and recorded" then is a fact that everybody sees.

mod mark;
pub mod pages;
mod store;
mod words;

pub use store::{Book, Care, StoreError, follow, photos};
