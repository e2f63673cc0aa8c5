//! What the list and the map tell each other (`web/map.js`).

use domain::Wgs84;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

use crate::rooms::view::AnswerView;

/// Gives the map the rooms of the list, and from where they were measured.
pub(super) fn publish(answer: &AnswerView, origin: Option<Wgs84>) {
    let placed = answer.cards.iter().chain(&answer.nearby).filter_map(|card| Some((card, card.place?)));
    let features: Vec<String> = placed
        .map(|(card, place)| {
            let name = serde_json::to_string(&card.name).unwrap_or_default();
            format!(
                r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{},{}]}},"properties":{{"code":"{}","name":{name},"state":"{}"}}}}"#,
                place.lon(),
                place.lat(),
                card.code(),
                card.state()
            )
        })
        .collect();
    let origin = origin.map_or_else(|| "null".to_owned(), |here| format!("[{here}]"));
    let text = format!(r#"{{"origin":{origin},"features":{{"type":"FeatureCollection","features":[{}]}}}}"#, features.join(","));
    let Ok(detail) = js_sys::JSON::parse(&text) else { return };
    let init = CustomEventInit::new();
    init.set_detail(&detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict("muying:results", &init) {
        let _ = document().dispatch_event(&event);
    }
}

/// The box of a `muying:area` event, as `west,south,east,north`.
pub(super) fn area(event: &CustomEvent) -> Option<String> {
    let bbox = js_sys::Reflect::get(&event.detail(), &JsValue::from_str("bbox")).ok()?;
    let edges = js_sys::Array::from(&bbox);
    Some(edges.iter().filter_map(|edge| edge.as_f64()).map(|edge| format!("{edge:.5}")).collect::<Vec<_>>().join(","))
}
