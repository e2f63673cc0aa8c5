//! The audit chain: each line holds the hash of the one before and is written in the transaction of what it tells.

mod store;

pub use store::{Entry, append, verify};
