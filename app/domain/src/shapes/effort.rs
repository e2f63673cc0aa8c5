//! How much there is to compare, counted before it is compared: a file of a few megabytes can have sides that cross each
//! other by the thousand million.

use geo::{Line, MultiPolygon};

/// Rings of a street at most. The limit is ours.
pub(super) const MOST_RINGS: usize = 5_000;
/// Pairs of sides that are compared at most: boundaries of as many positions as are read have a third of it. The limit is
/// ours.
const MOST_COMPARED: usize = 20_000_000;
/// Pairs of sides of different rings that may cross, by their boxes: an edge that two streets share comes to two or three a
/// position. The limit is ours.
const MOST_MET: usize = 1_000_000;

/// There is more to compare than is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tangled;

/// What may still be compared.
#[derive(Debug)]
pub(super) struct Effort {
    compared: usize,
    met: usize,
}

/// The least and the greatest of a side, to the east and to the north.
type Bounds = [[f64; 2]; 2];

impl Effort {
    /// For a whole file.
    pub(super) fn of_a_file() -> Self {
        Self { compared: MOST_COMPARED, met: MOST_MET }
    }

    /// Hands on every two sides whose boxes meet, until something is found. Sides are looked at from west to east, or from
    /// south to north where that is less work, each beside those that begin before it ends.
    pub(super) fn search<T>(
        &mut self,
        sides: &[Line<f64>],
        mut find: impl FnMut(usize, usize) -> Option<T>,
    ) -> Result<Option<T>, Tangled> {
        let bounds: Vec<Bounds> = sides.iter().map(bounds).collect();
        let (east, north) = (Sweep::along(0, &bounds), Sweep::along(1, &bounds));
        let Sweep { axis, order, pairs } = if north.pairs < east.pairs { north } else { east };
        self.compared = self.compared.checked_sub(pairs).ok_or(Tangled)?;
        for (place, &side) in order.iter().enumerate() {
            let [along, across] = [bounds[side][axis], bounds[side][1 - axis]];
            for &other in order[place + 1..].iter().take_while(|other| bounds[**other][axis][0] <= along[1]) {
                let beside = bounds[other][1 - axis];
                let do_meet = across[0] <= beside[1] && beside[0] <= across[1];
                let found = if do_meet { find(side, other) } else { None };
                if found.is_some() {
                    return Ok(found);
                }
            }
        }
        Ok(None)
    }

    /// Refuses rings that may cross each other more often than an overlay should be given. No ring crosses itself here.
    pub(super) fn rings<'a>(&mut self, grounds: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Result<(), Tangled> {
        let (mut sides, mut ring_of): (Vec<Line<f64>>, Vec<usize>) = (Vec::new(), Vec::new());
        let parts = grounds.into_iter().flatten();
        let rings = parts.flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
        for (number, ring) in rings.enumerate() {
            sides.extend(ring.lines());
            ring_of.resize(sides.len(), number);
        }
        let mut left = self.met;
        let beyond = self.search(&sides, |side, other| {
            if ring_of[side] == ring_of[other] {
                return None;
            }
            let Some(less) = left.checked_sub(1) else { return Some(Tangled) };
            left = less;
            None
        })?;
        self.met = left;
        beyond.map_or(Ok(()), Err)
    }
}

fn bounds(side: &Line<f64>) -> Bounds {
    let (from, to) = (side.start, side.end);
    [[from.x.min(to.x), from.x.max(to.x)], [from.y.min(to.y), from.y.max(to.y)]]
}

/// An order in which to look at sides, and how many pairs are looked at then.
struct Sweep {
    axis: usize,
    order: Vec<usize>,
    pairs: usize,
}

impl Sweep {
    fn along(axis: usize, bounds: &[Bounds]) -> Self {
        let mut order: Vec<usize> = (0..bounds.len()).collect();
        order.sort_by(|a, b| bounds[*a][axis][0].total_cmp(&bounds[*b][axis][0]));
        let beside = |(place, side): (usize, &usize)| {
            order[place + 1..].partition_point(|other| bounds[*other][axis][0] <= bounds[*side][axis][1])
        };
        let pairs = order.iter().enumerate().map(beside).fold(0, usize::saturating_add);
        Self { axis, order, pairs }
    }
}
