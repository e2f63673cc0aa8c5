//! The fields of a URL, read by the finder's own words.

use std::borrow::Cow;

use axum::http::Uri;
use domain::{PlaceError, Query, QueryError, QueryProblem, Wgs84};
use serde_json::json;

use crate::problem::{Problem, range};

/// The finder's fields that narrow a list, wherever it is asked for. `lang` is let through: answers hold both languages.
pub(super) const FILTERS: [&str; 8] = ["q", "street", "bbox", "open", "has", "who", "class", "lang"];

/// The fields of a URL, decoded.
pub(super) struct Fields<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Fields<'a> {
    /// The fields of a URL, which hold UTF-8: the middleware has seen to it.
    pub(super) fn of(uri: &'a Uri) -> Self {
        Self(form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).collect())
    }

    /// The question in them; no other fields than [`FILTERS`] and those in `also` may stand there. Those of `own` are
    /// the endpoint's and read apart.
    pub(super) fn query(&self, also: &[&'static str], own: &[&'static str]) -> Result<Query, Problem> {
        let known = |name: &str| FILTERS.iter().chain(also).chain(own).any(|known| *known == name);
        if let Some((name, _)) = self.0.iter().find(|(name, _)| !known(name)) {
            let allowed = own.iter().chain(also).chain(&FILTERS).copied().collect();
            let problem = QueryProblem::UnknownField { allowed };
            return Err(QueryError { field: name.chars().take(40).collect(), problem }.into());
        }
        Ok(Query::parse(self.0.iter().map(|(name, value)| (&**name, &**value)), own)?)
    }

    /// The value of a field of the endpoint's own; empty counts as absent.
    pub(super) fn own(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut values = self.0.iter().filter(|(given, _)| given == name).map(|(_, value)| value.trim());
        let first = values.next();
        if values.next().is_some() {
            return Err(QueryError { field: name.to_owned(), problem: QueryProblem::Twice }.into());
        }
        Ok(first.filter(|value| !value.is_empty()))
    }

    /// A whole number.
    pub(super) fn number(&self, name: &str, default: u32, most: u32) -> Result<usize, Problem> {
        let Some(text) = self.own(name)? else { return Ok(default as usize) };
        let number = text.parse::<u32>().ok().filter(|number| (1..=most).contains(number));
        let refused = || QueryError { field: name.to_owned(), problem: QueryProblem::Number { least: 1, most } };
        number.map(|number| number as usize).ok_or_else(|| refused().into())
    }

    /// The position in `lon` and `lat`.
    pub(super) fn position(&self) -> Result<Wgs84, Problem> {
        let (lon, lat) = (self.degrees("lon", 180)?, self.degrees("lat", 90)?);
        Wgs84::new(lon, lat).map_err(|error| {
            let field = if lon.abs() > 180.0 { "lon" } else { "lat" };
            let field = if matches!(error, PlaceError::Swapped { .. } | PlaceError::Null) { "lon,lat" } else { field };
            Problem::field(field, error.to_string(), json!({ "lon": range(-180, 180), "lat": range(-90, 90) }))
        })
    }

    fn degrees(&self, name: &str, most: i32) -> Result<f64, Problem> {
        let refused = |why: &str| Problem::field(name, format!("{name}: {why}"), range(-most, most));
        let text = self.own(name)?.ok_or_else(|| refused("is needed, in degrees (WGS-84)"))?;
        let number = text.parse::<f64>().ok().filter(|degrees| degrees.is_finite());
        number.ok_or_else(|| refused("must be a number in degrees, with a point"))
    }
}
