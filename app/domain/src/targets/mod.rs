//! Targets: how many rooms are to be open at a year's end, and how many are.
//!
//! What is counted is said in one place ([`is_counted`]) and in words wherever a number is shown: other bodies count
//! otherwise, so two numbers can only be compared with their scopes beside them.

mod count;
mod scope;
mod target;
#[cfg(test)]
mod tests;

pub use count::{Count, Counted, Judged, Since, TargetChange};
pub use scope::{Scope, counts, is_counted, is_expected};
pub use target::{MOST_ROOMS, Refused, Revision, Target, Wanted, YEARS, counted_on, revise, set, year_end};
