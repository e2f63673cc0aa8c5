//! The management guide: its revisions as documents with days, what one changes of another, the checklist drawn from it,
//! and who has read it. No text of it ships with the program: staff enter the one that was issued.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use store::unread;
