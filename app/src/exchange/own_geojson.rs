//! Our own GeoJSON (RFC 7946): one feature a room, its `id` the code, its geometry null where no position is known,
//! its properties everything else by the names the JSON of a room has. What is exported comes back the same.

use std::io::{self, Write};

use domain::{
    Access, AreaCode, Bilingual, Entry, Facts, Floor, Hours, Kind, Line, Region, Room, RoomCode, RoomId, SquareMetres, Stage,
    Tri, Venue, Wgs84,
};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::check::Checks;
use super::columns::{Column, ColumnSet};
use super::draft::Draft;
use super::json::each_element;
use super::types::{Bad, ExchangeError, Incoming, Limits, Read, Refusal};

/// A room as a GeoJSON feature.
#[derive(Debug, Serialize)]
pub struct Feature<'a> {
    r#type: &'static str,
    id: RoomCode,
    geometry: Option<Point>,
    properties: Properties<'a>,
}

#[derive(Debug, Serialize)]
struct Point {
    r#type: &'static str,
    coordinates: Wgs84,
}

/// The fields of [`Room`] but `code` and `place`, in its order; a test holds the two together.
#[derive(Debug, Serialize)]
struct Properties<'a> {
    id: RoomId,
    kind: Kind,
    stage: Stage,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage_note: Option<&'a Line>,
    name: &'a Bilingual,
    venue: &'a Venue,
    #[serde(skip_serializing_if = "Option::is_none")]
    street: Option<AreaCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    community: Option<AreaCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    floor: Option<&'a Floor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    way: Option<&'a Bilingual>,
    access: Access,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_note: Option<&'a Line>,
    entry: Entry,
    paid_area: Tri,
    hours: &'a Hours,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<SquareMetres>,
    #[serde(skip_serializing_if = "Option::is_none")]
    photo: Option<&'a Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_key: Option<&'a Line>,
    demo: bool,
    facts: Known<'a>,
}

/// Facts as a map of the known ones; what is not in it is unknown.
#[derive(Debug)]
struct Known<'a>(&'a Facts);

impl Serialize for Known<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().filter(|(_, fact)| fact.value != Tri::Unknown))
    }
}

const PROPERTIES: [&str; 22] = [
    "id",
    "kind",
    "stage",
    "stage_note",
    "name",
    "venue",
    "street",
    "community",
    "address",
    "floor",
    "way",
    "access",
    "access_note",
    "entry",
    "paid_area",
    "hours",
    "area",
    "photo",
    "source",
    "source_key",
    "demo",
    "facts",
];

impl<'a> From<&'a Room> for Feature<'a> {
    fn from(room: &'a Room) -> Self {
        let geometry = room.place.map(|coordinates| Point { r#type: "Point", coordinates });
        let properties = Properties {
            id: room.id,
            kind: room.kind,
            stage: room.stage,
            stage_note: room.stage_note.as_ref(),
            name: &room.name,
            venue: &room.venue,
            street: room.street,
            community: room.community,
            address: room.address.as_ref(),
            floor: room.floor.as_ref(),
            way: room.way.as_ref(),
            access: room.access,
            access_note: room.access_note.as_ref(),
            entry: room.entry,
            paid_area: room.paid_area,
            hours: &room.hours,
            area: room.area,
            photo: room.photo.as_ref(),
            source: room.source.as_ref(),
            source_key: room.source_key.as_ref(),
            demo: room.demo,
            facts: Known(&room.facts),
        };
        Self { r#type: "Feature", id: room.code, geometry, properties }
    }
}

/// Writes rooms as our GeoJSON, one feature a line.
///
/// # Errors
/// When `out` does.
pub fn export_geojson<'a, W: Write>(rooms: impl Iterator<Item = &'a Room>, mut out: W) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (index, room) in rooms.enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut out, &Feature::from(room))?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()
}

