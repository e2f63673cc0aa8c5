//! What an import may do with the stage of a room that is there already.

use super::step::StageStep;
use crate::stage::Stage;

/// Why an import may not change a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImportStop {
    /// No step leads there.
    #[error("a room that is {0} does not become {1} by a list: take the step in build-out")]
    NoStep(Stage, Stage),
    /// Only an inspection opens a finished room.
    #[error("a finished room is opened by a confirmed inspection, not by a list: take the step in build-out")]
    Acceptance,
    /// The step needs a reason, and the list gives none as a note to the stage.
    #[error("this stage needs a reason in stage_note")]
    NoReason,
}

/// Whether an import may take a room from one stage to another. A list may be several steps ahead as long as none of them
/// needs an inspection; what needs a reason needs one here too.
///
/// # Errors
/// [`ImportStop`].
pub fn import_may(from: Stage, to: Stage, has_reason: bool) -> Result<(), ImportStop> {
    let ahead = from.is_planned() && to.is_planned() && to > from;
    if from == to || ahead {
        return Ok(());
    }
    match from.steps().find(|step| from.after(*step) == Some(to)) {
        None => Err(ImportStop::NoStep(from, to)),
        Some(StageStep::Open) => Err(ImportStop::Acceptance),
        Some(step) if step.needs_reason() && !has_reason => Err(ImportStop::NoReason),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Word;

    #[test]
    fn a_list_opens_no_room_that_was_not_inspected_and_wakes_none_that_is_closed() {
        use Stage::{Acceptance, Approved, Building, Closed, Open, Proposed, Suspended};
        assert_eq!(import_may(Acceptance, Open, true), Err(ImportStop::Acceptance));
        assert_eq!(import_may(Building, Open, true), Err(ImportStop::NoStep(Building, Open)));
        assert_eq!(import_may(Proposed, Building, false), Ok(()), "a list may be ahead");
        assert_eq!(import_may(Building, Approved, true), Err(ImportStop::NoStep(Building, Approved)));
        assert_eq!(import_may(Open, Suspended, false), Err(ImportStop::NoReason));
        assert_eq!((import_may(Open, Suspended, true), import_may(Suspended, Open, false)), (Ok(()), Ok(())));
        for &stage in Stage::ALL {
            assert_eq!(import_may(Closed, stage, true).is_ok(), stage == Closed);
            assert_eq!(import_may(stage, Closed, true), Ok(()));
        }
    }
}
