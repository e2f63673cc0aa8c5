//! From lines of the audit chain to notices and deliveries, each line once: what a line becomes and how far the chain was
//! followed are written in one transaction, which holds the cursor.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound, Utc};
use domain::notices::{Channel, Kind, mail_at};
use domain::{Region, Word, rectification};
use serde_json::{Value, json};
use sqlx::types::Json;
use uuid::Uuid;

use super::StoreError;
use super::settings::{Settings, all_choices, all_settings};
use crate::accounts::{self, Person, new_id};
use crate::audit::{self, Line};
use crate::db::{Db, Tx, on};
use crate::webhooks;

/// Lines of one transaction.
const LINES: i64 = 500;

/// What a line tells.
struct News<'a> {
    line: &'a Line,
    kind: Kind,
    room: Option<Uuid>,
    data: Value,
    /// People whom it concerns by name, with how many things.
    concerned: Vec<(Uuid, i64)>,
}

/// Whom there is, and how each wants to be told.
struct People {
    all: Vec<Person>,
    settings: HashMap<Uuid, Settings>,
    choices: HashMap<(Uuid, Kind), Channel>,
}

/// Takes in what was written since; how many lines. Several processes may do so at once: the cursor decides.
pub(in crate::notices) async fn take_in(
    db: &Db,
    region: &Region,
    now: DateTime<Utc>,
    random: fn() -> [u8; 32],
) -> Result<usize, StoreError> {
    const BEHIND: &str = "select seq < (select coalesce(max(seq), 0) from audit) from notice_cursor where id = 1";
    const HOLD: &str = "update notice_cursor set seq = seq where id = 1 returning seq";
    const MOVE: &str = "update notice_cursor set seq = $1 where id = 1";
    let behind: bool = on!(db, pool => sqlx::query_scalar(BEHIND).fetch_one(pool))?;
    if !behind {
        return Ok(0);
    }
    let people = People { all: accounts::people(db).await?, settings: all_settings(db).await?, choices: all_choices(db).await? };
    let mut tx = db.begin().await?;
    let seq: i64 = on!(tx &mut tx, conn => sqlx::query_scalar(HOLD).fetch_one(conn))?;
    let lines = audit::after(&mut tx, seq, LINES).await?;
    let Some(last) = lines.last().map(|line| line.seq) else { return Ok(0) };
    for line in &lines {
        if let Some(news) = news(&mut tx, line, &people).await? {
            tell(&mut tx, &news, &people, region, now, random).await?;
            webhooks::queue(&mut tx, &news.outside(), now, random).await?;
        }
    }
    on!(tx &mut tx, conn => async { sqlx::query(MOVE).bind(last).execute(conn).await.map(|_| ()) })?;
    tx.commit().await?;
    Ok(lines.len())
}

fn id_of(value: &Value) -> Option<Uuid> {
    value.as_str()?.parse().ok()
}

/// What a line tells; `None` for what nobody is told of, or what is gone.
async fn news<'a>(tx: &mut Tx, line: &'a Line, people: &People) -> Result<Option<News<'a>>, StoreError> {
    let detail = &line.detail.0;
    let Some(kind) = Kind::of(&line.action, detail["trouble"].as_str()) else { return Ok(None) };
    let mut news = News { line, kind, room: id_of(&detail["room"]), data: json!({}), concerned: Vec::new() };
    match kind {
        Kind::Intrusion | Kind::Report => {
            news.data = json!({ "trouble": detail["trouble"], "about": detail["about"], "at_door": detail["at_door"] });
        }
        Kind::HandedIn | Kind::Returned | Kind::Confirmed => inspection(tx, &mut news).await?,
        Kind::Assigned => assigned(tx, &mut news, people).await?,
        Kind::ToMend => to_mend(tx, &mut news).await?,
        Kind::Answered | Kind::Overdue => item(tx, &mut news).await?,
        Kind::Suspended => {
            news.room = line.subject.parse().ok();
            // Where a camera was found, whoever may have hung it is not told.
            if detail["camera"] != true {
                news.concerned = operators(tx, news.room).await?;
            }
        }
        Kind::WebhookPaused => news.data = json!({ "name": detail["name"] }),
        Kind::Award => {
            news.data = json!({ "step": line.action.strip_prefix("awards.") });
            news.concerned = operators(tx, news.room).await?;
        }
        Kind::Payment | Kind::Nominated | Kind::Standard | Kind::Guide => {}
    }
    Ok(Some(news))
}

/// The room of an inspection, and its expert where it is theirs to hear.
async fn inspection(tx: &mut Tx, news: &mut News<'_>) -> Result<(), StoreError> {
    const SQL: &str = "select room, expert from inspections where id = $1";
    let id: Option<Uuid> = news.line.subject.parse().ok();
    let found: Option<(Uuid, Uuid)> = on!(tx tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))?;
    news.room = found.map(|(room, _)| room);
    if news.kind != Kind::HandedIn {
        news.concerned = found.map(|(_, expert)| (expert, 1)).into_iter().collect();
    }
    Ok(())
}

