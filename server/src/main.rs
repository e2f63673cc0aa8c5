//! The process `muying`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::commands::run()
}
