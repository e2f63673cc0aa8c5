//! The steps, and who may take one when.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::role::Role;
use crate::stage::Stage;
use crate::words::words;

words! {
    /// What is done with a room on its way from proposal to closure.
    StageStep {
        /// It is proposed: the first step of a room, which no other leads to.
        Propose = "propose",
        /// The proposal is taken up.
        Approve = "approve",
        /// Money is set aside for it.
        Fund = "fund",
        /// Work begins. A venue may also build what it pays for itself, without funds.
        Build = "build",
        /// Work is done; experts are asked to look.
        Finish = "finish",
        /// Experts found what is to be done again first.
        Rework = "rework",
        /// Parents may use it.
        Open = "open",
        /// Out of service for a time.
        Suspend = "suspend",
        /// In service again.
        Resume = "resume",
        /// Given up or closed for good.
        Close = "close",
        /// Brought in by a list as it stands there; no step that anybody can choose.
        Import = "import",
    }
}

impl Stage {
    /// Where a step leads; `None` where it is not allowed.
    pub fn after(self, step: StageStep) -> Option<Self> {
        match (self, step) {
            (Self::Proposed, StageStep::Approve) => Some(Self::Approved),
            (Self::Approved, StageStep::Fund) => Some(Self::Funded),
            (Self::Approved | Self::Funded, StageStep::Build) | (Self::Acceptance, StageStep::Rework) => Some(Self::Building),
            (Self::Building, StageStep::Finish) => Some(Self::Acceptance),
            (Self::Acceptance, StageStep::Open) | (Self::Suspended, StageStep::Resume) => Some(Self::Open),
            (Self::Open, StageStep::Suspend) => Some(Self::Suspended),
            (Self::Closed, _) => None,
            (_, StageStep::Close) => Some(Self::Closed),
            _ => None,
        }
    }

    /// The steps that may be taken from here, in the order they are offered.
    pub fn steps(self) -> impl Iterator<Item = StageStep> {
        use crate::words::Word;
        StageStep::ALL.iter().copied().filter(move |step| self.after(*step).is_some())
    }

    /// Whether it is on its way and not yet in service: only then can its opening be due.
    pub fn is_planned(self) -> bool {
        matches!(self, Self::Proposed | Self::Approved | Self::Funded | Self::Building | Self::Acceptance)
    }
}

impl StageStep {
    /// Whether it needs words that say why.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Rework | Self::Suspend | Self::Close)
    }
}

/// What a confirmed inspection says about opening a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acceptance {
    /// The inspection.
    pub inspection: Uuid,
    /// The day of the visit.
    pub visited: NaiveDate,
    /// How many gates are open after what was checked again.
    pub open_gates: usize,
}

/// How a room stands when a step is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// How far it has come.
    pub stage: Stage,
    /// The day of its last step, where there was one.
    pub since: Option<NaiveDate>,
    /// Its latest confirmed inspection.
    pub acceptance: Option<Acceptance>,
    /// Whether its venue is so large that it must have a room ([`crate::standard::DutyRule::is_large`]).
    pub must_have: Option<bool>,
}

/// A step that somebody asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// What is to be done.
    pub step: StageStep,
    /// The day it was done.
    pub on: NaiveDate,
    /// The reason, or a remark.
    pub note: &'a str,
    /// To be opened although no inspection allows it.
    pub regardless: bool,
    /// The person has seen that the venue must have a room, and closes it all the same.
    pub duty_seen: bool,
}

/// A step that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Where it led.
    pub to: Stage,
    /// The inspection that allowed it.
    pub inspection: Option<Uuid>,
    /// Whether it was opened although no inspection allowed it.
    pub regardless: bool,
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It does not follow from where the room stands.
    #[error("from {0} this step does not follow")]
    NotFromHere(Stage),
    /// It lies in the future.
    #[error("the day lies in the future")]
    Future,
    /// It lies before the step before it.
    #[error("the step before was on {0}")]
    BeforeLast(NaiveDate),
    /// A reason is missing.
    #[error("a reason is needed")]
    NoReason,
    /// No confirmed inspection since the work was done.
    #[error("no inspection of the finished room is confirmed")]
    NotInspected,
    /// The inspection left gates open.
    #[error("{0} gates are open")]
    OpenGates(usize),
    /// Only a lead expert opens a room that no inspection allows.
    #[error("only a lead expert may do so")]
    NotTheLead,
    /// The venue must have a room: this has to be confirmed.
    #[error("the venue must have a room")]
    Duty,
}

/// Takes a step, or says why not.
///
/// # Errors
/// [`Refused`]
pub fn take(standing: &Standing, wanted: &Wanted<'_>, role: Role, today: NaiveDate) -> Result<Taken, Refused> {
    let to = standing.stage.after(wanted.step).ok_or(Refused::NotFromHere(standing.stage))?;
    if wanted.on > today {
        return Err(Refused::Future);
    }
    if let Some(since) = standing.since.filter(|since| wanted.on < *since) {
        return Err(Refused::BeforeLast(since));
    }
    let has_reason = !wanted.note.trim().is_empty();
    if wanted.step.needs_reason() && !has_reason {
        return Err(Refused::NoReason);
    }
    let mut taken = Taken { to, inspection: None, regardless: false };
    match wanted.step {
        StageStep::Open => match accepted(standing) {
            Ok(inspection) => taken.inspection = Some(inspection),
            Err(refused) if !wanted.regardless => return Err(refused),
            Err(_) if role != Role::LeadExpert => return Err(Refused::NotTheLead),
            Err(_) if !has_reason => return Err(Refused::NoReason),
            Err(_) => taken.regardless = true,
        },
        StageStep::Close if standing.must_have == Some(true) && !wanted.duty_seen => return Err(Refused::Duty),
        _ => {}
    }
    Ok(taken)
}

/// The inspection that lets a finished room be opened: of a visit since the work was done, without open gates.
fn accepted(standing: &Standing) -> Result<Uuid, Refused> {
    let since = |of: &Acceptance| standing.since.is_none_or(|since| of.visited >= since);
    let acceptance = standing.acceptance.filter(since).ok_or(Refused::NotInspected)?;
    if acceptance.open_gates > 0 { Err(Refused::OpenGates(acceptance.open_gates)) } else { Ok(acceptance.inspection) }
}
