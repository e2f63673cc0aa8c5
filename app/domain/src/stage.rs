//! What a room is and how far it has come.

use crate::words::words;

words! {
    /// The kind of room.
    Kind {
        /// A room of its own.
        Independent = "independent",
        /// A movable pod.
        MobilePod = "mobile_pod",
        /// A third toilet (第三卫生间, family toilet) with a place for infants.
        ThirdToilet = "third_toilet",
        /// For a workplace's own staff; kept for the count, never shown in public.
        StaffOnly = "staff_only",
    }
}

words! {
    /// How far a room has come, from proposal to closure.
    Stage {
        /// Proposed.
        Proposed = "proposed",
        /// Approved.
        Approved = "approved",
        /// Funded.
        Funded = "funded",
        /// Being built.
        Building = "building",
        /// Built, waiting for acceptance.
        Acceptance = "acceptance",
        /// In service.
        Open = "open",
        /// Out of service for a time; shown with the reason.
        Suspended = "suspended",
        /// Closed for good.
        Closed = "closed",
    }
}

impl Stage {
    /// Whether parents may see a room of this stage: those in service, and those suspended, with the reason.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Open | Self::Suspended)
    }
}
