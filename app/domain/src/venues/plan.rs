//! What a new edition of a list changes.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::listed::{Details, Field, FloorArea, Listed, changed};
use super::tie::normal;
use crate::code::AreaCode;
use crate::facility::Tri;
use crate::place::Wgs84;
use crate::text::{Bilingual, Line};
use crate::venue::VenueType;

/// Rows of a list at most: every large venue of a city.
pub const MOST_ROWS: u64 = 20_000;

/// A venue as a row of a list tells of it. What it does not tell stays as it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its row.
    pub row: u64,
    /// Its key in the list.
    pub key: Option<Line>,
    /// Name.
    pub name: Line,
    /// English name.
    pub name_en: Option<Line>,
    /// Street.
    pub street: Option<AreaCode>,
    /// Community.
    pub community: Option<AreaCode>,
    /// Kind of place.
    pub kind: Option<VenueType>,
    /// Gross floor area.
    pub area_m2: Option<FloorArea>,
    /// Visitors a day.
    pub visitors_per_day: Option<u32>,
    /// Whether mothers and infants often visit it.
    pub frequented: Tri,
    /// Address.
    pub address: Option<Line>,
    /// Position.
    pub place: Option<Wgs84>,
}

/// An edition of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The list's name, the same from edition to edition.
    pub name: Line,
    /// The document.
    pub source: Line,
    /// The day of the document.
    pub day: NaiveDate,
    /// Made up.
    pub demo: bool,
}

/// A venue that is new.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Added {
    /// Its row.
    pub row: u64,
    /// Its key in the list.
    pub key: Option<Line>,
    /// What is known of it.
    pub details: Details,
}

/// A venue that changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Change<'a> {
    /// Its row.
    pub row: u64,
    /// As it is.
    pub old: &'a Listed,
    /// As it will be.
    pub new: Details,
    /// In what it changes.
    pub fields: Vec<Field>,
    /// It had ended, and is on the list again.
    pub again: bool,
    /// The key that the list has for it, where none was known.
    pub key: Option<Line>,
}

/// Why a row is not taken, though each of its cells can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Refused {
    /// That row tells of the same venue already.
    Twice(u64),
    /// Several venues have this name, in this street or where a street is not known: a key, a street or an exact name would
    /// tell them apart.
    Several,
    /// Its key is that of a fictional venue, and the list is real; or the other way round.
    Mixed,
}

/// What an edition changes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan<'a> {
    /// Venues that are new.
    pub added: Vec<Added>,
    /// Venues that change.
    pub changed: Vec<Change<'a>>,
    /// How many stay as they are.
    pub same: usize,
    /// Venues of the list that are not in this edition.
    pub gone: Vec<&'a Listed>,
    /// Rows that are not taken.
    pub refused: Vec<(u64, Refused)>,
}

type Named = (Option<AreaCode>, String);

/// Compares an edition of a list with the venues that are stored. A venue is found by the list's key; where there is none, by
/// its name and street, whatever list it came in with; where one of the two has no street, by its name alone. What is fictional
/// and what is real are never the same venue.
pub fn plan<'a>(drafts: &[Draft], list: &List, stored: &'a [Listed]) -> Plan<'a> {
    let keyed: HashMap<&Line, &Listed> =
        stored.iter().filter(|venue| venue.list == list.name).filter_map(|venue| Some((venue.key.as_ref()?, venue))).collect();
    let mut named: HashMap<String, Vec<&Listed>> = HashMap::new();
    for venue in stored.iter().filter(|venue| venue.details.demo == list.demo) {
        named.entry(normal(&venue.details.name.zh)).or_default().push(venue);
    }
    let mut plan = Plan::default();
    let (mut seen, mut keys, mut new) = (BTreeMap::<Uuid, u64>::new(), HashMap::<&Line, u64>::new(), New::default());
    for draft in drafts {
        if let Some(first) = draft.key.as_ref().and_then(|key| keys.insert(key, draft.row)) {
            plan.refused.push((draft.row, Refused::Twice(first)));
            continue;
        }
        let name = (draft.street, normal(&draft.name));
        let of_name = named.get(&name.1).map_or(&[][..], Vec::as_slice);
        match find(draft, list, &keyed, of_name) {
            Err(refused) => plan.refused.push((draft.row, refused)),
            Ok(Some(venue)) => match seen.insert(venue.id, draft.row) {
                Some(first) => plan.refused.push((draft.row, Refused::Twice(first))),
                None => plan.compare(draft, venue, list),
            },
            Ok(None) => match new.first(draft, name) {
                Some(first) => plan.refused.push((draft.row, Refused::Twice(first))),
                None => plan.added.push(Added { row: draft.row, key: draft.key.clone(), details: details(draft, None, list) }),
            },
        }
    }
    let of_list = |venue: &Listed| venue.list == list.name && venue.details.demo == list.demo;
    let is_gone = |venue: &&Listed| of_list(venue) && venue.ended.is_none() && !seen.contains_key(&venue.id);
    plan.gone = stored.iter().filter(is_gone).collect();
    plan
}

