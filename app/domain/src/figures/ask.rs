//! Which days and which rooms are asked for.

use chrono::NaiveDate;

use super::history::RoomFacts;
use crate::area::AreaClass;
use crate::code::AreaCode;
use crate::venue::VenueType;

/// A choice of one value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pick<T> {
    /// All.
    #[default]
    All,
    /// Those that have none.
    Without,
    /// Those of one.
    Of(T),
}

impl<T: PartialEq + Copy> Pick<T> {
    /// Whether a value is chosen.
    pub fn takes(&self, value: Option<T>) -> bool {
        match self {
            Self::All => true,
            Self::Without => value.is_none(),
            Self::Of(wanted) => value == Some(*wanted),
        }
    }
}

/// Which rooms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Narrow {
    /// By street.
    pub street: Pick<AreaCode>,
    /// By class of area.
    pub class: Pick<AreaClass>,
    /// By kind of venue.
    pub venue: Option<VenueType>,
}

impl Narrow {
    /// Whether a room of these facts is asked for.
    pub fn takes(&self, facts: &RoomFacts) -> bool {
        self.street.takes(facts.street) && self.class.takes(facts.class) && self.venue.is_none_or(|venue| venue == facts.venue)
    }
}

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// The day at whose end things stand; the last one of the period.
    pub on: NaiveDate,
    /// The day before the period's first one.
    pub since: NaiveDate,
    /// What happened in the period counts if it was recorded by the end of this day; never before `on`.
    pub known: NaiveDate,
    /// Which rooms.
    pub narrow: Narrow,
    /// Whether the matter of cameras that were found counts: it is for few to see.
    pub restricted: bool,
}

impl Ask {
    /// A period as it was recorded by the end of its last day.
    pub fn of(since: NaiveDate, on: NaiveDate) -> Self {
        Self { on, since, known: on, narrow: Narrow::default(), restricted: false }
    }

    /// Whether a day lies in the period.
    pub(super) fn spans(&self, day: NaiveDate) -> bool {
        self.since < day && day <= self.on
    }
}
