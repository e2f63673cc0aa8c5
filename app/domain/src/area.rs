//! Usable area and the class that follows from it.

use serde::{Deserialize, Serialize};

use crate::words::words;

/// Usable area of a room, kept in tenths of a square metre, 0.1 to 999.9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct SquareMetres(u16);

impl SquareMetres {
    /// From square metres, rounded half up to one decimal; `None` outside 0.1 to 999.9 or when not a number.
    pub fn new(square_metres: f64) -> Option<Self> {
        let tenths = (square_metres * 10.0 + 0.5).floor();
        // The range check makes the conversion exact.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 9999 fits")]
        (1.0..=9999.0).contains(&tenths).then_some(Self(tenths as u16))
    }

    /// Square metres.
    pub fn get(self) -> f64 {
        f64::from(self.0) / 10.0
    }

    /// The class by area alone; see [`AreaClass`].
    pub fn class(self) -> Option<AreaClass> {
        match self.0 {
            100.. => Some(AreaClass::A),
            50..=99 => Some(AreaClass::B),
            20..=49 => Some(AreaClass::C),
            _ => None,
        }
    }
}

impl TryFrom<f64> for SquareMetres {
    type Error = &'static str;
    fn try_from(value: f64) -> Result<Self, Self::Error> {
        Self::new(value).ok_or("area must be from 0.1 to 999.9 square metres")
    }
}

impl From<SquareMetres> for f64 {
    fn from(value: SquareMetres) -> Self {
        value.get()
    }
}

words! {
    /// Class by area: A comfort (舒适型) from 10 m², B standard (标准型) from 5 m², C basic (基本型) from 2 m².
    /// DB44/T 2279-2021 clause 4, read in four agreeing secondary sources, not in the standard's own text.
    AreaClass {
        /// Comfort, 10 m² and more.
        A = "A",
        /// Standard, 5 m² to under 10 m².
        B = "B",
        /// Basic, 2 m² to under 5 m².
        C = "C",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_changes_exactly_at_the_thresholds() {
        let class = |m2: f64| SquareMetres::new(m2).unwrap().class();
        assert_eq!(class(10.0), Some(AreaClass::A));
        assert_eq!(class(9.9), Some(AreaClass::B));
        assert_eq!(class(5.0), Some(AreaClass::B));
        assert_eq!(class(4.9), Some(AreaClass::C));
        assert_eq!(class(2.0), Some(AreaClass::C));
        assert_eq!(class(1.9), None);
    }

    #[test]
    fn areas_that_cannot_be_are_refused() {
        for bad in [0.0, -3.0, 0.04, 1000.0, f64::NAN, f64::INFINITY] {
            assert_eq!(SquareMetres::new(bad), None, "{bad}");
        }
    }
}
