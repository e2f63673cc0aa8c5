//! Citizen supervisors: staff set their terms and campaigns, they visit rooms and answer a short form, and what they found
//! stands beside the experts' result, never in it.

pub mod pages;
mod store;
mod words;

pub use store::{StoreError, impressions};
