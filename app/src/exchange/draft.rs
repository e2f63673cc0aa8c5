//! A room as a file describes it: without an id and a code of its own unless the file is ours.

use domain::{Room, RoomCode, RoomId};

use super::columns::{Column, ColumnSet, Field, Inner, copy};

/// A room that a file describes. It knows which columns the file states: when the room exists already, only those
/// are taken over, and what people have written into the others stays.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its id, where the file gives one.
    pub id: Option<RoomId>,
    /// Its code, where the file gives one.
    pub code: Option<RoomCode>,
    pub(super) room: Room,
    pub(super) states: ColumnSet,
    pub(super) own: bool,
}

impl Draft {
    /// The room; its `id` and `code` mean nothing before [`Draft::into_room`].
    pub fn room(&self) -> &Room {
        &self.room
    }

    /// The columns the file states.
    pub fn states(&self) -> ColumnSet {
        self.states
    }

    /// As a new room.
    pub fn into_room(self, id: RoomId, code: RoomCode) -> Room {
        Room { id, code, ..self.room }
    }

    /// The stored room with what the file states. A foreign list does not take back a fact that somebody else has
    /// stated on a later day than the list's, nor hours that somebody has written beside words of it that have not changed.
    pub fn merged(&self, stored: &Room) -> Room {
        let mut room = stored.clone();
        for column in self.states.iter() {
            let Inner::Has(facility) = column.0 else {
                if self.own || !self.keeps_hours(stored, column) {
                    copy(&self.room, &mut room, column);
                }
                continue;
            };
            let (ours, theirs) = (stored.facts.get(facility), self.room.facts.get(facility));
            let seen_later = ours.by != theirs.by && ours.on.is_some() && ours.on > theirs.on;
            if self.own || !seen_later {
                copy(&self.room, &mut room, Column::from(facility));
            }
        }
        room.id = stored.id;
        room.code = stored.code;
        room
    }

    /// Half of the hours that the list leaves empty, while its other half is what is stored already.
    fn keeps_hours(&self, stored: &Room, column: Column) -> bool {
        let (ours, theirs) = (&stored.hours, &self.room.hours);
        match column.0 {
            Inner::Field(Field::Hours) => theirs.osm.is_none() && theirs.note == ours.note,
            Inner::Field(Field::HoursNote) => theirs.note.is_none() && theirs.osm == ours.osm,
            _ => false,
        }
    }
}
