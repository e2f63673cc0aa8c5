//! Guessing a password gets slower with each wrong guess, and never quite impossible: nobody can lock another out for good.

use chrono::{DateTime, TimeDelta, Utc};

/// Wrong passwords that cost nothing: everybody mistypes.
const FREE: i32 = 5;
const FIRST: i64 = 30;
const MOST: i64 = 15 * 60;

/// Until when no password is looked at, after `failures` wrong ones in a row of which the last came at `last`.
/// 30 s after the fifth, twice as long after each further one, 15 minutes at most.
pub fn locked_until(failures: i32, last: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let over = u32::try_from(failures - FREE).ok()?;
    let seconds = FIRST.saturating_mul(1_i64.checked_shl(over.min(16)).unwrap_or(MOST)).min(MOST);
    last.checked_add_signed(TimeDelta::seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_guess_after_the_fifth_costs_twice_the_last_up_to_a_quarter_of_an_hour() {
        let last = DateTime::from_timestamp(1_795_489_200, 0).unwrap();
        let wait = |failures| locked_until(failures, last).map(|until| (until - last).num_seconds());
        let waits: Vec<_> = [0, 4, 5, 6, 9, 10, 11, 40, i32::MAX].into_iter().map(wait).collect();
        assert_eq!(waits, [None, None, Some(30), Some(60), Some(480), Some(900), Some(900), Some(900), Some(900)]);
    }
}
