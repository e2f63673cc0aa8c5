//! What a value is checked against: the region's lists and the opening-hours parser, each distinct text once.

use std::collections::{HashMap, HashSet};

use domain::{AreaCode, Calendar, Line, Region, RoomCode};

use super::types::Bad;

/// Checks for the rows of one file.
pub(super) struct Checks<'a> {
    pub(super) region: &'a Region,
    /// Stands where a draft has no code yet.
    pub(super) no_code: RoomCode,
    /// Parsing hours costs far more than a lookup, and a million rooms share a few hundred timetables.
    hours: HashMap<String, Result<Line, String>>,
    streets: HashSet<AreaCode>,
    communities: HashMap<AreaCode, AreaCode>,
}

impl<'a> Checks<'a> {
    pub(super) fn new(region: &'a Region) -> Result<Self, super::ExchangeError> {
        let no_code = RoomCode::numbered("XX", 0).map_err(|error| super::ExchangeError::Header(error.to_string()))?;
        let streets = region.streets.iter().map(|street| street.code).collect();
        let pairs = region.streets.iter().flat_map(|street| street.communities.iter().map(|c| (c.code, street.code)));
        Ok(Self { region, no_code, hours: HashMap::new(), streets, communities: pairs.collect() })
    }

    /// Opening hours in OpenStreetMap syntax.
    pub(super) fn hours(&mut self, text: &str) -> Result<Line, String> {
        if let Some(known) = self.hours.get(text) {
            return known.clone();
        }
        let checked = Calendar::check(text)
            .map_err(|error| error.to_string())
            .and_then(|()| Line::new(text).map_err(|error| error.to_string()));
        if self.hours.len() < 100_000 {
            self.hours.insert(text.to_owned(), checked.clone());
        }
        checked
    }

    /// A street's code, which must be on the region's list where there is one.
    pub(super) fn street(&self, text: &str) -> Result<AreaCode, String> {
        let code = AreaCode::new(text).map_err(|error| error.to_string())?;
        let known = self.streets.is_empty() || self.streets.contains(&code);
        known.then_some(code).ok_or_else(|| format!("no street of {} has this code", self.region.name_zh))
    }

    /// A community's code, which must be on the region's list where there is one.
    pub(super) fn community(&self, text: &str) -> Result<AreaCode, String> {
        let code = AreaCode::new(text).map_err(|error| error.to_string())?;
        let known = self.communities.is_empty() || self.communities.contains_key(&code);
        known.then_some(code).ok_or_else(|| format!("no community of {} has this code", self.region.name_zh))
    }

    /// A community must lie in the room's street.
    pub(super) fn community_in_street(&self, community: Option<AreaCode>, street: Option<AreaCode>) -> Result<(), Bad> {
        let Some((community, street)) = community.zip(street) else { return Ok(()) };
        match self.communities.get(&community) {
            Some(of) if *of != street => {
                Err(Bad::at("community", community.as_str(), format!("lies in street {of}, not in {street}")))
            }
            _ => Ok(()),
        }
    }
}
