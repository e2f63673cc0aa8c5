//! How often something may be done: a bucket of tokens, told by the one moment at which it is full again (the generic
//! cell rate algorithm of ITU-T I.371).

use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};

/// So many at once, then one each so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    burst: u32,
    every: TimeDelta,
}

impl Rate {
    /// Tries to sign in from one network address, unless set otherwise: a venue's whole staff may sign in behind one
    /// router after a training.
    pub const SIGN_IN: Self = Self { burst: 30, every: TimeDelta::seconds(2) };
    /// Forms of all kinds from one network address: an office behind one router fills in many sheets.
    pub const FORMS: Self = Self { burst: 300, every: TimeDelta::milliseconds(200) };

    /// Reports of parents from one network address: a family sends one or two, a mall has one address for all its visitors.
    pub const REPORTS: Self = Self { burst: 10, every: TimeDelta::seconds(30) };

    /// `burst` at once, from 1 to 100,000, then one each `every` milliseconds, from 1 to an hour.
    pub const fn new(burst: u32, every: u32) -> Option<Self> {
        if burst == 0 || burst > 100_000 || every == 0 || every > 3_600_000 {
            return None;
        }
        Some(Self { burst, every: TimeDelta::milliseconds(every as i64) })
    }

    /// Takes a token out of a bucket that is full again at `full`: when it is full after that, or how long to wait.
    ///
    /// # Errors
    /// How long it takes until there is a token.
    pub fn take(self, full: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, TimeDelta> {
        let depth = self.every * i32::try_from(self.burst).unwrap_or(i32::MAX);
        // A clock that was set back must not lock anybody out for longer than an empty bucket does.
        let after = full.clamp(now, now + depth) + self.every;
        let over = after - now - depth;
        if over > TimeDelta::zero() { Err(over) } else { Ok(after) }
    }
}

/// A rate is written `BURST/SECONDS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write BURST/SECONDS, such as 30/2: thirty at once, then one every two seconds")]
pub struct NoRate;

impl FromStr for Rate {
    type Err = NoRate;
    fn from_str(text: &str) -> Result<Self, NoRate> {
        let (burst, seconds) = text.trim().split_once('/').ok_or(NoRate)?;
        let (burst, seconds) = (burst.parse().or(Err(NoRate))?, seconds.parse::<u32>().or(Err(NoRate))?);
        Self::new(burst, seconds.saturating_mul(1000)).ok_or(NoRate)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(milliseconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_795_489_200_000 + milliseconds).unwrap()
    }

    #[test]
    fn thirty_at_once_then_one_every_two_seconds() {
        let rate: Rate = "30/2".parse().unwrap();
        let mut full = at(-1);
        for _ in 0..30 {
            full = rate.take(full, at(0)).unwrap();
        }
        assert_eq!(rate.take(full, at(0)), Err(TimeDelta::seconds(2)));
        assert_eq!(rate.take(full, at(1500)), Err(TimeDelta::milliseconds(500)));
        full = rate.take(full, at(2000)).unwrap();
        assert_eq!(rate.take(full, at(2000)), Err(TimeDelta::seconds(2)));
        assert!(rate.take(full, at(-3_600_000)).unwrap_err() <= TimeDelta::seconds(2), "the clock was set back");
    }

    #[test]
    fn what_is_no_rate_is_refused() {
        for text in ["", "30", "0/2", "30/0", "30/3601", "100001/1", "-1/2", "30/2s", "1.5/2"] {
            assert_eq!(text.parse::<Rate>(), Err(NoRate), "{text}");
        }
    }

    proptest! {
        /// In no stretch of time more is let through than the burst and what came back meanwhile; and who waits as told
        /// is let through.
        #[test]
        fn never_more_than_burst_and_refill(burst in 1_u32..20, every in 1_u32..5000, waits in prop::collection::vec(0_i64..3000, 1..200)) {
            let rate = Rate::new(burst, every).unwrap();
            let (mut full, mut now, mut passed) = (at(0), 0, Vec::new());
            for wait in waits {
                now += wait;
                match rate.take(full, at(now)) {
                    Ok(after) => { full = after; passed.push(now); }
                    Err(wait) => prop_assert!(rate.take(full, at(now) + wait).is_ok()),
                }
            }
            for (from, first) in passed.iter().enumerate() {
                for (until, last) in passed.iter().enumerate().skip(from) {
                    let most = i64::from(burst) + (last - first) / i64::from(every);
                    prop_assert!(i64::try_from(until - from).unwrap() < most);
                }
            }
        }
    }
}
