//! What visits come to: counts, never points, and apart from what experts found.

use std::collections::HashSet;
use std::hash::Hash;

use super::form::{Form, Question, Reply};
use crate::figures::Median;
use crate::words::Word;

/// What fewer people told is shown to nobody but staff: it says little about a room, and too much about who was there.
/// **Ours.**
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
    /// Of how many people: one may have visited in several campaigns.
    pub people: usize,
    /// In the order of [`Question::ALL`].
    tallies: [Tally; Question::ALL.len()],
    /// How clean, from 1 to 5; `None` where nobody rated it.
    pub clean: Option<Median>,
    /// How easy to find, from 1 to 5; `None` where nobody rated it.
    pub finding: Option<Median>,
}

impl Summary {
    /// Of visits: who made them, and their forms.
    pub fn of<'a, P: Eq + Hash>(visits: impl IntoIterator<Item = (P, &'a Form)>) -> Self {
        let (mut summary, mut people) = (Self::default(), HashSet::new());
        let (mut clean, mut finding) = (Vec::new(), Vec::new());
        for (person, form) in visits {
            summary.visits += 1;
            people.insert(person);
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
        Self { clean: Median::of(clean), finding: Median::of(finding), people: people.len(), ..summary }
    }

    /// Each question with its answers.
    pub fn questions(&self) -> impl Iterator<Item = (Question, Tally)> {
        Question::ALL.iter().copied().zip(self.tallies)
    }

    /// Whether everybody may see it: enough people told of it, however many visits they made.
    pub fn is_shown(&self) -> bool {
        self.people >= LEAST_SHOWN
    }
}
