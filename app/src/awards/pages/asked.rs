//! Which awards are asked for, and as they stood on which day.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::awards::{Done, Doubt, Level, Standing, Stood, in_question, stood};
use domain::{AreaCode, RoomCode, RoomId, Word};
use serde::Deserialize;

use super::ReadError;
use crate::awards::store::{self, Kept, Scheme};
use crate::rooms::store as rooms;
use crate::state::AppState;
use crate::ui::Visit;

/// The question; what is empty does not narrow.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) standing: String,
    /// A scheme's id.
    pub(super) scheme: String,
    /// A room's code.
    pub(super) room: String,
    /// A street's code.
    pub(super) street: String,
    /// Not empty: only those in question.
    pub(super) doubt: String,
    /// How things stood on a day.
    pub(super) on: String,
}

/// An award as a list shows it.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) kept: Kept,
    pub(super) scheme: Scheme,
    pub(super) stood: Stood,
    pub(super) standing: Standing,
    /// What puts it in question now; of a day in the past nothing is told.
    pub(super) doubt: Option<Doubt>,
    pub(super) street: Option<AreaCode>,
    code: Option<RoomCode>,
}

impl Shown {
    pub(super) fn level(&self) -> Option<Level> {
        self.stood.level
    }
}

impl Asked {
    /// The day asked for, when it is in the past.
    pub(super) fn past(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.on.parse().ok().filter(|on| *on < today)
    }

    /// The same question as an address' fields.
    pub(super) fn fields(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let fields = [
            ("standing", &self.standing),
            ("scheme", &self.scheme),
            ("room", &self.room),
            ("street", &self.street),
            ("doubt", &self.doubt),
            ("on", &self.on),
        ];
        query.extend_pairs(fields.into_iter().filter(|(_, value)| !value.is_empty()));
        query.finish()
    }

    fn fits(&self, shown: &Shown) -> bool {
        (self.standing.is_empty() || shown.standing.word() == self.standing)
            && (self.scheme.is_empty() || shown.scheme.id.to_string() == self.scheme)
            && (self.room.is_empty() || shown.code.is_some_and(|code| code.as_str() == self.room))
            && (self.street.is_empty() || shown.street.is_some_and(|street| street.as_str() == self.street))
            && (self.doubt.is_empty() || shown.doubt.is_some())
    }

    /// The awards that answer, those changed last first, and all schemes.
    pub(super) async fn read(&self, state: &AppState, visit: &Visit) -> Result<(Vec<Shown>, Vec<Scheme>), ReadError> {
        let (db, today) = (&state.db, visit.today());
        let past = self.past(today);
        let schemes = store::schemes(db).await?;
        let by_id: HashMap<_, _> = schemes.iter().map(|scheme| (scheme.id, scheme)).collect();
        let rooms = rooms::list(db).await?.into_iter();
        let rooms: HashMap<RoomId, (RoomCode, Option<AreaCode>)> =
            rooms.map(|stored| (stored.room.id, (stored.room.code, stored.room.street))).collect();
        let events = if past.is_some() { store::all_events(db).await? } else { HashMap::new() };
        let happened = store::happened(db).await?;
        let mut all = Vec::new();
        for kept in store::list(db).await? {
            let Some(scheme) = by_id.get(&kept.scheme).copied() else { continue };
            let award = &kept.award;
            let now = Stood { state: award.state, level: award.level, valid: award.valid };
            let steps = |events: &Vec<store::Event>| events.iter().map(store::Event::done).collect::<Vec<Done>>();
            let stood = match past {
                Some(day) => events.get(&kept.id).map(steps).and_then(|steps| stood(&steps, day)),
                None => Some(now),
            };
            let Some(stood) = stood else { continue };
            let standing = stood.state.standing(stood.valid, past.unwrap_or(today));
            let live = past.is_none() && matches!(standing, Standing::Coming | Standing::Valid);
            let doubts = happened.get(&kept.room).filter(|_| live);
            let doubts = doubts.map(|happened| happened.doubts(&scheme.terms, visit.standards())).unwrap_or_default();
            let doubt = kept.settled.and_then(|settled| in_question(settled, &doubts).copied());
            let (code, street) = rooms.get(&kept.room).map_or((None, None), |(code, street)| (Some(*code), *street));
            all.push(Shown { scheme: scheme.clone(), stood, standing, doubt, street, code, kept });
        }
        all.retain(|shown| self.fits(shown));
        Ok((all, schemes))
    }
}
