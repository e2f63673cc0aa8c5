//! What is sent, in which order, and what comes of the answers: `domain::device` for the script that sends.

use domain::Digest;
use domain::device::{Outgoing, Parcel, Reply};
use wasm_bindgen::prelude::wasm_bindgen;

fn outbox(json: &str) -> Vec<Outgoing> {
    serde_json::from_str(json).unwrap_or_default()
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// SHA-256 of bytes, hexadecimal.
#[wasm_bindgen]
pub fn digest(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string()
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for ages")]
fn moment(now: f64) -> i64 {
    now as i64
}

/// What to send next, as JSON; empty where nothing is to be sent now.
#[wasm_bindgen]
pub fn next(outbox_json: &str, now: f64) -> String {
    domain::device::next(&outbox(outbox_json), moment(now)).map_or_else(String::new, |parcel| json(&parcel))
}

/// The moment of the next try, in milliseconds since 1970.
#[wasm_bindgen]
pub fn due(outbox_json: &str) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit for ages")]
    outbox(outbox_json).iter().filter_map(Outgoing::due).min().map(|due| due as f64)
}

fn changed(outgoing: &str, change: impl FnOnce(&mut Outgoing)) -> Result<String, String> {
    let mut outgoing: Outgoing = serde_json::from_str(outgoing).map_err(|error| error.to_string())?;
    change(&mut outgoing);
    Ok(json(&outgoing))
}

/// An outgoing inspection after what came back for a parcel.
///
/// # Errors
/// When something is not JSON of its kind.
#[wasm_bindgen]
pub fn take(outgoing: &str, parcel: &str, reply: &str, now: f64, chance: u32) -> Result<String, String> {
    let parcel: Parcel = serde_json::from_str(parcel).map_err(|error| error.to_string())?;
    // An answer that cannot be read is none.
    let reply = serde_json::from_str(reply).unwrap_or(Reply::Nothing);
    changed(outgoing, |outgoing| outgoing.take(parcel, reply, moment(now), chance))
}

/// An outgoing inspection that the person wants sent now.
///
/// # Errors
/// When it is not JSON of its kind.
#[wasm_bindgen]
pub fn try_again(outgoing: &str) -> Result<String, String> {
    changed(outgoing, Outgoing::try_again)
}

/// Whether the server has all of it, so that the phone may forget it.
#[wasm_bindgen]
pub fn is_safe(outgoing: &str) -> bool {
    serde_json::from_str::<Outgoing>(outgoing).is_ok_and(|outgoing| outgoing.is_safe())
}
