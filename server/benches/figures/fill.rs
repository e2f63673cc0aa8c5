//! A registry with ten years behind it.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use app::accounts::{Person, add};
use app::db::Db;
use app::i18n::Lang;
use app::inspections::sheet::take;
use app::testing::{passing, sample_rooms};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::score::{Answers, Building, Door, Season, Sheet, VenueFacts, score};
use domain::standard::{Version, published};
use domain::{AreaCode, Line, Role, Room, RoomCode, RoomId, SquareMetres, Stage};
use server::clock::random;
use sqlx::{Sqlite, Transaction};
use uuid::Uuid;

use super::{NOW, say};

/// Years of history, and days of a year.
const YEARS: u32 = 10;
const YEAR: u32 = 365;
/// Versions of each room, its last one among them.
const VERSIONS: u32 = 6;
/// Inspections of each room.
const INSPECTIONS: u32 = 3;

type Tx = Transaction<'static, Sqlite>;

/// Fills a database.
pub(crate) async fn history(database_url: &str, rooms: u32) -> Result<()> {
    let Db::Sqlite(pool) = Db::open(database_url).await? else { bail!("a SQLite database") };
    let now = DateTime::from_timestamp(NOW, 0).context("a moment")?;
    let person = Person::new(Line::new("测试（虚构）")?, Line::new("bench.staff")?, Role::Staff, now, random);
    let today = std::time::SystemTime::now().into();
    let link = add(&Db::Sqlite(pool.clone()), &person, "bench", today, random).await?;
    say("link", link.as_str())?;
    let papers = Papers::new()?;
    let mut tx = pool.begin().await?;
    for number in 1..=rooms {
        let room = room(number)?;
        versions(&mut tx, &room, number, now).await?;
        inspections(&mut tx, &papers, &room, number, person.id, now).await?;
        report(&mut tx, &room, number, now).await?;
    }
    sqlx::query("update registry set version = version + 1").execute(&mut *tx).await?;
    tx.commit().await?;
    say("versions", rooms * VERSIONS)?;
    say("inspections", rooms * INSPECTIONS)?;
    say("items", rooms * INSPECTIONS * 2)
}

fn room(number: u32) -> Result<Room> {
    let samples = sample_rooms();
    let streets = ["440307003000", "440307013000", "440307014000", "440307015000", "440307017000"];
    let pick = |of: usize| usize::try_from(number).unwrap_or(0) % of;
    Ok(Room {
        id: RoomId(Uuid::from_u128(u128::from(number) << 64)),
        code: RoomCode::numbered("LG", number)?,
        street: AreaCode::new(streets[pick(streets.len())]).ok(),
        area: SquareMetres::new([1.5, 3.0, 6.0, 12.0][pick(4)]),
        kind: domain::Kind::Independent,
        source: None,
        source_key: None,
        ..samples[pick(samples.len())].clone()
    })
}

/// A moment of the ten years, by hundredths of them and a number that spreads rooms.
fn moment(now: DateTime<Utc>, share: u32, number: u32) -> DateTime<Utc> {
    let days = YEARS * YEAR;
    let day = (days * share / 100 + number * 37 % (days / 8)).min(days - 1);
    now - TimeDelta::days(i64::from(days - day)) + TimeDelta::seconds(i64::from(number % 3600))
}

/// From proposal to service, suspended and back, and a tenth closed.
async fn versions(tx: &mut Tx, room: &Room, number: u32, now: DateTime<Utc>) -> Result<()> {
    const NOW: &str = "insert into rooms (id, code, version, since, doc) values ($1, $2, $3, $4, $5)";
    const GONE: &str = "insert into room_history (id, code, version, since, doc, until) values ($1, $2, $3, $4, $5, $6)";
    let last = if number.is_multiple_of(10) { Stage::Closed } else { Stage::Open };
    let stages = [Stage::Proposed, Stage::Building, Stage::Open, Stage::Suspended, Stage::Open, last];
    let shares = [0, 10, 20, 50, 60, 80];
    for (place, stage) in stages.into_iter().enumerate() {
        let since = moment(now, shares[place], number);
        let doc = serde_json::to_string(&Room { stage, ..room.clone() })?;
        let version = i64::try_from(place + 1)?;
        let row = sqlx::query(if place + 1 == stages.len() { NOW } else { GONE });
        let row = row.bind(room.id.0).bind(room.code.to_string()).bind(version).bind(since).bind(doc);
        match shares.get(place + 1) {
            Some(share) => row.bind(moment(now, *share, number)).execute(&mut **tx).await?,
            None => row.execute(&mut **tx).await?,
        };
    }
    Ok(())
}

