//! The middle of a list of days.

/// The middle of days, sorted: the one definition of a median here. Of an even number of days there are two in the middle,
/// and both are given instead of a mean that no case has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Median {
    /// The lower of the two; of an odd number the middle one.
    pub lower: i64,
    /// The upper of the two; of an odd number the middle one.
    pub upper: i64,
    /// Of how many.
    pub of: usize,
}

impl Median {
    /// Of whole days; `None` of nothing.
    pub fn of(mut days: Vec<i64>) -> Option<Self> {
        days.sort_unstable();
        let of = days.len();
        Some(Self { lower: *days.get(of.checked_sub(1)? / 2)?, upper: *days.get(of / 2)?, of })
    }
}
