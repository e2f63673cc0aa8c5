//! Short marks that people read and type: the reference of a report, and the mark of a room's own QR code. Written in
//! Crockford's base 32, which leaves out letters that look like others.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Reads the value of a character as people write it: small letters, `O` for zero, `I` and `L` for one.
pub(crate) fn value(c: char) -> Option<char> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().map(|&known| char::from(known)).find(|&known| known == c)
}

/// The first `count` characters that a digest gives, five bits each.
pub(crate) fn letters(digest: Digest, count: usize) -> String {
    let bytes = digest.bytes();
    let bit = |index: usize| bytes.get(index / 8).is_some_and(|byte| byte >> (7 - index % 8) & 1 == 1);
    let letter = |at: usize| (0..5).fold(0_usize, |sum, offset| sum * 2 + usize::from(bit(at * 5 + offset)));
    (0..count).map(|at| char::from(ALPHABET[letter(at) % ALPHABET.len()])).collect()
}

/// What is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("ten letters and digits, such as 7K3FQ-2MN9X")]
pub struct NoReference;

/// The reference of a report: ten characters, fifty bits of chance. Whoever has it can follow the report.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

impl Reference {
    const LENGTH: usize = 10;

    /// Out of chance.
    pub fn random(chance: [u8; 32]) -> Self {
        Self(letters(Digest::from(chance), Self::LENGTH))
    }

    /// As people write it: with or without the dash, in small letters, with letters that look like digits.
    ///
    /// # Errors
    /// [`NoReference`].
    pub fn new(text: &str) -> Result<Self, NoReference> {
        let written = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let read: Option<String> = written.map(value).collect();
        read.filter(|read| read.len() == Self::LENGTH).map(Self).ok_or(NoReference)
    }

    /// Without the dash, as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.0.split_at(Self::LENGTH / 2);
        write!(f, "{first}-{second}")
    }
}

impl TryFrom<String> for Reference {
    type Error = NoReference;
    fn try_from(text: String) -> Result<Self, NoReference> {
        Self::new(&text)
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

/// The mark in the QR code of a room's poster: eight characters of the seal over the room's code. Whoever has it stood at
/// the door, or has it from somebody who did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorMark(String);

impl DoorMark {
    const LENGTH: usize = 8;

    /// Of a seal.
    pub fn of(seal: Digest) -> Self {
        Self(letters(seal, Self::LENGTH))
    }

    /// Whether what was scanned is this mark.
    pub fn is(&self, scanned: &str) -> bool {
        let read: Option<String> = scanned.chars().map(value).collect();
        read.is_some_and(|read| read == self.0)
    }
}

impl fmt::Display for DoorMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_reference_is_read_as_people_write_it() {
        let reference = Reference::new("7k3fq-2mn90").unwrap();
        assert_eq!((reference.to_string().as_str(), reference.as_str()), ("7K3FQ-2MN90", "7K3FQ2MN90"));
        assert_eq!(Reference::new(" 7K3FQ 2MN9o "), Ok(reference));
        assert_eq!(Reference::new("oiLoo-00000"), Reference::new("01100-00000"));
        for bad in ["", "7K3FQ-2MN9", "7K3FQ-2MN900", "7K3FU-2MN90", "7K3FQ-2MN9母"] {
            assert_eq!(Reference::new(bad), Err(NoReference), "{bad}");
        }
    }

    #[test]
    fn the_letters_are_the_first_bits() {
        let mut bytes = [0; 32];
        bytes[0] = 0b0000_1111;
        bytes[1] = 0b1100_0000;
        assert_eq!(letters(Digest::from(bytes), 4), "1Z00");
    }

    #[test]
    fn a_mark_is_of_one_room() {
        let (one, other) = (DoorMark::of(Digest::of(b"LG-0001")), DoorMark::of(Digest::of(b"LG-0002")));
        assert!(one.is(&one.to_string()) && one.is(&one.to_string().to_lowercase()));
        assert!(!one.is(&other.to_string()) && !one.is("") && !one.is("母婴室"));
    }

    proptest! {
        #[test]
        fn every_reference_is_read_back(chance in any::<[u8; 32]>()) {
            let reference = Reference::random(chance);
            prop_assert_eq!(Reference::new(&reference.to_string()), Ok(reference.clone()));
            prop_assert_eq!(Reference::new(reference.as_str()), Ok(reference));
        }
    }
}
