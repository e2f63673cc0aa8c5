//! Sheets on which everything passes.

use chrono::NaiveDate;
use domain::device::{Delivery, Kit};
use domain::score::{Building, Door, Season, Sheet, VenueFacts};
use domain::standard::{Clause, PartKind, Standard};
use domain::{RoomId, new_id};

use crate::i18n::Lang;
use crate::inspections::sheet::take;

/// The fields of a form on which a clause passes, but for a meter that nobody has.
///
/// # Panics
/// When a choice has no options.
#[expect(clippy::unwrap_used, reason = "a test")]
pub fn passing(standard: &Standard, clause: &Clause) -> Vec<(String, String)> {
    let field = |(key, value): (&str, String)| (format!("{}.{key}", clause.id), value);
    if clause.id.as_str() == "6.06" {
        return [("not", "not_applicable".to_owned()), ("why", "没有仪器".to_owned())].map(field).to_vec();
    }
    let parts = clause.parts.iter().filter_map(|part| {
        let limit = part.limits().next();
        let value = match part.kind {
            PartKind::Flag => if part.passes { "yes" } else { "no" }.to_owned(),
            PartKind::Choice => standard.options(part).last().unwrap().word.clone(),
            PartKind::Number | PartKind::Count => limit.map_or(21.0, |limit| limit.min.or(limit.max).unwrap_or(1.0)).to_string(),
            PartKind::Date => "2026-11-01".to_owned(),
            PartKind::Text => "王小明（虚构）".to_owned(),
            PartKind::Computed => return None,
        };
        Some((part.key.as_str(), value))
    });
    parts.map(field).collect()
}

/// What a phone sends of a visit on which everything passed.
///
/// # Panics
/// When the kit has no such room, or no version for the day.
#[expect(clippy::unwrap_used, reason = "a test")]
pub fn passing_sheet(kit: &Kit, room: RoomId, visited: NaiveDate) -> Delivery {
    let begun = kit.begin(room, visited, new_id(0, [1; 32])).unwrap();
    let standard = kit.in_force(visited).unwrap();
    let venue = VenueFacts {
        frequented: Some(true),
        floor_area_m2: Some(46_400.0),
        building: Some(Building::New),
        door: Some(Door::Hinged),
        glass_door: Some(true),
        ..VenueFacts::default()
    };
    let mut sheet = Sheet { venue, ..begun.sheet };
    sheet.answers.season = Some(Season::Summer);
    for clause in &standard.clauses {
        take(standard, clause, &passing(standard, clause), &mut sheet, Lang::Zh).unwrap();
    }
    Delivery { room: begun.room, expert: begun.expert, assignment: begun.assignment, revision: 1, base: None, sheet }
}
