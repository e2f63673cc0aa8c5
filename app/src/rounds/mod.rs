//! Rounds: staff plan which rooms are inspected by whom; experts find their rooms in walking order.

pub mod pages;
mod plan;
mod rooms;
mod store;
#[cfg(test)]
mod tests;

pub use rooms::rooms_of;
pub use store::{
    Assignment, NotFulfilled, Partner, StoreError, assignment, barred, fulfil, may_inspect, of_expert, partner, reopen, waiting,
};
