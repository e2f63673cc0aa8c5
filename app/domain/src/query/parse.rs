//! The finder's words in a URL, read and written.

use super::Query;
use crate::code::AreaCode;
use crate::facility::Facility;
use crate::place::{Bbox, PlaceError, Wgs84};
use crate::words::{UnknownWord, Word};

/// A question that cannot be answered: which field, what it held, what it may hold.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct QueryError {
    /// The field as written, cut to 40 characters.
    pub field: String,
    /// What is wrong.
    pub problem: QueryProblem,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum QueryProblem {
    /// No such field.
    #[error("is not a field here; fields are {}", allowed.join(", "))]
    UnknownField {
        /// Fields there are.
        allowed: Vec<&'static str>,
    },
    /// Given more than once.
    #[error("was given more than once")]
    Twice,
    /// Not on the list.
    #[error(transparent)]
    Word(#[from] UnknownWord),
    /// Not a position or box.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// Not a whole number in range.
    #[error("must be a whole number from {least} to {most}")]
    Number {
        /// Smallest allowed.
        least: u32,
        /// Largest allowed.
        most: u32,
    },
    /// Too long.
    #[error("has more than {most} characters")]
    Long {
        /// Characters allowed.
        most: usize,
    },
    /// Not an area code.
    #[error("must be an official street code of one to twelve letters or digits")]
    Code,
}

/// Characters allowed in `q`: names of rooms and venues are far shorter.
const MOST_TEXT: usize = 100;
/// Pages that can be asked for: 20 rooms a page, far past what anyone turns by hand.
const MOST_PAGES: u32 = 50_000;

impl Query {
    /// The fields, as in the contracts; `lang` is read elsewhere.
    pub const FIELDS: [&'static str; 10] = ["near", "q", "street", "bbox", "open", "has", "who", "class", "page", "lang"];

    /// Reads the fields of a URL. Empty ones count as absent, since forms send them; `has` may repeat or list
    /// several with commas; names in `also` belong to the caller and are passed over.
    ///
    /// # Errors
    /// The first [`QueryError`].
    pub fn parse<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>, also: &[&'static str]) -> Result<Self, QueryError> {
        let mut query = Self { page: 1, ..Self::default() };
        let mut seen: Vec<&str> = Vec::new();
        for (name, value) in fields {
            if also.contains(&name) {
                continue;
            }
            let failed = |problem| QueryError { field: name.chars().take(40).collect(), problem };
            if seen.contains(&name) && name != "has" {
                return Err(failed(QueryProblem::Twice));
            }
            seen.push(name);
            if !Self::FIELDS.contains(&name) {
                let allowed = Self::FIELDS.iter().chain(also).copied().collect();
                return Err(failed(QueryProblem::UnknownField { allowed }));
            }
            if !value.trim().is_empty() {
                query.set(name, value.trim()).map_err(failed)?;
            }
        }
        Ok(query)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), QueryProblem> {
        match name {
            "near" => self.near = Some(Wgs84::parse(value)?),
            "bbox" => self.bbox = Some(Bbox::parse(value)?),
            "q" if value.chars().count() > MOST_TEXT => return Err(QueryProblem::Long { most: MOST_TEXT }),
            "q" => self.q = Some(value.to_owned()),
            "street" => self.street = Some(AreaCode::new(value).or(Err(QueryProblem::Code))?),
            "open" => self.open_now = only("now", value)?,
            "who" => self.everyone = only("everyone", value)?,
            "class" => self.class = Some(Word::from_word(&value.to_ascii_uppercase())?),
            "page" => {
                let number = value.parse().ok().filter(|page| (1..=MOST_PAGES).contains(page));
                self.page = number.ok_or(QueryProblem::Number { least: 1, most: MOST_PAGES })?;
            }
            "has" => {
                for word in value.split(',').map(str::trim).filter(|word| !word.is_empty()) {
                    self.has.insert(Facility::from_word(word)?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The fields that say something, in the order of [`Query::FIELDS`]: reading them again gives the same question.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = Vec::new();
        let mut put = |name, value: Option<String>| fields.extend(value.map(|value| (name, value)));
        put("near", self.near.map(|near| near.to_string()));
        put("q", self.q.clone());
        put("street", self.street.map(|street| street.to_string()));
        put("bbox", self.bbox.map(|bbox| bbox.to_string()));
        put("open", self.open_now.then(|| "now".to_owned()));
        let has: Vec<_> = self.has.iter().map(Word::word).collect();
        put("has", (!has.is_empty()).then(|| has.join(",")));
        put("who", self.everyone.then(|| "everyone".to_owned()));
        put("class", self.class.map(|class| class.to_string()));
        put("page", (self.page > 1).then(|| self.page.to_string()));
        fields
    }
}

fn only(allowed: &'static str, value: &str) -> Result<bool, UnknownWord> {
    if value == allowed {
        return Ok(true);
    }
    Err(UnknownWord { got: value.chars().take(40).collect(), allowed: vec![allowed] })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::area::AreaClass;
    use crate::query::Filter;

    #[test]
    fn a_form_with_empty_fields_is_the_plain_question() {
        let query = Query::parse([("q", ""), ("street", " "), ("open", ""), ("lang", "en")], &[]).unwrap();
        assert_eq!(query, Query { page: 1, ..Query::default() });
    }

    #[test]
    fn every_mistake_names_its_field_and_what_is_allowed() {
        let error = |name, value| Query::parse([(name, value)], &[]).unwrap_err().to_string();
        assert!(error("colour", "red").contains("fields are near, q, street"));
        assert!(error("has", "hot_water,sauna").contains("hot_water, basin"));
        assert!(error("near", "22.6,114.1").contains("look swapped"));
        assert!(error("near", "NaN,1").contains("must be numbers"));
        assert!(error("page", "0").contains("from 1 to 50000"));
        assert!(error("open", "yes").contains("now"));
        assert!(error("class", "D").contains("A, B, C"));
        assert!(error("q", &"x".repeat(101)).contains("100 characters"));
        assert!(Query::parse([("q", "a"), ("q", "b")], &[]).is_err());
        assert!(Query::parse([("k", "5")], &["k"]).is_ok());
    }

    fn any_query() -> impl Strategy<Value = Query> {
        let place = (-179.0..179.0_f64, 1.0..89.0_f64).prop_map(|(lon, lat)| Wgs84::new(lon, lat).unwrap());
        let facilities = proptest::collection::vec(proptest::sample::select(Facility::ALL), 0..5);
        let class = proptest::option::of(proptest::sample::select(AreaClass::ALL));
        (
            proptest::option::of(place),
            proptest::option::of("[a-z龙岗 ]{0,8}[a-z母]"),
            any::<(bool, bool)>(),
            facilities,
            class,
            1..90_u32,
        )
            .prop_map(|(near, q, (open_now, everyone), has, class, page)| {
                let mut query =
                    Query { near, q: q.map(|q| q.trim().to_owned()), open_now, everyone, class, page, ..Query::default() };
                for facility in has {
                    query.has.insert(facility);
                }
                query
            })
    }

    proptest! {
        #[test]
        fn a_question_written_and_read_is_the_same(query in any_query()) {
            let fields = query.fields();
            let read = Query::parse(fields.iter().map(|(name, value)| (*name, value.as_str())), &[]);
            prop_assert_eq!(read, Ok(query));
        }

        #[test]
        fn taking_out_every_filter_leaves_none(query in any_query()) {
            let bare = query.filters().into_iter().fold(query, |query, filter: Filter| query.without(filter));
            prop_assert!(bare.filters().is_empty());
        }

        #[test]
        fn no_text_makes_it_panic(name in ".{0,10}", value in ".{0,60}") {
            let _ = Query::parse([(name.as_str(), value.as_str())], &[]);
            for field in Query::FIELDS {
                let _ = Query::parse([(field, value.as_str())], &[]);
            }
        }
    }
}
