//! A tree of points that is built once: halved at the middle of the longest side, again and again, so that a node's
//! children and its points stand where arithmetic says, and no pointer is kept.

use domain::{Ecef, Traits, chord_squared};

/// Points of a leaf, at most.
const LEAF: usize = 16;

/// Boxes are kept in single precision, which rounds to half a metre at the earth's radius; and so are distances to them,
/// which may then be a metre off on the other side of the earth.
const ROUNDING_M: f32 = 3.0;

/// A room's point and what filters look at, side by side: a room that lacks a trait is never fetched from memory.
pub(super) struct Point {
    pub(super) at: Ecef,
    pub(super) index: u32,
    pub(super) traits: Traits,
}

/// The box around a node's points, and all traits that any of them has.
#[derive(Clone, Copy)]
struct Node {
    low: [f32; 3],
    high: [f32; 3],
    traits: Traits,
}

pub(super) struct Tree {
    points: Vec<Point>,
    nodes: Vec<Node>,
    depth: u32,
}

/// A part of the tree still to look at.
struct Part {
    node: usize,
    start: usize,
    end: usize,
    depth: u32,
    /// Straight metres to its box, squared.
    away: f32,
}

impl Tree {
    pub(super) fn new(mut points: Vec<Point>) -> Self {
        let depth = points.len().div_ceil(LEAF).next_power_of_two().ilog2();
        let nothing = Node { low: [0.0; 3], high: [0.0; 3], traits: Traits::default() };
        let mut nodes = vec![nothing; (2 << depth) - 1];
        build(&mut points, &mut nodes, 0, depth);
        Self { points, nodes, depth }
    }

    /// Visits the points that have the traits, nearer parts first, each with the square of its chord; leaves out what is
    /// farther than the reach. `visit` answers with the reach from then on, a straight distance squared.
    pub(super) fn visit(&self, from: Ecef, wanted: Traits, mut visit: impl FnMut(&Point, f64) -> f64) {
        let eye = from.map(single);
        let mut reach = f64::INFINITY;
        let mut parts = Vec::with_capacity(64);
        parts.push(Part { node: 0, start: 0, end: self.points.len(), depth: self.depth, away: 0.0 });
        while let Some(part) = parts.pop() {
            if f64::from((part.away.sqrt() - ROUNDING_M).max(0.0)).powi(2) > reach {
                continue;
            }
            if part.depth > 0 {
                parts.extend(self.halves(&part, eye).into_iter().filter(|half| self.nodes[half.node].traits.holds(wanted)));
                continue;
            }
            for point in self.points[part.start..part.end].iter().filter(|point| point.traits.holds(wanted)) {
                let squared = chord_squared(from, point.at);
                if squared <= reach {
                    reach = visit(point, squared);
                }
            }
        }
    }

    /// Both halves of a part; the nearer one last, since the last is looked at first.
    fn halves(&self, part: &Part, eye: [f32; 3]) -> [Part; 2] {
        let middle = part.start.midpoint(part.end);
        let half = |node: usize, start, end| Part { node, start, end, depth: part.depth - 1, away: self.nodes[node].away(eye) };
        let [left, right] = [half(2 * part.node + 1, part.start, middle), half(2 * part.node + 2, middle, part.end)];
        if left.away <= right.away { [right, left] } else { [left, right] }
    }
}

impl Node {
    fn away(&self, eye: [f32; 3]) -> f32 {
        let beyond = |axis: usize| (self.low[axis] - eye[axis]).max(eye[axis] - self.high[axis]).max(0.0);
        (0..3).map(beyond).map(|metres| metres * metres).sum()
    }
}

fn build(points: &mut [Point], nodes: &mut [Node], node: usize, depth: u32) {
    let mut traits = Traits::default();
    let (mut low, mut high) = ([f64::INFINITY; 3], [f64::NEG_INFINITY; 3]);
    for point in &*points {
        traits = traits.or(point.traits);
        for axis in 0..3 {
            low[axis] = low[axis].min(point.at[axis]);
            high[axis] = high[axis].max(point.at[axis]);
        }
    }
    nodes[node] = Node { low: low.map(single), high: high.map(single), traits };
    if depth == 0 {
        return;
    }
    let side = |axis: &usize| high[*axis] - low[*axis];
    let longest = (0..3).max_by(|a, b| side(a).total_cmp(&side(b))).unwrap_or(0);
    let middle = points.len() / 2;
    if middle > 0 {
        points.select_nth_unstable_by(middle, |a, b| a.at[longest].total_cmp(&b.at[longest]));
    }
    let (left, right) = points.split_at_mut(middle);
    build(left, nodes, 2 * node + 1, depth - 1);
    build(right, nodes, 2 * node + 2, depth - 1);
}

#[expect(clippy::cast_possible_truncation, reason = "rounded to half a metre, which ROUNDING_M allows for")]
fn single(metres: f64) -> f32 {
    metres as f32
}
