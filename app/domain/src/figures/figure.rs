//! The numbers that have a name.

use crate::words::words;

words! {
    /// A number. Those of a day say how things stood at its end, those of a period what happened in it.
    Figure {
        /// Rooms in service for the public: what targets count.
        RoomsOpen = "rooms_open",
        /// Rooms out of service for a time.
        RoomsSuspended = "rooms_suspended",
        /// Rooms on their way: proposed, approved, funded, being built, waiting for acceptance.
        RoomsComing = "rooms_coming",
        /// Rooms closed for good.
        RoomsClosed = "rooms_closed",
        /// Open rooms whose latest confirmed inspection is recent.
        RoomsChecked = "rooms_checked",
        /// Of these, rooms that pass.
        RoomsPassing = "rooms_passing",
        /// Of these, rooms that do not.
        RoomsFailing = "rooms_failing",
        /// Open rooms without a recent inspection.
        RoomsUnchecked = "rooms_unchecked",
        /// Faults that are to be mended.
        ItemsOpen = "items_open",
        /// Of these, past their day.
        ItemsOverdue = "items_overdue",
        /// What parents reported and nobody has closed.
        ReportsOpen = "reports_open",
        /// Confirmed inspections, by the day of the visit.
        Inspections = "inspections",
        /// Of these, rooms that passed.
        InspectionsPassed = "inspections_passed",
        /// Faults that came up.
        ItemsFound = "items_found",
        /// Faults that an expert has seen to be mended.
        ItemsMended = "items_mended",
        /// What parents reported.
        ReportsReceived = "reports_received",
        /// What of it was closed.
        ReportsClosed = "reports_closed",
        /// Rewards paid, less what came back, in fen.
        Paid = "paid",
    }
}

/// What the rows behind a number are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Rooms, as they stood.
    Rooms,
    /// Inspections.
    Inspections,
    /// Rectification items.
    Items,
    /// Cases that parents reported.
    Reports,
    /// Lines of the ledger.
    Payments,
}

impl Figure {
    /// What its rows are.
    pub fn subject(self) -> Subject {
        match self {
            Self::RoomsOpen
            | Self::RoomsSuspended
            | Self::RoomsComing
            | Self::RoomsClosed
            | Self::RoomsChecked
            | Self::RoomsPassing
            | Self::RoomsFailing
            | Self::RoomsUnchecked => Subject::Rooms,
            Self::Inspections | Self::InspectionsPassed => Subject::Inspections,
            Self::ItemsOpen | Self::ItemsOverdue | Self::ItemsFound | Self::ItemsMended => Subject::Items,
            Self::ReportsOpen | Self::ReportsReceived | Self::ReportsClosed => Subject::Reports,
            Self::Paid => Subject::Payments,
        }
    }

    /// Whether it says what happened in a period; the others say how things stood at a day's end.
    pub fn is_of_period(self) -> bool {
        matches!(
            self,
            Self::Inspections
                | Self::InspectionsPassed
                | Self::ItemsFound
                | Self::ItemsMended
                | Self::ReportsReceived
                | Self::ReportsClosed
                | Self::Paid
        )
    }
}
