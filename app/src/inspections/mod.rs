//! Inspections: an expert fills in the sheet of a room, somebody else confirms it, and parents see the result.

#[cfg(feature = "ssr")]
mod kit;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod sheet;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
#[cfg(test)]
mod tests;

#[cfg(feature = "ssr")]
pub use kit::kit;
#[cfg(feature = "ssr")]
pub use store::{
    Certified, First, HandedIn, Intake, NotSettled, NotTaken, Past, StoreError, ToConfirm, certified, certified_of, deliver,
    first, handed_in, keep_past, latest_visit, photos, settle, to_confirm, visits,
};
