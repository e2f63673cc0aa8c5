//! The two languages. Texts stand in `locales/*.toml`; the build makes one function of each and fails where one is missing.

mod mistakes;
mod words;

pub use mistakes::query_words;
pub use words::moment_text;

/// A language of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum Lang {
    /// Chinese, the first.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// By the short name used in `?lang=` and the cookie.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.get(..2)?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The short name.
    pub fn code(self) -> &'static str {
        if self == Self::Zh { "zh" } else { "en" }
    }

    /// The language tag of a page (BCP 47).
    pub fn tag(self) -> &'static str {
        if self == Self::Zh { "zh-CN" } else { "en" }
    }

    /// Whether English names are wanted.
    pub fn is_english(self) -> bool {
        self == Self::En
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        if self == Self::Zh { Self::En } else { Self::Zh }
    }
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
