//! Official boundaries of a region's streets: read from a file that staff upload, checked, simplified for drawing.
//!
//! No boundaries ship with the registry, and none are made up. Which street a room is in stays a field of the room: a
//! boundary never decides it, and where the two disagree staff are told and nothing is changed.

mod check;
mod classes;
mod effort;
mod flat;
mod identify;
mod mistake;
mod rings;
mod rooms;
mod simplify;
mod state;
#[cfg(test)]
mod tests;
mod whole;

use serde::{Deserialize, Serialize};

use crate::code::AreaCode;
use crate::place::Datum;
use crate::words::words;

pub use check::{Checked, check};
pub use classes::{SHARES, class_of, quantiles};
pub use flat::{Flat, inner_point};
pub use mistake::{Mistake, Wrong};
pub use rooms::{Stray, strays};
pub use simplify::{Drawn, MOST_SHOWN_BYTES, Shown, shown};
pub use state::{State, Step};
pub use whole::{Against, Fit, MOST_AREA_OFF, MOST_OFF, MOST_OVERLAP, Report};

/// Positions of a set at most: official boundaries of a district have some ten thousand.
pub const MOST_POSITIONS: usize = 200_000;

/// A closed line of positions, longitude first: the last position is the first one again (RFC 7946).
pub type Ring = Vec<[f64; 2]>;

/// A piece of ground: its outer ring, then the rings of its holes.
pub type Part = Vec<Ring>;

words! {
    /// Which of the two official systems of 12-digit codes a file uses. They share numbers that stand for different
    /// streets, so they are never mixed.
    Codes {
        /// The statistics bureau's (统计用区划代码): the registry's own.
        Statistics = "statistics",
        /// The civil-affairs ministry's (民政部门的行政区划代码).
        CivilAffairs = "civil_affairs",
    }
}

/// A feature as a file has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Feature {
    /// Its place in the file, from 1.
    pub number: usize,
    /// The code of its street; empty where the file has none.
    pub code: String,
    /// The name of its street; empty where the file has none.
    pub name: String,
    /// Its ground; empty where it is neither `Polygon` nor `MultiPolygon`. A position that is no pair of numbers is NaN.
    pub parts: Vec<Part>,
}

/// How a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Its coordinates.
    pub datum: Datum,
    /// Its codes.
    pub codes: Codes,
}

/// A street with its ground.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// The street, by the registry's own code.
    pub street: AreaCode,
    /// Its ground, in WGS-84.
    pub parts: Vec<Part>,
}
