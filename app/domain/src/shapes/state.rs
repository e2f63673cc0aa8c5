//! How far a set of boundaries has come.

use crate::words::words;

words! {
    /// How far a set has come. One at most is published.
    State {
        /// Uploaded and checked; nobody but staff sees it.
        Draft = "draft",
        /// What everybody sees.
        Published = "published",
        /// Published until another took its place.
        Replaced = "replaced",
        /// Not to be seen any more, or never was.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What is done with a set.
    Step {
        /// Shown to everybody; what was published before is replaced.
        Publish = "publish",
        /// Taken away.
        Withdraw = "withdraw",
    }
}

impl State {
    /// Where a step leads; `None` where it is not allowed. An older set can be published again, nothing is lost.
    pub fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Draft | Self::Replaced | Self::Withdrawn, Step::Publish) => Some(Self::Published),
            (Self::Draft | Self::Published, Step::Withdraw) => Some(Self::Withdrawn),
            (Self::Published, Step::Publish) | (Self::Replaced | Self::Withdrawn, Step::Withdraw) => None,
        }
    }
}
