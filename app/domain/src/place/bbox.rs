//! Boxes on the map.

use super::{PlaceError, Wgs84};

/// A box in WGS-84 degrees. West may lie east of east: then it crosses the antimeridian (RFC 7946, 5.2).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bbox {
    /// Western edge.
    pub west: f64,
    /// Southern edge.
    pub south: f64,
    /// Eastern edge.
    pub east: f64,
    /// Northern edge.
    pub north: f64,
}

impl Bbox {
    /// Reads `west,south,east,north`.
    ///
    /// # Errors
    /// [`PlaceError`] when it is not four numbers, off the globe, upside down, or has latitude first.
    pub fn parse(text: &str) -> Result<Self, PlaceError> {
        let edges: Vec<f64> =
            text.split(',').map(|edge| edge.trim().parse::<f64>()).collect::<Result<_, _>>().or(Err(PlaceError::NotANumber))?;
        let &[west, south, east, north] = edges.as_slice() else { return Err(PlaceError::Box) };
        Self::new(west, south, east, north)
    }

    /// Checks the edges.
    ///
    /// # Errors
    /// As [`Bbox::parse`].
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<Self, PlaceError> {
        for (lon, lat) in [(west, south), (east, north)] {
            match Wgs84::new(lon, lat) {
                Ok(_) | Err(PlaceError::Null) => {}
                Err(error) => return Err(error),
            }
        }
        if south > north {
            return Err(PlaceError::Box);
        }
        Ok(Self { west, south, east, north })
    }

    /// Whether a position lies in it, edges included.
    pub fn contains(&self, place: Wgs84) -> bool {
        let lon = place.lon();
        let inside =
            if self.west <= self.east { (self.west..=self.east).contains(&lon) } else { lon >= self.west || lon <= self.east };
        inside && (self.south..=self.north).contains(&place.lat())
    }
}

impl std::fmt::Display for Bbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{},{},{},{}", self.west, self.south, self.east, self.north)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_across_the_antimeridian_holds_both_sides() {
        let fiji = Bbox::parse("177,-20,-178,-15").unwrap();
        let place = |lon, lat| Wgs84::new(lon, lat).unwrap();
        assert!(fiji.contains(place(179.5, -17.0)) && fiji.contains(place(-179.5, -17.0)));
        assert!(!fiji.contains(place(0.0, -17.0)));
    }

    #[test]
    fn boxes_of_the_wrong_shape_are_refused() {
        assert_eq!(Bbox::parse("1,2,3"), Err(PlaceError::Box));
        assert_eq!(Bbox::parse("114,23,115,22"), Err(PlaceError::Box));
        assert_eq!(Bbox::parse("1,2,x,4"), Err(PlaceError::NotANumber));
        assert!(matches!(Bbox::parse("22,114,23,115"), Err(PlaceError::Swapped { .. })));
    }
}
