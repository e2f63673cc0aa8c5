//! What one text changes of another: line by line, and word by word within a line that was changed.

use std::collections::BTreeSet;
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::body::{Block, Body};

/// Lines on both sides that are compared with each other where many follow upon each other; beyond that all of the old
/// ones are gone and all of the new ones added, which is what such a text has become anyway.
const MOST_PAIRS: usize = 90_000;
/// Two lines are the same one, changed, when they share so much.
const ALIKE: f64 = 0.4;

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<'a> {
    /// Nothing.
    Same(&'a Block),
    /// It is new.
    Added(&'a Block),
    /// It is gone.
    Removed(&'a Block),
    /// It says something else.
    Changed {
        /// As it was.
        old: &'a Block,
        /// As it is.
        new: &'a Block,
        /// Both in one, as they are written.
        runs: Vec<Run>,
    },
}

/// What became of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// They stand in both.
    Same,
    /// They are gone.
    Gone,
    /// They are new.
    New,
}

/// Words of a line that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What became of them.
    pub mark: Mark,
    /// The words.
    pub text: String,
}

/// What the new text changes of the old one, in the order of the new one.
pub fn difference<'a>(old: &'a Body, new: &'a Body) -> Vec<Change<'a>> {
    let (old, new) = (old.blocks(), new.blocks());
    let lines = |blocks: &[Block]| blocks.iter().map(Block::to_string).collect::<Vec<_>>();
    let mut changes = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &lines(old), &lines(new)) {
        let (tag, was, is) = op.as_tag_tuple();
        match tag {
            DiffTag::Equal => changes.extend(new[is].iter().map(Change::Same)),
            _ => replaced(&old[was], &new[is], &mut changes),
        }
    }
    changes
}

/// What became of lines between two that stayed.
fn replaced<'a>(old: &'a [Block], new: &'a [Block], changes: &mut Vec<Change<'a>>) {
    let (mut was, mut is) = (0, 0);
    for (a, b) in pairs(old, new) {
        changes.extend(old[was..a].iter().map(Change::Removed));
        changes.extend(new[is..b].iter().map(Change::Added));
        let runs = runs(&old[a].to_string(), &new[b].to_string());
        changes.push(Change::Changed { old: &old[a], new: &new[b], runs });
        (was, is) = (a + 1, b + 1);
    }
    changes.extend(old[was..].iter().map(Change::Removed));
    changes.extend(new[is..].iter().map(Change::Added));
}

/// Which of the lines are the same ones, changed: as much alike as they can be without crossing.
fn pairs(old: &[Block], new: &[Block]) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() || old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return Vec::new();
    }
    let (before, after) = (grams(old), grams(new));
    let share = |a: usize, b: usize| {
        let comparable = old[a].is_heading() == new[b].is_heading();
        Some(likeness(&before[a], &after[b])).filter(|share| comparable && *share >= ALIKE).unwrap_or(0.0)
    };
    // The best sum of what is alike among the lines from here on.
    let mut best = vec![vec![0.0_f64; new.len() + 1]; old.len() + 1];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            best[a][b] = (share(a, b) + best[a + 1][b + 1]).max(best[a + 1][b]).max(best[a][b + 1]);
        }
    }
    let (mut pairs, mut a, mut b) = (Vec::new(), 0, 0);
    while a < old.len() && b < new.len() {
        if best[a + 1][b] >= best[a][b] {
            a += 1;
        } else if best[a][b + 1] >= best[a][b] {
            b += 1;
        } else {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        }
    }
    pairs
}

/// Each line's pairs of neighbouring characters.
fn grams(blocks: &[Block]) -> Vec<BTreeSet<(char, char)>> {
    let of = |block: &Block| block.text().chars().zip(block.text().chars().skip(1)).collect();
    blocks.iter().map(of).collect()
}

/// The share of what two lines have in common (Dice).
fn likeness(a: &BTreeSet<(char, char)>, b: &BTreeSet<(char, char)>) -> f64 {
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    if a.is_empty() && b.is_empty() { 1.0 } else { 2.0 * count(a.intersection(b).count()) / count(a.len() + b.len()) }
}

/// A change within a line: what is gone, what is new, and what follows upon it unchanged.
#[derive(Default)]
struct Step<'a> {
    gone: Vec<&'a str>,
    new: Vec<&'a str>,
    same: Vec<&'a str>,
}

/// Both texts in one, word by word.
fn runs(old: &str, new: &str) -> Vec<Run> {
    let (was, is) = (words(old), words(new));
    let mut steps = vec![Step::default()];
    for op in capture_diff_slices(Algorithm::Myers, &was, &is) {
        let (tag, gone, new): (_, Range<usize>, Range<usize>) = op.as_tag_tuple();
        let mut last = steps.pop().unwrap_or_default();
        if tag == DiffTag::Equal {
            last.same.extend(&is[new]);
        } else if last.same.is_empty() {
            last.gone.extend(&was[gone]);
            last.new.extend(&is[new]);
        } else if last.same.len() == 1 && !(last.gone.is_empty() && last.new.is_empty()) {
            // A single character that happens to stand in both would tear a change in two.
            let same = last.same.pop();
            last.gone.extend(same.iter().copied().chain(was[gone].iter().copied()));
            last.new.extend(same.iter().copied().chain(is[new].iter().copied()));
        } else {
            steps.push(last);
            last = Step { gone: was[gone].to_vec(), new: is[new].to_vec(), same: Vec::new() };
        }
        steps.push(last);
    }
    let runs = steps.into_iter().flat_map(|step| [(Mark::Gone, step.gone), (Mark::New, step.new), (Mark::Same, step.same)]);
    runs.filter(|(_, words)| !words.is_empty()).map(|(mark, words)| Run { mark, text: words.concat() }).collect()
}

/// Words: letters and digits that stand together, every other character by itself, as Chinese has it.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let long = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(long.max(first.len_utf8()));
        words.push(word);
        rest = after;
    }
    words
}
