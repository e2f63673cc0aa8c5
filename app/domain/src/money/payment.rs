//! The steps of a payment: proposed by one person, approved by another, paid, and taken back only by a reversal.

use crate::words::words;

words! {
    /// How far a payment has come.
    PaymentState {
        /// Somebody has proposed it.
        Proposed = "proposed",
        /// A second person has approved it: the money is set aside.
        Approved = "approved",
        /// It was not approved, or given up before it was paid.
        Rejected = "rejected",
        /// It was paid.
        Paid = "paid",
        /// It was paid, and has come back or is to come back.
        Reversed = "reversed",
    }
}

words! {
    /// What is done with a payment.
    PaymentStep {
        /// Proposes it.
        Propose = "propose",
        /// Approves it; not by who proposed it.
        Approve = "approve",
        /// Does not approve it, or gives it up before it is paid.
        Reject = "reject",
        /// Records that it was paid.
        Pay = "pay",
        /// Takes it back: a line of its own in the ledger, nothing is edited.
        Reverse = "reverse",
    }
}

impl PaymentState {
    /// Where a step leads; `None` where it is not allowed.
    pub fn after(self, step: PaymentStep) -> Option<Self> {
        match (self, step) {
            (Self::Proposed, PaymentStep::Approve) => Some(Self::Approved),
            (Self::Proposed | Self::Approved, PaymentStep::Reject) => Some(Self::Rejected),
            (Self::Approved, PaymentStep::Pay) => Some(Self::Paid),
            (Self::Paid, PaymentStep::Reverse) => Some(Self::Reversed),
            _ => None,
        }
    }

    /// Whether it stands in the way of another payment for the same room and milestone.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Proposed | Self::Approved | Self::Paid)
    }

    /// Whether the programme's budget has to cover it.
    pub fn is_committed(self) -> bool {
        matches!(self, Self::Approved | Self::Paid)
    }
}

impl PaymentStep {
    /// Whether it says why.
    pub fn needs_words(self) -> bool {
        matches!(self, Self::Reject | Self::Reverse)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::words::Word;

    proptest! {
        /// Payments of one room and milestone under any order of steps, as the store allows them: a new one only where none
        /// is live. Of money that was paid and has not come back there is never more than one.
        #[test]
        fn never_paid_twice(steps in prop::collection::vec((0..6_usize, 0..PaymentStep::ALL.len()), 0..60)) {
            let mut payments: Vec<PaymentState> = Vec::new();
            let (mut paid, mut reversed) = (0, 0);
            for (which, step) in steps {
                let step = PaymentStep::ALL[step];
                if step == PaymentStep::Propose {
                    if payments.iter().all(|state| !state.is_live()) {
                        payments.push(PaymentState::Proposed);
                    }
                } else if let Some(state) = payments.get_mut(which)
                    && let Some(next) = state.after(step)
                {
                        paid += i32::from(step == PaymentStep::Pay);
                        reversed += i32::from(step == PaymentStep::Reverse);
                        *state = next;
                }
                prop_assert!((0..=1).contains(&(paid - reversed)));
                prop_assert!(payments.iter().filter(|state| state.is_live()).count() <= 1);
            }
        }
    }
}
