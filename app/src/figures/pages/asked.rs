//! Which days, which rooms and which number are asked for.

use chrono::{Datelike, NaiveDate};
use domain::figures::{Ask, Figure, Narrow, Pick};
use domain::{AreaClass, AreaCode, VenueType, Word};
use serde::Deserialize;

/// Stands for rooms of no street of the region, or of no class.
pub(super) const NONE: &str = "none";

/// A question as its address says it; what is empty does not narrow.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The day; today where none is given.
    pub(super) on: String,
    /// The day before it that it is compared with; the end of the year before where none is given.
    pub(super) against: String,
    /// Up to which day records count; `on` where none is given.
    pub(super) known: String,
    /// The code of a street, or [`NONE`].
    pub(super) street: String,
    /// A class by area, or [`NONE`].
    pub(super) class: String,
    /// A kind of venue.
    pub(super) venue: String,
    /// A figure.
    pub(super) figure: String,
    /// `came` or `went`: only the rows that make the difference.
    pub(super) change: String,
    /// From 1.
    pub(super) page: String,
}

impl Asked {
    /// The two days, the earlier one first, none of them to come.
    pub(super) fn days(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let day = |text: &str| text.trim().parse::<NaiveDate>().ok().filter(|day| is_plausible(*day)).map(|day| day.min(today));
        let on = day(&self.on).unwrap_or(today);
        let against = day(&self.against).unwrap_or_else(|| end_before(on.year()));
        (on.min(against), on.max(against))
    }

    /// The question that these fields ask.
    pub(super) fn ask(&self, today: NaiveDate, restricted: bool) -> Ask {
        let (since, on) = self.days(today);
        let known = self
            .known
            .trim()
            .parse::<NaiveDate>()
            .ok()
            .filter(|day| is_plausible(*day))
            .map_or(on, |known| known.clamp(on, today));
        Ask { known, narrow: self.narrow(), restricted, ..Ask::of(since, on) }
    }

    fn narrow(&self) -> Narrow {
        let street = match self.street.as_str() {
            "" => Pick::All,
            NONE => Pick::Without,
            code => AreaCode::new(code).map_or(Pick::All, Pick::Of),
        };
        let class = match self.class.as_str() {
            "" => Pick::All,
            NONE => Pick::Without,
            class => AreaClass::from_word(class).map_or(Pick::All, Pick::Of),
        };
        Narrow { street, class, venue: VenueType::from_word(&self.venue).ok() }
    }

    /// The number that is asked for.
    pub(super) fn figure(&self) -> Option<Figure> {
        Figure::from_word(&self.figure).ok()
    }

    /// The page of rows, from 1.
    pub(super) fn page(&self) -> usize {
        self.page.trim().parse().unwrap_or(1).max(1)
    }

    /// The same rooms on other days.
    pub(super) fn with_days(&self, since: NaiveDate, on: NaiveDate) -> Self {
        let (on, against) = (on.to_string(), since.to_string());
        let (street, class, venue) = (self.street.clone(), self.class.clone(), self.venue.clone());
        Self { on, against, street, class, venue, ..Self::default() }
    }

    /// The same with one field set.
    pub(super) fn with(&self, set: impl FnOnce(&mut Self)) -> Self {
        let mut asked = self.clone();
        set(&mut asked);
        asked
    }

    /// The address of the rows behind a number.
    pub(super) fn rows_of(&self, figure: Figure) -> String {
        let asked = self.with(|asked| figure.word().clone_into(&mut asked.figure));
        format!("/staff/figures/rows?{}", asked.query())
    }

    /// As a query string.
    pub(super) fn query(&self) -> String {
        let fields = [
            ("figure", &self.figure),
            ("on", &self.on),
            ("against", &self.against),
            ("known", &self.known),
            ("street", &self.street),
            ("class", &self.class),
            ("venue", &self.venue),
            ("change", &self.change),
            ("page", &self.page),
        ];
        let filled = fields.into_iter().filter(|(_, text)| !text.is_empty());
        form_urlencoded::Serializer::new(String::new()).extend_pairs(filled).finish()
    }
}

/// Nothing is recorded of centuries that a typing mistake leads to.
fn is_plausible(day: NaiveDate) -> bool {
    (1900..=2999).contains(&day.year())
}

/// The last day of the year before.
pub(super) fn end_before(year: i32) -> NaiveDate {
    domain::targets::year_end(year - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_stand_in_order_and_none_is_to_come() {
        let today = day("2026-11-24");
        let days = |on: &str, against: &str| {
            let asked = Asked { on: on.to_owned(), against: against.to_owned(), ..Asked::default() };
            let (since, on) = asked.days(today);
            (since.to_string(), on.to_string())
        };
        let pair = |since: &str, on: &str| (since.to_owned(), on.to_owned());
        assert_eq!(days("", ""), pair("2025-12-31", "2026-11-24"));
        assert_eq!(days("2025-06-01", ""), pair("2024-12-31", "2025-06-01"));
        assert_eq!(days("2025-06-01", "2026-01-01"), pair("2025-06-01", "2026-01-01"));
        assert_eq!(days("2030-01-01", "昨天"), pair("2025-12-31", "2026-11-24"));
        assert_eq!(days("99999-01-01", "0001-01-01"), pair("2025-12-31", "2026-11-24"));
    }
}
