//! How old a fact is.

use chrono::NaiveDate;

use crate::facility::{Fact, Tri};
use crate::words::words;

/// Days for which a fact is taken as it is. **Ours**.
const FRESH_DAYS: i64 = 180;
/// Days after which it is to be looked at again. **Ours**: a year, as rooms are to be checked yearly.
const STALE_DAYS: i64 = 365;

words! {
    /// How much a fact says about today.
    Freshness {
        /// Said or seen within half a year.
        Fresh = "fresh",
        /// Older than half a year.
        Fading = "fading",
        /// Older than a year, or nobody knows how old: to be looked at again.
        Stale = "stale",
    }
}

impl Freshness {
    /// Of a fact on a local day; `None` of what nobody knows.
    pub fn of(fact: Fact, today: NaiveDate) -> Option<Self> {
        if fact.value == Tri::Unknown {
            return None;
        }
        Some(match fact.on.map(|on| (today - on).num_days()) {
            Some(days) if days <= FRESH_DAYS => Self::Fresh,
            Some(days) if days <= STALE_DAYS => Self::Fading,
            _ => Self::Stale,
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;

    #[test]
    fn a_fact_fades_after_half_a_year_and_is_stale_after_one() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
        let seen = |days: u64| Fact { value: Tri::No, by: None, on: today.checked_sub_days(Days::new(days)) };
        let fresh = |days| Freshness::of(seen(days), today).unwrap();
        assert_eq!([0, 180].map(fresh), [Freshness::Fresh; 2]);
        assert_eq!([181, 365].map(fresh), [Freshness::Fading; 2]);
        assert_eq!(fresh(366), Freshness::Stale);
        assert_eq!(Freshness::of(Fact { value: Tri::Yes, by: None, on: None }, today), Some(Freshness::Stale));
        assert_eq!(Freshness::of(Fact::UNKNOWN, today), None);
        let tomorrow = Fact { value: Tri::Yes, by: None, on: today.succ_opt() };
        assert_eq!(Freshness::of(tomorrow, today), Some(Freshness::Fresh), "the clocks of two devices differ");
    }
}
