//! The numbers of a day and a period, counted.

use std::cell::OnceCell;

use super::ask::Ask;
use super::figure::{Figure, Subject};
use super::history::{History, Version, Visits};
use super::is_recent;
use super::median::Median;
use crate::stage::{Kind, Stage};
use crate::targets::counts;

/// A number with the rows behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Which.
    pub figure: Figure,
    /// How many rows; of payments the sum in fen.
    pub value: i64,
    /// The rows: places in the list of the [`History`] that the figure's [`Subject`] names; of rooms, their versions.
    pub rows: Vec<u32>,
    /// Days that it took, where rows were closed.
    pub days: Option<Median>,
}

/// What a question comes to.
#[derive(Debug)]
pub struct Board<'a> {
    /// What it is counted from.
    pub history: &'a History,
    /// The question.
    pub ask: Ask,
    visits: OnceCell<Visits>,
    there: OnceCell<Vec<u32>>,
}

/// Whether a room is open, as targets count.
pub(super) fn is_open(version: &Version) -> bool {
    counts(version.facts.stage, version.facts.kind)
}

impl<'a> Board<'a> {
    /// A question to a history.
    pub fn of(history: &'a History, ask: Ask) -> Self {
        Self { history, ask, visits: OnceCell::new(), there: OnceCell::new() }
    }

    /// A number. Rooms for a workplace's own staff are in none of the numbers of rooms.
    pub fn number(&self, figure: Figure) -> Number {
        let rows = match figure.subject() {
            Subject::Rooms => self.rooms(figure),
            Subject::Inspections => self.inspections(figure),
            Subject::Items => self.items(figure),
            Subject::Reports => self.reports(figure),
            Subject::Payments => self.payments(),
        };
        let value = if figure == Figure::Paid {
            rows.iter().filter_map(|row| self.history.payments.get(*row as usize)).map(|payment| payment.fen).sum()
        } else {
            i64::try_from(rows.len()).unwrap_or(i64::MAX)
        };
        Number { figure, value, days: Median::of(self.days(figure, &rows)), rows }
    }

    /// How many rooms are open, without listing them.
    pub fn open_rooms(&self) -> usize {
        self.there().filter(|(_, version)| is_open(version)).count()
    }

    /// The versions that held at the end of the day, of the rooms that are asked for. All numbers of rooms are counted from
    /// them, so the history is gone through once.
    fn there(&self) -> impl Iterator<Item = (u32, &'a Version)> {
        let (day, narrow) = (self.ask.on, &self.ask.narrow);
        let is_asked =
            |version: &Version| version.held(day) && version.facts.kind != Kind::StaffOnly && narrow.takes(&version.facts);
        let versions = &self.history.versions;
        let there = self.there.get_or_init(|| places(versions, is_asked));
        there.iter().filter_map(|place| Some((*place, versions.get(*place as usize)?)))
    }

    /// The latest visit of the room of a version, where it is recent: its place in [`History::verdicts`].
    pub fn visit(&self, version: &Version) -> Option<u32> {
        let visits = self.visits.get_or_init(|| self.history.visits(self.ask.on));
        let place = visits.get(version.room as usize).copied().flatten()?;
        let verdict = self.history.verdicts.get(place as usize)?;
        is_recent(verdict.visited, self.ask.on).then_some(place)
    }

    fn rooms(&self, figure: Figure) -> Vec<u32> {
        let passes = |version: &Version| {
            let place = self.visit(version)?;
            self.history.verdicts.get(place as usize).map(|verdict| verdict.passes)
        };
        let fits = |version: &Version| match figure {
            Figure::RoomsSuspended => version.facts.stage == Stage::Suspended,
            Figure::RoomsComing => version.facts.stage.is_planned(),
            Figure::RoomsClosed => version.facts.stage == Stage::Closed,
            Figure::RoomsChecked => is_open(version) && passes(version).is_some(),
            Figure::RoomsPassing => is_open(version) && passes(version) == Some(true),
            Figure::RoomsFailing => is_open(version) && passes(version) == Some(false),
            Figure::RoomsUnchecked => is_open(version) && passes(version).is_none(),
            _ => is_open(version),
        };
        self.there().filter(|(_, version)| fits(version)).map(|(place, _)| place).collect()
    }

    fn inspections(&self, figure: Figure) -> Vec<u32> {
        places(&self.history.verdicts, |verdict| {
            let wanted = figure == Figure::Inspections || verdict.passes;
            self.ask.spans(verdict.visited) && verdict.held(self.ask.known) && wanted && self.takes(verdict.room)
        })
    }

    fn items(&self, figure: Figure) -> Vec<u32> {
        let day = self.ask.on;
        places(&self.history.items, |item| {
            let fits = match figure {
                Figure::ItemsOverdue => item.is_open(day) && item.due < day,
                Figure::ItemsFound => self.ask.spans(item.opened),
                Figure::ItemsMended => item.mended().is_some_and(|on| self.ask.spans(on)),
                _ => item.is_open(day),
            };
            fits && (self.ask.restricted || !item.camera) && self.takes(item.room)
        })
    }

    fn reports(&self, figure: Figure) -> Vec<u32> {
        let day = self.ask.on;
        places(&self.history.reports, |case| {
            let fits = match figure {
                Figure::ReportsReceived => self.ask.spans(case.opened),
                Figure::ReportsClosed => case.closed(day).is_some_and(|on| self.ask.spans(on)),
                _ => case.opened <= day && case.closed(day).is_none(),
            };
            fits && self.takes(case.room)
        })
    }

    fn payments(&self) -> Vec<u32> {
        places(&self.history.payments, |line| {
            self.ask.spans(line.happened) && line.recorded <= self.ask.known && self.takes(line.room)
        })
    }

    /// Days from one end to the other, of rows that were closed.
    fn days(&self, figure: Figure, rows: &[u32]) -> Vec<i64> {
        let (items, reports) = (&self.history.items, &self.history.reports);
        let days = |row: &u32| match figure {
            Figure::ItemsMended => items.get(*row as usize).and_then(|item| Some((item.mended()? - item.opened).num_days())),
            Figure::ReportsClosed => {
                let case = reports.get(*row as usize)?;
                Some((case.closed(self.ask.on)? - case.opened).num_days())
            }
            _ => None,
        };
        rows.iter().filter_map(days).collect()
    }

    /// Whether a room is asked for, by what it was at the end of the day.
    fn takes(&self, room: u32) -> bool {
        let narrow = &self.ask.narrow;
        *narrow == super::Narrow::default() || self.history.facts(room, self.ask.on).is_some_and(|facts| narrow.takes(facts))
    }

    /// The room behind a row: its place in [`History::rooms`].
    pub fn room(&self, subject: Subject, row: u32) -> Option<u32> {
        let (history, row) = (self.history, row as usize);
        match subject {
            Subject::Rooms => history.versions.get(row).map(|of| of.room),
            Subject::Inspections => history.verdicts.get(row).map(|of| of.room),
            Subject::Items => history.items.get(row).map(|of| of.room),
            Subject::Reports => history.reports.get(row).map(|of| of.room),
            Subject::Payments => history.payments.get(row).map(|of| of.room),
        }
    }
}

/// The places of those that are asked for.
fn places<T>(all: &[T], is_asked: impl Fn(&T) -> bool) -> Vec<u32> {
    all.iter().zip(0..).filter(|(one, _)| is_asked(one)).map(|(_, place)| place).collect()
}
