//! Boundaries as GeoJSON, in WGS-84.

use domain::shapes::{Part, State};
use domain::{AreaCode, Region};
use serde_json::{Value, json};
use uuid::Uuid;

use super::store::{self, Set, StoreError};
use crate::db::Db;

/// The boundaries of a set as they are drawn, while everybody may see it.
///
/// # Errors
/// [`StoreError`] when the database cannot be read.
pub async fn public_geojson(db: &Db, region: &Region, id: Uuid) -> Result<Option<String>, StoreError> {
    let Some(set) = store::find(db, id).await?.filter(|set| set.state == State::Published) else { return Ok(None) };
    let shown = store::shown(db, id).await?;
    let streets = shown.streets.iter().map(|street| (street.street, &street.parts));
    Ok(Some(collection(&set, region, Some(shown.within_m), streets)))
}

/// Streets as a collection that can be uploaded again.
pub(super) fn collection<'a>(
    set: &Set,
    region: &Region,
    simplified_m: Option<u32>,
    streets: impl Iterator<Item = (AreaCode, &'a Vec<Part>)>,
) -> String {
    let feature = |(code, parts): (AreaCode, &Vec<Part>)| {
        let street = region.street(code);
        json!({
            "type": "Feature",
            "properties": {
                "code": code,
                "name_zh": street.map(|street| &street.name_zh),
                "name_en": street.map(|street| &street.name_en),
            },
            "geometry": { "type": "MultiPolygon", "coordinates": parts },
        })
    };
    let features: Vec<Value> = streets.map(feature).collect();
    json!({
        "type": "FeatureCollection",
        "datum": "WGS-84",
        "source": set.source,
        "fictional": set.fictional,
        "simplified_m": simplified_m,
        "features": features,
    })
    .to_string()
}
