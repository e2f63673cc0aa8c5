//! What an import would do: each draft against what is stored.

use std::collections::HashMap;

use domain::buildout::import_may;
use domain::{Room, RoomCode, RoomId, Word};

use super::columns::{Column, ColumnSet, Field, write_cell};
use super::draft::Draft;
use super::types::{Bad, Incoming, Read, Refusal};

/// The stored rooms, by each of the three things that name one.
#[derive(Debug, Clone, Default)]
pub struct StoredIndex<'a> {
    by_id: HashMap<RoomId, &'a Room>,
    by_code: HashMap<RoomCode, &'a Room>,
    by_source: HashMap<(&'a str, &'a str), &'a Room>,
    last: HashMap<&'a str, u32>,
}

impl<'a> StoredIndex<'a> {
    /// Of these rooms, which must be all that are stored, those not public included.
    pub fn new(rooms: impl IntoIterator<Item = &'a Room>) -> Self {
        let mut index = Self::default();
        for room in rooms {
            index.by_id.insert(room.id, room);
            index.by_code.insert(room.code, room);
            if let Some(key) = source_key(room) {
                index.by_source.insert(key, room);
            }
            let last = index.last.entry(prefix(&room.code)).or_default();
            *last = room.code.number().max(*last);
        }
        index
    }

    /// Gives none of these codes to a new room: rooms that are gone had them.
    #[must_use]
    pub fn never(mut self, codes: &'a [RoomCode]) -> Self {
        for code in codes {
            let last = self.last.entry(prefix(code)).or_default();
            *last = code.number().max(*last);
        }
        self
    }
}

/// A room to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct Added {
    /// Its row in the file.
    pub row: u64,
    /// The room, with its id and code.
    pub room: Room,
}

/// A room to be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change<'a> {
    /// Its row in the file.
    pub row: u64,
    /// As stored.
    pub old: &'a Room,
    /// As it will be; id and code are those stored.
    pub new: Room,
    /// The columns that differ.
    pub fields: Vec<&'static str>,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan<'a> {
    /// Rooms to be added.
    pub added: Vec<Added>,
    /// Rooms to be changed.
    pub changed: Vec<Change<'a>>,
    /// Rooms that are stored just so.
    pub unchanged: u64,
    /// Rows that are not taken, in the order of the file.
    pub refused: Vec<Refusal>,
    /// Values left out of rows that are taken.
    pub dropped: Vec<Refusal>,
}

/// Compares a file with what is stored. Rooms are known by id, then by code, then by source and key there. New rooms
/// get an id from `new_id` and the next free code of their prefix, in the order of the file.
pub fn plan<'a>(read: Read, stored: &StoredIndex<'a>, new_id: &mut dyn FnMut() -> RoomId) -> Plan<'a> {
    let repeated = repeated(&read.incoming);
    let mut next =
        1 + read.incoming.iter().fold(stored.last.get(read.code_prefix.as_str()).copied().unwrap_or(0), |last, item| {
            let code = item.draft.code.filter(|code| prefix(code) == read.code_prefix);
            code.map_or(last, |code| code.number().max(last))
        });
    let mut plan = Plan { refused: read.refused, dropped: read.dropped, ..Plan::default() };
    for (Incoming { draft, row }, repeated) in read.incoming.into_iter().zip(repeated) {
        let found = repeated.map_or(Ok(()), Err).and_then(|()| find(&draft, stored));
        match found {
            Err(bad) => plan.refused.push(Refusal::new(row, bad)),
            Ok(Some(old)) => compare(&mut plan, row, old, &draft),
            Ok(None) => match code(&draft, &read.code_prefix, &mut next) {
                Ok(code) => {
                    let id = draft.id.unwrap_or_else(&mut *new_id);
                    plan.added.push(Added { row, room: draft.into_room(id, code) });
                }
                Err(bad) => plan.refused.push(Refusal::new(row, bad)),
            },
        }
    }
    plan.refused.sort_by_key(|refusal| refusal.row);
    plan
}

fn code(draft: &Draft, prefix: &str, next: &mut u32) -> Result<RoomCode, Bad> {
    if let Some(code) = draft.code {
        return Ok(code);
    }
    let code = RoomCode::numbered(prefix, *next).map_err(Bad::row)?;
    *next += 1;
    Ok(code)
}

