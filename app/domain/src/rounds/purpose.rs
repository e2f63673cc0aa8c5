//! What a round is for, and how far an assignment of it has come.

use crate::words::words;

words! {
    /// What a round is for.
    Purpose {
        /// The yearly check.
        Yearly = "yearly",
        /// A random check: rooms are drawn by lot.
        Draw = "draw",
        /// Somebody complained.
        Complaint = "complaint",
        /// A new room is accepted.
        Acceptance = "acceptance",
        /// A visit that gives advice; without a score and never public.
        Guidance = "guidance",
    }
}

words! {
    /// How far an assignment has come.
    AssignmentState {
        /// To be done.
        Open = "open",
        /// Its inspection is handed in.
        Done = "done",
        /// Not to be done any more.
        Cancelled = "cancelled",
    }
}
