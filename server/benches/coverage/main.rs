//! What `make bench` measures of coverage and of the planner. `scripts/bench.sh` runs it and prints the table.

mod chance;
mod planner;
mod shares;

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;

#[derive(Debug, Parser)]
enum Command {
    /// The share of a million points with one of ten thousand rooms near, at each hour and distance
    Shares,
    /// Plans by the program's own process beside the solver called directly on the plain formulation
    Planner { muying: PathBuf },
}

fn main() -> Result<()> {
    // cargo passes --bench to whatever it runs as one.
    let arguments = std::env::args_os().filter(|argument| argument != "--bench");
    match Command::parse_from(arguments) {
        Command::Shares => shares::run(),
        Command::Planner { muying } => planner::run(&muying),
    }
}

/// A measured figure, for the script.
fn say(key: &str, value: impl std::fmt::Display) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{key}={value}")?)
}

/// The middle one.
fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
