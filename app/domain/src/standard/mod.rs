//! The construction standard as data: one file a version, published once and never changed.

#[cfg(feature = "standard-files")]
mod check;
mod clause;
mod diff;
#[cfg(feature = "standard-files")]
mod published;
#[cfg(feature = "standard-files")]
mod read;
mod scheme;
#[cfg(feature = "standard-files")]
#[cfg(test)]
mod tests;
mod vocabulary;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use clause::{CaseLimit, Choice, Choices, Clause, Limit, Part, SourceRef};
pub use diff::{Difference, Way, difference};
#[cfg(feature = "standard-files")]
pub use published::{Obstacle, Published, Standards, published};
#[cfg(feature = "standard-files")]
pub use read::{Mistake, Mistakes, STUBS, Said, Stub, Version};
pub use scheme::{Band, ClassRule, DutyRule, List, Scheme};

pub use vocabulary::{Applies, Case, Computed, Force, Level, PartKind, PointsBy, Role, TextStatus, Unit};

use crate::code::ClauseId;
use crate::text::Bilingual;

/// One version of the standard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Lower-case letters, digits and hyphens; stands in URLs.
    pub id: String,
    /// Visits from this day on are judged by it, until a later version begins.
    pub valid_from: NaiveDate,
    /// Its name.
    pub title: Bilingual,
    /// What it is and is not.
    pub note: Bilingual,
    /// How the class by area follows.
    pub class: ClassRule,
    /// Which venues must have a room.
    pub duty: DutyRule,
    /// How points become a score.
    pub score: Scheme,
    /// Published lists that are counted out.
    pub lists: Vec<List>,
    /// The texts that clauses come from.
    pub documents: Vec<Document>,
    /// Parts of the sheet.
    pub sections: Vec<Section>,
    /// Lists of answers that clauses share.
    pub choices: Vec<Choices>,
    /// The clauses, in the order of the sheet.
    pub clauses: Vec<Clause>,
}

/// A text that clauses come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// By which clauses name it.
    pub id: String,
    /// Number and title.
    pub title: Bilingual,
    /// Issued or in force: a year, month or day, as known.
    #[serde(default)]
    pub dated: Option<String>,
    /// Where it was read.
    #[serde(default)]
    pub url: Option<String>,
    /// What was read of it.
    pub status: TextStatus,
    /// Which parts were read and which not.
    pub note: Bilingual,
}

/// A part of the sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// What the ids of its clauses begin with.
    pub id: String,
    /// Its heading.
    pub title: Bilingual,
}

impl Standard {
    /// The clause of an id.
    pub fn clause(&self, id: ClauseId) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// The document of an id.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// The answers a part may be given.
    pub fn options(&self, part: &Part) -> &[Choice] {
        let choices = self.choices.iter().find(|choices| Some(&choices.id) == part.choices.as_ref());
        choices.map_or(&[], |choices| &choices.options)
    }

    /// The clauses of a section.
    pub fn of_section<'a>(&'a self, section: &'a Section) -> impl Iterator<Item = &'a Clause> {
        self.clauses.iter().filter(|clause| clause.id.section() == section.id)
    }
}
