//! Rooms: where they are kept, the snapshot that answers parents, and the pages that show them.

pub mod cards;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod registry;
#[cfg(feature = "ssr")]
pub mod store;
