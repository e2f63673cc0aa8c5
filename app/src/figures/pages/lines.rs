//! The rows behind a number, as pages and workbooks show them: heads, cells, and the page each leads to.

use chrono::NaiveDate;
use domain::figures::{Board, RoomFacts, Subject, Verdict};
use domain::{Action, AreaCode};

use super::seen::Seen;
use crate::ui::Visit;
use crate::ui::workbook::Cell;

/// A row.
pub(super) struct Row {
    /// Where all of it is told; none where nothing is, or it is not for the visitor to see.
    pub(super) href: Option<String>,
    pub(super) cells: Vec<Cell>,
}

/// Makes rows.
pub(super) struct Lines<'a> {
    pub(super) board: &'a Board<'a>,
    pub(super) seen: &'a Seen,
    pub(super) visit: &'a Visit,
}

/// Widths in characters of a workbook's columns.
const NAME: u16 = 34;
const WORD: u16 = 16;
const DAY: u16 = 12;

impl Lines<'_> {
    /// The heads of the columns, with their widths.
    pub(super) fn heads(&self, subject: Subject) -> Vec<(String, u16)> {
        let lang = self.visit.lang;
        let room = [
            (lang.figures_room(), NAME),
            (lang.build_street(), WORD),
            (lang.target_class_column(), DAY),
            (lang.build_venue_type(), WORD),
        ];
        let own: Vec<(&str, u16)> = match subject {
            Subject::Rooms => vec![(lang.figures_stage(), DAY), (lang.figures_visited(), DAY), (lang.figures_verdict(), DAY)],
            Subject::Inspections => {
                vec![(lang.figures_visited(), DAY), (lang.figures_verdict(), DAY), (lang.figures_score(), DAY)]
            }
            Subject::Items => vec![
                (lang.figures_clause(), NAME),
                (lang.figures_opened(), DAY),
                (lang.figures_due(), DAY),
                (lang.figures_mended(), DAY),
                (lang.figures_took(), DAY),
            ],
            Subject::Reports => vec![
                (lang.figures_trouble(), WORD),
                (lang.figures_reported(), DAY),
                (lang.figures_closed(), DAY),
                (lang.figures_took(), DAY),
            ],
            Subject::Payments => vec![(lang.figures_paid_on(), DAY), (lang.figures_amount(), WORD)],
        };
        room.into_iter().chain(own).map(|(head, width)| (head.to_owned(), width)).collect()
    }

    /// A row; `None` where the history has no such place.
    pub(super) fn row(&self, subject: Subject, row: u32) -> Option<Row> {
        let room = self.board.room(subject, row)?;
        let mut cells = self.room(room, row, subject)?;
        let (own, href) = self.own(subject, row as usize, room)?;
        cells.extend(own);
        Some(Row { href, cells })
    }

    /// What is told of the room of a row: of rooms the very version, of others how the room stood.
    fn room(&self, room: u32, row: u32, subject: Subject) -> Option<Vec<Cell>> {
        let (lang, history) = (self.visit.lang, self.board.history);
        let line = history.rooms.get(room as usize)?;
        let facts: &RoomFacts = match subject {
            Subject::Rooms => &history.versions.get(row as usize)?.facts,
            _ => history.facts(room, self.board.ask.on)?,
        };
        Some(vec![
            Cell::text(format!("{} {}", line.code, line.name)),
            Cell::text(facts.street.map_or_else(String::new, |code| self.street(code))),
            Cell::text(facts.class.map_or_else(String::new, |class| class.to_string())),
            Cell::text(lang.venue_type(facts.venue)),
        ])
    }

    fn street(&self, code: AreaCode) -> String {
        let street = self.visit.registry.region.street(code);
        street.map_or_else(|| code.to_string(), |street| street.name(self.visit.lang.is_english()).to_owned())
    }

    fn own(&self, subject: Subject, row: usize, room: u32) -> Option<(Vec<Cell>, Option<String>)> {
        let (lang, history) = (self.visit.lang, self.board.history);
        let allowed = |action, href: String| self.seen.may(action).then_some(href);
        Some(match subject {
            Subject::Rooms => {
                let version = history.versions.get(row)?;
                let visit = self.board.visit(version).and_then(|place| history.verdicts.get(place as usize));
                let cells = vec![
                    Cell::text(lang.stage(version.facts.stage)),
                    Cell::day(visit.map(|visit| visit.visited)),
                    visit.map_or(Cell::Empty, |visit| self.verdict(visit)),
                ];
                (cells, self.room_href(room))
            }
            Subject::Inspections => {
                let verdict = history.verdicts.get(row)?;
                let score = verdict.total.map_or(Cell::Empty, |total| Cell::Number(f64::from(total.0) / 10.0));
                let cells = vec![Cell::Day(verdict.visited), self.verdict(verdict), score];
                (cells, Some(format!("/inspections/{}", verdict.inspection)))
            }
            Subject::Items => {
                let item = history.items.get(row)?;
                let mended = item.mended().filter(|on| *on <= self.board.ask.on);
                let cells = vec![
                    Cell::text(format!("{} {}", item.clause, lang.clause_title(item.clause))),
                    Cell::Day(item.opened),
                    Cell::Day(item.due),
                    Cell::day(mended),
                    took(item.opened, mended),
                ];
                (cells, allowed(Action::ManageRectifications, format!("/rectifications/{}", item.id)))
            }
            Subject::Reports => {
                let case = history.reports.get(row)?;
                let closed = case.closed(self.board.ask.on);
                let cells = vec![
                    Cell::text(lang.trouble(case.trouble)),
                    Cell::Day(case.opened),
                    Cell::day(closed),
                    took(case.opened, closed),
                ];
                (cells, allowed(Action::HandleReports, format!("/staff/reports/{}", case.id)))
            }
            Subject::Payments => {
                let line = history.payments.get(row)?;
                let href = allowed(Action::ManageMoney, format!("/staff/money/payments/{}", line.id));
                (vec![Cell::Day(line.happened), Cell::Money(line.fen)], href)
            }
        })
    }

    fn verdict(&self, verdict: &Verdict) -> Cell {
        let lang = self.visit.lang;
        Cell::text(if verdict.passes { lang.figures_passes() } else { lang.figures_fails() })
    }

    /// The page of a room that is still there.
    fn room_href(&self, room: u32) -> Option<String> {
        let history = self.board.history;
        let line = history.rooms.get(room as usize)?;
        let now = history.versions_of(room).last().filter(|version| version.until == NaiveDate::MAX)?;
        if self.seen.may(Action::ManageBuildout) {
            return Some(format!("/staff/build/{}", line.code));
        }
        now.facts.stage.is_public().then(|| format!("/rooms/{}", line.code))
    }
}

fn took(opened: NaiveDate, closed: Option<NaiveDate>) -> Cell {
    closed.map_or(Cell::Empty, |on| Cell::count((on - opened).num_days()))
}
