//! Fictional demand and rooms over the box of Longgang, the same each time: most of it in towns, some anywhere.

use anyhow::Result;
use domain::Wgs84;
use domain::coverage::{Point, Weight};

/// West, south, and the sides in degrees.
const BOX: [f64; 4] = [114.045, 22.585, 0.306, 0.231];
const TOWNS: usize = 25;

/// `SplitMix64`: small, and the same on every machine.
pub(super) struct Chance {
    state: u64,
    towns: Vec<(f64, f64)>,
}

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        let mut chance = Self { state: seed, towns: Vec::new() };
        chance.towns = (0..TOWNS).map(|_| (chance.unit(), chance.unit())).collect();
        chance
    }

    pub(super) fn below(&mut self, most: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most
    }

    /// From 0 to 1.
    fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.below(1 << 30)).unwrap_or(0)) / f64::from(1_u32 << 30)
    }

    /// Three in four around a town.
    pub(super) fn place(&mut self) -> Result<Wgs84> {
        let (mut east, mut north) = (self.unit(), self.unit());
        if self.below(4) > 0 {
            let town = usize::try_from(self.below(TOWNS as u64))?;
            let near = |unit: f64, of: f64| (of + (unit - 0.5) * 0.15).clamp(0.0, 1.0);
            (east, north) = (near(east, self.towns[town].0), near(north, self.towns[town].1));
        }
        Ok(Wgs84::new(BOX[0] + east * BOX[2], BOX[1] + north * BOX[3])?)
    }

    pub(super) fn points(&mut self, count: usize) -> Result<Vec<Point>> {
        let mut point = || {
            let weight = Weight::of_thousandths((1 + self.below(100)) * 1000);
            anyhow::Ok(Point { place: self.place()?, weight, street: None, name: String::new() })
        };
        (0..count).map(|_| point()).collect()
    }
}
