//! The process `muying`.
fn main() {}
