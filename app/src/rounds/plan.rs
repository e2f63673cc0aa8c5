//! From what was typed to who gets what. The same input gives the same plan, so what is confirmed is what was shown.

use std::collections::HashMap;

use chrono::{Months, NaiveDate};
use domain::rounds::{Expert, Place, Purpose, Spread, draw, spread};
use domain::{AreaCode, Digest, Kind, Line, Room, RoomCode, RoomId, Stage, Word};
use uuid::Uuid;

use super::pages::{How, Typed};
use super::store::{StoreError, loads};
use crate::accounts::{self, Person};
use crate::i18n::Lang;
use crate::rooms;
use crate::state::AppState;
use crate::ui::Visit;

/// Rooms of one round at most.
const MOST_ROOMS: usize = 2_000;

/// A round that is not written yet.
pub(super) struct Plan {
    pub(super) title: Line,
    pub(super) purpose: Purpose,
    pub(super) about: String,
    pub(super) seed: Option<String>,
    pub(super) pool: Vec<RoomCode>,
    pub(super) twice: bool,
    pub(super) due: NaiveDate,
    pub(super) spread: Spread,
    pub(super) rooms: HashMap<RoomId, Room>,
    pub(super) experts: Vec<Person>,
}

impl Plan {
    /// Of who gets what: another one means that rooms, experts or loads have changed since.
    pub(super) fn digest(&self) -> Digest {
        let given: Vec<_> =
            self.spread.given.iter().map(|given| format!("{} {} {}", given.room.0, given.expert, given.turn)).collect();
        Digest::of(format!("{:?} {}", self.pool, given.join("\n")).as_bytes())
    }
}

/// Works the plan out, or says what has to be put right first.
pub(super) async fn work_out(state: &AppState, visit: &Visit, typed: &Typed) -> Result<Result<Plan, String>, StoreError> {
    let lang = visit.lang;
    let read = match read(typed, visit) {
        Ok(read) => read,
        Err(wrong) => return Ok(Err(wrong.to_owned())),
    };
    let mut people = accounts::experts(&state.db).await?;
    people.retain(|(person, _)| typed.experts.contains(&person.id));
    if people.len() < if typed.twice { 2 } else { 1 } {
        return Ok(Err(if typed.twice { lang.round_wrong_two() } else { lang.round_wrong_experts() }.to_owned()));
    }
    let (rooms, pool) = match choose(state, visit, typed, &read).await? {
        Ok(chosen) => chosen,
        Err(wrong) => return Ok(Err(wrong)),
    };
    if rooms.is_empty() {
        return Ok(Err(lang.round_wrong_none().to_owned()));
    }
    if rooms.len() > MOST_ROOMS {
        return Ok(Err(lang.round_wrong_many(rooms.len(), MOST_ROOMS)));
    }
    let busy = loads(&state.db).await?;
    let region = &visit.registry.region;
    let experts: Vec<Expert> = people
        .iter()
        .map(|(person, profile)| Expert {
            id: person.id,
            home: profile.home,
            place: profile.home.and_then(|code| region.street(code)?.label),
            affiliations: profile.affiliations.clone(),
            load: busy.get(&person.id).copied().unwrap_or_default(),
        })
        .collect();
    let places: Vec<Place> = rooms
        .iter()
        .map(|room| Place { id: room.id, venue: room.venue.clone(), street: room.street, place: room.place })
        .collect();
    Ok(Ok(Plan {
        title: read.title,
        purpose: read.purpose,
        about: typed.about.trim().to_owned(),
        seed: (read.how == How::Draw).then(|| typed.seed.trim().to_owned()),
        pool,
        twice: typed.twice,
        due: read.due,
        spread: spread(&places, &experts, typed.twice),
        rooms: rooms.into_iter().map(|room| (room.id, room)).collect(),
        experts: people.into_iter().map(|(person, _)| person).collect(),
    }))
}

struct Read {
    title: Line,
    purpose: Purpose,
    how: How,
    due: NaiveDate,
}

fn read(typed: &Typed, visit: &Visit) -> Result<Read, &'static str> {
    let lang = visit.lang;
    let today = visit.today();
    let title = Line::new(&typed.title).ok().filter(|line| line.as_str().chars().count() <= 60);
    let title = title.ok_or(lang.round_wrong_title())?;
    let purpose = Purpose::from_word(&typed.purpose).ok().ok_or(lang.round_wrong_purpose())?;
    let how = How::from_word(&typed.how).ok().ok_or(lang.round_wrong_how())?;
    let due = typed.due.parse().ok().filter(|day| *day >= today).ok_or(lang.round_wrong_due())?;
    if typed.about.chars().count() > 1000 {
        return Err(lang.round_wrong_about());
    }
    match purpose {
        Purpose::Complaint if typed.about.trim().is_empty() => Err(lang.round_wrong_complaint()),
        Purpose::Draw if how != How::Draw => Err(lang.round_wrong_draw()),
        Purpose::Guidance if typed.twice => Err(lang.round_wrong_guidance()),
        _ => Ok(Read { title, purpose, how, due }),
    }
}

