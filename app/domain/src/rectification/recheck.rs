//! Checking a clause again, and the result that follows from the first inspection and what was checked again.

use super::{ItemStep, RecheckWay};
use crate::code::ClauseId;
use crate::score::{Answer, Answers, Outcome, Report, ReportLine, Sheet, Value, score};
use crate::standard::Standard;

/// What proves the answer of a re-check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof<'a> {
    /// Whether the expert was there.
    pub on_site: bool,
    /// What the expert did and saw there.
    pub words: &'a str,
    /// Photographs of what was done: the operator's and the expert's.
    pub photos: usize,
}

/// Why a re-check does not settle an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoProof {
    /// It is measured, operated or a gate: somebody has to go there.
    NotOnSite,
    /// Neither a photograph, nor a reading or words from the spot.
    Nothing,
    /// The answer neither passes nor fails.
    Undecided,
}

impl Proof<'_> {
    /// Whether it proves an answer: a photograph, or, from the spot, a reading or words of what was done.
    fn proves(&self, answer: &Answer) -> bool {
        self.photos > 0 || self.on_site && (is_measured(answer) || !self.words.trim().is_empty())
    }
}

fn is_measured(answer: &Answer) -> bool {
    let Answer::Given(given) = answer else { return false };
    given.values().any(|value| matches!(value, Value::Number(_) | Value::Readings(_)))
}

/// The step that a re-check is. Nothing closes without proof; that something still fails needs none.
///
/// # Errors
/// [`NoProof`] when it settles nothing.
pub fn verdict(way: RecheckWay, outcome: Outcome, answer: &Answer, proof: Proof<'_>) -> Result<ItemStep, NoProof> {
    match outcome {
        Outcome::Fail | Outcome::Partial => Ok(ItemStep::Fail),
        Outcome::Pass if way == RecheckWay::OnSite && !proof.on_site => Err(NoProof::NotOnSite),
        Outcome::Pass if !proof.proves(answer) => Err(NoProof::Nothing),
        Outcome::Pass => Ok(ItemStep::Pass),
        _ => Err(NoProof::Undecided),
    }
}

/// The result of a first inspection with the answers of clauses that were checked again in their place; of several for
/// one clause the last counts. The season stays that of the first visit.
pub fn recomputed<'a>(standard: &Standard, first: &Sheet, again: impl IntoIterator<Item = (ClauseId, &'a Answer)>) -> Report {
    let mut clauses = first.answers.clauses.clone();
    clauses.extend(again.into_iter().map(|(clause, answer)| (clause, answer.clone())));
    score(standard, &first.venue, &Answers { season: first.answers.season, clauses })
}

/// What comes of a clause that is answered anew; `None` where the standard has no such clause.
pub fn judged(standard: &Standard, first: &Sheet, clause: ClauseId, answer: &Answer) -> Option<ReportLine> {
    recomputed(standard, first, [(clause, answer)]).lines.into_iter().find(|line| line.clause == clause)
}
