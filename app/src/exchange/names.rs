//! How a mapping names things: a column of the file, a list of words, one of our own columns.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

use super::columns::Column;
use super::values::half_width;

/// A column of the file: by its name, or as `#3` by its place, the first being 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ColumnRef {
    pub(super) name: String,
    pub(super) folded: String,
    pub(super) place: Option<usize>,
}

impl ColumnRef {
    pub(super) fn new(name: &str) -> Self {
        let place = name.strip_prefix('#').and_then(|place| place.parse().ok()).filter(|&place| place > 0);
        Self { name: name.to_owned(), folded: fold(name), place }
    }
}

/// A column's name without what differs from edition to edition: white space, line breaks, full-width forms, 臺 for 台.
pub(super) fn fold(name: &str) -> String {
    half_width(name)
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{feff}')
        .map(|c| if c == '臺' { '台' } else { c })
        .collect()
}

impl<'de> Deserialize<'de> for ColumnRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        if fold(&name).is_empty() || name == "#0" {
            return Err(D::Error::custom("a column is named as the file names it, or by its place from #1"));
        }
        Ok(Self::new(&name))
    }
}

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| {
            let all = Self::ALL.iter().map(|column| column.name()).collect::<Vec<_>>().join(", ");
            D::Error::custom(format!("{name:?} is no column of a room; they are {all}"))
        })
    }
}

/// One or several, written as a text or as a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Many<T>(pub(super) Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMore<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrMore<T> {
            type Value = Many<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Many<T>, E> {
                T::deserialize(serde::de::value::StrDeserializer::new(text)).map(|one| Many(vec![one]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Many<T>, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = seq.next_element()? {
                    all.push(one);
                }
                Ok(Many(all))
            }
        }
        deserializer.deserialize_any(OneOrMore(std::marker::PhantomData))
    }
}

/// Text with columns in braces: `{縣市}{段|段}`; what stands after the bar is added where the cell does not end so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template(pub(super) Vec<Piece>);

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Cell { column: ColumnRef, suffix: String },
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("a template holds columns in braces, such as {縣市}{號|號}"))
    }
}

impl Template {
    fn parse(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, after) = after.split_once('}')?;
            let (name, suffix) = inside.split_once('|').unwrap_or((inside, ""));
            if before.contains('}') || fold(name).is_empty() {
                return None;
            }
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Cell { column: ColumnRef::new(name), suffix: suffix.to_owned() });
            rest = after;
        }
        (!pieces.is_empty() && !rest.contains('}')).then(|| {
            pieces.push(Piece::Text(rest.to_owned()));
            Self(pieces)
        })
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = &ColumnRef> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Cell { column, .. } => Some(column),
            Piece::Text(_) => None,
        })
    }
}
