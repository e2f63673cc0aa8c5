//! A row of a list, as a venue.

use domain::venues::Draft;
use domain::{AreaCode, Line, Region, VenueType, Wgs84};
use serde_json::Value;

use super::cells::{Why, area, community, digits, frequented, kind, name, street, to_a_centimetre, visitors};
use super::columns::{ADDRESS, AREA, COLUMNS, COMMUNITY, FREQUENTED, KEY, LAT, LON, NAME, NAME_EN, STREET, TYPE, VISITORS};
use super::{Settings, Wrong};

/// Characters of a cell that are shown with a mistake.
const SHOWN: usize = 60;

/// What all rows of a list share.
pub(super) struct Reader<'a> {
    pub(super) at: [Option<usize>; 12],
    pub(super) columns: &'a [String],
    pub(super) settings: &'a Settings,
    pub(super) region: &'a Region,
    pub(super) kinds: Vec<(String, VenueType)>,
}

/// A row.
pub(super) struct Row<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) number: u64,
    pub(super) cells: &'a [String],
    pub(super) wrong: Vec<Wrong>,
}

impl<'a> Row<'a> {
    /// The text of a column. Our exports put a quotation mark before what a spreadsheet would take for a formula.
    fn text(&self, column: usize) -> &'a str {
        let cell = self.reader.at[column].and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim());
        cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
    }

    fn wrong(&mut self, column: usize, why: Why) {
        let name = self.reader.at[column].and_then(|at| self.reader.columns.get(at));
        let column_name = name.map_or_else(|| COLUMNS[column][0].to_owned(), Clone::clone);
        let got = self.text(column).chars().take(SHOWN).collect();
        self.wrong.push(Wrong { row: self.number, column: column_name, got, why });
    }

    /// What a cell says; a mistake is kept.
    fn read<T>(&mut self, column: usize, read: impl FnOnce(&str) -> Result<T, Why>) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        read(text).map_err(|why| self.wrong(column, why)).ok()
    }

    /// The venue; `None` where it has no name.
    pub(super) fn draft(&mut self, geometry: &Value) -> Option<Draft> {
        let line = |text: &str| Line::new(text).ok().ok_or(Why::Text);
        if self.text(NAME).is_empty() {
            self.wrong(NAME, Why::NoName);
        }
        let name = self.read(NAME, name);
        let region = self.reader.region;
        let street = self.read(STREET, |text| street(text, region));
        let (street, community) = self.community(street);
        let reader = self.reader;
        Some(Draft {
            row: self.number,
            key: self.read(KEY, line),
            name_en: self.read(NAME_EN, line),
            street,
            community,
            kind: self.read(TYPE, |text| kind(text, &reader.kinds)),
            area_m2: self.read(AREA, area),
            visitors_per_day: self.read(VISITORS, visitors),
            frequented: self.read(FREQUENTED, frequented).unwrap_or(reader.settings.frequented),
            address: self.read(ADDRESS, line),
            place: self.place(geometry),
            name: name?,
        })
    }

    /// A community by its code or its name; it tells the street where none is written.
    fn community(&mut self, street: Option<AreaCode>) -> (Option<AreaCode>, Option<AreaCode>) {
        let region = self.reader.region;
        let found = self.read(COMMUNITY, |text| community(text, street, region));
        (street.or(found.map(|(street, _)| street)), found.map(|(_, community)| community))
    }

    fn place(&mut self, geometry: &Value) -> Option<Wgs84> {
        let written = (self.text(LON), self.text(LAT));
        let pair = match (geometry, written) {
            (Value::Null, ("", "")) => return None,
            (Value::Null, ("", _)) => Err((LON, Why::HalfPlace)),
            (Value::Null, (_, "")) => Err((LAT, Why::HalfPlace)),
            (Value::Null, (lon, lat)) => digits(lon).parse().ok().zip(digits(lat).parse().ok()).ok_or((LON, Why::Place)),
            (shape, _) if shape["type"] == "Point" => {
                shape["coordinates"][0].as_f64().zip(shape["coordinates"][1].as_f64()).ok_or((LON, Why::Place))
            }
            _ => Err((LON, Why::NoPoint)),
        };
        let datum = self.reader.settings.datum;
        let place = pair.and_then(|(lon, lat)| datum.place(lon, lat).and_then(to_a_centimetre).ok_or((LON, Why::Place)));
        place.map_err(|(column, why)| self.wrong(column, why)).ok()
    }
}
