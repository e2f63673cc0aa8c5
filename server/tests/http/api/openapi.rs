//! `GET /api/v1/openapi.json`

use std::collections::BTreeSet;

use app::testing::both_engines;
use domain::Role;
use serde_json::Value;

use super::super::accounts::administrator;
use super::super::delivery::{id, sheet};
use super::super::inspections::one;
use super::super::photos::photo;
use super::super::support::Site;

/// `BLESS=1` rewrites the file, as `make bless` does.
#[test]
fn the_description_in_docs_is_what_the_code_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, server::api::openapi_text()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), server::api::openapi_text(), "stale: make bless");
}

#[tokio::test]
async fn the_description_is_served_and_names_every_address() {
    both_engines(|db| async {
        let json = Site::new(db).await.get("/api/v1/openapi.json").await.json();
        assert_eq!(json["openapi"], "3.1.0");
        let paths: Vec<&String> = json["paths"].as_object().unwrap().keys().collect();
        let there = [
            "inspections/kit",
            "inspections/{id}",
            "photos/{digest}",
            "rooms",
            "rooms.csv",
            "rooms.geojson",
            "rooms.xlsx",
            "rooms/nearest",
            "rooms/{code}",
        ];
        assert_eq!(paths, there.map(|path| format!("/api/v1/{path}")).iter().collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn real_answers_hold_what_the_description_says_and_nothing_else() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let spec = site.get("/api/v1/openapi.json").await.json();
        let schemas = &spec["components"]["schemas"];
        let list = site.get("/api/v1/rooms?near=114.1,22.6&limit=4").await.json();
        holds(schemas, "RoomCollection", &list);
        for feature in list["features"].as_array().unwrap() {
            holds(schemas, "RoomFeature", feature);
            holds(schemas, "RoomProperties", &feature["properties"]);
            holds(schemas, "OpenState", &feature["properties"]["open"]);
            holds(schemas, "Venue", &feature["properties"]["venue"]);
            holds(schemas, "Hours", &feature["properties"]["hours"]);
            holds(schemas, "Floor", &feature["properties"]["floor"]);
            feature["properties"]["facts"].as_object().unwrap().values().for_each(|fact| holds(schemas, "Fact", fact));
        }
        let export = site.get("/api/v1/rooms.geojson").await.json();
        holds(schemas, "ExportFeature", &export["features"][0]);
        holds(schemas, "RoomRecord", &export["features"][0]["properties"]);
        holds(schemas, "ProblemDetails", &site.get("/api/v1/rooms?class=D").await.json());
    })
    .await;
}

#[tokio::test]
async fn what_phones_send_and_are_answered_holds_the_description_too() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let spec = site.get("/api/v1/openapi.json").await.json();
        let schemas = &spec["components"]["schemas"];
        let mut admin = administrator(&site).await;
        let expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let delivery = sheet(&expert.kit().await);
        let sent = serde_json::to_value(&delivery).unwrap();
        holds(schemas, "Delivery", &sent);
        holds(schemas, "Sheet", &sent["sheet"]);
        holds(schemas, "VenueFacts", &sent["sheet"]["venue"]);
        holds(schemas, "Answers", &sent["sheet"]["answers"]);
        holds(schemas, "Receipt", &expert.deliver(id(1), &delivery).await.json());
        holds(schemas, "PhotoReceipt", &expert.send_photo(&photo(9)).await.json());
        let references: Vec<String> = references(&spec);
        assert!(references.len() > 20);
        for reference in references {
            let name = reference.strip_prefix("#/components/schemas/").unwrap();
            assert!(schemas[name].is_object() || schemas[name].is_boolean(), "{name} is not described");
        }
    })
    .await;
}

/// What a description refers to.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(members.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// Every member is described, and every required one is there.
fn holds(schemas: &Value, name: &str, value: &Value) {
    let (mut known, mut required) = (BTreeSet::new(), BTreeSet::new());
    let mut queue = vec![&schemas[name]];
    while let Some(schema) = queue.pop() {
        if let Some(other) = schema["$ref"].as_str() {
            queue.push(&schemas[other.rsplit('/').next().unwrap()]);
        }
        queue.extend(schema["allOf"].as_array().into_iter().flatten());
        known.extend(schema["properties"].as_object().into_iter().flat_map(|object| object.keys().cloned()));
        required.extend(schema["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap().to_owned()));
    }
    let there: BTreeSet<String> = value.as_object().unwrap().keys().cloned().collect();
    assert!(there.is_subset(&known), "{name}: {:?} not described", there.difference(&known));
    assert!(required.is_subset(&there), "{name}: {:?} missing in {value}", required.difference(&there));
}
