//! Text that people typed: trimmed, on one line, of bounded length.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Why a text is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("must not be empty")]
    Empty,
    /// Longer than allowed.
    #[error("has {got} characters, at most {most} are allowed")]
    TooLong {
        /// Characters read.
        got: usize,
        /// Characters allowed.
        most: usize,
    },
    /// A control character that cannot be shown.
    #[error("holds a control character")]
    Control,
}

/// One line of text, cheap to copy, 1 to 500 characters; line breaks and runs of white space become one space.
/// 500 covers the longest way-finding and note cells of the files described for import.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line(Arc<str>);

impl Line {
    /// Characters allowed.
    pub const MOST: usize = 500;

    /// Reads a line.
    ///
    /// # Errors
    /// [`TextError`] when nothing is left, too much is, or it holds control characters.
    pub fn new(text: &str) -> Result<Self, TextError> {
        // A byte order mark is invisible and left behind by editors: never part of a text.
        let joined = text.replace('\u{feff}', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        if joined.is_empty() {
            return Err(TextError::Empty);
        }
        let got = joined.chars().count();
        if got > Self::MOST {
            return Err(TextError::TooLong { got, most: Self::MOST });
        }
        if joined.chars().any(char::is_control) {
            return Err(TextError::Control);
        }
        Ok(Self(joined.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Line {
    type Error = TextError;
    fn try_from(text: String) -> Result<Self, TextError> {
        Self::new(&text)
    }
}

impl From<Line> for String {
    fn from(line: Line) -> Self {
        line.as_str().to_owned()
    }
}

/// A text in the place's own language, and in English where somebody has written it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bilingual {
    /// Chinese, or the language of the place.
    pub zh: Line,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<Line>,
}

impl Bilingual {
    /// The English text where it is wanted and there is one, else the place's own.
    pub fn pick(&self, english: bool) -> &str {
        self.en.as_ref().filter(|_| english).unwrap_or(&self.zh).as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_line_breaks_around_it_is_one_line() {
        assert_eq!(Line::new("\n敏翔股份\n有限公司 \u{3000}").unwrap().as_str(), "敏翔股份 有限公司");
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(Line::new(" \u{feff}x").unwrap().as_str(), "x");
        assert_eq!(Line::new(" \u{feff}"), Err(TextError::Empty));
    }

    #[test]
    fn text_that_cannot_be_shown_is_refused() {
        assert_eq!(Line::new(" \u{3000}\n"), Err(TextError::Empty));
        assert_eq!(Line::new("a\u{7}b"), Err(TextError::Control));
        assert_eq!(Line::new(&"母".repeat(501)), Err(TextError::TooLong { got: 501, most: 500 }));
    }
}
