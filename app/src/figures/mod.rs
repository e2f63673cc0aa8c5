//! Figures of any two days, the rows behind each number, and the reports made of them.

pub mod pages;
mod shared;
mod store;
#[cfg(test)]
mod tests;
mod words;

pub use shared::Figures;
pub use store::StoreError;
