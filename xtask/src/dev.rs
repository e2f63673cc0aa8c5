//! `xtask dev`: build, serve, and do it again whenever a source changes. A build that fails leaves
//! the server of the last good one running.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context as _, Result};

use crate::process::Profile;
use crate::{build, files, site};

const WATCHED: [&str; 9] = ["app", "server", "style", "web", "public", "data", "migrations", "Cargo.toml", "Cargo.lock"];
/// Written by the server itself, below the watched folders.
const OWN_OUTPUT: [&str; 2] = ["data/muying.db", "data/media"];
const BINARY: &str = "target/debug/muying";
const PAUSE: Duration = Duration::from_millis(500);
const GRACE: Duration = Duration::from_secs(5);

type Times = BTreeMap<PathBuf, SystemTime>;

pub(crate) fn watch() -> Result<()> {
    let mut running: Option<Child> = None;
    loop {
        let built_from = times()?;
        // The site last: while the server half fails to build, the running one keeps its files.
        match build::server(Profile::Dev).and_then(|()| site::build(Profile::Dev)) {
            Ok(()) => {
                if let Some(old) = running.take() {
                    stop(old)?;
                }
                running = Some(start()?);
            }
            Err(error) => eprintln!("xtask: {error:#}\nxtask: the last good build goes on serving"),
        }
        eprintln!("xtask: watching {}", WATCHED.join(" "));
        while times()? == built_from {
            if let Some(status) = running.as_mut().map(Child::try_wait).transpose()?.flatten() {
                eprintln!("xtask: the server ended by itself ({status}); it starts again after the next change");
                running = None;
            }
            std::thread::sleep(PAUSE);
        }
        eprintln!("xtask: {} changed", changed(&built_from, &times()?).display());
    }
}

fn start() -> Result<Child> {
    let mut command = Command::new(BINARY);
    command.args(["serve", "--migrate", "--seed-demo-if-empty"]);
    command.spawn().with_context(|| format!("cannot start {BINARY}"))
}

/// Asks first, so that the server closes its connections and frees the port in order.
fn stop(mut server: Child) -> Result<()> {
    // Already gone is as good as asked to go.
    drop(Command::new("kill").args(["-TERM", &server.id().to_string()]).status());
    let asked = Instant::now();
    while server.try_wait()?.is_none() {
        if asked.elapsed() > GRACE {
            server.kill()?;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

fn times() -> Result<Times> {
    let mut times = Times::new();
    for root in WATCHED.map(Path::new) {
        let below =
            if root.is_dir() { files::list(root)?.into_iter().map(|f| root.join(f)).collect() } else { vec![root.to_owned()] };
        for path in below {
            let own_output = OWN_OUTPUT.iter().any(|own| path.to_string_lossy().starts_with(own));
            // A file that vanishes while we look is a change like any other.
            if let (false, Ok(modified)) = (own_output, path.metadata().and_then(|m| m.modified())) {
                times.insert(path, modified);
            }
        }
    }
    Ok(times)
}

fn changed(before: &Times, after: &Times) -> PathBuf {
    let differs = |(path, time): &(&PathBuf, &SystemTime), other: &Times| other.get(*path) != Some(time);
    let new = after.iter().find(|entry| differs(entry, before));
    let gone = before.iter().find(|entry| differs(entry, after));
    new.or(gone).map(|(path, _)| path.clone()).unwrap_or_default()
}
