//! Which rooms of the pipeline are asked for; table, board and file answer the same question.

use chrono::{Days, NaiveDate};
use domain::{Region, Room, Stage, Word};
use serde::Deserialize;

use crate::buildout::store::{self, StoreError};
use crate::db::Db;
use crate::rooms::store as rooms;

/// A question; what is empty does not narrow.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) q: String,
    /// The code of a street.
    #[serde(default)]
    pub(super) street: String,
    #[serde(default)]
    pub(super) stage: String,
    /// Not empty: only those whose day of opening is past.
    #[serde(default)]
    pub(super) late: String,
    /// As the registry stood at the end of that day.
    #[serde(default)]
    pub(super) on: String,
    /// `board`, or a table.
    #[serde(default)]
    pub(super) view: String,
    #[serde(default)]
    pub(super) page: String,
}

/// A room of the pipeline.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) room: Room,
    /// The day of its last step.
    pub(super) since: Option<NaiveDate>,
    /// The day it is to open.
    pub(super) due: Option<NaiveDate>,
}

impl Shown {
    /// Days past the day on which it was to open; none where it is not late.
    pub(super) fn days_late(&self, today: NaiveDate) -> Option<i64> {
        let due = self.due.filter(|_| self.room.stage.is_planned())?;
        Some((today - due).num_days()).filter(|days| *days > 0)
    }
}

impl Asked {
    /// The day in the past that is asked for.
    pub(super) fn past(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.on.parse().ok().filter(|on| *on < today)
    }

    pub(super) fn is_board(&self) -> bool {
        self.view == "board"
    }

    /// All rooms, of today or of the day that is asked for, by code. Of the past no plans are told: only the newest one
    /// of a room is kept.
    pub(super) async fn read(&self, db: &Db, region: &Region, today: NaiveDate) -> Result<Vec<Shown>, StoreError> {
        let past = self.past(today).and_then(|on| on.checked_add_days(Days::new(1))).and_then(|next| region.begin_of(next));
        if let Some(past) = past {
            let rooms = rooms::as_of(db, past).await?.into_iter();
            return Ok(rooms.map(|stored| Shown { room: stored.room, since: None, due: None }).collect());
        }
        let (days, dues) = (store::last_days(db).await?, store::dues(db).await?);
        let shown = |room: Room| Shown { since: days.get(&room.id).copied(), due: dues.get(&room.id).copied(), room };
        Ok(rooms::list(db).await?.into_iter().map(|stored| shown(stored.room)).collect())
    }

    /// Whether a room is asked for, whatever its stage.
    pub(super) fn fits_but_stage(&self, shown: &Shown, today: NaiveDate) -> bool {
        let Room { code, name, venue, street, .. } = &shown.room;
        let wanted = self.q.trim().to_lowercase();
        let texts = [Some(&name.zh), name.en.as_ref(), Some(&venue.name.zh), venue.name.en.as_ref()];
        let fits = |text: &str| text.to_lowercase().contains(&wanted);
        (self.street.is_empty() || street.is_some_and(|street| street.as_str() == self.street))
            && (self.late.is_empty() || shown.days_late(today).is_some())
            && (fits(code.as_str()) || texts.into_iter().flatten().any(|text| fits(text.as_str())))
    }

    pub(super) fn stage(&self) -> Option<Stage> {
        Stage::from_word(&self.stage).ok()
    }

    /// The same question as a query string, with one field put differently.
    pub(super) fn with(&self, name: &str, value: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let fields = [
            ("q", &self.q),
            ("street", &self.street),
            ("stage", &self.stage),
            ("late", &self.late),
            ("on", &self.on),
            ("view", &self.view),
        ];
        let others = fields.into_iter().filter(|(field, text)| *field != name && !text.is_empty());
        query.extend_pairs(others.map(|(field, text)| (field, text.as_str())));
        if !value.is_empty() {
            query.append_pair(name, value);
        }
        query.finish()
    }
}
