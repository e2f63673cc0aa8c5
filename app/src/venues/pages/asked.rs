//! Which venues are asked for; list and file answer the same question.

use chrono::NaiveDate;
use domain::venues::{DutyVenue, Has, Must};
use domain::{Word, fold};
use serde::Deserialize;

/// Whether a venue must have a room, as it stands in an address.
pub(super) const MUST: [&str; 3] = ["yes", "no", "unknown"];
/// What a venue has, as it stands in an address.
pub(super) const HAS: [&str; 3] = ["open", "coming", "none"];

/// A question; what is empty does not narrow.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) q: String,
    /// The code of a street.
    pub(super) street: String,
    /// A kind of venue.
    pub(super) venue: String,
    /// One of [`MUST`].
    pub(super) must: String,
    /// One of [`HAS`].
    pub(super) has: String,
    /// As it stood at the end of that day.
    pub(super) on: String,
    pub(super) page: String,
}

impl Asked {
    /// The day in the past that is asked for.
    pub(super) fn past(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.on.trim().parse().ok().filter(|on| *on < today)
    }

    pub(super) fn fits(&self, venue: &DutyVenue) -> bool {
        let must = match venue.must {
            Must::Yes => MUST[0],
            Must::No => MUST[1],
            Must::Unknown(_) => MUST[2],
        };
        let has = match venue.has() {
            Has::Open => HAS[0],
            Has::Coming(_) => HAS[1],
            Has::None => HAS[2],
        };
        let wanted = fold(&self.q);
        let texts = [Some(&venue.name.zh), venue.name.en.as_ref()];
        let named = || texts.into_iter().flatten().any(|text| fold(text.as_str()).contains(&wanted));
        let coded = || venue.rooms.iter().any(|room| fold(room.code.as_str()).contains(&wanted));
        (self.street.is_empty() || venue.street.is_some_and(|street| street.as_str() == self.street))
            && (self.venue.is_empty() || venue.kind.word() == self.venue)
            && (self.must.is_empty() || must == self.must)
            && (self.has.is_empty() || has == self.has)
            && (wanted.is_empty() || named() || coded())
    }

    /// The same question as a query string, with one field put differently.
    pub(super) fn with(&self, name: &str, value: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let fields = [
            ("q", &self.q),
            ("street", &self.street),
            ("venue", &self.venue),
            ("must", &self.must),
            ("has", &self.has),
            ("on", &self.on),
            ("page", &self.page),
        ];
        for (field, text) in fields {
            let text = if field == name { value } else { text.as_str() };
            if !text.is_empty() {
                query.append_pair(field, text);
            }
        }
        query.finish()
    }
}
