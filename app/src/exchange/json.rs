//! JSON read as a stream: an array somewhere in a document, one element at a time, so that a file of any size takes
//! the memory of one element.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::types::ExchangeError;

type Each<'e> = dyn FnMut(Value) -> Result<(), ExchangeError> + 'e;

/// Calls `each` with every element of the array under `path`, which is empty where the document is the array.
pub(super) fn each_element(text: &str, path: &[&str], each: &mut Each<'_>) -> Result<(), ExchangeError> {
    let mut state = State { each, failure: None, found: false };
    let mut json = serde_json::Deserializer::from_str(text);
    let read = Descend { path, state: &mut state }.deserialize(&mut json).and_then(|()| json.end());
    if let Some(failure) = state.failure {
        return Err(failure);
    }
    read.map_err(|error| ExchangeError::Json(error.to_string()))?;
    if state.found { Ok(()) } else { Err(ExchangeError::Json(format!("there is no array under {:?}", path.join(".")))) }
}

struct State<'s, 'e> {
    each: &'s mut Each<'e>,
    failure: Option<ExchangeError>,
    found: bool,
}

struct Descend<'p, 's, 't, 'e> {
    path: &'p [&'p str],
    state: &'s mut State<'t, 'e>,
}

impl<'de> DeserializeSeed<'de> for Descend<'_, '_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.path.is_empty() { deserializer.deserialize_seq(self) } else { deserializer.deserialize_map(self) }
    }
}

impl<'de> Visitor<'de> for Descend<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.path.first() {
            Some(key) => write!(f, "an object with {key:?}"),
            None => f.write_str("an array of rooms"),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match self.path.split_first() {
                Some((first, rest)) if *first == key && !self.state.found => {
                    map.next_value_seed(Descend { path: rest, state: &mut *self.state })?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.state.found = true;
        while let Some(element) = seq.next_element::<Value>()? {
            if let Err(failure) = (self.state.each)(element) {
                self.state.failure = Some(failure);
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str, path: &[&str]) -> Result<u32, ExchangeError> {
        let mut count = 0;
        each_element(text, path, &mut |_| {
            count += 1;
            Ok(())
        })?;
        Ok(count)
    }

    #[test]
    fn the_array_is_found_where_the_path_says() {
        assert_eq!(count("[1, 2]", &[]), Ok(2));
        assert_eq!(count(r#"{"total": 3, "data": {"list": [1, {}, []]}}"#, &["data", "list"]), Ok(3));
    }

    #[test]
    fn other_shapes_and_broken_json_say_where() {
        let error = |text, path: &[&str]| count(text, path).unwrap_err().to_string();
        assert!(error(r#"{"rooms": []}"#, &["data"]).contains("no array under \"data\""));
        assert!(error("[1, 2", &[]).contains("line 1"));
        assert!(error("{}", &[]).contains("an array of rooms"));
        assert!(error("[] x", &[]).contains("trailing"));
    }
}
