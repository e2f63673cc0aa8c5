//! Demonstration sites (示范点) and stars: what a scheme says, who may be nominated, and the steps of an award.
//!
//! Shenzhen's municipal demonstration sites of 2019, Guangzhou's demonstration rooms, which lose the name after failing
//! unannounced visits, and Shanghai's stars, where a room nominates itself, is reviewed, and a failing re-check lowers the
//! star or takes it away, are known by name and course only; the criteria and cut-offs of none of them could be read. So
//! nothing here works out a star from a score: an award is a decision of the bodies that a scheme names, which staff record.

mod award;
mod doubt;
mod held;
mod scheme;
#[cfg(test)]
mod tests;

pub use award::{Award, AwardState, AwardStep, Deed, Done, Refused, Standing, Stood, Valid, stood};
pub use doubt::{Doubt, DoubtKind, Evidence, EvidenceKind, in_question};
pub use held::Held;
pub use scheme::{
    Candidate, Level, MOST_LEVEL, MOST_MONTHS, RENEW_DAYS, SchemeKind, Seen, Terms, TermsError, Unfit, assess, meets,
};
