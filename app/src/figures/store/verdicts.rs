//! What confirmed inspections said, from when until when. A confirmed revision never changes, so each is read once.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::figures::Verdict;
use domain::rectification::recomputed;
use domain::score::{Sheet, Tenths};
use domain::standard::Standards;
use futures::TryStreamExt as _;
use serde::Deserialize;
use uuid::Uuid;

use super::{Days, Places, StoreError, place};
use crate::db::{Db, on};
use crate::rectifications::{self, Recheck};

/// So many documents are read one by one; more of them all at once.
const FEW: usize = 200;

/// What is known of revisions already.
#[derive(Debug, Default)]
pub(in crate::figures) struct Known {
    /// By inspection and revision.
    found: HashMap<(Uuid, i64), Found>,
    /// With so many of its clauses checked again.
    again: HashMap<(Uuid, i64, usize), Outcome>,
}

/// What a revision says.
#[derive(Debug, Clone, Copy)]
struct Found {
    visited: NaiveDate,
    result: Outcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
struct Outcome {
    passes: bool,
    total: Option<Tenths>,
}

/// A confirmed revision.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
struct Key {
    inspection: Uuid,
    revision: i64,
    room: Uuid,
    confirmed: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Doc {
    inspection: Uuid,
    revision: i64,
    sheet: String,
    report: String,
}

#[derive(Deserialize)]
struct Visited {
    visited: NaiveDate,
}

/// What an inspection said from a moment until another.
pub(super) struct Said {
    inspection: Uuid,
    room: Uuid,
    from: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
    found: Found,
}

/// What all confirmed inspections said, in the order of confirmation. Those made only to give guidance count nowhere.
pub(super) async fn said(db: &Db, standards: &Standards, known: &mut Known) -> Result<Vec<Said>, StoreError> {
    const KEYS: &str = "select r.inspection, r.revision, i.room, r.confirmed from inspection_revisions r \
        join inspections i on i.id = r.inspection where r.confirmed is not null and not i.guidance \
        order by r.confirmed, r.inspection, r.revision";
    let mut again = rectifications::rechecks(db).await?;
    let keys: Vec<Key> = on!(db, pool => sqlx::query_as(KEYS).fetch_all(pool))?;
    learn(db, &keys, known).await?;
    let mut said = Vec::with_capacity(keys.len());
    let mut next: HashMap<Uuid, Key> = HashMap::new();
    // From the last one on, so that each knows which revision took its place.
    for key in keys.iter().rev() {
        let later = next.insert(key.inspection, *key);
        let again = again.entry(key.inspection).or_default();
        of_revision(db, standards, known, *key, later, again, &mut said).await?;
    }
    said.reverse();
    Ok(said)
}

/// What a revision said until the next one of its inspection, recheck by recheck; the last one first.
async fn of_revision(
    db: &Db,
    standards: &Standards,
    known: &mut Known,
    key: Key,
    later: Option<Key>,
    again: &[Recheck],
    said: &mut Vec<Said>,
) -> Result<(), StoreError> {
    let found = *known.found.get(&(key.inspection, key.revision)).ok_or(StoreError::Row(key.inspection))?;
    let before = again.iter().take_while(|recheck| recheck.at <= key.confirmed).count();
    let end = later.map(|later| later.confirmed);
    let during = again.iter().skip(before).take_while(|recheck| end.is_none_or(|end| recheck.at < end));
    let starts: Vec<DateTime<Utc>> = [key.confirmed].into_iter().chain(during.map(|recheck| recheck.at)).collect();
    let ends = starts.iter().skip(1).copied().map(Some).chain([end]);
    let mut spans = Vec::with_capacity(starts.len());
    for ((from, until), mended) in starts.iter().copied().zip(ends).zip(before..) {
        let result = match mended {
            0 => found.result,
            _ => after(db, standards, known, key, again.get(..mended).unwrap_or(again)).await?,
        };
        spans.push(Said { inspection: key.inspection, room: key.room, from, until, found: Found { result, ..found } });
    }
    said.extend(spans.into_iter().rev());
    Ok(())
}

/// The result of a revision with what was checked again in its place.
async fn after(db: &Db, standards: &Standards, known: &mut Known, key: Key, again: &[Recheck]) -> Result<Outcome, StoreError> {
    const SHEET: &str = "select sheet from inspection_revisions where inspection = $1 and revision = $2";
    let name = (key.inspection, key.revision, again.len());
    if let Some(result) = known.again.get(&name) {
        return Ok(*result);
    }
    let bad = || StoreError::Row(key.inspection);
    let sheet: String = on!(db, pool => sqlx::query_scalar(SHEET).bind(key.inspection).bind(key.revision).fetch_one(pool))?;
    let sheet: Sheet = serde_json::from_str(&sheet).ok().ok_or_else(bad)?;
    let standard = &standards.version(&sheet.standard).ok_or_else(bad)?.standard;
    let report = recomputed(standard, &sheet, again.iter().map(|again| (again.clause, &again.answer)));
    let result = Outcome { passes: report.passes, total: report.total };
    known.again.insert(name, result);
    Ok(result)
}

/// Reads the documents that are not known yet.
async fn learn(db: &Db, keys: &[Key], known: &mut Known) -> Result<(), StoreError> {
    const ALL: &str = "select inspection, revision, sheet, report from inspection_revisions where confirmed is not null";
    const ONE: &str =
        "select inspection, revision, sheet, report from inspection_revisions where inspection = $1 and revision = $2";
    let is_new = |key: &&Key| !known.found.contains_key(&(key.inspection, key.revision));
    let new: Vec<Key> = keys.iter().filter(is_new).copied().collect();
    if new.len() > FEW {
        return on!(db, pool => async {
            let mut rows = sqlx::query_as::<_, Doc>(ALL).fetch(pool);
            while let Some(doc) = rows.try_next().await? {
                known.found.insert((doc.inspection, doc.revision), doc.found()?);
            }
            Ok::<_, StoreError>(())
        });
    }
    for key in new {
        let doc: Doc = on!(db, pool => sqlx::query_as(ONE).bind(key.inspection).bind(key.revision).fetch_one(pool))?;
        known.found.insert((doc.inspection, doc.revision), doc.found()?);
    }
    Ok(())
}

impl Doc {
    fn found(&self) -> Result<Found, StoreError> {
        let visited: Option<Visited> = serde_json::from_str(&self.sheet).ok();
        let result: Option<Outcome> = serde_json::from_str(&self.report).ok();
        let (visited, result) = visited.zip(result).ok_or(StoreError::Row(self.inspection))?;
        Ok(Found { visited: visited.visited, result })
    }
}

/// The same in days; what did not last until the end of a day is left out.
pub(super) fn verdicts(said: &[Said], places: &Places, days: &Days<'_>) -> Result<Vec<Verdict>, StoreError> {
    let verdict = |said: &Said| {
        let (from, until) = (days.of(said.from), said.until.map_or(NaiveDate::MAX, |until| days.of(until)));
        let Found { visited, result } = said.found;
        let Outcome { passes, total } = result;
        Ok(Verdict { inspection: said.inspection, room: place(places, said.room)?, visited, from, until, passes, total })
    };
    let all = said.iter().map(verdict).collect::<Result<Vec<_>, StoreError>>()?;
    Ok(all.into_iter().filter(|verdict| verdict.from < verdict.until).collect())
}
