//! Venues and rooms as they stand, or as they stood at the end of a day.

use chrono::{Days, NaiveDate};
use domain::standard::{DutyRule, Standards};
use domain::venues::{DutyVenue, Listed, duty};
use domain::{Region, Room};

use super::store::{self, StoreError};
use crate::db::Db;
use crate::rooms::store as rooms;

/// What is seen of a day.
pub(crate) struct Seen {
    pub(super) listed: Vec<Listed>,
    pub(super) rooms: Vec<Room>,
    /// The rule of that day and all venues by it, those that only rooms tell of too; `None` where no version of the standard was
    /// in force.
    pub(crate) duty: Option<(DutyRule, Vec<DutyVenue>)>,
}

/// Looks at a day: by what was recorded by its end, and of today by what is recorded now.
pub(crate) async fn see(
    db: &Db,
    region: &Region,
    standards: &Standards,
    (day, today): (NaiveDate, NaiveDate),
) -> Result<Seen, StoreError> {
    let end = day.checked_add_days(Days::new(1)).and_then(|next| region.begin_of(next)).filter(|_| day < today);
    let (venues, stored) = match end {
        Some(end) => (store::as_of(db, end).await?, rooms::as_of(db, end).await?),
        None => (store::list(db).await?, rooms::list(db).await?),
    };
    let listed: Vec<Listed> = venues.into_iter().map(|stored| stored.venue).collect();
    let rooms: Vec<Room> = stored.into_iter().map(|stored| stored.room).collect();
    let rule = standards.in_force(day).map(|version| version.standard.duty.clone());
    let duty = rule.map(|rule| {
        let venues = duty(&listed, &rooms, &rule);
        (rule, venues)
    });
    Ok(Seen { listed, rooms, duty })
}
