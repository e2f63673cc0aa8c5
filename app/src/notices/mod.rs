//! Notices: what happens is read off the audit chain, outside the transaction of the change, and told to whom it concerns: in
//! the app, by mail, and to other systems through [`crate::webhooks`].

mod follow;
mod letter;
pub mod pages;
mod post;
mod store;
mod words;

pub use follow::{follow, post, step};
pub use post::{Failed, Letter, Post, PostError};
pub use store::{StoreError, unread};
