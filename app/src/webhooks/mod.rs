//! Webhooks: other systems of the city are told what happens, by calls that are signed and tried again.

mod call;
pub mod pages;
mod sign;
mod store;

pub use call::{follow, step};
pub use store::{News, queue};
