//! From proposal to closure: one table of steps, and what each of them needs.
//!
//! No official text about the steps of a project of Longgang could be read. The table below is therefore ours; what it
//! holds to is that nothing is opened that an expert has not passed, and that a room does not vanish without a reason.

mod import;
mod step;
#[cfg(test)]
mod tests;

pub use import::{ImportStop, import_may};
pub use step::{Acceptance, Refused, StageStep, Standing, Taken, Wanted, take};
