//! How much of the demand has a room near, and where the next rooms gain most.

mod demand;
mod gather;
mod greedy;
mod grid;
mod near;
mod problem;
mod share;
#[cfg(test)]
mod tests;
mod weight;

pub use demand::{MOST_NAME, NoDemand, Point, pack, unpack};
pub use gather::{Spot, gather};
pub use grid::even_grid;
pub use near::{Near, Reach};
pub use problem::{Group, Infeasible, Least, Problem, Question, Reduced, Site, feasible, reduce};
pub use share::{ALWAYS, DISTANCES_M, Masks, Open, Rooms, Tally, covered, hours_mask};
pub use weight::{NoWeight, Weight};
