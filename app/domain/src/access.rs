//! How one gets in, and who may.

use crate::words::words;

words! {
    /// What a visitor must do to get in. "Lockable from inside" is a facility, not an access rule.
    Access {
        /// Walk in.
        Open = "open",
        /// Ask the venue's staff.
        AskStaff = "ask_staff",
        /// Fetch a key.
        Key = "key",
        /// Sign a register first.
        Register = "register",
        /// Nobody has said; shown as unknown.
        Unknown = "unknown",
    }
}

words! {
    /// Who may enter.
    Entry {
        /// Mothers, fathers and other carers.
        Everyone = "everyone",
        /// Women only.
        WomenOnly = "women_only",
        /// Nobody has said.
        Unknown = "unknown",
    }
}
