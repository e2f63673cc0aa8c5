//! Targets: how many rooms are to be open at a year's end, how many are, and how things stood when a year was frozen.

pub mod pages;
mod store;
#[cfg(test)]
mod tests;
