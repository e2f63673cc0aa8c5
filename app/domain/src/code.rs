//! Identifiers: the room's id for machines, its code for people, official area codes.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A room's id, one from proposal to closure: a `UUIDv7` (RFC 9562).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct RoomId(pub Uuid);

/// A new id (RFC 9562, `UUIDv7`) out of a moment, in milliseconds since 1970, and chance.
pub fn new_id(millis: i64, random: [u8; 32]) -> Uuid {
    let mut tail = [0; 10];
    tail.copy_from_slice(&random[..10]);
    uuid::Builder::from_unix_timestamp_millis(millis.unsigned_abs(), &tail).into_uuid()
}

/// Why a code is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not a room code.
    #[error("a room code is two to four capital letters, a hyphen and four to eight digits, such as LG-0001")]
    Room,
    /// Not a clause's id.
    #[error("a clause's id is its section, a dot and two digits, such as 2.01")]
    Clause,
    /// Not an area code.
    #[error("an area code is one to twelve letters or digits")]
    Area,
}

/// A short ASCII text kept in place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Short<const N: usize>([u8; N]);

impl<const N: usize> Short<N> {
    fn new(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.is_empty() || bytes.len() > N || !text.is_ascii() || bytes.contains(&0) {
            return None;
        }
        let mut kept = [0; N];
        kept[..bytes.len()].copy_from_slice(bytes);
        Some(Self(kept))
    }

    fn as_str(&self) -> &str {
        let end = self.0.iter().position(|&byte| byte == 0).unwrap_or(N);
        std::str::from_utf8(&self.0[..end]).unwrap_or_default()
    }
}

macro_rules! short_code {
    ($(#[$meta:meta])* $name:ident, $len:literal, $error:ident, $check:path) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(try_from = "std::borrow::Cow<'_, str>")]
        pub struct $name(Short<$len>);

        impl $name {
            /// Reads a code.
            ///
            /// # Errors
            /// [`CodeError`] when its form is wrong.
            pub fn new(text: &str) -> Result<Self, CodeError> {
                Short::new(text).filter(|_| $check(text)).map(Self).ok_or(CodeError::$error)
            }
            /// The code as written.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl std::str::FromStr for $name {
            type Err = CodeError;
            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::new(text)
            }
        }
        impl TryFrom<std::borrow::Cow<'_, str>> for $name {
            type Error = CodeError;
            fn try_from(text: std::borrow::Cow<'_, str>) -> Result<Self, CodeError> {
                Self::new(&text)
            }
        }
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

short_code! {
    /// The code people read, say and type: `LG-0001`.
    RoomCode, 13, Room, is_room_code
}
short_code! {
    /// An official area code: for Longgang's streets and communities the 12-digit code of the
    /// statistics bureau, which is never mixed with the civil-affairs codes.
    AreaCode, 12, Area, is_area_code
}

short_code! {
    /// A clause of the standard by section and number, such as `2.01`. Ids are never given to another clause, so that
    /// versions can be compared.
    ClauseId, 6, Clause, is_clause_id
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ClauseId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ClauseId".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{1,2}\\.[0-9]{2}$" })
    }
}

impl ClauseId {
    /// The id of its section.
    pub fn section(&self) -> &str {
        self.as_str().split_once('.').map_or("", |(section, _)| section)
    }
}

fn is_clause_id(text: &str) -> bool {
    text.split_once('.').is_some_and(|(section, number)| {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        (1..=2).contains(&section.len()) && number.len() == 2 && digits(section) && digits(number)
    })
}

fn is_room_code(text: &str) -> bool {
    text.split_once('-').is_some_and(|(prefix, number)| {
        (2..=4).contains(&prefix.len())
            && prefix.bytes().all(|byte| byte.is_ascii_uppercase())
            && (4..=8).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn is_area_code(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl RoomCode {
    /// The code with this prefix and number, padded to four digits.
    ///
    /// # Errors
    /// [`CodeError::Room`] when the prefix is not two to four capitals or the number has over eight digits.
    pub fn numbered(prefix: &str, number: u32) -> Result<Self, CodeError> {
        Self::new(&format!("{prefix}-{number:04}"))
    }

    /// The number after the hyphen.
    pub fn number(&self) -> u32 {
        self.as_str().split_once('-').and_then(|(_, digits)| digits.parse().ok()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_as_written() {
        for text in ["LG-0001", "TK-1654", "ABCD-12345678"] {
            assert_eq!(RoomCode::new(text).unwrap().to_string(), text);
        }
        assert_eq!(RoomCode::numbered("LG", 7).unwrap().as_str(), "LG-0007");
        assert_eq!(RoomCode::new("LG-0153").unwrap().number(), 153);
    }

    #[test]
    fn codes_of_another_form_are_refused() {
        for text in ["", "lg-0001", "LG0001", "LG-1", "LG-0001x", "LG-000000001", "龙-0001", "L\0-0001"] {
            assert_eq!(RoomCode::new(text), Err(CodeError::Room), "{text:?}");
        }
        assert_eq!(AreaCode::new("440307003000").unwrap().as_str(), "440307003000");
        assert!(AreaCode::new("4403070030001").is_err());
    }
}
