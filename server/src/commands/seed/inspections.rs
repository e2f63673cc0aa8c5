//! Fictional inspections of the demonstration rooms, some of them from before the newest version of the standard.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use app::accounts::{Person, add_closed};
use app::db::Db;
use app::inspections::{Past, keep_past};
use app::rooms::store;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use domain::score::{Answer, Answers, Building, Door, Season, Sheet, Value, VenueFacts, check_sheet};
use domain::standard::{Standards, Version};
use domain::{ClauseId, Digest, Line, Role, Room, RoomCode, new_id};
use serde::Deserialize;

const DEMO: &str = include_str!("../../../../data/demo/inspections.toml");
const FILE: &str = "data/demo/inspections.toml";
/// The clauses of the room's area, and of its temperature, which is asked by season.
const AREA: &str = "2.01";
const WARMTH: &str = "6.02";
/// Months, from 1, in which the thresholds of summer are the ones to go by here.
const SUMMER: std::ops::RangeInclusive<u32> = 5..=10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Visits {
    /// What every visit found, but where it says otherwise.
    good: BTreeMap<ClauseId, Answer>,
    visits: Vec<Visit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Visit {
    room: RoomCode,
    visited: NaiveDate,
    /// In square metres.
    area: f64,
    #[serde(default)]
    found: BTreeMap<ClauseId, Answer>,
}

/// Writes those inspections that are not stored yet and were before `now`, in the name of two people who cannot sign in;
/// how many were written.
pub(super) async fn fill(db: &Db, now: DateTime<Utc>) -> Result<usize> {
    let Visits { good, visits } = toml::from_str(DEMO).context(FILE)?;
    let (standards, today) = (Standards::built_in(), now.date_naive());
    let mut past = Vec::new();
    for visit in visits.into_iter().filter(|visit| visit.visited < today) {
        let code = visit.room;
        let Some(stored) = store::find(db, code).await? else { continue };
        let Some(version) = standards.in_force(visit.visited) else { bail!("{FILE}: {code}: no version is in force") };
        let id = new_id(moment(visit.visited).timestamp_millis(), chance(&format!("{code} {}", visit.visited)));
        let sheet = visit.sheet(&stored.room, &good, version)?;
        if let Some(problem) = check_sheet(&version.standard, &sheet).first() {
            bail!("{FILE}: {code}: {problem}");
        }
        past.push(Past { id, room: stored.room.id, sheet });
    }
    let expert = person("demo-expert", "示范专家（虚构）", Role::Expert)?;
    let reviewer = person("demo-staff", "示范工作人员（虚构）", Role::Staff)?;
    for person in [&expert, &reviewer] {
        add_closed(db, person, "muying", now).await?;
    }
    Ok(keep_past((db, &standards), past, (&expert, &reviewer), now).await?)
}

impl Visit {
    fn sheet(self, room: &Room, good: &BTreeMap<ClauseId, Answer>, version: &Version) -> Result<Sheet> {
        let number = |value| Answer::Given(BTreeMap::from([("value".to_owned(), Value::Number(value))]));
        let (season, warmth) =
            if SUMMER.contains(&self.visited.month()) { (Season::Summer, 27.0) } else { (Season::Winter, 20.0) };
        let mut clauses = good.clone();
        clauses.insert(ClauseId::new(AREA)?, number(self.area));
        clauses.insert(ClauseId::new(WARMTH)?, number(warmth));
        clauses.extend(self.found);
        clauses.retain(|clause, _| version.standard.clause(*clause).is_some());
        Ok(Sheet {
            standard: version.standard.id.clone(),
            visited: self.visited,
            venue: VenueFacts {
                frequented: Some(true),
                building: Some(Building::Refurbished),
                door: Some(Door::Hinged),
                glass_door: Some(false),
                ..VenueFacts::from(room)
            },
            answers: Answers { season: Some(season), clauses },
            evidence: BTreeMap::new(),
        })
    }
}

/// The same person each time.
pub(super) fn person(login: &str, name: &str, role: Role) -> Result<Person> {
    let mut person = Person::new(Line::new(name)?, Line::new(login)?, role, DateTime::UNIX_EPOCH, || [0; 32]);
    person.id = new_id(0, chance(login));
    Ok(person)
}

fn moment(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Chance that is the same each time.
pub(super) fn chance(seed: &str) -> [u8; 32] {
    Digest::of(seed.as_bytes()).bytes()
}
