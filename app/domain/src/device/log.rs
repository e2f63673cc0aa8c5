//! The log of an inspection: one entry for each thing done, written before the screen says so. The sheet is what the
//! entries come to, so a phone that dies in the middle loses nothing that was shown as kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::code::{ClauseId, RoomCode, RoomId};
use crate::digest::Digest;
use crate::score::{Answer, Season, Sheet, VenueFacts};
use crate::text::Bilingual;

/// How an inspection on the phone began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Begun {
    /// Its id, made on the phone: a `UUIDv7` (RFC 9562).
    pub inspection: Uuid,
    /// The room.
    pub room: RoomId,
    /// The room's code.
    pub code: RoomCode,
    /// The room's name.
    pub name: Bilingual,
    /// The login of the expert whose it is.
    pub expert: String,
    /// The assignment that it fulfils.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Uuid>,
    /// Which time it is handed in, from 1.
    pub revision: i64,
    /// The stored inspection it goes on from, by its version there; none where it begins on the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<i64>,
    /// The reviewer's words, where it was returned.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// The sheet to begin with.
    pub sheet: Sheet,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The inspection was begun. Always the first entry, and only the first.
    Begun(Box<Begun>),
    /// What is known of the venue, and the season.
    Venue {
        /// The venue and the door.
        facts: VenueFacts,
        /// The season.
        season: Option<Season>,
    },
    /// A clause was answered, or its answer taken away.
    Answered {
        /// The clause.
        clause: ClauseId,
        /// The answer.
        answer: Option<Answer>,
        /// The note that stands beside it.
        note: String,
    },
    /// A photograph was taken.
    Photographed {
        /// Of which clause.
        clause: ClauseId,
        /// The file.
        photo: Digest,
    },
    /// A photograph was thrown away.
    Discarded {
        /// Of which clause.
        clause: ClauseId,
        /// The file.
        photo: Digest,
    },
    /// The day of the visit was put right: a phone's clock can be wrong.
    Visited(NaiveDate),
    /// The last change that still stands was taken back.
    Undone,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// By the phone's clock, in milliseconds since 1970; only shown, never decided by.
    pub at: i64,
    /// What was done.
    pub change: Change,
}

/// What a log comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// How it began.
    pub begun: Begun,
    /// The sheet as it stands.
    pub sheet: Sheet,
    /// The changes that stand, in their order.
    standing: Vec<Change>,
}

impl Record {
    /// Reads a log from its beginning; `None` when it does not begin with [`Change::Begun`].
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Option<Self> {
        let mut entries = entries.into_iter();
        let Change::Begun(begun) = entries.next()?.change else { return None };
        let mut record = Self { sheet: begun.sheet.clone(), begun: *begun, standing: Vec::new() };
        for entry in entries {
            match entry.change {
                Change::Begun(_) => {}
                Change::Undone => drop(record.standing.pop()),
                change => record.standing.push(change),
            }
        }
        record.replay();
        Some(record)
    }

    /// Takes one more change.
    pub fn take(&mut self, change: Change) {
        match change {
            Change::Begun(_) => {}
            Change::Undone => {
                self.standing.pop();
                self.replay();
            }
            change => {
                apply(&mut self.sheet, &change);
                self.standing.push(change);
            }
        }
    }

    /// The change that undoing would take back.
    pub fn last(&self) -> Option<&Change> {
        self.standing.last()
    }

    fn replay(&mut self) {
        self.sheet = self.begun.sheet.clone();
        self.standing.iter().for_each(|change| apply(&mut self.sheet, change));
    }
}

fn apply(sheet: &mut Sheet, change: &Change) {
    match change {
        Change::Venue { facts, season } => (sheet.venue, sheet.answers.season) = (facts.clone(), *season),
        Change::Answered { clause, answer, note } => {
            match answer {
                Some(answer) => drop(sheet.answers.clauses.insert(*clause, answer.clone())),
                None => drop(sheet.answers.clauses.remove(clause)),
            }
            sheet.evidence.entry(*clause).or_default().note.clone_from(note);
        }
        Change::Photographed { clause, photo } => {
            let photos = &mut sheet.evidence.entry(*clause).or_default().photos;
            if !photos.contains(photo) {
                photos.push(*photo);
            }
        }
        Change::Discarded { clause, photo } => {
            sheet.evidence.entry(*clause).or_default().photos.retain(|known| known != photo);
        }
        Change::Visited(day) => sheet.visited = *day,
        Change::Begun(_) | Change::Undone => {}
    }
    sheet.evidence.retain(|_, evidence| !evidence.note.is_empty() || !evidence.photos.is_empty());
}
