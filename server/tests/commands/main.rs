//! The program's commands, run as a person runs them, on both engines.
#![expect(clippy::unwrap_used, reason = "tests")]

mod bad_files;
mod import;
mod score;
mod seed;
mod serve;
mod support;
mod user;
