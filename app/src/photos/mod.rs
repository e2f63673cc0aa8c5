//! Photographs: what is sent is decoded, made small and free of metadata, and kept outside of the database under the
//! SHA-256 of what was sent. They are seen by signed links only.

mod album;
mod form;
mod links;
mod media;
pub mod pages;
mod picture;
mod receive;
mod store;
mod sweep;
#[cfg(test)]
mod tests;

pub use album::{Album, Viewer};
pub use form::{Sent, controls, take_in};
pub use media::{Media, OpenError, Size};
pub use receive::{MOST_PHOTO_FORM, Receipt, Received, Refused, Sender, Sight, receive};
pub use store::{Photo, StoreError, known, missing, named};
pub use sweep::{Swept, sweep};
