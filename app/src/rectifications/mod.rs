//! Rectification: what an inspection found is mended by the operator and checked again by an expert; a gate left open
//! takes its room out of the finder.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;
mod watch;
mod words;

pub use store::{
    Confirmation, Late, Recheck, StoreError, Suspension, Suspensions, confirmed, late, of_person as rooms_of, photos, rechecks,
    suspended,
};
pub use watch::{look, watch};
