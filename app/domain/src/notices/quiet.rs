//! Quiet hours, and the hour of the mail of the day.

use chrono::{Days, NaiveDateTime, NaiveTime};

/// Hours of each day in which no mail leaves that can wait; they may go over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    from: NaiveTime,
    until: NaiveTime,
}

impl Quiet {
    /// From one time of the day until another, which is not quiet any more; `None` where they are the same.
    pub fn new(from: NaiveTime, until: NaiveTime) -> Option<Self> {
        (from != until).then_some(Self { from, until })
    }

    /// When they begin.
    pub fn from(self) -> NaiveTime {
        self.from
    }

    /// When they end.
    pub fn until(self) -> NaiveTime {
        self.until
    }

    /// Whether a time of the day is quiet.
    pub fn holds(self, time: NaiveTime) -> bool {
        if self.from < self.until { self.from <= time && time < self.until } else { self.from <= time || time < self.until }
    }

    /// The moment itself, or the end of the quiet hours that it lies in.
    pub fn after(self, now: NaiveDateTime) -> NaiveDateTime {
        if self.holds(now.time()) { next(self.until, now) } else { now }
    }
}

/// The next moment of an hour of the day, which is not this one.
pub(super) fn next_at(hour: u32, now: NaiveDateTime) -> NaiveDateTime {
    next(NaiveTime::from_hms_opt(hour.min(23), 0, 0).unwrap_or(NaiveTime::MIN), now)
}

fn next(time: NaiveTime, now: NaiveDateTime) -> NaiveDateTime {
    let today = now.date().and_time(time);
    if today > now { today } else { today.checked_add_days(Days::new(1)).unwrap_or(today) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_of_one_day_and_over_midnight() {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let (noon, night) = (Quiet::new(time(12), time(14)).unwrap(), Quiet::new(time(22), time(7)).unwrap());
        let quiet = |of: Quiet| (0..24).filter(|hour| of.holds(time(*hour))).collect::<Vec<_>>();
        assert_eq!(quiet(noon), [12, 13]);
        assert_eq!(quiet(night), [0, 1, 2, 3, 4, 5, 6, 22, 23]);
        assert_eq!(Quiet::new(time(7), time(7)), None);
    }
}
