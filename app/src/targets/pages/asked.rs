//! Which year, which day and which rooms are asked for.

use chrono::{Datelike, NaiveDate};
use domain::targets::{Counted, YEARS};
use domain::{AreaCode, Region, Word};
use serde::Deserialize;

/// Stands for rooms of no street of the region, or of no class.
pub(super) const NONE: &str = "none";

/// A question; what is empty does not narrow.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) year: String,
    /// As it stood at the end of that day.
    pub(super) on: String,
    /// The code of a street, or [`NONE`].
    pub(super) street: String,
    /// A class by area, or [`NONE`].
    pub(super) class: String,
    /// A kind of venue.
    pub(super) venue: String,
    /// `expected`, or the rooms that are open.
    pub(super) what: String,
}

impl Asked {
    /// The year; this one where none or no possible one is asked for.
    pub(super) fn year(&self, today: NaiveDate) -> i32 {
        self.year.trim().parse().ok().filter(|year| YEARS.contains(year)).unwrap_or(today.year())
    }

    /// The day in the past that is asked for.
    pub(super) fn past(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.on.trim().parse().ok().filter(|on| *on < today)
    }

    /// Whether rooms that are expected are asked for.
    pub(super) fn is_expected(&self) -> bool {
        self.what == "expected"
    }

    /// Whether a room is asked for.
    pub(super) fn fits(&self, room: &Counted, region: &Region) -> bool {
        let street = match self.street.as_str() {
            "" => true,
            NONE => room.street.is_none_or(|code| region.street(code).is_none()),
            code => room.street.is_some_and(|street| street.as_str() == code),
        };
        let class = match self.class.as_str() {
            "" => true,
            NONE => room.class.is_none(),
            class => room.class.is_some_and(|of| of.word() == class),
        };
        street && class && (self.venue.is_empty() || room.venue.word() == self.venue)
    }

    /// The same year and day with other rooms.
    pub(super) fn of(&self, street: &str, class: &str, venue: &str) -> Self {
        let (street, class, venue) = (street.to_owned(), class.to_owned(), venue.to_owned());
        Self { year: self.year.clone(), on: self.on.clone(), street, class, venue, what: String::new() }
    }

    /// The same rooms of those that are expected.
    pub(super) fn expected(self) -> Self {
        Self { what: "expected".to_owned(), ..self }
    }

    /// As a query string.
    pub(super) fn query(&self) -> String {
        let fields = [
            ("year", &self.year),
            ("on", &self.on),
            ("street", &self.street),
            ("class", &self.class),
            ("venue", &self.venue),
            ("what", &self.what),
        ];
        let filled = fields.into_iter().filter(|(_, text)| !text.is_empty());
        form_urlencoded::Serializer::new(String::new()).extend_pairs(filled).finish()
    }

    /// The street, where it is one of the region.
    pub(super) fn street_of<'a>(&self, region: &'a Region) -> Option<&'a domain::Street> {
        AreaCode::new(&self.street).ok().and_then(|code| region.street(code))
    }
}
