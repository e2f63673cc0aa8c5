//! The inbox of staff: one list of what waits for somebody, with who looks after it and until when. What waits is worked out
//! of how things stand, so that what is done is gone by itself.

mod items;
pub mod pages;
mod store;
