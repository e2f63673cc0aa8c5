//! Venues of a list that staff bring in, the rooms that stand in them, and which of them must have a room and have none.
//!
//! A list and the registry of rooms know venues by their names only. A room belongs to a venue where staff said so; else where
//! name and street are the same, which is told as such; never because names or positions are near.

mod duty;
mod listed;
mod plan;
mod suggest;
#[cfg(test)]
mod tests;
mod tie;

pub use duty::{DutyCount, DutyVenue, Has, Missing, Must, Share, TiedRoom, duty, must};
pub use listed::{Details, Ended, Field, FloorArea, Listed, MOST_VISITORS, changed};
pub use plan::{Added, Change, Draft, List, MOST_ROWS, Plan, Refused, plan};
pub use suggest::{NEAR_M, Suggested, Why, suggestions};
pub use tie::Tie;
