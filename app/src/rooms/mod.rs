//! Rooms: where they are kept, the snapshot that answers parents, the pages that show them and the island that keeps
//! answering where there is no signal.

pub mod answer;
pub mod island;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod registry;
#[cfg(feature = "ssr")]
pub mod store;
pub mod view;
