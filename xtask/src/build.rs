//! `xtask build`: the browser half with its site, then the server half.

use anyhow::{Result, bail};

use crate::process::{Profile, cargo, run, step};
use crate::site;

const FLAGS: [&str; 2] = ["--release", "--site-only"];

pub(crate) fn build(flags: &[&str]) -> Result<()> {
    if let Some(unknown) = flags.iter().find(|flag| !FLAGS.contains(flag)) {
        bail!("unknown flag {unknown}: {}", FLAGS.join(", "));
    }
    let profile = if flags.contains(&"--release") { Profile::Release } else { Profile::Dev };
    site::build(profile)?;
    if !flags.contains(&"--site-only") {
        server(profile)?;
    }
    Ok(())
}

pub(crate) fn server(profile: Profile) -> Result<()> {
    step(&format!("compile the server ({})", profile.name()), || {
        let mut command = cargo();
        command.args(["build", "-p", "server", "--bin", "muying"]);
        if profile == Profile::Release {
            command.arg("--release");
        }
        run(&mut command)
    })
}
