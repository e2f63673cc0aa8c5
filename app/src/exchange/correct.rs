//! Cells put right by a person, and rows left out, before a list is read.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::look::{Layout, table};
use super::mapping::Format;
use super::types::{ExchangeError, Limits, Read};

/// The name under which the position of a GeoJSON feature is put right, as `longitude,latitude`.
const GEOMETRY: &str = "geometry";

/// What a person has put right, by the row's number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Corrections {
    /// New texts by row and column.
    pub cells: BTreeMap<u64, BTreeMap<String, String>>,
    /// Rows that are not taken.
    pub left_out: BTreeSet<u64>,
}

impl Corrections {
    /// The list with the new texts, in its own format.
    ///
    /// # Errors
    /// [`ExchangeError`] when the list cannot be taken apart.
    pub fn apply<'a>(&self, text: &'a str, layout: &Layout) -> Result<Cow<'a, str>, ExchangeError> {
        if self.cells.is_empty() {
            return Ok(Cow::Borrowed(text));
        }
        match layout.format {
            Format::Csv => self.csv(text, layout),
            Format::Json | Format::GeoJson => self.objects(text, layout),
        }
        .map(Cow::Owned)
    }

    /// Takes out what is not to be taken.
    pub fn leave_out(&self, read: &mut Read) {
        read.incoming.retain(|incoming| !self.left_out.contains(&incoming.row));
        read.refused.retain(|refusal| !self.left_out.contains(&refusal.row));
        read.dropped.retain(|dropped| !self.left_out.contains(&dropped.row));
    }

    fn csv(&self, text: &str, layout: &Layout) -> Result<String, ExchangeError> {
        let broken = |error: csv::Error| ExchangeError::Csv(error.to_string());
        let columns = table(text, layout, Limits::default(), &mut |number| self.cells.contains_key(&number))?.columns;
        let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for (number, row) in (1_u64..).zip(rows.records()) {
            let row = row.map_err(broken)?;
            let Some(cells) = self.cells.get(&number) else {
                out.write_record(&row).map_err(broken)?;
                continue;
            };
            let mut texts: Vec<&str> = row.iter().collect();
            for (name, new) in cells {
                let Some(place) = columns.iter().position(|column| column == name) else { continue };
                texts.resize(texts.len().max(place + 1), "");
                texts[place] = new;
            }
            out.write_record(texts).map_err(broken)?;
        }
        let bytes = out.into_inner().map_err(|error| ExchangeError::Csv(error.to_string()))?;
        String::from_utf8(bytes).map_err(|error| ExchangeError::Csv(error.to_string()))
    }

    fn objects(&self, text: &str, layout: &Layout) -> Result<String, ExchangeError> {
        let mut document: Value = serde_json::from_str(text).map_err(|error| ExchangeError::Json(error.to_string()))?;
        let path = if layout.format == Format::GeoJson { "features" } else { layout.records.as_str() };
        let keys = path.split('.').filter(|key| !key.is_empty());
        let list = { keys }.try_fold(&mut document, Value::get_mut);
        for (number, object) in (1_u64..).zip(list.and_then(Value::as_array_mut).into_iter().flatten()) {
            for (name, new) in self.cells.get(&number).into_iter().flatten() {
                if layout.format == Format::GeoJson && name == GEOMETRY {
                    object[GEOMETRY] = point(new);
                } else {
                    let object = if layout.format == Format::GeoJson { &mut object["properties"] } else { &mut *object };
                    put(object, name, new);
                }
            }
        }
        Ok(document.to_string())
    }
}

fn point(text: &str) -> Value {
    let numbers: Vec<f64> = text.split([',', '，', ' ']).filter_map(|part| part.trim().parse().ok()).collect();
    match numbers[..] {
        [lon, lat] => json!({ "type": "Point", "coordinates": [lon, lat] }),
        _ => Value::Null,
    }
}

/// Puts a text where `outer.inner` names it; a name that is there as a whole comes first.
fn put(object: &mut Value, name: &str, text: &str) {
    let Value::Object(map) = object else { return };
    match name.split_once('.').filter(|_| !map.contains_key(name)) {
        Some((outer, inner)) if map.get(outer).is_some_and(Value::is_object) => put(&mut map[outer], inner, text),
        _ => {
            map.insert(name.to_owned(), Value::String(text.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(row: u64, name: &str, text: &str) -> Corrections {
        Corrections { cells: [(row, [(name.to_owned(), text.to_owned())].into())].into(), ..Corrections::default() }
    }

    #[test]
    fn a_cell_is_put_right_in_each_format() {
        let csv = "名称,地址\n甲,\"一\n二\"\n乙\n";
        let put = one(3, "地址", "三, 四").apply(csv, &Layout::guess(csv)).unwrap();
        assert_eq!(put, "名称,地址\n甲,\"一\n二\"\n乙,\"三, 四\"\n");
        let json = r#"{"data":[{"a":{"b":1}},{"a":{"b":2}}]}"#;
        assert_eq!(one(2, "a.b", "x").apply(json, &Layout::guess(json)).unwrap(), r#"{"data":[{"a":{"b":1}},{"a":{"b":"x"}}]}"#);
        let geo = r#"{"features":[{"geometry":null,"properties":{"n":"x"}}],"type":"FeatureCollection"}"#;
        let moved = one(1, "geometry", "114.1, 22.7").apply(geo, &Layout::guess(geo)).unwrap();
        assert!(moved.contains(r#""coordinates":[114.1,22.7]"#), "{moved}");
        assert!(one(1, "n", "y").apply(geo, &Layout::guess(geo)).unwrap().contains(r#""n":"y""#));
    }
}
