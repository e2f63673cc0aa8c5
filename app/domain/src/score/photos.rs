//! Which photographs a sheet still wants: the minimum set, and one of each clause that fails.

use super::answers::Sheet;
use super::report::{Outcome, Report};
use crate::code::ClauseId;
use crate::standard::Standard;
use crate::words::words;

words! {
    /// The minimum set of eight photographs (part F of the clauses from which the versions were compiled; it is our own).
    WantedPhoto {
        /// The sign on the door.
        DoorSign = "door_sign",
        /// The guidance sign at the lift or on the floor plan.
        Guidance = "guidance",
        /// The whole room from the door.
        Room = "room",
        /// The opposite corner.
        Corner = "corner",
        /// The changing table with its buckle closed.
        Buckle = "buckle",
        /// The basin with the tap running, and soap.
        Basin = "basin",
        /// The lock, engaged from inside.
        Lock = "lock",
        /// The cleaning log.
        CleaningLog = "cleaning_log",
    }
}

impl WantedPhoto {
    /// The clause that it goes with.
    fn clause(self) -> &'static str {
        match self {
            Self::DoorSign => "1.04",
            Self::Guidance => "1.05",
            Self::Room => "2.06",
            Self::Corner => "2.01",
            Self::Buckle => "3.09",
            Self::Basin => "4.02",
            Self::Lock => "3.01",
            Self::CleaningLog => "7.03",
        }
    }
}

/// A photograph that is still wanted: one of the minimum set, or, without a name, one of a clause that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// The clause to attach it to.
    pub clause: ClauseId,
    /// Which of the minimum set.
    pub photo: Option<WantedPhoto>,
}

/// What is still wanted. A clause with any photograph has what it needs.
pub fn wanted_photos(standard: &Standard, sheet: &Sheet, report: &Report) -> Vec<Wish> {
    let lacks = |id: ClauseId| sheet.evidence.get(&id).is_none_or(|evidence| evidence.photos.is_empty());
    let of = |photo: WantedPhoto| standard.clauses.iter().find(|clause| clause.id.as_str() == photo.clause());
    let minimum = <WantedPhoto as crate::words::Word>::ALL.iter();
    let mut wishes: Vec<Wish> = minimum.filter_map(|&photo| Some(Wish { clause: of(photo)?.id, photo: Some(photo) })).collect();
    let failed = report.lines.iter().filter(|line| line.outcome == Outcome::Fail).map(|line| line.clause);
    let further = failed.filter(|clause| wishes.iter().all(|wish| wish.clause != *clause)).collect::<Vec<_>>();
    wishes.extend(further.into_iter().map(|clause| Wish { clause, photo: None }));
    wishes.retain(|wish| lacks(wish.clause));
    wishes
}
