//! Rooms beside the boundaries: where the two disagree staff are told, and decide.

use geo::{BoundingRect, Coord, Distance, Euclidean, Intersects, MultiPolygon, Point, Rect};

use super::{Flat, Shape};
use crate::code::{AreaCode, RoomCode};
use crate::place::Wgs84;
use crate::room::Room;

/// A room that does not lie in the street that is recorded for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stray {
    /// The room.
    pub code: RoomCode,
    /// The street that is recorded for it.
    pub street: AreaCode,
    /// The street that it lies in; `None` outside of all.
    pub lies_in: Option<AreaCode>,
    /// Metres to the street that is recorded. A few hundred may be nothing but two drawings of one edge.
    pub metres: f64,
}

/// The rooms with a position and a street that do not lie in it, by their codes. Edges belong to both sides. A street that
/// the set does not have says nothing of its rooms.
pub fn strays<'a>(shapes: &[Shape], middle: Wgs84, rooms: impl IntoIterator<Item = &'a Room>) -> Vec<Stray> {
    let flat = Flat::around(middle);
    let grounds: Vec<(AreaCode, MultiPolygon<f64>, Option<Rect<f64>>)> = shapes
        .iter()
        .map(|shape| {
            let ground = flat.ground(&shape.parts);
            let around = ground.bounding_rect();
            (shape.street, ground, around)
        })
        .collect();
    let holds = |(_, ground, around): &(AreaCode, MultiPolygon<f64>, Option<Rect<f64>>), at: &Point<f64>| {
        around.is_some_and(|around| around.intersects(at)) && ground.intersects(at)
    };
    let stray = |room: &Room| {
        let (street, place) = (room.street?, room.place?);
        let at = Point::from(Coord::from(flat.metres(place.into())));
        let own = grounds.iter().find(|ground| ground.0 == street)?;
        if holds(own, &at) {
            return None;
        }
        let lies_in = grounds.iter().find(|ground| holds(ground, &at)).map(|ground| ground.0);
        Some(Stray { code: room.code, street, lies_in, metres: Euclidean.distance(&at, &own.1) })
    };
    let mut strays: Vec<Stray> = rooms.into_iter().filter_map(stray).collect();
    strays.sort_by_key(|stray| stray.code);
    strays
}