/// The rooms that a round may choose from: public ones, also those kept out of the finder until they are mended, or for
/// acceptance those that are built and wait for it.
async fn candidates(state: &AppState, visit: &Visit, read: &Read) -> Result<Vec<Room>, StoreError> {
    if read.purpose != Purpose::Acceptance {
        return Ok(visit.registry.entries().iter().chain(visit.registry.shut()).map(|entry| entry.room.clone()).collect());
    }
    let stored = rooms::store::list(&state.db).await?.into_iter().map(|stored| stored.room);
    // A list of codes may name rooms that are not ready yet, or open already.
    let wanted =
        |room: &Room| if read.how == How::Listed { room.stage != Stage::Closed } else { room.stage == Stage::Acceptance };
    Ok(stored.filter(|room| room.kind != Kind::StaffOnly && wanted(room)).collect())
}

async fn choose(
    state: &AppState,
    visit: &Visit,
    typed: &Typed,
    read: &Read,
) -> Result<Result<(Vec<Room>, Vec<RoomCode>), String>, StoreError> {
    let (lang, mut rooms) = (visit.lang, candidates(state, visit, read).await?);
    let street = AreaCode::new(&typed.street).ok();
    let number = |text: &str, most: usize| text.trim().parse::<usize>().ok().filter(|number| (1..=most).contains(number));
    match read.how {
        How::All => {}
        How::Street => {
            if street.is_none() {
                return Ok(Err(lang.round_wrong_street().to_owned()));
            }
            rooms.retain(|room| room.street == street);
        }
        How::Older => {
            let months = number(&typed.months, 240).and_then(|months| u32::try_from(months).ok());
            let today = visit.today();
            let since = months.and_then(|months| today.checked_sub_months(Months::new(months)));
            let Some(since) = since else { return Ok(Err(lang.round_wrong_months().to_owned())) };
            let visited = |room: &Room| {
                let entry = visit.registry.find(room.code)?;
                visit.registry.certified(entry).map(|certified| certified.visited)
            };
            rooms.retain(|room| visited(room).is_none_or(|visited| visited < since));
        }
        How::Listed => match listed(&typed.codes, &rooms, lang) {
            Ok(codes) => rooms.retain(|room| codes.contains(&room.code)),
            Err(wrong) => return Ok(Err(wrong)),
        },
        How::Draw => {
            let Some(count) = number(&typed.count, MOST_ROOMS) else { return Ok(Err(lang.round_wrong_count(MOST_ROOMS))) };
            let seed = typed.seed.trim();
            if seed.is_empty() || seed.chars().count() > 100 {
                return Ok(Err(lang.round_wrong_seed().to_owned()));
            }
            rooms.retain(|room| street.is_none() || room.street == street);
            let mut pool: Vec<RoomCode> = rooms.iter().map(|room| room.code).collect();
            pool.sort_unstable();
            let drawn = draw(seed, &pool, count);
            rooms.retain(|room| drawn.contains(&room.code));
            return Ok(Ok((rooms, pool)));
        }
    }
    Ok(Ok((rooms, Vec::new())))
}

/// The codes that were typed, each of a room that may be chosen.
fn listed(text: &str, rooms: &[Room], lang: Lang) -> Result<Vec<RoomCode>, String> {
    let words = text.split(|c: char| c.is_whitespace() || ",，、;；".contains(c)).filter(|word| !word.is_empty());
    let (mut codes, mut unknown) = (Vec::new(), Vec::new());
    for word in words {
        let code = RoomCode::new(&word.to_uppercase()).ok().filter(|code| rooms.iter().any(|room| room.code == *code));
        match code {
            Some(code) => codes.push(code),
            None => unknown.push(word.chars().take(20).collect::<String>()),
        }
    }
    unknown.truncate(10);
    if unknown.is_empty() { Ok(codes) } else { Err(lang.round_wrong_codes(unknown.join(lang.answer_list_separator()))) }
}

/// Somebody's name; the id where the account is gone.
pub(super) fn name_of(people: &[Person], id: Uuid) -> String {
    people.iter().find(|person| person.id == id).map_or_else(|| id.to_string(), |person| person.name.to_string())
}
