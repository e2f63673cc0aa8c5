//! The audit chain: each line holds the hash of the one before and is written in the transaction of what it tells.

pub mod pages;
mod store;

/// How audit lines name visitors without an account. No account has such a name.
pub const VISITOR: &str = "(visitor)";

pub use store::{Entry, Filter, Line, after, append, append_all, hold, search, verify};
