//! Reading a text. Each line that is not empty is a heading or a paragraph:
//!
//! - `#`, `##`, `###` begin headings of the first to third level; 第X章 is one of the first, 第X节 and 一、 of the second;
//! - `- [ ]` begins a paragraph that is to be checked, with who does so in 【 】 before its words;
//! - every other line is a paragraph.

use super::body::{Block, Body, Doer};
use super::numbering::heading_level;
use crate::words::Word;

/// Bytes of a text: some 70,000 Chinese characters, many times the length of such documents.
pub const MOST_BYTES: usize = 200 * 1024;
/// Headings and paragraphs of a text: the difference of two texts takes the product of both in the worst case.
pub const MOST_BLOCKS: usize = 2000;
/// Characters of a heading or paragraph.
pub const MOST_CHARS: usize = 1000;
/// Mistakes that are told at once.
const MOST_MISTAKES: usize = 50;
/// Levels of headings.
const LEVELS: usize = 3;

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The text has no paragraph.
    #[error("the text has no paragraph")]
    Empty,
    /// The text is too long from here on.
    #[error("more than {MOST_BYTES} bytes")]
    TooMuch,
    /// Too many lines from here on.
    #[error("more than {MOST_BLOCKS} headings and paragraphs")]
    TooMany,
    /// It is too long.
    #[error("has {0} characters, at most {MOST_CHARS} are allowed")]
    Long(usize),
    /// It holds a character that cannot be seen, or one that turns the direction of writing around.
    #[error("holds a control character")]
    Control,
    /// A heading of a fourth level or more.
    #[error("headings have three levels")]
    Deep,
    /// A heading without words.
    #[error("a heading without words")]
    NoHeading,
    /// A box that is not `- [ ]`.
    #[error("a box is written - [ ]")]
    Box,
    /// Words in 【 】 that name nobody.
    #[error("nobody is called {0:?}")]
    Doer(String),
    /// A box without words.
    #[error("nothing to be checked")]
    NoTask,
}

impl Body {
    /// Reads a text; says of each mistake in which line it is, counted from 1.
    ///
    /// # Errors
    /// The first fifty mistakes.
    pub fn read(text: &str) -> Result<Self, Vec<(usize, Wrong)>> {
        let (mut blocks, mut wrong, mut bytes) = (Vec::new(), Vec::new(), 0);
        for (at, line) in text.lines().enumerate() {
            bytes += line.len() + 1;
            let read = if bytes > MOST_BYTES { Err(Wrong::TooMuch) } else { block(line) };
            match read {
                Ok(Some(_)) if blocks.len() == MOST_BLOCKS => wrong.push((at + 1, Wrong::TooMany)),
                Ok(block) => blocks.extend(block),
                Err(what) => wrong.push((at + 1, what)),
            }
            let is_endless = matches!(wrong.last(), Some((_, Wrong::TooMuch | Wrong::TooMany)));
            if is_endless || wrong.len() == MOST_MISTAKES {
                break;
            }
        }
        if wrong.is_empty() && blocks.iter().all(Block::is_heading) {
            wrong.push((1, Wrong::Empty));
        }
        if wrong.is_empty() { Ok(Self(blocks)) } else { Err(wrong) }
    }
}

/// What a line is; nothing where it is empty.
fn block(line: &str) -> Result<Option<Block>, Wrong> {
    let line = line.replace('\u{feff}', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return Ok(None);
    }
    if line.chars().any(is_unseen) {
        return Err(Wrong::Control);
    }
    let block = if line.starts_with('#') {
        hashed(&line)?
    } else if let Some(rest) = boxed(&line)? {
        check(rest)?
    } else if let Some(level) = heading_level(&line) {
        Block::Heading { level, text: line }
    } else {
        Block::Paragraph(line)
    };
    let count = block.text().chars().count();
    if count > MOST_CHARS { Err(Wrong::Long(count)) } else { Ok(Some(block)) }
}

fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A heading by its `#`; the space behind them may be missing.
fn hashed(line: &str) -> Result<Block, Wrong> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    if level > LEVELS {
        return Err(Wrong::Deep);
    }
    let text = text.trim_start().to_owned();
    if text.is_empty() { Err(Wrong::NoHeading) } else { Ok(Block::Heading { level: u8::try_from(level).unwrap_or(1), text }) }
}

/// What stands behind a box; a box that is written in another way is a mistake, a link in brackets is none.
fn boxed(line: &str) -> Result<Option<&str>, Wrong> {
    if let Some(rest) = line.strip_prefix("- [ ]") {
        return Ok(Some(rest.trim_start()));
    }
    let inside =
        line.strip_prefix('-').and_then(|rest| rest.trim_start().strip_prefix('[')).and_then(|rest| rest.split_once(']'));
    if inside.is_some_and(|(inside, _)| inside.chars().count() <= 1) { Err(Wrong::Box) } else { Ok(None) }
}

fn check(text: &str) -> Result<Block, Wrong> {
    let (doer, text) = match text.strip_prefix('【') {
        None => (None, text),
        Some(rest) => {
            let (tag, text) = rest.split_once('】').unwrap_or((rest, ""));
            let doer = Doer::ALL.iter().copied().find(|doer| doer.tag() == tag.trim());
            let unknown = || Wrong::Doer(tag.chars().take(20).collect());
            (Some(doer.ok_or_else(unknown)?), text.trim_start())
        }
    };
    if text.is_empty() { Err(Wrong::NoTask) } else { Ok(Block::Check { doer, text: text.to_owned() }) }
}