/// Whom a round gives rooms, or who was given one of somebody else.
async fn assigned(tx: &mut Tx, news: &mut News<'_>, people: &People) -> Result<(), StoreError> {
    const SQL: &str = "select expert, count(*) from assignments where round = $1 and state = 'open' group by expert";
    if let Some(to) = news.line.detail.0["to"].as_str() {
        let person = people.all.iter().find(|person| person.login.as_str() == to);
        news.concerned = person.map(|person| (person.id, 1)).into_iter().collect();
        return Ok(());
    }
    let round: Option<Uuid> = news.line.subject.parse().ok();
    news.concerned = on!(tx tx, conn => sqlx::query_as(SQL).bind(round).fetch_all(conn))?;
    Ok(())
}

/// What an inspection asks to be mended. Operators are not told of a camera: of theirs only what they may see counts.
async fn to_mend(tx: &mut Tx, news: &mut News<'_>) -> Result<(), StoreError> {
    const SQL: &str = "select count(*) from rectification_items where inspection = $1 and not camera and state = 'open'";
    let id: Option<Uuid> = news.line.subject.parse().ok();
    let seen: i64 = on!(tx tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_one(conn))?;
    let clauses = news.line.detail.0["clauses"].as_array().map_or(0, Vec::len);
    news.data = json!({ "count": clauses });
    if seen > 0 {
        news.concerned = operators(tx, news.room).await?;
        news.concerned.iter_mut().for_each(|(_, count)| *count = seen);
    }
    Ok(())
}

/// The room of what is to be mended.
async fn item(tx: &mut Tx, news: &mut News<'_>) -> Result<(), StoreError> {
    const SQL: &str = "select room, severity, camera from rectification_items where id = $1";
    let id: Option<Uuid> = news.line.subject.parse().ok();
    let found: Option<(Uuid, String, bool)> = on!(tx tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))?;
    let Some((room, severity, camera)) = found else { return Ok(()) };
    news.room = Some(room);
    news.data = json!({ "gate": severity == rectification::Severity::Gate.word() });
    if news.kind == Kind::Overdue && !camera {
        news.concerned = operators(tx, Some(room)).await?;
    }
    Ok(())
}

/// Who answers for a room.
async fn operators(tx: &mut Tx, room: Option<Uuid>) -> Result<Vec<(Uuid, i64)>, StoreError> {
    const SQL: &str = "select person from operator_rooms where room = $1";
    let people: Vec<Uuid> = on!(tx tx, conn => sqlx::query_scalar(SQL).bind(room).fetch_all(conn))?;
    Ok(people.into_iter().map(|person| (person, 1)).collect())
}

impl News<'_> {
    /// What a person is told, when it concerns them and they did not do it themselves.
    fn data_for(&self, person: &Person) -> Option<Value> {
        if !person.active || person.login.as_str() == self.line.actor {
            return None;
        }
        let theirs = self.concerned.iter().find(|(id, _)| *id == person.id).filter(|_| self.kind.can_concern(person.role));
        match theirs {
            Some((_, count)) => {
                let mut data = self.data.clone();
                data["count"] = json!(count);
                data["own"] = json!(true);
                Some(data)
            }
            None => self.kind.is_for(person.role).then(|| self.data.clone()),
        }
    }

    /// What other systems are told: no names, and nothing that the public may not know of why.
    fn outside(&self) -> webhooks::News<'_> {
        let Self { line, kind, room, .. } = self;
        webhooks::News { seq: line.seq, kind: *kind, at: line.at, subject: &line.subject, room: *room }
    }
}

async fn tell(
    tx: &mut Tx,
    news: &News<'_>,
    people: &People,
    region: &Region,
    now: DateTime<Utc>,
    random: fn() -> [u8; 32],
) -> Result<(), StoreError> {
    const SQL: &str = "insert into notices (id, person, seq, kind, room, subject, data, at, mail_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (person, seq) do nothing";
    for person in &people.all {
        let Some(data) = news.data_for(person) else { continue };
        let channel = people.choices.get(&(person.id, news.kind)).copied().unwrap_or(news.kind.usual());
        if channel == Channel::Off {
            continue;
        }
        let settings = people.settings.get(&person.id).filter(|settings| settings.address.is_some());
        let local = region.local(now);
        let leaves = settings.and_then(|settings| mail_at(news.kind, channel, settings.quiet, settings.digest_hour, local));
        let leaves = leaves.and_then(|at| at.and_local_timezone(region.offset()).single()).map(|at| at.to_utc().trunc_subsecs(6));
        let (id, text) = (new_id(now, random()), Json(&data));
        on!(tx &mut *tx, conn => async {
            let row = sqlx::query(SQL).bind(id).bind(person.id).bind(news.line.seq).bind(news.kind.word()).bind(news.room);
            let row = row.bind(&news.line.subject).bind(text).bind(news.line.at).bind(leaves);
            row.execute(conn).await.map(|_| ())
        })?;
    }
    Ok(())
}
