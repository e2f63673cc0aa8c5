//! Money in fen, the hundredth of a yuan: whole numbers, never floating point.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An amount in fen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// What is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an amount in yuan, with at most two decimals, from 0.01 to 1,000,000,000")]
pub struct NoFen;

impl Fen {
    /// The largest amount that is read: a thousand million yuan.
    pub const MOST: Self = Self(100_000_000_000);

    /// A share of it in percent, rounded down: no fen is paid that was not spent.
    #[must_use]
    pub fn percent(self, percent: u8) -> Self {
        let share = i128::from(self.0) * i128::from(percent) / 100;
        Self(i64::try_from(share).unwrap_or(i64::MAX))
    }
}

/// As people write yuan: `12000`, `12,000.5`, `12，000.50`, with `元` or `¥` if they like.
impl FromStr for Fen {
    type Err = NoFen;
    fn from_str(text: &str) -> Result<Self, NoFen> {
        let text = text.trim().trim_start_matches(['¥', '￥']).trim_end_matches('元').trim();
        let digits: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
        let (yuan, fen) = digits.split_once('.').unwrap_or((&digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if yuan.is_empty() || yuan.len() > 10 || fen.len() > 2 || !all_digits(yuan) || !all_digits(fen) {
            return Err(NoFen);
        }
        let (yuan, fen): (i64, i64) = (yuan.parse().or(Err(NoFen))?, format!("{fen:0<2}").parse().or(Err(NoFen))?);
        Some(Self(yuan * 100 + fen)).filter(|amount| (1..=Self::MOST.0).contains(&amount.0)).ok_or(NoFen)
    }
}

/// In yuan: `-12,000.50`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, amount) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let yuan = (amount / 100).to_string();
        let mut grouped = String::new();
        for (at, digit) in yuan.chars().enumerate() {
            if at > 0 && (yuan.len() - at) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        write!(f, "{sign}{grouped}.{:02}", amount % 100)
    }
}

impl Add for Fen {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Fen {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Fen {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Fen {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self(0), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn yuan_are_read_as_people_write_them() {
        for (text, fen) in [("12000", 1_200_000), (" ¥12,000.5 ", 1_200_050), ("0.01", 1), ("3，000 元", 300_000), ("7.", 700)]
        {
            assert_eq!(text.parse(), Ok(Fen(fen)), "{text}");
        }
        for bad in ["", "0", "-1", "1.234", "1e3", "abc", ".5", "1000000000.01", "99999999999", "1.2.3", "一万"] {
            assert_eq!(bad.parse::<Fen>(), Err(NoFen), "{bad}");
        }
        assert_eq!(Fen(-123_456_789).to_string(), "-1,234,567.89");
        assert_eq!(
            (Fen(0).to_string(), Fen(7).to_string(), Fen(100_000).to_string()),
            ("0.00".into(), "0.07".into(), "1,000.00".into())
        );
        assert_eq!((Fen(99).percent(50), Fen(100).percent(0), Fen(100).percent(100)), (Fen(49), Fen(0), Fen(100)));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(fen in 1..=Fen::MOST.0) {
            prop_assert_eq!(Fen(fen).to_string().parse(), Ok(Fen(fen)));
        }

        #[test]
        fn a_share_is_never_more_than_the_whole(fen in 0..=Fen::MOST.0, percent in 0_u8..=100) {
            prop_assert!((0..=fen).contains(&Fen(fen).percent(percent).0));
        }
    }
}
