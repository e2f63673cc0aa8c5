//! The room as schema.org JSON-LD, for search engines.

use domain::{Access, Facility, Room, Tri, Word};
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

/// The `<script>` element; its text can hold no `</script>`.
pub(super) fn json_ld(room: &Room, base_url: &str) -> Markup {
    let text = data(room, base_url).to_string().replace('<', "\\u003c");
    html! { script type="application/ld+json" { (PreEscaped(text)) } }
}

/// What is not known is left out: schema.org has no word for it.
fn data(room: &Room, base_url: &str) -> Value {
    let amenity = |(facility, value): (Facility, Tri)| json!({ "@type": "LocationFeatureSpecification", "name": facility.word(), "value": value == Tri::Yes });
    let known = room.facts.iter().map(|(facility, fact)| (facility, fact.value)).filter(|(_, value)| *value != Tri::Unknown);
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Place",
        "identifier": room.code,
        "url": format!("{base_url}/rooms/{}", room.code),
        "name": room.name.zh,
        "containedInPlace": { "@type": "Place", "name": room.venue.name.zh },
        "amenityFeature": known.map(amenity).collect::<Vec<_>>(),
    });
    let mut put = |name: &str, value: Option<Value>| {
        if let (Some(value), Some(object)) = (value, data.as_object_mut()) {
            object.insert(name.to_owned(), value);
        }
    };
    put("alternateName", room.name.en.as_ref().map(|name| json!(name)));
    put("address", room.address.as_ref().map(|address| json!(address)));
    let geo = |place: domain::Wgs84| json!({ "@type": "GeoCoordinates", "longitude": place.lon(), "latitude": place.lat() });
    put("geo", room.place.map(geo));
    put("publicAccess", (room.access != Access::Unknown).then(|| json!(room.access == Access::Open)));
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sample_rooms;

    #[test]
    fn a_name_cannot_end_the_script_and_unknown_is_left_out() {
        let mut room = sample_rooms().remove(0);
        room.name.zh = domain::Line::new("</script><b>").unwrap();
        room.facts = domain::Facts::default();
        room.place = None;
        let html = json_ld(&room, "https://rooms.example").into_string();
        assert_eq!(html.matches("</script>").count(), 1);
        let json: Value = serde_json::from_str(html.split_once('>').unwrap().1.strip_suffix("</script>").unwrap()).unwrap();
        assert_eq!(json["name"], "</script><b>");
        assert_eq!((json.get("geo"), json["amenityFeature"].as_array().unwrap().len()), (None, 0));
    }
}