fn compare<'a>(plan: &mut Plan<'a>, row: u64, old: &'a Room, draft: &Draft) {
    let new = draft.merged(old);
    if new == *old {
        plan.unchanged += 1;
        return;
    }
    if let Err(stop) = import_may(old.stage, new.stage, new.stage_note.is_some()) {
        let column = Column::from(Field::Stage).name();
        return plan.refused.push(Refusal::new(row, Bad::at(column, new.stage.word(), stop)));
    }
    let fields = changed(old, &new, draft.states());
    plan.changed.push(Change { row, old, new, fields });
}

/// The columns in which two rooms differ.
fn changed(old: &Room, new: &Room, states: ColumnSet) -> Vec<&'static str> {
    let cell = |room: &Room, column| {
        let mut cell = String::new();
        write_cell(room, column, &mut cell);
        cell
    };
    states.iter().filter(|&column| cell(old, column) != cell(new, column)).map(Column::name).collect()
}

/// The stored room that a draft means.
fn find<'a>(draft: &Draft, stored: &StoredIndex<'a>) -> Result<Option<&'a Room>, Bad> {
    let key = source_key(&draft.room);
    let by_source = key.and_then(|key| stored.by_source.get(&key).copied());
    let by_code = draft.code.and_then(|code| stored.by_code.get(&code).copied());
    let by_id = draft.id.and_then(|id| stored.by_id.get(&id).copied());
    let found = by_id.or(by_code).or(by_source);
    let code = |room: &Room| room.code.to_string();
    match (draft.id, draft.code) {
        (None, None) if key.is_none() => {
            Err(Bad::at("code", "", "needs an id, a code, or source and source_key, or the next import would add it again"))
        }
        (Some(id), _) if by_id.is_none() && found.is_some_and(|room| room.id != id) => Err(Bad::at(
            "id",
            &id.0.to_string(),
            format!("{} is another room with another id", found.map(code).unwrap_or_default()),
        )),
        (_, Some(wanted)) if found.is_some_and(|room| room.code != wanted) => Err(Bad::at(
            "code",
            wanted.as_str(),
            format!("the room is {}, and codes do not change", found.map(code).unwrap_or_default()),
        )),
        _ => match (found, by_source) {
            (Some(found), Some(other)) if found.id != other.id => {
                Err(Bad::at("source_key", key.map_or("", |(_, key)| key), format!("belongs to {}", other.code)))
            }
            _ => Ok(found),
        },
    }
}

/// For each row that names the same room as an earlier one, why it is refused.
fn repeated(incoming: &[Incoming]) -> Vec<Option<Bad>> {
    let mut ids = HashMap::with_capacity(incoming.len());
    let mut codes = HashMap::with_capacity(incoming.len());
    let mut keys = HashMap::with_capacity(incoming.len());
    let again = |column: Field, got: &str, first: u64| {
        Bad::at(Column::from(column).name(), got, format!("row {first} has the same: one row a room"))
    };
    let mut found = Vec::with_capacity(incoming.len());
    for item in incoming {
        let Draft { id, code, room, .. } = &item.draft;
        let same_id = id.and_then(|id| first(&mut ids, id, item.row).map(|row| again(Field::Id, &id.0.to_string(), row)));
        let same_code = code.and_then(|code| first(&mut codes, code, item.row).map(|row| again(Field::Code, code.as_str(), row)));
        let key = source_key(room);
        let same_key = key.and_then(|key| first(&mut keys, key, item.row).map(|row| again(Field::SourceKey, key.1, row)));
        found.push(same_id.or(same_code).or(same_key));
    }
    found
}

/// The row that had it first, if one had.
fn first<K: std::hash::Hash + Eq>(rows: &mut HashMap<K, u64>, key: K, row: u64) -> Option<u64> {
    let had = *rows.entry(key).or_insert(row);
    (had != row).then_some(had)
}

fn source_key(room: &Room) -> Option<(&str, &str)> {
    room.source.as_ref().zip(room.source_key.as_ref()).map(|(source, key)| (source.as_str(), key.as_str()))
}

fn prefix(code: &RoomCode) -> &str {
    code.as_str().split_once('-').map_or("", |(prefix, _)| prefix)
}
