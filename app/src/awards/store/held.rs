//! What rooms hold, for the registry, and what waits for staff.

use std::collections::HashMap;
use std::hash::BuildHasher;

use chrono::{DateTime, NaiveDate, Utc};
use domain::RoomId;
use domain::awards::{AwardState, Held, Standing, in_question};
use domain::standard::Standards;
use uuid::Uuid;

use super::{StoreError, happened, list, schemes};
use crate::db::Db;
use crate::inspections::Certified;

/// By room: the awards that it holds or is to hold, the highest first. What is over by its day is told by the days.
///
/// # Errors
/// [`StoreError`].
pub async fn held<S: BuildHasher>(
    db: &Db,
    standards: &Standards,
    certified: &HashMap<RoomId, Certified, S>,
) -> Result<HashMap<RoomId, Vec<Held>>, StoreError> {
    let schemes: HashMap<Uuid, _> = schemes(db).await?.into_iter().map(|scheme| (scheme.id, scheme.terms)).collect();
    let happened = happened(db).await?;
    let mut of: HashMap<RoomId, Vec<Held>> = HashMap::new();
    for kept in list(db).await?.into_iter().filter(|kept| kept.award.state.is_held()) {
        let terms = schemes.get(&kept.scheme).ok_or(StoreError::Row(kept.id))?;
        let (level, valid) = kept.award.level.zip(kept.award.valid).ok_or(StoreError::Row(kept.id))?;
        let settled = kept.settled.ok_or(StoreError::Row(kept.id))?;
        let doubts = happened.get(&kept.room).map(|happened| happened.doubts(terms, standards)).unwrap_or_default();
        let gates = certified.get(&kept.room).is_some_and(|certified| !certified.report.open_gates.is_empty());
        of.entry(kept.room).or_default().push(Held {
            scheme: terms.name.clone(),
            issuer: terms.issuer.clone(),
            kind: terms.kind,
            level,
            valid,
            fictional: terms.fictional,
            in_question: gates || in_question(settled, &doubts).is_some(),
        });
    }
    for held in of.values_mut() {
        held.sort_by(|a, b| (b.level, a.scheme.zh.as_str()).cmp(&(a.level, b.scheme.zh.as_str())));
    }
    Ok(of)
}

/// An award that somebody is to decide about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToJudge {
    /// Its id.
    pub id: Uuid,
    /// The room.
    pub room: RoomId,
    /// Whether it is in question; else it is a nomination.
    pub in_question: bool,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// The nominations that wait for a second person, and the awards that are valid on a day and in question.
///
/// # Errors
/// [`StoreError`].
pub async fn to_judge(db: &Db, standards: &Standards, today: NaiveDate) -> Result<Vec<ToJudge>, StoreError> {
    let schemes: HashMap<Uuid, _> = schemes(db).await?.into_iter().map(|scheme| (scheme.id, scheme.terms)).collect();
    let happened = happened(db).await?;
    let mut waits = Vec::new();
    for kept in list(db).await? {
        let one = |in_question, since| ToJudge { id: kept.id, room: kept.room, in_question, since };
        if kept.award.state == AwardState::Nominated {
            waits.push(one(false, kept.changed));
            continue;
        }
        let stands = kept.award.state.standing(kept.award.valid, today);
        let Some(settled) = kept.settled.filter(|_| matches!(stands, Standing::Coming | Standing::Valid)) else { continue };
        let terms = schemes.get(&kept.scheme).ok_or(StoreError::Row(kept.id))?;
        let doubts = happened.get(&kept.room).map(|happened| happened.doubts(terms, standards)).unwrap_or_default();
        waits.extend(in_question(settled, &doubts).map(|doubt| one(true, doubt.at)));
    }
    Ok(waits)
}
