//! Rooms and targets of a year as they stand, or as they stood at the end of a day.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::targets::{Count, Counted, Target, counted_on, is_expected, year_end};
use domain::{Region, Room};

use super::asked::Asked;
use crate::buildout;
use crate::db::Db;
use crate::rooms::store as rooms;
use crate::state::AppState;
use crate::targets::store::{self, StoreError};
use crate::ui::Visit;

/// A year's count, and what it is made of.
pub(super) struct Seen {
    pub(super) count: Count,
    /// Rooms that are expected by the year's end, with the days planned; `None` of the past, as only the newest plan of
    /// a room is kept.
    pub(super) expected: Option<Vec<(Counted, NaiveDate)>>,
    /// The local day on which the first room was recorded.
    pub(super) began: Option<NaiveDate>,
    /// The targets of the year, with those that were withdrawn.
    pub(super) targets: Vec<Target>,
}

/// Reads it.
pub(super) async fn see(state: &AppState, visit: &Visit, asked: &Asked) -> Result<Seen, StoreError> {
    let region = &visit.registry.region;
    let today = visit.today();
    let (year, past) = (asked.year(today), asked.past(today));
    let day = counted_on(year, past, today);
    let rooms = stood(&state.db, region, day, today).await?;
    let expected = if day == today {
        let dues = buildout::dues(&state.db).await?;
        let due = |room: &Room| dues.get(&room.id).copied().filter(|due| is_expected(room, Some(*due), year));
        let mut expected: Vec<_> = rooms.iter().filter_map(|room| Some((Counted::from(room), due(room)?))).collect();
        expected.sort_by_key(|(room, _)| room.code);
        Some(expected)
    } else {
        None
    };
    let targets = store::list(&state.db, year).await?;
    let moment = past.and_then(|past| end_of(region, past)).unwrap_or(visit.now);
    let began = began(&state.db, region).await?;
    Ok(Seen { count: Count::of(year, day, &rooms, &targets, moment), expected, began, targets })
}

/// How a year stood at its end, with the targets that hold now: what is frozen.
pub(super) async fn at_year_end(state: &AppState, visit: &Visit, year: i32) -> Result<Count, StoreError> {
    let (region, day) = (&visit.registry.region, year_end(year));
    let rooms = stood(&state.db, region, day, visit.today()).await?;
    Ok(Count::of(year, day, &rooms, &store::list(&state.db, year).await?, visit.now))
}

/// The rooms of today beside the targets of a year that hold now.
pub(super) async fn by_now(state: &AppState, visit: &Visit, year: i32) -> Result<Count, StoreError> {
    let day = visit.today();
    let rooms = stood(&state.db, &visit.registry.region, day, day).await?;
    Ok(Count::of(year, day, &rooms, &store::list(&state.db, year).await?, visit.now))
}

/// All rooms as they stood at the end of a day; those of today as they stand.
pub(super) async fn stood(db: &Db, region: &Region, day: NaiveDate, today: NaiveDate) -> Result<Vec<Room>, StoreError> {
    let stored = match end_of(region, day).filter(|_| day < today) {
        Some(end) => rooms::as_of(db, end).await?,
        None => rooms::list(db).await?,
    };
    Ok(stored.into_iter().map(|stored| stored.room).collect())
}

/// The local day on which the first room was recorded: of the time before nothing is known.
pub(super) async fn began(db: &Db, region: &Region) -> Result<Option<NaiveDate>, StoreError> {
    Ok(rooms::began(db).await?.map(|began| region.local(began).date()))
}

/// The moment at which a local day is over.
pub(super) fn end_of(region: &Region, day: NaiveDate) -> Option<DateTime<Utc>> {
    day.checked_add_days(Days::new(1)).and_then(|next| region.begin_of(next))
}

#[cfg(test)]
mod tests {
    use domain::{AreaCode, Stage, Word};
    use proptest::prelude::*;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    use super::*;
    use crate::db::on;
    use crate::testing::{both_engines, region, sample_rooms};

    /// Moves a room to the history, as if it had been deleted.
    async fn delete(db: &Db, room: &Room, at: DateTime<Utc>) {
        const KEEP: &str = "insert into room_history (id, code, source, source_key, version, since, doc, until) \
            select id, code, source, source_key, version, since, doc, $1 from rooms where id = $2";
        const REMOVE: &str = "delete from rooms where id = $1";
        on!(db, pool => async { sqlx::query(KEEP).bind(at).bind(room.id.0).execute(pool).await.map(|_| ()) }).unwrap();
        on!(db, pool => async { sqlx::query(REMOVE).bind(room.id.0).execute(pool).await.map(|_| ()) }).unwrap();
    }

    /// On any day the rooms that stood then are counted, closed and deleted ones too: what a replay comes to.
    #[tokio::test]
    async fn the_count_of_any_day_is_a_replay_of_the_history_up_to_its_end() {
        let step = (0..6_usize, 0..Stage::ALL.len() + 1, 1..40_i64, any::<bool>());
        let mut runner = TestRunner::deterministic();
        let steps = proptest::collection::vec(step, 60).new_tree(&mut runner).unwrap().current();
        let streets = ["440307015000", "440307014000"].map(|code| AreaCode::new(code).unwrap());
        both_engines(|db| {
            let steps = steps.clone();
            async move {
                let region = region();
                let mut at: DateTime<Utc> = "2026-01-01T02:00:00Z".parse().unwrap();
                let mut tx = db.begin().await.unwrap();
                rooms::insert_many(&mut tx, &sample_rooms(), at).await.unwrap();
                tx.commit().await.unwrap();
                let mut states = vec![(at, sample_rooms())];
                for (which, stage, hours, street) in steps {
                    at += chrono::TimeDelta::hours(hours);
                    let mut now = states.last().unwrap().1.clone();
                    let code = sample_rooms()[which].code;
                    let Some(place) = now.iter().position(|room| room.code == code) else { continue };
                    let old = rooms::find(&db, code).await.unwrap().unwrap();
                    match Stage::ALL.get(stage) {
                        None if now.len() > 3 => {
                            delete(&db, &old.room, at).await;
                            now.remove(place);
                        }
                        stage => {
                            let stage = stage.copied().unwrap_or(Stage::Open);
                            let street = Some(streets[usize::from(street)]);
                            let new = Room { stage, stage_note: None, street, ..old.room.clone() };
                            let mut tx = db.begin().await.unwrap();
                            rooms::update(&mut tx, &old, &new, at).await.unwrap();
                            tx.commit().await.unwrap();
                            now[place] = new;
                        }
                    }
                    states.push((at, now));
                }
                let (mut day, last) = (region.local(states[0].0).date() - Days::new(1), region.local(at).date());
                let mut open = std::collections::BTreeSet::new();
                while day <= last {
                    let end = end_of(&region, day).unwrap();
                    let replayed = states.iter().rev().find(|(at, _)| *at <= end).map_or(&[][..], |(_, rooms)| rooms);
                    let expected = Count::of(2026, day, replayed, &[], end);
                    let stood = stood(&db, &region, day, last + Days::new(1)).await.unwrap();
                    assert_eq!(Count::of(2026, day, &stood, &[], end), expected, "{day}");
                    open.insert(expected.rooms.len());
                    day = day + Days::new(1);
                }
                assert!(open.len() > 2, "the days differ: {open:?}");
            }
        })
        .await;
    }
}
