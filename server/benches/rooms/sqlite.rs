//! The baseline in the same process: SQLite's R*Tree, asked with a box that grows until it is known to hold the answer.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Result, ensure};
use app::rooms::registry::Registry;
use domain::{Hit, Wgs84, chord_squared, distance_m};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::runtime::Runtime;

use super::{K, Point, nearest, runtime};

/// The exact position and the filters lie in the tree's own rows: nothing is joined.
const TABLE: &str = "create virtual table tree using rtree(id, west, east, south, north, +lon, +lat, +hot_water, +everyone)";
/// SQLite itself picks the nearest on a plane, three times as many as are asked for, so that few rows change threads;
/// their exact order is worked out here.
const IN_BOX: &str = "select id, lon, lat from tree \
    where east >= $1 and west <= $2 and north >= $3 and south <= $4 and hot_water = 1 and everyone = 1 \
    order by (lon - $5) * (lon - $5) * $7 + (lat - $6) * (lat - $6) limit 60";
/// Half a box's side to begin with; the fastest of these is taken.
const STARTS_M: [f64; 7] = [50.0, 100.0, 200.0, 400.0, 800.0, 1_600.0, 3_200.0];

pub(super) struct Baseline {
    path: PathBuf,
    start_m: Cell<f64>,
}

/// One connection with its thread.
struct Asker {
    runtime: Runtime,
    connection: SqliteConnection,
    start_m: f64,
}

impl Baseline {
    pub(super) fn new(points: &[Point], folder: &Path) -> Result<Self> {
        let path = folder.join("rtree.db");
        let _ = std::fs::remove_file(&path);
        let baseline = Self { path, start_m: Cell::new(400.0) };
        let Asker { runtime, mut connection, .. } = baseline.asker()?;
        runtime.block_on(async {
            sqlx::query(TABLE).execute(&mut connection).await?;
            let mut tx = connection.begin().await?;
            for point in points {
                let (lon, lat) = (point.place.lon(), point.place.lat());
                let row = sqlx::query("insert into tree values ($1, $2, $2, $3, $3, $2, $3, $4, $5)");
                row.bind(point.id).bind(lon).bind(lat).bind(point.hot_water).bind(point.everyone).execute(&mut *tx).await?;
            }
            tx.commit().await
        })?;
        Ok(baseline)
    }

    fn asker(&self) -> Result<Asker> {
        let runtime = runtime()?;
        // Everything in memory, no waiting for the disk, and room for a whole answer between SQLite's thread and ours.
        let options = SqliteConnectOptions::new()
            .filename(&self.path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Off)
            .pragma("synchronous", "off")
            .pragma("cache_size", "-500000")
            .pragma("mmap_size", "2000000000")
            .row_buffer_size(4096);
        let connection = runtime.block_on(options.connect())?;
        Ok(Asker { runtime, connection, start_m: self.start_m.get() })
    }

    pub(super) fn start_m(&self) -> f64 {
        self.start_m.get()
    }

    /// Begins with the box that is fastest on these points.
    pub(super) fn tune(&self, asked: &[Wgs84]) -> Result<()> {
        let mut asker = self.asker()?;
        let mut took = Vec::new();
        for start_m in STARTS_M {
            asker.start_m = start_m;
            let began = Instant::now();
            asked[..400].iter().try_for_each(|&near| asker.nearest(near).map(drop))?;
            took.push((began.elapsed(), start_m));
        }
        took.sort_by_key(|(elapsed, _)| *elapsed);
        self.start_m.set(took[0].1);
        Ok(())
    }

    /// What asking SQLite's thread costs when there is nothing to do.
    pub(super) fn round_trip_us(&self) -> Result<f64> {
        let Asker { runtime, mut connection, .. } = self.asker()?;
        let began = Instant::now();
        for _ in 0..10_000 {
            runtime.block_on(sqlx::query("select 1").fetch_all(&mut connection))?;
        }
        Ok(began.elapsed().as_secs_f64() * 100.0)
    }

    /// It must give the same answers, or it is no baseline.
    pub(super) fn check(&self, registry: &Registry, asked: &[Wgs84], ours: &mut dyn FnMut(Wgs84) -> Vec<Hit>) -> Result<()> {
        let mut asker = self.asker()?;
        for &near in asked {
            let theirs: Vec<u32> = asker.nearest(near)?.iter().map(|hit| hit.1).collect();
            let ours: Vec<u32> = ours(near).iter().map(|hit| hit.index).collect();
            ensure!(ours == theirs, "the R*Tree gives another answer from {near}, of {}", registry.entries().len());
        }
        Ok(())
    }

    pub(super) fn rate(&self, asked: &[Wgs84], threads: usize) -> Result<f64> {
        let (path, start_m) = (self.path.clone(), self.start_m.get());
        nearest::rate(threads, || {
            let mut asker = Self { path: path.clone(), start_m: Cell::new(start_m) }.asker()?;
            Ok(move |index: usize| {
                ensure!(asker.nearest(asked[index % asked.len()])?.len() == K, "too few");
                Ok(())
            })
        })
    }
}

impl Asker {
    fn nearest(&mut self, from: Wgs84) -> Result<Vec<(f64, u32)>> {
        let mut half_m = self.start_m;
        loop {
            let found = self.in_box(from, half_m)?;
            let best = exact(from, found);
            if best.len() >= K && best[K - 1].0 <= half_m {
                return Ok(best);
            }
            // The distance of the twentieth bounds the answer, once there is a twentieth.
            half_m = if best.len() >= K { best[K - 1].0 } else { half_m * 2.0 };
            ensure!(half_m < 2e7, "fewer than {K} rooms");
        }
    }

    /// A box that holds every point within so many metres.
    fn in_box(&mut self, from: Wgs84, half_m: f64) -> Result<Vec<(u32, f64, f64)>> {
        let north = half_m / 110_500.0;
        let east = half_m / (111_300.0 * (from.lat().abs() + north).min(89.9).to_radians().cos());
        let narrower = from.lat().to_radians().cos().powi(2);
        let query = sqlx::query_as(IN_BOX)
            .bind(from.lon() - east)
            .bind(from.lon() + east)
            .bind(from.lat() - north)
            .bind(from.lat() + north)
            .bind(from.lon())
            .bind(from.lat())
            .bind(narrower);
        Ok(self.runtime.block_on(query.fetch_all(&mut self.connection))?)
    }
}

/// The nearest of some points in exact order: the straight line sorts them, the geodesic is worked out for few.
fn exact(from: Wgs84, points: Vec<(u32, f64, f64)>) -> Vec<(f64, u32)> {
    let eye = from.ecef();
    let chord = |place: Wgs84| chord_squared(eye, place.ecef()).sqrt();
    let places = points.into_iter().filter_map(|(id, lon, lat)| Some((id, Wgs84::new(lon, lat).ok()?)));
    let mut places: Vec<(f64, u32, Wgs84)> = places.map(|(id, place)| (chord(place), id, place)).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut best: Vec<(f64, u32)> = Vec::with_capacity(K + 1);
    for (chord, id, place) in places {
        if best.len() == K && chord - 1e-6 > best[K - 1].0 {
            break;
        }
        let found = (distance_m(from, place), id);
        let at = best.partition_point(|kept| kept.0.total_cmp(&found.0).then(kept.1.cmp(&found.1)).is_lt());
        best.insert(at, found);
        best.truncate(K);
    }
    best
}
