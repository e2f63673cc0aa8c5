//! A million points against ten thousand rooms: three distances, 24 hours, exact at the edge.

use std::time::Instant;

use anyhow::{Result, ensure};
use app::coverage::cover;
use domain::coverage::{ALWAYS, DISTANCES_M, Open};
use domain::distance_m;

use super::chance::Chance;
use super::{middle, say};

const POINTS: usize = 1_000_000;
const ROOMS: usize = 10_000;
/// Points whose answer is compared with measuring every room.
const CHECKED: usize = 500;

pub(super) fn run() -> Result<()> {
    let mut chance = Chance::new(1);
    let points = chance.points(POINTS)?;
    let mut room = || {
        // Opening and closing hours as malls, offices and stations have them.
        let (opens, closes) = [(10, 22), (9, 18), (6, 24), (8, 21)][usize::try_from(chance.below(4))?];
        let hours = (opens..closes).fold(1 << ALWAYS, |mask, hour| mask | 1 << hour);
        anyhow::Ok(Open { place: chance.place()?, hours })
    };
    let rooms: Vec<Open> = (0..ROOMS).map(|_| room()).collect::<Result<_>>()?;
    let mut seconds = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        let (masks, tally) = cover(&points, &rooms);
        seconds.push(began.elapsed().as_secs_f64());
        ensure!(masks.len() == POINTS && tally.total > tally.within[2][12], "nothing was left out");
        for (point, masks) in points.iter().zip(&masks).step_by(POINTS / CHECKED) {
            for (metres, mask) in DISTANCES_M.iter().zip(masks) {
                let near = rooms.iter().filter(|room| distance_m(point.place, room.place) <= f64::from(*metres));
                ensure!(near.fold(0, |all, room| all | room.hours) == *mask, "not what measuring every room gives");
            }
        }
    }
    say("shares_s", format!("{:.2}", middle(seconds)))?;
    say("shares_checked", CHECKED)
}
