//! When a room is open: a timetable of local minutes, made on the server and read anywhere.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

/// One stretch of time in a [`Timetable`], in minutes after its first midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First minute.
    pub from: u16,
    /// Minute after the last.
    pub to: u16,
    /// False where the hours themselves say that it is not certain.
    pub sure: bool,
}

/// The opening hours of some weeks, as stretches of local time in order. A phone without the opening-hours
/// parser answers from it, holidays included, until its last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timetable {
    /// First day.
    pub first: NaiveDate,
    /// Days covered, at most 45 so that minutes fit.
    pub days: u16,
    /// Open or perhaps-open stretches, in order, not touching.
    pub spans: Vec<Span>,
}

/// Whether a room is open at a moment. All times are local to the region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenState {
    /// Open; `until` is `None` when it does not close within a week.
    Open {
        /// When it closes.
        until: Option<NaiveDateTime>,
    },
    /// Closed; `opens` is `None` when no opening is known.
    Closed {
        /// When it opens next.
        opens: Option<NaiveDateTime>,
    },
    /// Nobody knows.
    Unknown,
}

impl OpenState {
    /// Whether it is open for certain.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open { .. })
    }

    /// Whether it closes within `minutes` of `now`.
    pub fn closes_within(self, now: NaiveDateTime, minutes: i64) -> bool {
        matches!(self, Self::Open { until: Some(until) } if until - now <= TimeDelta::minutes(minutes))
    }
}

impl Timetable {
    /// Days made at a time: enough for a month offline.
    pub const DAYS: u16 = 35;

    /// The state at a local moment; [`OpenState::Unknown`] outside the days covered.
    pub fn state(&self, now: NaiveDateTime) -> OpenState {
        let Some(minute) = self.minute(now) else { return OpenState::Unknown };
        let next = self.spans.partition_point(|span| span.to <= minute);
        match self.spans.get(next) {
            Some(span) if span.from <= minute && !span.sure => OpenState::Unknown,
            Some(span) if span.from <= minute => OpenState::Open { until: self.moment(span.to, minute) },
            Some(span) => OpenState::Closed { opens: Some(self.at(span.from)) },
            None => OpenState::Closed { opens: None },
        }
    }

    /// The open stretches of one day as minutes after midnight, a stretch past midnight cut at 24:00.
    pub fn day(&self, date: NaiveDate) -> Option<Vec<(u16, u16, bool)>> {
        let start = self.minute(date.and_hms_opt(0, 0, 0)?)?;
        let clipped = |span: &Span| (span.from.max(start) - start, span.to.min(start + 1440) - start, span.sure);
        Some(self.spans.iter().filter(|span| span.from < start + 1440 && span.to > start).map(clipped).collect())
    }

    fn minute(&self, now: NaiveDateTime) -> Option<u16> {
        let minutes = (now - self.first.and_hms_opt(0, 0, 0)?).num_minutes();
        u16::try_from(minutes).ok().filter(|&minute| minute < self.days * 1440)
    }

    fn at(&self, minute: u16) -> NaiveDateTime {
        let midnight = self.first.and_hms_opt(0, 0, 0).unwrap_or_default();
        midnight + TimeDelta::minutes(i64::from(minute))
    }

    /// `None` for an end over a week away or at the end of the table: "always open", as far as anyone cares.
    fn moment(&self, end: u16, now: u16) -> Option<NaiveDateTime> {
        (end < self.days * 1440 && end - now < 7 * 1440).then(|| self.at(end))
    }

    /// The day after the last one covered.
    pub fn end(&self) -> NaiveDate {
        self.first.checked_add_days(Days::new(u64::from(self.days))).unwrap_or(NaiveDate::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap().and_hms_opt(hour, minute, 0).unwrap()
    }

    fn ten_to_ten(days: u16) -> Timetable {
        let span = |day: u16| Span { from: day * 1440 + 600, to: day * 1440 + 1320, sure: true };
        Timetable { first: NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(), days, spans: (0..days).map(span).collect() }
    }

    #[test]
    fn open_closing_and_closed_until_tomorrow() {
        let table = ten_to_ten(3);
        assert_eq!(table.state(at(1, 9, 59)), OpenState::Closed { opens: Some(at(1, 10, 0)) });
        assert_eq!(table.state(at(1, 10, 0)), OpenState::Open { until: Some(at(1, 22, 0)) });
        assert!(table.state(at(1, 21, 40)).closes_within(at(1, 21, 40), 30));
        assert_eq!(table.state(at(1, 22, 0)), OpenState::Closed { opens: Some(at(2, 10, 0)) });
        assert_eq!(table.state(at(3, 23, 0)), OpenState::Closed { opens: None });
    }

    #[test]
    fn outside_its_days_a_timetable_knows_nothing() {
        let table = ten_to_ten(3);
        assert_eq!(table.state(at(4, 12, 0)), OpenState::Unknown);
        assert_eq!(table.day(NaiveDate::from_ymd_opt(2026, 10, 31).unwrap()), None);
        assert_eq!(table.day(NaiveDate::from_ymd_opt(2026, 11, 2).unwrap()), Some(vec![(600, 1320, true)]));
    }

    #[test]
    fn always_open_has_no_closing_time() {
        let table = Timetable { spans: vec![Span { from: 0, to: 35 * 1440, sure: true }], ..ten_to_ten(35) };
        assert_eq!(table.state(at(30, 3, 0)), OpenState::Open { until: None });
    }
}
