//! Revisions: what a draft must say before it is published, who publishes it, and which one is in force.

use chrono::{Datelike, NaiveDate};

use super::body::Body;
use super::read::Wrong;
use crate::text::Line;

/// What a revision says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its title.
    pub title: Line,
    /// The number of the document by which it was issued.
    pub reference: Option<Line>,
    /// The first day on which it is in force.
    pub valid_from: NaiveDate,
}

/// A revision of the guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// What it says of itself.
    pub head: Head,
    /// Its text.
    pub body: Body,
}

/// What is wrong with a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// No title, or one that is too long.
    Title,
    /// A document number that is too long.
    Reference,
    /// No day, or one that cannot be meant.
    Day,
    /// A line of the text, counted from 1.
    Line(usize, Wrong),
}

/// Years that can be meant: the district is of 1993.
const YEARS: std::ops::RangeInclusive<i32> = 1993..=2100;

impl Revision {
    /// Reads a draft.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(title: &str, reference: &str, valid_from: &str, body: &str) -> Result<Self, Vec<Mistake>> {
        let title = Line::new(title).ok().ok_or(Mistake::Title);
        let given = Some(reference).filter(|text| !text.trim().is_empty());
        let reference = given.map(|text| Line::new(text).ok().ok_or(Mistake::Reference)).transpose();
        let day = valid_from.trim().parse::<NaiveDate>().ok().filter(|day| YEARS.contains(&day.year())).ok_or(Mistake::Day);
        match (title, reference, day, Body::read(body)) {
            (Ok(title), Ok(reference), Ok(valid_from), Ok(body)) => {
                Ok(Self { head: Head { title, reference, valid_from }, body })
            }
            (title, reference, day, body) => {
                let fields = [title.err(), reference.err(), day.err()].into_iter().flatten();
                let lines = body.err().unwrap_or_default().into_iter().map(|(line, wrong)| Mistake::Line(line, wrong));
                Err(fields.chain(lines).collect())
            }
        }
    }
}

/// Where a published revision stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is not in force yet.
    Coming,
    /// It is in force.
    Current,
    /// The next one took its place on that day.
    Replaced(NaiveDate),
}

/// Where the revision that begins on `from` stands `today`, among all that are published.
pub fn standing(from: NaiveDate, all: impl IntoIterator<Item = NaiveDate>, today: NaiveDate) -> Standing {
    let next = all.into_iter().filter(|other| *other > from).min();
    match next.filter(|next| *next <= today) {
        _ if from > today => Standing::Coming,
        Some(next) => Standing::Replaced(next),
        None => Standing::Current,
    }
}

/// Why a draft is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It has mistakes.
    #[error("the draft has mistakes")]
    Mistakes,
    /// Whoever edited it last does not publish it: two people have looked at what is published.
    #[error("somebody else publishes it")]
    OwnEdit,
    /// Another revision begins on the same day: which of them is in force could not be told.
    #[error("another revision begins on {0}")]
    SameDay(NaiveDate),
    /// A publication says what is new.
    #[error("a note is needed")]
    NoNote,
}

/// Whether a draft that `editor` edited last may be published by somebody, beside the revisions that are published.
///
/// # Errors
/// [`Refused`]
pub fn may_publish(
    draft: &Result<Revision, Vec<Mistake>>,
    (editor, by): (&str, &str),
    note: &str,
    published: impl IntoIterator<Item = NaiveDate>,
) -> Result<(), Refused> {
    let Ok(revision) = draft else { return Err(Refused::Mistakes) };
    let day = revision.head.valid_from;
    if editor == by {
        return Err(Refused::OwnEdit);
    }
    if published.into_iter().any(|other| other == day) {
        return Err(Refused::SameDay(day));
    }
    if note.trim().is_empty() { Err(Refused::NoNote) } else { Ok(()) }
}
