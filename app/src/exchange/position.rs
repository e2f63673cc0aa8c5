//! Positions of a foreign file: three ways to write them, three datums, and the ways to say "none".

use domain::{Datum, Region, Wgs84};
use serde_json::Value;

use super::mapping_rules::{Order, PositionRule};
use super::table::Row;
use super::types::Bad;

/// The position of a row in WGS-84; `None` where cells are empty or zero.
pub(super) fn position(row: &Row<'_>, rule: &PositionRule, region: &Region) -> Result<Option<Wgs84>, Bad> {
    let Some((column, got, lon, lat)) = degrees(row, rule)? else { return Ok(None) };
    let bad = |reason: String| Bad::at(&column, &got, reason);
    let place = Wgs84::new(lon, lat).map_err(|error| bad(error.to_string()))?;
    let inside = |lon, lat| region.bbox().zip(Wgs84::new(lon, lat).ok()).is_some_and(|(bbox, place)| bbox.contains(place));
    if !inside(lon, lat) && inside(lat, lon) {
        return Err(bad(format!(
            "longitude {lon} and latitude {lat} look swapped: the other way round they lie in {}",
            region.name_en
        )));
    }
    if rule.datum == Datum::Wgs84 {
        return Ok(Some(place));
    }
    let (lon, lat) = rule.datum.degrees(lon, lat);
    Wgs84::new(lon, lat).map(Some).map_err(|error| bad(error.to_string()))
}

type Found = Option<(String, String, f64, f64)>;

fn degrees(row: &Row<'_>, rule: &PositionRule) -> Result<Found, Bad> {
    if let (Some(lon), Some(lat)) = (&rule.lon, &rule.lat) {
        return numbers(&lon.name, row.get(lon), row.get(lat), ",");
    }
    if let (Some(pair), Some(order)) = (&rule.pair, rule.order) {
        let cell = row.get(pair);
        let (first, second) = cell.split_once([',', '，', ';', ' ']).unwrap_or((cell, ""));
        let found = match order {
            Order::LonLat => numbers(&pair.name, first, second, ","),
            Order::LatLon => numbers(&pair.name, second, first, ","),
        };
        return found.map_err(|bad| Bad { got: cell.to_owned(), ..bad });
    }
    match row.geometry {
        None | Some(Value::Null) => Ok(None),
        Some(geometry) => match geometry.get("coordinates").and_then(Value::as_array).map(Vec::as_slice) {
            Some([lon, lat, ..]) if geometry.get("type") == Some(&"Point".into()) => {
                numbers("geometry", &lon.to_string(), &lat.to_string(), ",")
            }
            _ => Err(Bad::at("geometry", &geometry.to_string(), "must be a Point or null")),
        },
    }
}

fn numbers(column: &str, lon: &str, lat: &str, between: &str) -> Result<Found, Bad> {
    let got = format!("{lon}{between}{lat}");
    let number = |text: &str| match text.trim() {
        "" | "-" | "null" => Ok(None),
        text => text.parse::<f64>().map(|number| Some(number).filter(|&number| number != 0.0)),
    };
    match (number(lon), number(lat)) {
        (Ok(Some(lon)), Ok(Some(lat))) => Ok(Some((column.to_owned(), got, lon, lat))),
        (Ok(None), Ok(None)) => Ok(None),
        (Ok(_), Ok(_)) => Err(Bad::at(column, &got, "has only one of longitude and latitude")),
        _ => Err(Bad::at(column, &got, "longitude and latitude must be numbers in degrees")),
    }
}
