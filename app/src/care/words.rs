//! Words for the log of care.

use domain::care::{DayState, Task};

use crate::i18n::Lang;

impl Lang {
    /// What was done.
    pub(super) fn care_task(self, task: Task) -> &'static str {
        match task {
            Task::Cleaned => self.care_cleaned(),
            Task::Disinfected => self.care_disinfected(),
            Task::Aired => self.care_aired(),
            Task::Refilled => self.care_refilled(),
            Task::HotWater => self.care_hot_water(),
            Task::Devices => self.care_devices(),
        }
    }

    /// All that was done, in one line.
    pub(super) fn care_tasks(self, tasks: &[Task]) -> String {
        tasks.iter().map(|task| self.care_task(*task)).collect::<Vec<_>>().join(self.answer_list_separator())
    }

    /// What a day of a log comes to.
    pub(super) fn care_day(self, state: DayState) -> &'static str {
        match state {
            DayState::Kept => self.care_day_kept(),
            DayState::Missed => self.care_day_missed(),
            DayState::Waits => self.care_day_waits(),
            DayState::Closed => self.care_day_closed(),
            DayState::Before => self.care_day_before(),
        }
    }
}
