//! How long scoring takes on one core: each sheet of a file by itself, and a million of them. `bench/rows/scoring.sh` runs
//! it, and lets the browser do the same.

use std::error::Error;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use domain::device::Change;
use domain::score::{Report, Sheet, score};
use domain::standard::{Standard, Standards};

const MILLION: usize = 1_000_000;

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    let file = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).ok_or("usage: score SHEETS.jsonl")?;
    let text = std::fs::read_to_string(file)?;
    let sheets = text.lines().map(serde_json::from_str::<Sheet>).collect::<Result<Vec<_>, _>>()?;
    let standards = Standards::built_in();
    let version = |sheet: &Sheet| standards.version(&sheet.standard).ok_or_else(|| format!("no version {}", sheet.standard));
    let standards = sheets.iter().map(|sheet| Ok(&version(sheet)?.standard)).collect::<Result<Vec<_>, String>>()?;
    let pairs: Vec<(&Standard, &Sheet)> = standards.into_iter().zip(&sheets).collect();
    if pairs.is_empty() {
        return Err("no sheets".into());
    }

    let mut each: Vec<Duration> = pairs.iter().map(|pair| timed(|| scored(pair))).collect();
    each.sort_unstable();
    say("one", micros(each[each.len() / 2]))?;
    say("one_p99", micros(each[each.len() * 99 / 100]))?;

    let began = Instant::now();
    for pair in pairs.iter().cycle().take(MILLION) {
        scored(pair);
    }
    let took = began.elapsed();
    say("million", format!("{:.1}", took.as_secs_f64()))?;
    say("million_each", format!("{:.2}", took.as_secs_f64()))?; // a million: seconds are microseconds each

    say("answer", micros(changed(&pairs)?))
}

fn scored((standard, sheet): &(&Standard, &Sheet)) {
    let report: Report = score(black_box(standard), &sheet.venue, &sheet.answers);
    black_box(report);
}

/// What the sheet on the phone does when something is put right: read it, score, say what goes into the log.
fn changed(pairs: &[(&Standard, &Sheet)]) -> Result<Duration, Failure> {
    let began = Instant::now();
    for pair in pairs {
        let day: NaiveDate = black_box("2026-11-01").parse()?;
        scored(pair);
        black_box(serde_json::to_string(&Change::Visited(day))?);
    }
    Ok(began.elapsed() / u32::try_from(pairs.len())?)
}

fn timed(run: impl FnOnce()) -> Duration {
    let began = Instant::now();
    run();
    began.elapsed()
}

fn micros(duration: Duration) -> String {
    format!("{:.2}", duration.as_secs_f64() * 1e6)
}

/// A measured figure, for the script.
fn say(key: &str, value: impl std::fmt::Display) -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout(), "{key}={value}")?)
}
