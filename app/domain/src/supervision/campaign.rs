//! What supervisors are asked to do: visit so many rooms from a day to a day.

use chrono::{Days, NaiveDate};

use super::LATE_DAYS;
use crate::code::AreaCode;
use crate::room::Room;
use crate::stage::Stage;
use crate::text::Line;

/// The most rooms that a campaign may want: more than any region has, so that a digit too many is told.
pub const MOST_ROOMS: u32 = 100_000;
/// Days of a campaign at most: as long as a term. **Ours.**
const MOST_DAYS: i64 = 366;

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// What it is called.
    pub name: Line,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
    /// How many rooms are to be visited, from 1 to [`MOST_ROOMS`].
    pub wanted: u32,
    /// Only the rooms of this street; `None` for all.
    pub street: Option<AreaCode>,
    /// What it is based on, or what is to be looked at.
    pub note: Option<Line>,
    /// Whether staff have closed it.
    pub closed: bool,
}

/// Why a campaign is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCampaign {
    /// It ends before it begins.
    #[error("a campaign ends on or after the day on which it begins")]
    Backwards,
    /// Longer than a year.
    #[error("a campaign is at most one year")]
    Long,
    /// No room, or more than there can be.
    #[error("a campaign wants from 1 to {MOST_ROOMS} rooms")]
    Rooms,
}

impl Campaign {
    /// Whether it can be.
    ///
    /// # Errors
    /// [`BadCampaign`], the first thing that is wrong.
    pub fn check(&self) -> Result<(), BadCampaign> {
        if self.last < self.first {
            return Err(BadCampaign::Backwards);
        }
        if (self.last - self.first).num_days() >= MOST_DAYS {
            return Err(BadCampaign::Long);
        }
        if (1..=MOST_ROOMS).contains(&self.wanted) { Ok(()) } else { Err(BadCampaign::Rooms) }
    }

    /// Whether visits of a day belong to it.
    pub fn runs(&self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Whether visits may be told in it today: also for some days after its last one, of visits made before.
    pub fn is_under_way(&self, today: NaiveDate) -> bool {
        let end = self.last.checked_add_days(Days::new(LATE_DAYS)).unwrap_or(self.last);
        !self.closed && (self.first..=end).contains(&today)
    }

    /// Whether a room is to be visited: one that parents may use today, in the campaign's street.
    pub fn covers(&self, room: &Room) -> bool {
        room.is_public() && room.stage == Stage::Open && (self.street.is_none() || self.street == room.street)
    }
}
