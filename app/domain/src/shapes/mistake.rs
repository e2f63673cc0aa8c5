//! What is wrong with a file, by feature and street, so that each mistake can be found and put right.

use super::Codes;
use crate::code::AreaCode;
use crate::place::{Datum, PlaceError};

/// Something wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistake {
    /// The feature, from 1; `None` of what is wrong with the set.
    pub feature: Option<usize>,
    /// The street, as far as it is known.
    pub street: Option<AreaCode>,
    /// What.
    pub wrong: Wrong,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum Wrong {
    /// There are no features.
    Empty,
    /// There are more positions than are read: so many.
    TooMany(usize),
    /// The region has no list of streets to hold the file against.
    NoStreets,
    /// Neither code nor name.
    Nameless,
    /// No street has this code in either system.
    Code(String),
    /// The code is one of the other system, in which it stands for this street.
    OtherCodes {
        /// As the file has it.
        code: String,
        /// The system that it is of.
        codes: Codes,
        /// The street that has it there.
        street: AreaCode,
    },
    /// The code is one street's and the name another's.
    Disagree {
        /// As the file has it.
        code: String,
        /// As the file has it.
        name: String,
    },
    /// No street is called so.
    Name(String),
    /// The street was given before, by this feature.
    Twice(usize),
    /// A street of the region is not in the file.
    Missing,
    /// Neither `Polygon` nor `MultiPolygon`.
    NoGround,
    /// A ring of fewer than four positions, or of fewer than three different ones.
    Short(usize),
    /// A ring that does not end where it begins.
    Unclosed,
    /// A position that cannot be.
    Place(PlaceError),
    /// A ring that crosses or touches itself, about here (longitude, latitude, as the file has them).
    Crossing([f64; 2]),
    /// There is more to compare than is compared: too many rings, or sides beside and across each other.
    TooTangled,
    /// Holes that are not inside, or pieces that lie on each other.
    Nested,
    /// A position far from the region (longitude, latitude in WGS-84).
    Elsewhere([f64; 2]),
    /// Two streets lie on each other.
    Overlap {
        /// The other street.
        other: AreaCode,
        /// The share of the smaller one that they have in common, from 0 to 1.
        share: f64,
    },
    /// All streets together are far larger or smaller than the region's outline, both in square kilometres.
    Area {
        /// The streets.
        km2: f64,
        /// The outline.
        outline_km2: f64,
    },
    /// The file fits the region's outline better when its coordinates are taken for something else.
    Datum {
        /// As it was to be read, and how many metres it is then off the outline on average.
        read: (Datum, f64),
        /// As it fits better.
        better: (Datum, f64),
    },
    /// The streets leave out or add too much of the region's outline.
    Off {
        /// What is only in one of the two, as a share of the outline.
        share: f64,
        /// Metres between the two edges on average.
        metres: f64,
    },
}

impl Mistake {
    pub(super) fn of(feature: usize, street: Option<AreaCode>, wrong: Wrong) -> Self {
        Self { feature: Some(feature), street, wrong }
    }

    pub(super) fn set(street: Option<AreaCode>, wrong: Wrong) -> Self {
        Self { feature: None, street, wrong }
    }
}
