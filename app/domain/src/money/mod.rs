//! Rewards: programmes whose rules are data, whether a room earns one and why not, and the steps of a payment.
//!
//! The amounts and rules of Longgang's building funds and rewards could not be read. Nothing here invents any: a programme
//! is what staff enter from their own document, and one that is made up says so.

mod fen;
mod payment;
mod programme;

pub use fen::{Fen, NoFen};
pub use payment::{PaymentState, PaymentStep};
pub use programme::{Award, Claimant, Milestone, Rule, Seen, Terms, TermsError, Unfit, assess};
