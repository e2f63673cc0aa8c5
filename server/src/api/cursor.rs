//! Where a list goes on: the place in its order of the last room given, so that rooms which come or go meanwhile
//! move nothing else.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::{Query, RoomCode};

use crate::problem::Problem;

/// The place of the last room given. Opaque to those who follow it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cursor {
    /// In a list by code.
    Code(RoomCode),
    /// In a list by distance; rooms without a position stand at the end. `seen` only says how far to look at once.
    Distance { metres: Option<f64>, code: RoomCode, seen: usize },
    /// In a list by how early the words stand.
    Words { rank: usize, code: RoomCode },
}

impl Cursor {
    /// As text.
    pub(super) fn write(self) -> String {
        let text = match self {
            Self::Code(code) => format!("c {code}"),
            Self::Distance { metres, code, seen } => {
                format!("d {code} {seen} {:x}", metres.unwrap_or(f64::INFINITY).to_bits())
            }
            Self::Words { rank, code } => format!("w {code} {rank}"),
        };
        BASE64_URL_SAFE_NO_PAD.encode(text)
    }

    /// Reads a cursor, which must be of the same kind of list.
    pub(super) fn read(text: &str, query: &Query) -> Result<Self, Problem> {
        let allowed = serde_json::json!("the cursor in the `next` link of the list before");
        let cursor = Self::decode(text).filter(|cursor| cursor.fits(query));
        cursor.ok_or_else(|| Problem::field("cursor", "cursor: is not one of this list; begin again without it", allowed))
    }

    fn decode(text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        let words: Vec<&str> = std::str::from_utf8(&bytes).ok()?.split(' ').collect();
        let code = RoomCode::new(words.get(1)?).ok()?;
        match *words.as_slice() {
            ["c", _] => Some(Self::Code(code)),
            ["d", _, seen, metres] => {
                let metres = f64::from_bits(u64::from_str_radix(metres, 16).ok()?);
                let known = metres.is_finite() && metres >= 0.0;
                let valid = known || metres == f64::INFINITY;
                valid.then_some(Self::Distance { metres: known.then_some(metres), code, seen: seen.parse().ok()? })
            }
            ["w", _, rank] => Some(Self::Words { rank: rank.parse().ok()?, code }),
            _ => None,
        }
    }

    fn fits(&self, query: &Query) -> bool {
        match self {
            Self::Distance { .. } => query.near.is_some(),
            Self::Words { .. } => query.near.is_none() && query.q.is_some(),
            Self::Code(_) => query.near.is_none() && query.q.is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_as_written_in_its_own_list_only() {
        let code = RoomCode::new("LG-0042").unwrap();
        let near = Query { near: domain::Wgs84::new(114.1, 22.6).ok(), ..Query::default() };
        let words = Query { q: Some("x".to_owned()), ..Query::default() };
        let plain = Query::default();
        for (cursor, query) in [
            (Cursor::Code(code), &plain),
            (Cursor::Distance { metres: Some(1.25e-3), code, seen: 40 }, &near),
            (Cursor::Distance { metres: None, code, seen: 40 }, &near),
            (Cursor::Words { rank: 3, code }, &words),
        ] {
            assert_eq!(Cursor::read(&cursor.write(), query).unwrap(), cursor);
            let mut others = [&plain, &near, &words].into_iter().filter(|other| *other != query);
            assert!(others.all(|other| Cursor::read(&cursor.write(), other).is_err()));
        }
    }

    #[test]
    fn nonsense_is_no_cursor() {
        for text in ["", "x", "YyBMRy0x", "====", "ZCBMRy0wMDQyIDAgN2ZmODAwMDAwMDAwMDAwMA"] {
            let near = Query { near: domain::Wgs84::new(114.1, 22.6).ok(), ..Query::default() };
            assert!(Cursor::read(text, &near).is_err(), "{text}");
        }
    }
}
