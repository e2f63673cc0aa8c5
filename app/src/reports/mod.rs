//! Parents are heard: what they report from the door joins into cases that staff look into, an inspection answers them,
//! and what they saw keeps facts fresh.

pub mod pages;
pub(crate) mod stamp;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use store::{
    Look, PublicCase, Rating, StoreError, Told, Unseen, Waiting, inspected, mended, photos, public, ratings, told_on_site,
    unseen, waiting,
};
