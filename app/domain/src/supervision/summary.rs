//! What visits come to: counts, never points, and apart from what experts found.

use super::form::{Form, Question, Reply};
use crate::figures::Median;
use crate::words::Word;

/// Fewer visits are shown to nobody but staff: they say little about a room, and too much about who was there. **Ours.**
pub const LEAST_SHOWN: usize = 2;
/// Days back from today whose visits everybody is shown.
pub const SHOWN_DAYS: u64 = 365;

/// The answers to one question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many said yes.
    pub yes: usize,
    /// How many said no.
    pub no: usize,
    /// How many could not tell.
    pub unknown: usize,
}

impl Tally {
    /// How many could tell.
    pub fn told(self) -> usize {
        self.yes + self.no
    }

    /// Per cent of those who could tell that said yes, rounded down so that a hundred means all; `None` where nobody could.
    pub fn share(self) -> Option<usize> {
        (self.yes * 100).checked_div(self.told())
    }
}

/// What visits come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many visits.
    pub visits: usize,
    /// In the order of [`Question::ALL`].
    tallies: [Tally; Question::ALL.len()],
    /// How clean, from 1 to 5; `None` where nobody rated it.
    pub clean: Option<Median>,
    /// How easy to find, from 1 to 5; `None` where nobody rated it.
    pub finding: Option<Median>,
}

impl Summary {
    /// Of the forms of visits.
    pub fn of<'a>(forms: impl IntoIterator<Item = &'a Form>) -> Self {
        let mut summary = Self::default();
        let (mut clean, mut finding) = (Vec::new(), Vec::new());
        for form in forms {
            summary.visits += 1;
            for (tally, question) in summary.tallies.iter_mut().zip(Question::ALL) {
                match form.reply(*question) {
                    Reply::Yes => tally.yes += 1,
                    Reply::No => tally.no += 1,
                    Reply::Unknown => tally.unknown += 1,
                }
            }
            clean.extend(form.clean().map(i64::from));
            finding.extend(form.finding().map(i64::from));
        }
        Self { clean: Median::of(clean), finding: Median::of(finding), ..summary }
    }

    /// Each question with its answers.
    pub fn questions(&self) -> impl Iterator<Item = (Question, Tally)> {
        Question::ALL.iter().copied().zip(self.tallies)
    }

    /// Whether everybody may see it.
    pub fn is_shown(&self) -> bool {
        self.visits >= LEAST_SHOWN
    }
}
