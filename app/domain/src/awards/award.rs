//! The steps of an award: nominated by one person, given or refused by another, kept, lowered or withdrawn; it ends by its day.

use chrono::{Months, NaiveDate};

use super::{Evidence, Level, Terms, Unfit};
use crate::words::words;

words! {
    /// How far an award has come.
    AwardState {
        /// Somebody has nominated the room.
        Nominated = "nominated",
        /// A second person has recorded that it was given.
        Awarded = "awarded",
        /// It was not given.
        Refused = "refused",
        /// The nomination was taken back before anybody decided.
        TakenBack = "taken_back",
        /// It was given, and has fewer stars now.
        Lowered = "lowered",
        /// It was given, and taken away.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What is done with an award.
    AwardStep {
        /// Nominates a room; an operator's nomination of a room of theirs is a self-assessment (自评).
        Nominate = "nominate",
        /// Records that it was given; not by who nominated.
        Award = "award",
        /// Records that it was not given; not by who nominated.
        Refuse = "refuse",
        /// Takes the nomination back.
        TakeBack = "take_back",
        /// Looks at what put it in question, and leaves it as it is.
        Keep = "keep",
        /// Takes stars away, not all.
        Lower = "lower",
        /// Takes it away.
        Withdraw = "withdraw",
    }
}

words! {
    /// How an award stands on a day.
    Standing {
        /// Nominated, and not decided.
        Nominated = "nominated",
        /// Given, and not begun.
        Coming = "coming",
        /// It holds.
        Valid = "valid",
        /// Its last day is over.
        Expired = "expired",
        /// Not given.
        Refused = "refused",
        /// The nomination was taken back.
        TakenBack = "taken_back",
        /// Taken away.
        Withdrawn = "withdrawn",
    }
}

/// The days an award holds, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Valid {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
}

/// An award as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// How far it has come.
    pub state: AwardState,
    /// Who nominated the room.
    pub nominated_by: String,
    /// Its level, once it was given.
    pub level: Option<Level>,
    /// When it holds, once it was given.
    pub valid: Option<Valid>,
    /// The day of its last step.
    pub on: NaiveDate,
}

/// What somebody records.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    /// What is done.
    pub step: AwardStep,
    /// Who records it.
    pub by: &'a str,
    /// The day of the decision.
    pub on: NaiveDate,
    /// The reason, or a remark.
    pub words: &'a str,
    /// Of giving and lowering: the level.
    pub level: Option<Level>,
    /// Of giving: the first day.
    pub from: Option<NaiveDate>,
    /// What the step rests on.
    pub evidence: Option<Evidence>,
}

/// Why a step is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Where it stands does not allow it.
    State,
    /// Who nominated does not decide.
    Own,
    /// It says why.
    NoWords,
    /// It names what it rests on.
    NoEvidence,
    /// The scheme has no such level; or, of lowering, it is not lower.
    Level,
    /// The day is before the last step, or to come; or the first day is more than a year from it.
    Day,
    /// The award is over by its day.
    Over,
    /// What stands against the room.
    Unfit(Vec<Unfit>),
}

