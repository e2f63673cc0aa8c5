//! Tokens: the holder has the token, the database only its hash.

use domain::Digest;

/// A fresh secret for a cookie or a link: 256 bits as 64 hexadecimal digits.
pub struct Token(String);

impl Token {
    pub(super) fn new(random: [u8; 32]) -> Self {
        let [first, second] =
            [&random[..16], &random[16..]].map(|half| half.iter().fold(0_u128, |sum, &byte| sum << 8 | u128::from(byte)));
        Self(format!("{first:032x}{second:032x}"))
    }

    /// As its holder gets it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is kept of a token. A token has 256 random bits, so that a plain hash cannot be turned back.
pub(super) fn hash(token: &str) -> String {
    Digest::of(token.as_bytes()).to_string()
}
