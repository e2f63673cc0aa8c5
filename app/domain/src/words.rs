//! Closed vocabularies: one macro gives each enum its wire words, so page, API, exports and storage agree.

/// A value out of a closed list, with the one word it goes by in URLs, JSON, CSV and storage.
pub trait Word: Sized + Copy + Eq + 'static {
    /// Every value, in the order it is shown.
    const ALL: &'static [Self];
    /// The word: lower-case ASCII with underscores.
    fn word(self) -> &'static str;
    /// Reads a word.
    ///
    /// # Errors
    /// [`UnknownWord`] when it is none of [`Word::ALL`].
    fn from_word(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL.iter().copied().find(|value| value.word() == text).ok_or_else(|| UnknownWord {
            got: text.chars().take(40).collect(),
            allowed: Self::ALL.iter().map(|value| value.word()).collect(),
        })
    }
}

/// A word that is not on its list; says which are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{got:?} is none of {}", allowed.join(", "))]
pub struct UnknownWord {
    /// What was read, cut to 40 characters.
    pub got: String,
    /// What may stand there.
    pub allowed: Vec<&'static str>,
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name { $($(#[$variant_meta])* #[serde(rename = $word)] $variant),+ }

        impl $crate::words::Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::words::Word::word(*self))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::words::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::words::Word::from_word(text)
            }
        }
    };
}
pub(crate) use words;
