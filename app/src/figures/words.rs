//! Words for figures.

use domain::figures::{Figure, Median};

use crate::i18n::Lang;

impl Lang {
    /// A number's name.
    pub(crate) fn figure(self, figure: Figure) -> &'static str {
        match figure {
            Figure::RoomsOpen => self.figures_rooms_open(),
            Figure::RoomsSuspended => self.figures_rooms_suspended(),
            Figure::RoomsComing => self.figures_rooms_coming(),
            Figure::RoomsClosed => self.figures_rooms_closed(),
            Figure::RoomsChecked => self.figures_rooms_checked(),
            Figure::RoomsPassing => self.figures_rooms_passing(),
            Figure::RoomsFailing => self.figures_rooms_failing(),
            Figure::RoomsUnchecked => self.figures_rooms_unchecked(),
            Figure::ItemsOpen => self.figures_items_open(),
            Figure::ItemsOverdue => self.figures_items_overdue(),
            Figure::ReportsOpen => self.figures_reports_open(),
            Figure::Inspections => self.figures_inspections(),
            Figure::InspectionsPassed => self.figures_inspections_passed(),
            Figure::ItemsFound => self.figures_items_found(),
            Figure::ItemsMended => self.figures_items_mended(),
            Figure::ReportsReceived => self.figures_reports_received(),
            Figure::ReportsClosed => self.figures_reports_closed(),
            Figure::Paid => self.figures_paid(),
        }
    }

    /// A median of days: the one in the middle, or the two.
    pub(crate) fn median_days(self, median: Median) -> String {
        if median.lower == median.upper {
            self.figures_days(median.lower)
        } else {
            self.figures_days_between(median.lower, median.upper)
        }
    }
}
