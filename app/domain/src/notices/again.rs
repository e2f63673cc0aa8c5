//! How often a mail or a webhook is tried. **Ours**: eight tries within a day and a half.

use chrono::TimeDelta;

/// Minutes to wait after the first, second, … try that failed.
const MINUTES: [i64; 7] = [1, 5, 15, 60, 180, 480, 1440];

/// Tries at most.
pub const TRIES: usize = MINUTES.len() + 1;

/// Failed tries in a row, of whatever, after which a webhook is paused. **Ours**.
pub const PAUSE_AFTER: i64 = 20;

/// How long to wait after so many tries that failed; `None` when it is given up.
pub fn next_try(tries: i64) -> Option<TimeDelta> {
    let index = usize::try_from(tries).ok()?.checked_sub(1)?;
    MINUTES.get(index).map(|minutes| TimeDelta::minutes(*minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_try_waits_longer_and_the_last_one_is_the_last() {
        let waits: Vec<_> = (1..).map_while(next_try).collect();
        assert_eq!(waits.len(), TRIES - 1);
        assert!(waits.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!((next_try(0), next_try(-1), next_try(8), next_try(i64::MAX)), (None, None, None, None));
    }
}
