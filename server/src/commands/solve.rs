//! `muying solve`: the solver's own process, which the server starts for each plan.

use std::io::{self, Read};

use anyhow::Result;
use app::coverage::solve::answer;

use crate::out;

/// Solves what stands on the first line of standard input. When the server that holds its other end has ended, so does
/// this process.
pub(super) fn solve() -> Result<()> {
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    std::thread::spawn(|| {
        let mut rest = Vec::new();
        if io::stdin().read_to_end(&mut rest).is_ok() {
            std::process::exit(1);
        }
    });
    out::say!("{}", answer(&line)?);
    Ok(())
}
