//! A fictional scheme of stars with a few awards, one of them lowered and one waiting.

use anyhow::Result;
use app::accounts::add_closed;
use app::awards::{Entered, enter};
use app::db::Db;
use app::inspections::{Certified, certified};
use app::rooms::store;
use chrono::{DateTime, Days, Utc};
use domain::awards::{AwardStep, Level, SchemeKind, Terms};
use domain::standard::Standards;
use domain::{Bilingual, Line, Role, Room, Stage, new_id};

use super::inspections::{chance, person};

/// Days after the inspection: nominated, given, lowered.
const DAYS: [u64; 3] = [10, 30, 60];
/// An inspection that an award rests on is at most this many days old.
const FRESH: u64 = 500;

/// Writes the scheme and its awards, unless it is stored; how many awards.
pub(super) async fn fill(db: &Db, now: DateTime<Utc>) -> Result<usize> {
    let lead = person("demo-lead", "示范组长（虚构）", Role::LeadExpert)?;
    add_closed(db, &lead, "muying", now).await?;
    let mut seen = certified(db, &Standards::built_in()).await?;
    let today = now.date_naive();
    let first = today.checked_sub_days(Days::new(FRESH)).unwrap_or(today);
    let last = today.checked_sub_days(Days::new(DAYS[2])).unwrap_or(today);
    let rooms = store::list(db).await?.into_iter().map(|stored| stored.room).filter(|room| room.stage == Stage::Open);
    let found = rooms.filter_map(|room| seen.remove(&room.id).map(|certified| (room, certified)));
    let good = |of: &Certified| of.report.passes && of.report.open_gates.is_empty() && (first..=last).contains(&of.visited);
    let found = found.filter(|(_, certified)| good(certified)).take(4);
    // Five stars, four, five of which one was taken away, and a nomination.
    let courses = [&[5][..], &[4], &[5, 4], &[]];
    let awards: Vec<Entered> = found.zip(courses).map(|((room, of), levels)| entered(&room, &of, levels)).collect();
    let id = new_id(0, chance("demo-stars"));
    Ok(enter(db, (id, &terms()?), &awards, ("demo-staff", lead.login.as_str()), now).await?)
}

fn terms() -> Result<Terms> {
    let both = |zh: &str, en: &str| anyhow::Ok(Bilingual { zh: Line::new(zh)?, en: Some(Line::new(en)?) });
    Ok(Terms {
        name: both("演示母婴室星级", "Demonstration stars")?,
        issuer: both("演示评定单位", "A body made up")?,
        kind: SchemeKind::Stars,
        lowest: Level(3),
        highest: Level(5),
        months: 24,
        source: Line::new("虚构，没有对应的文件")?,
        band: None,
        fictional: true,
    })
}

fn entered(room: &Room, of: &Certified, levels: &[u8]) -> Entered {
    let [nominated, given, lowered] = DAYS.map(|days| of.visited.checked_add_days(Days::new(days)).unwrap_or(of.visited));
    let steps = [(AwardStep::Award, given), (AwardStep::Lower, lowered)];
    let step = |((step, day), level): ((AwardStep, _), &u8)| {
        let words = if step == AwardStep::Lower { "抽查时有些地方没有保持住（虚构）" } else { "" };
        (step, day, Level(*level), words.to_owned())
    };
    Entered {
        id: new_id(0, chance(&format!("demo-stars {}", room.code))),
        room: room.id,
        inspection: of.inspection,
        nominated,
        steps: steps.into_iter().zip(levels).map(step).collect(),
    }
}
