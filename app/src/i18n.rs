//! The two languages. Texts stand in `locales/*.toml`; the build makes one function of each and fails where one is missing.

/// A language of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum Lang {
    /// Chinese, the first.
    #[default]
    Zh,
    /// English.
    En,
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
