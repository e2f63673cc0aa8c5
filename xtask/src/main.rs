//! The project's build driver: `cargo run -p xtask -- build | budget | dev`.
//! Shell scripts in `scripts/` prepare the machine; everything that makes files is here.

mod browser;
mod budget;
mod build;
mod css;
mod dev;
mod files;
mod process;
mod site;
mod site_json;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

const USAGE: &str = "usage: cargo run -p xtask -- COMMAND
  build [--release] [--site-only] browser half and target/site, then the server
  budget                          sizes in target/site against scripts/budgets.toml
  dev                             build, serve, and again whenever a source changes";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").context(USAGE)?;
    std::env::set_current_dir(Path::new(&here).parent().context(USAGE)?)?;
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["build", flags @ ..] => build::build(flags),
        ["budget"] => budget::check(),
        ["dev"] => dev::watch(),
        _ => bail!(USAGE),
    }
}
