//! Weights of demand: decimal numbers whose sums are exact.

use serde::{Deserialize, Serialize};

/// A weight, kept in thousandths, so that sums do not depend on their order and two plans can be compared exactly.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weight(u64);

/// Why a text is no weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a weight is a number from 0 to 1,000,000 with at most three decimals")]
pub struct NoWeight;

impl Weight {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// One.
    pub const ONE: Self = Self(1000);
    /// The most of one point: a million, so that a million points do not overflow.
    pub const MOST: Self = Self(1_000_000_000);

    /// From thousandths.
    pub const fn of_thousandths(thousandths: u64) -> Self {
        Self(thousandths)
    }

    /// In thousandths.
    pub const fn thousandths(self) -> u64 {
        self.0
    }

    /// The share of a whole in tenths of a percent, 0 to 1000; rounded, but never to all or nothing where it is neither.
    /// `None` of nothing.
    pub fn permille_of(self, whole: Self) -> Option<u64> {
        let (part, all) = (u128::from(self.0), u128::from(whole.0));
        if all == 0 {
            return None;
        }
        let rounded = u64::try_from((part * 2000 + all) / (2 * all)).unwrap_or(u64::MAX);
        Some(match rounded {
            0 if part > 0 => 1,
            1000 if part < all => 999,
            other => other,
        })
    }

    /// What is left of it.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Add for Weight {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::AddAssign for Weight {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(weights: I) -> Self {
        weights.fold(Self::ZERO, |sum, weight| sum + weight)
    }
}

impl std::fmt::Display for Weight {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        if rest == 0 {
            return f.pad(&whole.to_string());
        }
        f.pad(format!("{whole}.{rest:03}").trim_end_matches('0'))
    }
}

impl std::str::FromStr for Weight {
    type Err = NoWeight;
    fn from_str(text: &str) -> Result<Self, NoWeight> {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 7 || rest.len() > 3 || !digits(whole) || !digits(rest) || text.ends_with('.') {
            return Err(NoWeight);
        }
        let number = |text: &str| text.parse::<u64>().or(Err(NoWeight));
        let weight = Self(number(whole)? * 1000 + number(&format!("{rest:0<3}"))?);
        if weight > Self::MOST { Err(NoWeight) } else { Ok(weight) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_as_written_and_nothing_else() {
        for (text, thousandths) in [("0", 0), ("12", 12_000), ("0.5", 500), ("7.125", 7_125), ("1000000", 1_000_000_000)] {
            assert_eq!(text.parse(), Ok(Weight(thousandths)), "{text}");
            assert_eq!(Weight(thousandths).to_string(), text);
        }
        for text in ["", ".5", "5.", "-1", "+1", "1e3", "0.1234", "1000000.1", "1,000", "NaN", "１"] {
            assert_eq!(text.parse::<Weight>(), Err(NoWeight), "{text}");
        }
    }

    #[test]
    fn nearly_all_is_not_all_and_nearly_nothing_is_not_nothing() {
        let of = |part, whole| Weight(part).permille_of(Weight(whole));
        assert_eq!((of(99_999, 100_000), of(1, 100_000)), (Some(999), Some(1)));
        assert_eq!((of(5, 5), of(0, 5), of(1, 3), of(2, 3), of(0, 0)), (Some(1000), Some(0), Some(333), Some(667), None));
    }
}