pub(super) fn read_own_geojson(text: &str, region: &Region, limits: Limits) -> Result<Read, ExchangeError> {
    let mut checks = Checks::new(region)?;
    let mut read = Read { columns: PROPERTIES.iter().map(|&name| name.to_owned()).collect(), ..Read::default() };
    let mut row = 0;
    each_element(text, &["features"], &mut |feature| {
        row += 1;
        if row > limits.rows {
            return Err(ExchangeError::TooManyRows { most: limits.rows });
        }
        match draft(feature, &mut checks) {
            Ok(draft) => read.incoming.push(Incoming { draft, row }),
            Err(bad) => read.refused.push(Refusal::new(row, bad)),
        }
        Ok(())
    })?;
    Ok(read)
}

fn draft(feature: Value, checks: &mut Checks<'_>) -> Result<Draft, Bad> {
    let Value::Object(mut feature) = feature else { return Err(Bad::row("is no feature")) };
    let (id, geometry) = (feature.remove("id"), feature.remove("geometry"));
    let Some(Value::Object(mut object)) = feature.remove("properties") else { return Err(Bad::row("has no properties")) };
    if let Some(name) = object.keys().find(|name| !PROPERTIES.contains(&name.as_str())) {
        return Err(Bad::at(name, "", "is no property of a room; a file of another form needs a mapping file"));
    }
    let (has_id, has_code) = (object.contains_key("id"), id.is_some());
    object.entry("id").or_insert_with(|| uuid::Uuid::nil().to_string().into());
    object.insert("code".to_owned(), id.unwrap_or_else(|| checks.no_code.as_str().into()));
    if let Some(place) = coordinates(geometry)? {
        object.insert("place".to_owned(), place);
    }
    let object = Value::Object(object);
    let room = Room::deserialize(&object).map_err(|error| culprit(&object, &error))?;
    check(&room, checks)?;
    let mut states = ColumnSet::default();
    for &column in Column::ALL {
        states.insert(column);
    }
    Ok(Draft { id: has_id.then_some(room.id), code: has_code.then_some(room.code), room, states, own: true })
}

fn coordinates(geometry: Option<Value>) -> Result<Option<Value>, Bad> {
    match geometry {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(mut point)) if point.get("type") == Some(&"Point".into()) => Ok(point.remove("coordinates")),
        Some(other) => Err(Bad::at("geometry", &other.to_string(), "must be a Point or null")),
    }
}

/// What the types alone do not know.
fn check(room: &Room, checks: &mut Checks<'_>) -> Result<(), Bad> {
    if let Some(hours) = &room.hours.osm {
        checks.hours(hours.as_str()).map_err(|reason| Bad::at("hours", hours.as_str(), reason))?;
    }
    if let Some(street) = &room.street {
        checks.street(street.as_str()).map_err(|reason| Bad::at("street", street.as_str(), reason))?;
    }
    if let Some(community) = &room.community {
        checks.community(community.as_str()).map_err(|reason| Bad::at("community", community.as_str(), reason))?;
    }
    checks.community_in_street(room.community, room.street)
}

/// The property that makes an object no room: the one without which a plain room is one and with which it is not.
fn culprit(object: &Value, error: &serde_json::Error) -> Bad {
    let plain = serde_json::json!({
        "id": uuid::Uuid::nil(), "code": "XX-0000", "kind": "independent", "stage": "open", "name": {"zh": "x"},
        "venue": {"name": {"zh": "x"}, "type": "other"}, "access": "unknown", "entry": "unknown", "paid_area": "unknown",
    });
    for (name, value) in object.as_object().into_iter().flatten() {
        let mut probe = plain.clone();
        probe[name.as_str()] = value.clone();
        if let Err(error) = serde_json::from_value::<Room>(probe) {
            let name = match name.as_str() {
                "place" => "geometry",
                other => other,
            };
            return Bad::at(name, &value.to_string(), error);
        }
    }
    Bad::row(error)
}
