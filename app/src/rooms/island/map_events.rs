//! What the list and the map tell each other (`web/map.js`).

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

use crate::rooms::view::AnswerView;

/// Gives the map the rooms of the list.
pub(super) fn publish(answer: &AnswerView) {
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
    let text = format!(r#"{{"features":{{"type":"FeatureCollection","features":[{}]}}}}"#, features.join(","));
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
