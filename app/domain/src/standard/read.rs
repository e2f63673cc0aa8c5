//! Reading a version from its file: every mistake with its line and clause.

use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use toml::Spanned;

use super::{Standard, check};
use crate::digest::Digest;
use crate::text::Bilingual;

/// A mistake in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Its line, from 1.
    pub line: usize,
    /// Where: a clause by its id, or another part by its name.
    pub place: String,
    /// What is wrong and what may stand there.
    pub what: Said,
}

/// Something said in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Said {
    pub(super) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// In one of them.
    pub fn pick(&self, english: bool) -> &str {
        if english { &self.en } else { &self.zh }
    }
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: ", self.line)?;
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.what.en)
    }
}

/// All mistakes of a file, by line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Mistakes(pub Vec<Mistake>);

/// A version with the digest of its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The standard.
    pub standard: Standard,
    /// SHA-256 of the file's bytes, hexadecimal.
    pub digest: String,
    /// The file.
    pub text: Arc<str>,
}

/// Where things stand in a file.
#[derive(Deserialize)]
struct Places {
    #[serde(default)]
    clauses: Vec<Spanned<Named>>,
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    id: String,
}

impl Version {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Mistakes`], all that are found.
    pub fn read(text: &str) -> Result<Self, Mistakes> {
        let places: Places = toml::from_str(text).map_err(|error| told(text, &error, None))?;
        let standard: Standard = toml::from_str(text).map_err(|error| told(text, &error, Some(&places)))?;
        let mistakes = check::check(&standard);
        if mistakes.is_empty() {
            return Ok(Self { standard, digest: Digest::of(text.as_bytes()).to_string(), text: text.into() });
        }
        let mut mistakes: Vec<Mistake> =
            mistakes.into_iter().map(|(place, what)| Mistake { line: places.line(text, &place), place, what }).collect();
        mistakes.sort_by_key(|mistake| mistake.line);
        Err(Mistakes(mistakes))
    }
}

impl Places {
    /// The line of a clause, or that where a table or a key of the file begins.
    fn line(&self, text: &str, place: &str) -> usize {
        let clause = self.clauses.iter().rev().find(|clause| clause.get_ref().id == place);
        let name = place.split(' ').next().unwrap_or(place);
        let begins =
            |line: &str| line.trim_start_matches('[').strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', ']']));
        let other = || text.lines().position(begins).map_or(1, |before| before + 1);
        clause.map_or_else(other, |clause| line_of(text, clause.span().start))
    }

    fn clause_at(&self, text: &str, offset: usize) -> Option<&str> {
        let found = self.clauses.iter().rev().find(|clause| clause.span().start <= offset)?;
        let between = text.get(found.span().start..offset)?;
        Some(found.get_ref().id.as_str()).filter(|_| !between.contains("\n["))
    }
}

/// What the TOML reader says, on one line.
fn told(text: &str, error: &toml::de::Error, places: Option<&Places>) -> Mistakes {
    let offset = error.span().map_or(0, |span| span.start);
    let place = places.and_then(|places| places.clause_at(text, offset)).unwrap_or_default().to_owned();
    // The reader knows English only.
    let what = Said::new(format!("读不懂：{}", error.message()), error.message());
    Mistakes(vec![Mistake { line: line_of(text, offset), place, what }])
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|&byte| byte == b'\n').count()
}

/// A text that exists and that nobody here could read: named, with nothing in it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stub {
    /// For machines.
    pub id: String,
    /// Its number and title.
    pub title: Bilingual,
    /// Who issued it and when, as far as known.
    pub issued: Bilingual,
    /// What is known of it, and who could supply it.
    pub note: Bilingual,
}

#[derive(Deserialize)]
struct StubFile {
    stubs: Vec<Stub>,
}

/// Local texts that could not be read.
pub static STUBS: LazyLock<Vec<Stub>> = LazyLock::new(|| {
    let file: Result<StubFile, _> = toml::from_str(include_str!("../../standards/stubs.toml"));
    file.map_or_else(|_| Vec::new(), |file| file.stubs)
});
