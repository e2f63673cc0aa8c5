//! The registry's nearest rooms against two spatial indexes on the same points.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use app::rooms::registry::Registry;
use chrono::{DateTime, NaiveDateTime};
use domain::{Hit, Wgs84, distance_m};

use super::{K, NOW, Point, load, points, positions, postgis, question, say, sqlite};

/// Every rate is the middle one of this many rounds, ours and the baseline's taken in turn.
const ROUNDS: usize = 3;
/// How long a round lasts.
pub(super) const ROUND: Duration = Duration::from_secs(2);
/// Queries whose whole answer is compared with brute force.
const CHECKED: usize = 24;

pub(super) fn versus_sqlite(database_url: &str, asked: &Path, folder: &Path) -> Result<()> {
    let (registry, asked) = (load(database_url)?, positions(asked)?);
    let points = points(&registry);
    say("rooms", registry.entries().len())?;
    say("positions", points.len())?;
    say("answering", points.iter().filter(|point| point.hot_water && point.everyone).count())?;
    check(&registry, &points, &asked)?;
    say("checked", CHECKED)?;
    let baseline = sqlite::Baseline::new(&points, folder)?;
    baseline.check(&registry, &asked[..200], &mut |near| nearest(&registry, near))?;
    baseline.tune(&asked)?;
    say("sqlite_start_m", baseline.start_m())?;
    say("sqlite_round_trip_us", format!("{:.1}", baseline.round_trip_us()?))?;
    for threads in [1, 2] {
        let mut rates = [const { Vec::new() }; 2];
        for _ in 0..ROUNDS {
            rates[0].push(ours(&registry, &asked, threads)?);
            rates[1].push(baseline.rate(&asked, threads)?);
        }
        let [ours, theirs] = rates.map(middle);
        say(&format!("ours_{threads}"), format!("{ours:.0}"))?;
        say(&format!("sqlite_{threads}"), format!("{theirs:.0}"))?;
    }
    Ok(())
}

pub(super) fn versus_postgis(database_url: &str, asked: &Path, postgres_url: &str) -> Result<()> {
    let (registry, asked) = (load(database_url)?, positions(asked)?);
    let baseline = postgis::Baseline::new(&points(&registry), postgres_url)?;
    let same = baseline.same(&asked[..200], &mut |near| nearest(&registry, near))?;
    say("postgis_same", format!("{same:.3}"))?;
    let mut rates = [const { Vec::new() }; 2];
    for _ in 0..ROUNDS {
        rates[0].push(ours(&registry, &asked, 2)?);
        rates[1].push(baseline.rate(&asked)?);
    }
    let [ours, theirs] = rates.map(middle);
    say("ours_2", format!("{ours:.0}"))?;
    say("postgis_16", format!("{theirs:.0}"))
}

fn middle(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

fn now(registry: &Registry) -> NaiveDateTime {
    registry.region.local(DateTime::from_timestamp(NOW, 0).unwrap_or_default())
}

fn nearest(registry: &Registry, near: Wgs84) -> Vec<Hit> {
    registry.nearest(near, &question(), now(registry), K)
}

fn ours(registry: &Registry, asked: &[Wgs84], threads: usize) -> Result<f64> {
    let (query, now) = (question(), now(registry));
    rate(threads, || {
        Ok(|index: usize| {
            ensure!(registry.nearest(asked[index % asked.len()], &query, now, K).len() == K, "too few");
            Ok(())
        })
    })
}

/// Answers a second of threads that each make their own way of asking; a number tells which question.
pub(super) fn rate<Ask: FnMut(usize) -> Result<()>>(threads: usize, make: impl Fn() -> Result<Ask> + Sync) -> Result<f64> {
    let next = AtomicUsize::new(0);
    let done: Result<Vec<f64>> = thread::scope(|scope| {
        let run = || -> Result<f64> {
            let mut ask = make()?;
            // Each thread begins elsewhere in the list; the first questions only warm it up.
            let begin = next.fetch_add(7_919, Ordering::Relaxed);
            (0..100).try_for_each(|index| ask(begin + index))?;
            let (began, mut count) = (Instant::now(), 0_u32);
            while began.elapsed() < ROUND {
                ask(begin + count as usize)?;
                count += 1;
            }
            Ok(f64::from(count) / began.elapsed().as_secs_f64())
        };
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        running.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    Ok(done?.iter().sum())
}

/// The order must be the one that looking at every room gives, to the last bit of the distance.
fn check(registry: &Registry, points: &[Point], asked: &[Wgs84]) -> Result<()> {
    let far = [Wgs84::new(0.0, 51.5)?, Wgs84::new(-179.99, -40.0)?, Wgs84::new(114.2, 89.9)?];
    for &near in asked.iter().step_by(asked.len() / CHECKED).take(CHECKED).chain(&far) {
        let answering = points.iter().filter(|point| point.hot_water && point.everyone);
        let mut all: Vec<(f64, u32)> = answering.map(|point| (distance_m(near, point.place), point.id)).collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let found: Vec<_> = nearest(registry, near).iter().map(|hit| (hit.distance_m.unwrap_or(-1.0), hit.index)).collect();
        ensure!(found == all[..K], "not the exact order from {near}");
    }
    Ok(())
}