/// What is the same in all inspections.
struct Papers {
    version: &'static Version,
    sheet: Sheet,
    good: String,
    bad: String,
}

impl Papers {
    fn new() -> Result<Self> {
        let version = published().last().context("a standard")?;
        let venue = VenueFacts {
            frequented: Some(true),
            floor_area_m2: Some(46_400.0),
            building: Some(Building::New),
            door: Some(Door::Hinged),
            glass_door: Some(true),
            ..VenueFacts::default()
        };
        let answers = Answers { season: Some(Season::Summer), ..Answers::default() };
        let visited = NaiveDate::from_ymd_opt(2026, 11, 20).context("a day")?;
        let mut sheet = Sheet { standard: version.standard.id.clone(), visited, venue, answers, evidence: BTreeMap::new() };
        for clause in &version.standard.clauses {
            if take(&version.standard, clause, &passing(&version.standard, clause), &mut sheet, Lang::Zh).is_err() {
                bail!("a passing answer to {}", clause.id);
            }
        }
        let mut report = score(&version.standard, &sheet.venue, &sheet.answers);
        let good = serde_json::to_string(&report)?;
        report.passes = false;
        Ok(Self { version, sheet, good, bad: serde_json::to_string(&report)? })
    }
}

/// Three visits, every third of which fails; two faults each, the last of which are still open.
async fn inspections(tx: &mut Tx, papers: &Papers, room: &Room, number: u32, expert: Uuid, now: DateTime<Utc>) -> Result<()> {
    const INSPECTION: &str = "insert into inspections (id, room, expert, state, sheet, remark, version, revision, changed) \
        values ($1, $2, $3, 'confirmed', '{}', '', 3, 1, $4)";
    const REVISION: &str = "insert into inspection_revisions (inspection, revision, digest, sheet, report, submitted, confirmed) \
        values ($1, 1, '', $2, $3, $4, $4)";
    const ITEM: &str = "insert into rectification_items \
        (id, room, inspection, clause, severity, way, camera, state, opened, days, changed, version) \
        values ($1, $2, $3, $4, 'fail', 'photo', 0, $5, $6, 14, $7, 2)";
    for (visit, share) in (0..INSPECTIONS).zip([35, 65, 87]) {
        let confirmed = moment(now, share, number);
        let id = Uuid::from_u128((u128::from(number) << 64) + u128::from(visit) + 1);
        let visited = confirmed.date_naive().checked_sub_days(Days::new(3)).context("a day")?;
        let sheet = serde_json::to_string(&Sheet { visited, ..papers.sheet.clone() })?;
        let report = if (number + visit).is_multiple_of(3) { &papers.bad } else { &papers.good };
        sqlx::query(INSPECTION).bind(id).bind(room.id.0).bind(expert).bind(confirmed).execute(&mut **tx).await?;
        sqlx::query(REVISION).bind(id).bind(sheet).bind(report).bind(confirmed).execute(&mut **tx).await?;
        for (clause, place) in papers.version.standard.clauses.iter().zip(0_u32..2) {
            let item = Uuid::from_u128((u128::from(number) << 64) + 1000 + u128::from(visit * 2 + place));
            let is_open = visit + 1 == INSPECTIONS && number.is_multiple_of(4);
            let (state, changed) =
                if is_open { ("open", confirmed) } else { ("closed", confirmed + TimeDelta::days(i64::from(number % 30))) };
            let row = sqlx::query(ITEM).bind(item).bind(room.id.0).bind(id).bind(clause.id.as_str());
            row.bind(state).bind(confirmed).bind(changed).execute(&mut **tx).await?;
        }
    }
    Ok(())
}

/// What a parent reported, and staff closed.
async fn report(tx: &mut Tx, room: &Room, number: u32, now: DateTime<Utc>) -> Result<()> {
    const CASE: &str = "insert into report_cases (id, room, trouble, about, state, opened, day, last, changed, version) \
        values ($1, $2, 'dirty', '', 'resolved', $3, $4, $4, $3, 2)";
    const STEP: &str =
        "insert into report_events (case_id, number, at, actor, step, words) values ($1, 1, $2, 'bench', 'resolve', '')";
    let id = Uuid::from_u128((u128::from(number) << 64) + 5000);
    let opened = moment(now, 70, number);
    let day = opened.date_naive().to_string();
    sqlx::query(CASE).bind(id).bind(room.id.0).bind(opened).bind(day).execute(&mut **tx).await?;
    sqlx::query(STEP).bind(id).bind(opened + TimeDelta::days(4)).execute(&mut **tx).await?;
    Ok(())
}
