//! What `make bench` measures of figures and workbooks: a registry with ten years behind it, and how much memory a
//! workbook takes while it is written. Everything in it is made up.

mod fill;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use app::exchange::export_xlsx;
use app::testing::sample_rooms;
use chrono::DateTime;
use clap::Parser;

/// The moment at which the ten years end. Times are arguments here as everywhere.
const NOW: i64 = 1_795_489_200;

#[derive(Debug, Parser)]
enum Command {
    /// Fill an empty SQLite database with rooms and ten years of changes, inspections, faults and reports, and invite
    /// somebody who may see figures
    History { database_url: String, rooms: u32 },
    /// Write a workbook of so many rooms
    Workbook { rows: usize, out: PathBuf },
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    // cargo passes --bench to whatever it runs as one.
    let arguments = std::env::args_os().filter(|argument| argument != "--bench");
    match Command::parse_from(arguments) {
        Command::History { database_url, rooms } => fill::history(&database_url, rooms).await,
        Command::Workbook { rows, out } => workbook(rows, &out),
    }
}

/// The rooms are few and stand in memory once: what grows is what the workbook takes.
fn workbook(rows: usize, out: &Path) -> Result<()> {
    let rooms = sample_rooms();
    let made = DateTime::from_timestamp(NOW, 0).context("a moment")?;
    let began = Instant::now();
    export_xlsx(rooms.iter().cycle().take(rows), made, BufWriter::new(File::create(out)?))?;
    say("seconds", format!("{:.2}", began.elapsed().as_secs_f64()))?;
    say("bytes", out.metadata()?.len())?;
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("VmHWM")?;
    let kib: u64 = peak.trim().trim_end_matches("kB").trim().parse()?;
    say("peak_mib", format!("{:.1}", f64::from(u32::try_from(kib)?) / 1024.0))
}

/// A measured figure, for the script.
fn say(key: &str, value: impl std::fmt::Display) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{key}={value}")?)
}
