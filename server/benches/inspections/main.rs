//! What `make bench` measures of inspections that phones send: to a server that runs, over HTTP. It signs experts in as
//! people do, and looks in the server's database afterwards for what they hold receipts of.

mod client;
mod devices;
mod experts;
mod photograph;
mod stored;
mod submit;

use std::io::Write;
use std::time::{Duration, SystemTime};

use anyhow::Result;
use chrono::{DateTime, Utc};
use clap::Parser;

#[derive(Debug, Parser)]
enum Command {
    /// Send sheets as fast as so many clients get their receipts
    Submit {
        database_url: String,
        addr: String,
        #[arg(long, default_value_t = 16)]
        clients: usize,
        #[arg(long, default_value_t = 5)]
        seconds: u64,
    },
    /// Send a sheet and its photographs from so many devices at once
    Devices {
        database_url: String,
        addr: String,
        #[arg(long, default_value_t = 500)]
        devices: usize,
        #[arg(long, default_value_t = 6)]
        photos: usize,
    },
}

// One thread: the server has the other core.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    // cargo passes --bench to whatever it runs as one.
    let arguments = std::env::args_os().filter(|argument| argument != "--bench");
    match Command::parse_from(arguments) {
        Command::Submit { database_url, addr, clients, seconds } => {
            submit::run(&database_url, &addr, clients, Duration::from_secs(seconds)).await
        }
        Command::Devices { database_url, addr, devices, photos } => devices::run(&database_url, &addr, devices, photos).await,
    }
}

/// A measured figure, for the script.
fn say(key: &str, value: impl std::fmt::Display) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{key}={value}")?)
}

/// The clock of the devices.
fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}

/// How long `percent` of all took at most, in milliseconds.
fn percentile(took: &mut [Duration], percent: usize) -> String {
    took.sort_unstable();
    let at = (took.len() * percent).div_ceil(100).saturating_sub(1);
    took.get(at).map_or_else(|| "-".to_owned(), |took| format!("{:.1}", took.as_secs_f64() * 1000.0))
}
