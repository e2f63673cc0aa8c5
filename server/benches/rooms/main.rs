//! What `make bench` measures inside a process. `scripts/bench.sh` runs it and prints the table.

mod constant;
mod generate;
mod nearest;
mod postgis;
mod sqlite;

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use app::db::Db;
use app::rooms::registry::Registry;
use app::rooms::store;
use chrono::DateTime;
use clap::Parser;
use domain::{Entry, Facility, Query, Tri, Wgs84};
use server::config::Area;

/// Rooms asked for.
const K: usize = 20;
/// A Wednesday noon in Shenzhen. Times are arguments here as everywhere.
const NOW: i64 = 1_792_555_200;

#[derive(Debug, Parser)]
enum Command {
    /// Write synthetic rooms as our CSV, and positions to ask from
    Generate { rows: u32, demo: PathBuf, out: PathBuf, positions: PathBuf },
    /// Load a registry, check its order, measure it and SQLite's R*Tree
    Nearest { database_url: String, positions: PathBuf, folder: PathBuf },
    /// The same and PostGIS
    Postgis { database_url: String, positions: PathBuf, postgres_url: String },
    /// Answer every request with the same bytes
    Constant { addr: SocketAddr, bytes: usize },
}

fn main() -> Result<()> {
    // cargo passes --bench to whatever it runs as one.
    let arguments = std::env::args_os().filter(|argument| argument != "--bench");
    match Command::parse_from(arguments) {
        Command::Generate { rows, demo, out, positions } => generate::generate(rows, &demo, &out, &positions),
        Command::Nearest { database_url, positions, folder } => nearest::versus_sqlite(&database_url, &positions, &folder),
        Command::Postgis { database_url, positions, postgres_url } => {
            nearest::versus_postgis(&database_url, &positions, &postgres_url)
        }
        Command::Constant { addr, bytes } => constant::serve(addr, bytes),
    }
}

/// A measured figure, for the script.
fn say(key: &str, value: impl std::fmt::Display) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{key}={value}")?)
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

/// The snapshot of a database.
fn load(database_url: &str) -> Result<Registry> {
    let area = Area::load("longgang")?;
    let stored = runtime()?.block_on(async { anyhow::Ok(store::list(&Db::open(database_url).await?).await?) })?;
    let now = DateTime::from_timestamp(NOW, 0).context("a moment")?;
    Ok(Registry::new(area.region, 1, stored, now))
}

fn positions(path: &Path) -> Result<Vec<Wgs84>> {
    let text = std::fs::read_to_string(path)?;
    text.lines().map(|line| Ok(Wgs84::parse(line)?)).collect()
}

/// The two filters of every query here.
fn question() -> Query {
    let mut query = Query { everyone: true, page: 1, ..Query::default() };
    query.has.insert(Facility::HotWater);
    query
}

/// A room as the baselines hold it.
#[derive(Clone, Copy)]
struct Point {
    id: u32,
    place: Wgs84,
    hot_water: bool,
    everyone: bool,
}

fn points(registry: &Registry) -> Vec<Point> {
    let point = |(id, entry): (u32, &app::rooms::registry::Entry)| {
        let room = &entry.room;
        let hot_water = room.facts.get(Facility::HotWater).value == Tri::Yes;
        Some(Point { id, place: room.place?, hot_water, everyone: room.entry == Entry::Everyone })
    };
    (0..).zip(registry.entries()).filter_map(point).collect()
}
