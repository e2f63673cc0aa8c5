//! Text that people typed: trimmed, on one line, of bounded length.

use arcstr::ArcStr;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line(ArcStr);

impl Line {
    /// Characters allowed.
    pub const MOST: usize = 500;

    /// Reads a line.
    ///
    /// # Errors
    /// [`TextError`] when nothing is left, too much is, or it holds control characters.
    pub fn new(text: &str) -> Result<Self, TextError> {
        if Self::is_tidy(text) {
            return Ok(Self(text.into()));
        }
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

    /// Whether a text is a line as it stands, as every stored one is: seen in one pass, without a copy.
    fn is_tidy(text: &str) -> bool {
        let (mut count, mut after_space) = (0, true);
        for c in text.chars() {
            let space = c == ' ';
            let odd = c == '\u{feff}' || c.is_control() || !space && c.is_whitespace();
            if odd || space && after_space {
                return false;
            }
            count += 1;
            after_space = space;
        }
        !after_space && count <= Self::MOST
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl serde::de::Visitor<'_> for Text {
            type Value = Line;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a line of text")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Line, E> {
                Line::new(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
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
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_with_line_breaks_around_it_is_one_line() {
        assert_eq!(Line::new("\n敏翔股份\n有限公司 \u{3000}").unwrap().as_str(), "敏翔股份 有限公司");
    }

    #[test]
    fn a_line_comes_out_of_json_as_it_went_in() {
        for text in ["B1 层\"左\"转", "a", "母婴室 > 服务台"] {
            let line = Line::new(text).unwrap();
            assert_eq!(serde_json::from_str::<Line>(&serde_json::to_string(&line).unwrap()).unwrap(), line);
        }
        assert!(serde_json::from_str::<Line>("\" \"").is_err());
    }

    proptest! {
        #[test]
        fn what_came_of_any_text_is_kept_as_it_is(text in "[ \t\u{3000}\u{feff}\u{7}a母b]{0,12}") {
            if let Ok(line) = Line::new(&text) {
                prop_assert!(Line::is_tidy(line.as_str()));
                prop_assert_eq!(Line::new(line.as_str()).unwrap(), line);
            } else {
                prop_assert!(!Line::is_tidy(&text));
            }
        }
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
