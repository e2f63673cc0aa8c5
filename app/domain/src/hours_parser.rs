//! Opening hours in OpenStreetMap syntax, turned into a [`Timetable`].

use std::str::FromStr;

use chrono::{Days, NaiveDate};
use opening_hours::localization::Country;
use opening_hours::{Context, OpeningHours, RuleKind};

use crate::hours::{Span, Timetable};

/// Opening hours that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not opening hours in OpenStreetMap syntax, such as Mo-Su 10:00-22:00: {0}")]
pub struct HoursError(String);

/// Makes timetables of one country: its public holidays as the `opening-hours` library lists them.
pub struct Calendar {
    context: Context,
}

impl Calendar {
    /// A calendar by ISO 3166 country code; without holidays when the library has none for it.
    pub fn of(country: &str) -> Self {
        let context = Context::default();
        let context = match Country::from_str(country) {
            Ok(country) => context.with_holidays(country.holidays()),
            Err(_) => context,
        };
        Self { context }
    }

    /// Whether the library lists any public holiday of this country in a year. Years it does not list
    /// are told to the visitor: hours on holidays are then those of an ordinary day.
    pub fn knows_holidays(&self, year: i32) -> bool {
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
        let Some((first, last)) = day(1, 1).zip(day(12, 31)) else { return false };
        let holidays = self.context.holidays.get_public();
        holidays.contains(first) || holidays.first_after(first).is_some_and(|found| found <= last)
    }

    /// Checks an expression.
    ///
    /// # Errors
    /// [`HoursError`] with the parser's own words.
    pub fn check(hours: &str) -> Result<(), HoursError> {
        parse(hours).map(|_| ())
    }

    /// The timetable from a day on, for [`Timetable::DAYS`] days.
    ///
    /// # Errors
    /// [`HoursError`] when the expression cannot be read.
    pub fn timetable(&self, hours: &str, first: NaiveDate) -> Result<Timetable, HoursError> {
        let hours = parse(hours)?.with_context(self.context.clone());
        let start = first.and_hms_opt(0, 0, 0).unwrap_or_default();
        let end = start.checked_add_days(Days::new(Timetable::DAYS.into())).unwrap_or(start);
        let minute =
            |moment: chrono::NaiveDateTime| u16::try_from((moment - start).num_minutes()).unwrap_or(Timetable::DAYS * 1440);
        let mut spans: Vec<Span> = Vec::new();
        for range in hours.iter_range(start, end) {
            if range.kind == RuleKind::Closed {
                continue;
            }
            let span = Span { from: minute(range.range.start), to: minute(range.range.end), sure: range.kind == RuleKind::Open };
            match spans.last_mut() {
                Some(last) if last.to == span.from && last.sure == span.sure => last.to = span.to,
                _ => spans.push(span),
            }
        }
        Ok(Timetable { first, days: Timetable::DAYS, spans })
    }
}

fn parse(hours: &str) -> Result<OpeningHours, HoursError> {
    // The library's error has no public name; its last line says what was expected.
    OpeningHours::from_str(hours).map_err(|error| {
        let text = error.to_string();
        HoursError(text.lines().last().unwrap_or_default().trim().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hours::OpenState;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    #[test]
    fn national_day_follows_the_holiday_rule() {
        let calendar = Calendar::of("CN");
        let table = calendar.timetable("Mo-Fr 09:00-18:00; PH off", day(9, 28)).unwrap();
        let noon = |date: NaiveDate| table.state(date.and_hms_opt(12, 0, 0).unwrap());
        assert!(noon(day(9, 30)).is_open());
        assert!(!noon(day(10, 1)).is_open(), "1 October 2026 is a Thursday and a holiday");
        assert!(calendar.knows_holidays(2026) && !calendar.knows_holidays(2150));
    }

    #[test]
    fn a_night_past_midnight_is_one_span() {
        let table = Calendar::of("CN").timetable("Mo-Su 20:00-02:00", day(11, 24)).unwrap();
        let late = day(11, 25).and_hms_opt(1, 30, 0).unwrap();
        assert_eq!(table.state(late), OpenState::Open { until: day(11, 25).and_hms_opt(2, 0, 0) });
    }

    #[test]
    fn round_the_clock_and_uncertain_hours() {
        let calendar = Calendar::of("CN");
        let now = day(11, 24).and_hms_opt(3, 0, 0).unwrap();
        assert_eq!(calendar.timetable("24/7", day(11, 24)).unwrap().state(now), OpenState::Open { until: None });
        assert_eq!(calendar.timetable("24/7 unknown", day(11, 24)).unwrap().state(now), OpenState::Unknown);
    }

    #[test]
    fn text_that_is_no_opening_hours_is_refused_with_words() {
        for bad in ["9点到5点", "随商场营业", "Mo-Xx 10:00", "25:99-99:00"] {
            assert!(Calendar::check(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn the_timetable_says_what_the_library_says(from in 0..23_u32, length in 1..12_u32, minute in 0..(35 * 1440_i64)) {
            let hours = format!("Mo-Fr {from:02}:00-{:02}:30; Sa 10:00-12:00; PH off", (from + length) % 24);
            let calendar = Calendar::of("CN");
            let now = day(9, 20).and_hms_opt(0, 0, 0).unwrap() + chrono::TimeDelta::minutes(minute);
            let library = parse(&hours).unwrap().with_context(calendar.context.clone());
            let table = calendar.timetable(&hours, day(9, 20)).unwrap();
            prop_assert_eq!(table.state(now).is_open(), library.is_open(now));
        }
    }
}
