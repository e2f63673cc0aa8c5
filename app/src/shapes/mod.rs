//! Official boundaries of the region's streets: uploaded by staff, checked, published, and drawn with the figures of rooms.
//! Without a published set there is no such map, anywhere.

mod export;
mod file;
pub mod pages;
mod picture;
mod section;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use export::public_geojson;
pub use file::MOST_SHAPES_FORM;
pub(crate) use section::{Boundaries, StreetRow, boundaries, section};
pub use store::StoreError;
