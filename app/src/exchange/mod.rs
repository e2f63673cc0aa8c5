//! Rooms in and out: our own CSV and GeoJSON without loss, and foreign files through a mapping file.
//!
//! [`read_rooms`] turns a file into drafts and refusals, [`plan`] compares them with what is stored;
//! writing the plan is the store's work. Nothing here touches a database, a clock or the network.

mod check;
mod columns;
mod convert;
mod decode;
mod draft;
mod facilities;
mod hours;
mod hours_days;
mod hours_tokens;
mod hours_words;
mod json;
mod lookup;
mod mapping;
mod mapping_check;
mod mapping_rules;
mod names;
mod own_csv;
mod own_geojson;
mod own_xlsx;
mod parts;
mod plan;
mod position;
mod read;
mod refused;
mod table;
mod texts;
mod transform;
mod types;
mod values;

#[cfg(test)]
mod tests;

pub use columns::{Column, ColumnSet};
pub use draft::Draft;
pub use mapping::{Mapping, MappingError};
pub use own_csv::export_csv;
pub use own_geojson::{Feature, export_geojson};
pub use own_xlsx::export_xlsx;
pub use plan::{Added, Change, Plan, StoredIndex, plan};
pub use read::{read_rooms, read_rooms_within};
pub use refused::refused_file;
pub use texts::{NotRead, text_of, with_texts};
pub use types::{ExchangeError, Incoming, Limits, Read, Refusal};
