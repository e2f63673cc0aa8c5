//! Running other programs, and saying what takes how long.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};

/// Both halves are always built in the same profile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Dev,
    Release,
}

impl Profile {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }
}

/// Announces a step, runs it, and says how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("xtask: {what} …");
    let started = Instant::now();
    let result = work().with_context(|| format!("could not {what}"))?;
    eprintln!("xtask: {what}: {:.1} s", started.elapsed().as_secs_f64());
    Ok(result)
}

/// Runs a program to its end; anything but success is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("cannot start {program}"))?;
    ensure!(status.success(), "{program} failed ({status})");
    Ok(())
}

/// `cargo` as a fresh start: without what the `cargo run` around this process has set for itself.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new("cargo");
    let own = std::env::vars_os().map(|(name, _)| name);
    for name in own.filter(|name| {
        name.to_str().is_some_and(|n| n == "CARGO" || n.starts_with("CARGO_PKG_") || n.starts_with("CARGO_MANIFEST_"))
    }) {
        command.env_remove(name);
    }
    command
}
