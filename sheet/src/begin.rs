//! Beginning an inspection on the phone.

use app::i18n::Lang;
use chrono::NaiveDate;
use domain::device::{Begun, Change, Entry, Kit};
use domain::{RoomCode, new_id};
use wasm_bindgen::prelude::wasm_bindgen;

fn first(begun: Begun, now: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for ages")]
    let entry = Entry { at: now as i64, change: Change::Begun(Box::new(begun)) };
    serde_json::to_string(&entry).unwrap_or_default()
}

/// The first entry of a new inspection's log.
///
/// # Errors
/// Words for the person: no such room, no day, no version of the standard for it.
#[wasm_bindgen]
pub fn begin(lang: &str, kit: &str, room: &str, visited: &str, now: f64, random: &[u8]) -> Result<String, String> {
    let lang = Lang::from_code(lang).unwrap_or_default();
    let kit: Kit = serde_json::from_str(kit).map_err(|error| error.to_string())?;
    let code = RoomCode::new(&room.trim().to_uppercase()).ok();
    let room = kit.rooms.iter().find(|known| Some(known.code) == code).ok_or_else(|| lang.phone_no_room().to_owned())?;
    let visited: NaiveDate = visited.parse().ok().ok_or_else(|| lang.inspect_bad_day().to_owned())?;
    let inspection = id(now, random)?;
    let begun = kit.begin(room.id, visited, inspection).ok_or_else(|| lang.inspect_no_standard().to_owned())?;
    Ok(first(begun, now))
}

/// The same first entry under a new id, for a sheet that the server has otherwise already.
///
/// # Errors
/// When it is no first entry.
#[wasm_bindgen]
pub fn anew(entry: &str, now: f64, random: &[u8]) -> Result<String, String> {
    let entry: Entry = serde_json::from_str(entry).map_err(|error| error.to_string())?;
    let Change::Begun(begun) = entry.change else { return Err("no first entry".to_owned()) };
    let inspection = id(now, random)?;
    Ok(first(Begun { inspection, revision: 1, base: None, remark: String::new(), ..*begun }, now))
}

fn id(now: f64, random: &[u8]) -> Result<uuid::Uuid, String> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for ages")]
    let millis = now as i64;
    Ok(new_id(millis, random.try_into().ok().ok_or("32 random bytes")?))
}

/// The first entry of an inspection that came back with a remark.
///
/// # Errors
/// When the kit does not hold it.
#[wasm_bindgen]
pub fn going_on(kit: &str, inspection: &str, now: f64) -> Result<String, String> {
    let kit: Kit = serde_json::from_str(kit).map_err(|error| error.to_string())?;
    let begun = kit.returned.into_iter().find(|begun| begun.inspection.to_string() == inspection);
    Ok(first(begun.ok_or("not in the kit")?, now))
}
