//! Rooms in and out: our own CSV and GeoJSON without loss, and foreign files through a mapping file.
//!
//! [`read_rooms`] turns a file into drafts and refusals, [`plan`] compares them with what is stored;
//! writing the plan is the store's work. Nothing here touches a database, a clock or the network.

mod check;
mod chosen;
mod columns;
mod convert;
mod correct;
mod decode;
mod draft;
mod facilities;
mod hours;
mod hours_days;
mod hours_tokens;
mod hours_words;
mod json;
mod known;
mod look;
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
mod synonyms;
mod table;
mod texts;
mod transform;
mod types;
mod values;
mod workbook;

#[cfg(test)]
mod tests;

pub use chosen::{Chosen, TARGETS, Words};
pub use columns::{Column, ColumnSet};
pub use correct::Corrections;
pub use decode::decode_as;
pub use draft::Draft;
pub use known::{Known, known};
pub use look::{ENCODINGS, Layout, Table, encodings, table, with_commas};
pub use mapping::{Format, Mapping, MappingError};
pub use own_csv::export_csv;
pub use own_geojson::{Feature, export_geojson};
pub use own_xlsx::export_xlsx;
pub use plan::{Added, Change, Plan, StoredIndex, plan};
pub use read::{read_rooms, read_rooms_within, read_text};
pub use refused::refused_file;
pub use synonyms::guess;
pub use texts::{NotRead, text_of, with_texts};
pub use types::{ExchangeError, Incoming, Limits, Read, Refusal};
pub use values::half_width;
pub use workbook::{Sheet, SheetText, Told, is_workbook, read_sheet};
