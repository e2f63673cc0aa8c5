//! Which rooms a number speaks of.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::area::AreaClass;
use crate::code::AreaCode;
use crate::room::Room;
use crate::stage::{Kind, Stage};
use crate::venue::VenueType;

/// Which rooms a target speaks of; what is left open does not narrow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// Only of a street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<AreaCode>,
    /// Only of a class by area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<AreaClass>,
    /// Only of a kind of venue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub venue: Option<VenueType>,
}

impl Scope {
    /// Whether a room of these facts is spoken of.
    pub fn holds(&self, street: Option<AreaCode>, class: Option<AreaClass>, venue: VenueType) -> bool {
        self.street.is_none_or(|wanted| street == Some(wanted))
            && self.class.is_none_or(|wanted| class == Some(wanted))
            && self.venue.is_none_or(|wanted| venue == wanted)
    }
}

/// Whether a room counts as open: it is in service, and not for a workplace's own staff. A suspended room does not
/// count; one that the finder leaves out because a gate was not mended in time does, as it is in service.
pub fn is_counted(room: &Room) -> bool {
    counts(room.stage, room.kind)
}

/// [`is_counted`], of a room of which only so much is known.
pub fn counts(stage: Stage, kind: Kind) -> bool {
    stage == Stage::Open && kind != Kind::StaffOnly
}

/// Whether a room is expected to be open by a year's end: it is on its way, not for a workplace's own staff, and the
/// day planned for its opening is not later. Nothing is guessed of rooms without such a day; one whose day has passed
/// is late and still expected.
pub fn is_expected(room: &Room, due: Option<NaiveDate>, year: i32) -> bool {
    room.stage.is_planned() && room.kind != Kind::StaffOnly && due.is_some_and(|due| due.year() <= year)
}