/// The new venues so far by their names: whether each has a key, and its row.
#[derive(Default)]
struct New(HashMap<Named, Vec<(bool, u64)>>);

impl New {
    /// The row that tells of the same venue already; else it is kept as new. Of one name in one street there can be several
    /// venues only where each has a key.
    fn first(&mut self, draft: &Draft, name: Named) -> Option<u64> {
        let of_name = self.0.entry(name).or_default();
        let same = |(has_key, _): &&(bool, u64)| !has_key || draft.key.is_none();
        let first = of_name.iter().find(same).map(|(_, row)| *row);
        if first.is_none() {
            of_name.push((draft.key.is_some(), draft.row));
        }
        first
    }
}

/// The venue that a row tells of, of those with its name.
fn find<'a>(
    draft: &Draft,
    list: &List,
    keyed: &HashMap<&Line, &'a Listed>,
    named: &[&'a Listed],
) -> Result<Option<&'a Listed>, Refused> {
    if let Some(venue) = draft.key.as_ref().and_then(|key| keyed.get(key)) {
        return if venue.details.demo == list.demo { Ok(Some(*venue)) } else { Err(Refused::Mixed) };
    }
    // Another key in the same list is another venue of the same name.
    let is_other = |venue: &Listed| venue.list == list.name && draft.key.is_some() && venue.key.is_some();
    let fitting = named.iter().copied().filter(|venue| !is_other(venue));
    let (here, elsewhere): (Vec<&Listed>, Vec<&Listed>) = fitting.partition(|venue| venue.details.street == draft.street);
    let active: Vec<&Listed> = here.iter().copied().filter(|venue| venue.ended.is_none()).collect();
    match (active.as_slice(), here.as_slice()) {
        ([venue], _) | ([], [venue]) => Ok(Some(venue)),
        ([], []) => streetless(draft, &elsewhere),
        _ => Err(Refused::Several),
    }
}

/// The only active venue that can be the one of a row, where one of the two has no street.
fn streetless<'a>(draft: &Draft, elsewhere: &[&'a Listed]) -> Result<Option<&'a Listed>, Refused> {
    let can_be = |venue: &Listed| venue.ended.is_none() && (draft.street.is_none() || venue.details.street.is_none());
    let mut found = elsewhere.iter().copied().filter(|venue| can_be(venue));
    match (found.next(), found.next()) {
        (one, None) => Ok(one),
        _ => Err(Refused::Several),
    }
}

impl<'a> Plan<'a> {
    fn compare(&mut self, draft: &Draft, old: &'a Listed, list: &List) {
        let new = details(draft, Some(&old.details), list);
        let mut fields = changed(&old.details, &new);
        let again = old.ended.is_some();
        let key = draft.key.clone().filter(|_| old.key.is_none() && old.list == list.name);
        // A newer document that says the same changes nothing.
        let says_more = |field: &Field| !matches!(field, Field::Source | Field::SourceDay);
        if !again && key.is_none() && !fields.iter().any(says_more) {
            self.same += 1;
            return;
        }
        fields.retain(says_more);
        self.changed.push(Change { row: draft.row, old, new, fields, again, key });
    }
}

fn details(draft: &Draft, old: Option<&Details>, list: &List) -> Details {
    let known = |tri: Tri| Some(tri).filter(|tri| *tri != Tri::Unknown);
    let en = draft.name_en.clone().or_else(|| old.and_then(|old| old.name.en.clone()));
    let moved = old.is_some_and(|old| draft.street.is_some() && draft.street != old.street);
    Details {
        name: Bilingual { zh: draft.name.clone(), en },
        street: draft.street.or_else(|| old?.street),
        // A community of another street is none of the new one.
        community: draft.community.or_else(|| old.filter(|_| !moved)?.community),
        kind: draft.kind.or_else(|| Some(old?.kind)).unwrap_or(VenueType::Other),
        area_m2: draft.area_m2.or_else(|| old?.area_m2),
        visitors_per_day: draft.visitors_per_day.or_else(|| old?.visitors_per_day),
        frequented: known(draft.frequented).or_else(|| Some(old?.frequented)).unwrap_or(Tri::Unknown),
        address: draft.address.clone().or_else(|| old?.address.clone()),
        place: draft.place.or_else(|| old?.place),
        source: list.source.clone(),
        source_day: list.day,
        demo: list.demo,
    }
}
