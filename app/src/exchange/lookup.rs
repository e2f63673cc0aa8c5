//! Streets and communities by the names that lists give them.

use domain::{AreaCode, Region, Street};

use super::mapping_rules::{CommunityRule, Match, StreetRule};
use super::names::fold;
use super::table::Row;

/// The street of a row; `None` where the cell is empty, or is an address that names none.
///
/// # Errors
/// The reason, where the cell is a name or code of no street.
pub(super) fn street<'a>(row: &Row<'_>, rule: &StreetRule, region: &'a Region) -> Result<Option<&'a Street>, String> {
    let cell = row.get(&rule.from);
    let within = rule.within.0.is_empty() || rule.within.0.iter().any(|word| cell.contains(word.as_str()));
    if cell.is_empty() || !within {
        return Ok(None);
    }
    let found = match rule.by {
        Match::Inside => return Ok(inside(cell, region)),
        Match::Name => region.street_named(cell).or_else(|| by_folded_name(cell, region)),
        Match::Code => AreaCode::new(cell).ok().and_then(|code| region.street(code)),
    };
    found.map(Some).ok_or_else(|| format!("is no street of {}", region.name_zh))
}

fn by_folded_name<'a>(cell: &str, region: &'a Region) -> Option<&'a Street> {
    let wanted = fold(cell);
    region.streets.iter().find(|street| fold(&street.name_zh) == wanted)
}

/// The street named first in an address; of several that begin at one place the longest.
fn inside<'a>(address: &str, region: &'a Region) -> Option<&'a Street> {
    let address = fold(address);
    let at = |street: &&'a Street| {
        let name = fold(&street.name_zh);
        address.find(&name).map(|at| (at, std::cmp::Reverse(name.len())))
    };
    region.streets.iter().filter(|street| at(street).is_some()).min_by_key(at)
}

/// The community of the street that a cell names, the longest where several are.
pub(super) fn community(row: &Row<'_>, rule: &CommunityRule, street: Option<&Street>) -> Option<AreaCode> {
    let cell = fold(row.get(&rule.from));
    let named = street?.communities.iter().filter(|community| cell.contains(&fold(&community.name_zh)));
    named.max_by_key(|community| community.name_zh.len()).map(|community| community.code)
}
