//! Rounds of inspections: which rooms, whose turn, in which order, and how far two experts agree.

mod agree;
mod compare;
mod draw;
mod purpose;
mod spread;
mod walk;

pub use agree::{Agreement, agreement};
pub use compare::{Difference, Settled, compare, settle};
pub use draw::draw;
pub use purpose::{AssignmentState, Purpose};
pub use spread::{Expert, Given, Left, Place, Spread, Why, spread};
pub use walk::walk;
