//! Coverage: which demand has an open room near at which hour, and where the next rooms gain most.

mod file;
pub mod pages;
mod planner;
mod request;
mod seen;
pub mod solve;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use file::MOST_SET_FORM;
pub use planner::Planner;
pub use seen::cover;