impl AwardState {
    /// Where a step leads; `None` where it is not allowed.
    pub fn after(self, step: AwardStep) -> Option<Self> {
        match (self, step) {
            (Self::Nominated, AwardStep::Award) => Some(Self::Awarded),
            (Self::Nominated, AwardStep::Refuse) => Some(Self::Refused),
            (Self::Nominated, AwardStep::TakeBack) => Some(Self::TakenBack),
            (Self::Awarded | Self::Lowered, AwardStep::Keep) => Some(self),
            (Self::Awarded | Self::Lowered, AwardStep::Lower) => Some(Self::Lowered),
            (Self::Awarded | Self::Lowered, AwardStep::Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }

    /// Whether the room holds it, on the days that it is valid.
    pub fn is_held(self) -> bool {
        matches!(self, Self::Awarded | Self::Lowered)
    }

    /// How it stands on a day.
    pub fn standing(self, valid: Option<Valid>, day: NaiveDate) -> Standing {
        match (self, valid) {
            (Self::Nominated, _) => Standing::Nominated,
            (Self::Refused, _) => Standing::Refused,
            (Self::TakenBack, _) => Standing::TakenBack,
            (Self::Withdrawn, _) => Standing::Withdrawn,
            (_, Some(valid)) if day < valid.from => Standing::Coming,
            (_, Some(valid)) if day <= valid.until => Standing::Valid,
            _ => Standing::Expired,
        }
    }
}

impl AwardStep {
    /// Whether it says why.
    pub fn needs_words(self) -> bool {
        matches!(self, Self::Refuse | Self::Keep | Self::Lower | Self::Withdraw)
    }

    /// Whether it is for a second person.
    pub fn needs_second(self) -> bool {
        matches!(self, Self::Award | Self::Refuse)
    }

    /// Whether it decides about what puts an award in question.
    pub fn settles(self) -> bool {
        matches!(self, Self::Award | Self::Keep | Self::Lower)
    }
}

impl Award {
    /// A nomination, of a room that nothing stands against.
    ///
    /// # Errors
    /// [`Refused::Unfit`] with all that does, or [`Refused::Day`] when the day is to come.
    pub fn nominate(by: &str, on: NaiveDate, unfit: &[Unfit], today: NaiveDate) -> Result<Self, Refused> {
        if on > today {
            return Err(Refused::Day);
        }
        if !unfit.is_empty() {
            return Err(Refused::Unfit(unfit.to_vec()));
        }
        Ok(Self { state: AwardState::Nominated, nominated_by: by.to_owned(), level: None, valid: None, on })
    }

    /// Takes a step; `unfit` is what stands against the room now, which matters only when the award is given.
    ///
    /// # Errors
    /// [`Refused`]: the first thing that stands against it.
    pub fn take(&self, terms: &Terms, deed: &Deed<'_>, unfit: &[Unfit], today: NaiveDate) -> Result<Self, Refused> {
        let state = self.state.after(deed.step).ok_or(Refused::State)?;
        if deed.step.needs_second() && deed.by == self.nominated_by {
            return Err(Refused::Own);
        }
        if deed.on > today || deed.on < self.on {
            return Err(Refused::Day);
        }
        if self.valid.is_some_and(|valid| deed.on > valid.until) {
            return Err(Refused::Over);
        }
        if deed.step.needs_words() && deed.words.is_empty() {
            return Err(Refused::NoWords);
        }
        let next = Self { state, on: deed.on, ..self.clone() };
        match deed.step {
            AwardStep::Award => next.given(terms, deed, unfit),
            AwardStep::Lower => {
                let lower = deed.level.filter(|level| terms.has(*level) && self.level.is_some_and(|now| *level < now));
                let level = lower.ok_or(Refused::Level)?;
                deed.evidence.ok_or(Refused::NoEvidence)?;
                Ok(Self { level: Some(level), ..next })
            }
            _ => Ok(next),
        }
    }

    fn given(self, terms: &Terms, deed: &Deed<'_>, unfit: &[Unfit]) -> Result<Self, Refused> {
        if !unfit.is_empty() {
            return Err(Refused::Unfit(unfit.to_vec()));
        }
        deed.evidence.ok_or(Refused::NoEvidence)?;
        let level = deed.level.filter(|level| terms.has(*level)).ok_or(Refused::Level)?;
        let year = Months::new(12);
        let near = deed.on.checked_sub_months(year).zip(deed.on.checked_add_months(year)).ok_or(Refused::Day)?;
        let from = deed.from.filter(|from| (near.0..=near.1).contains(from)).ok_or(Refused::Day)?;
        Ok(Self { level: Some(level), valid: Some(Valid { from, until: terms.until(from) }), ..self })
    }
}

/// A step as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// What was done.
    pub step: AwardStep,
    /// On which day.
    pub on: NaiveDate,
    /// Of giving and lowering: the level.
    pub level: Option<Level>,
    /// Of giving: when it holds.
    pub valid: Option<Valid>,
}

/// How an award stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stood {
    /// How far it had come.
    pub state: AwardState,
    /// Its level.
    pub level: Option<Level>,
    /// When it holds.
    pub valid: Option<Valid>,
}

/// How an award stood at the end of a day, by its steps in order; `None` before the room was nominated.
pub fn stood(steps: &[Done], day: NaiveDate) -> Option<Stood> {
    steps.iter().take_while(|done| done.on <= day).fold(None, |before: Option<Stood>, done| match before {
        None => (done.step == AwardStep::Nominate).then_some(Stood { state: AwardState::Nominated, level: None, valid: None }),
        Some(before) => Some(Stood {
            state: before.state.after(done.step).unwrap_or(before.state),
            level: done.level.or(before.level),
            valid: done.valid.or(before.valid),
        }),
    })
}
