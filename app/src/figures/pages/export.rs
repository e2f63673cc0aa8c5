//! Figures as workbooks: the rows behind a number, and a report whose first sheet leads to the sheets of its rows.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::Word;
use domain::figures::{Board, Figure, Number};

use super::asked::Asked;
use super::lines::{Lines, Row};
use super::report::{Period, by_now};
use super::rows;
use super::seen::Seen;
use super::tables::{By, HAPPENED, STANDING, for_visitor, split, whole};
use super::targets::{Targets, missing};
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::targets::scope_words;
use crate::ui::workbook::{Cell, Sheet, sheet_name, workbook};
use crate::ui::{AppError, Visit};

/// Characters of a column of numbers, and of names.
const NUMBER: u16 = 14;
const NAME: u16 = 34;

/// `GET /staff/figures/rows.xlsx`
pub(super) async fn rows(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    let seen = match Seen::by(&state, &visit, &who).await {
        Ok(seen) => seen,
        Err(refused) => return *refused,
    };
    let Some(figure) = asked.figure() else { return AppError::NoPage.page(&visit) };
    if !seen.shows(figure) {
        return AppError::NotAllowed.page(&visit);
    }
    let title = visit.lang.figures_rows_title(visit.lang.figure(figure));
    let file = format!("muying-{}.xlsx", figure.word().replace('_', "-"));
    let now = visit.now;
    workbook(&file, title, now, move |add| {
        let (board, number) = rows::rows(&asked, &seen, figure);
        let lines = Lines { board: &board, seen: &seen, visit: &visit };
        add(sheet(&lines, &number, visit.lang.figure(figure)));
    })
}

/// A report. Every figure on its first sheet leads to the sheet with its rows.
pub(super) fn report(visit: Visit, seen: Seen, period: Period, targets: Option<Targets>) -> Response {
    let (title, file, now) = (period.title(&visit), format!("muying-{}.xlsx", period.name), visit.now);
    workbook(&file, title, now, move |add| {
        let [this, before] = period.asks(&seen).map(|ask| Board::of(&seen.history, ask));
        let figures: Vec<Figure> = for_visitor(&STANDING, &seen).chain(for_visitor(&HAPPENED, &seen)).collect();
        add(numbers(&before, &this, &figures, &seen, &visit));
        add(by_street(&this, &visit));
        if let Some(targets) = &targets {
            add(of_targets(targets, &visit));
        }
        let lines = Lines { board: &this, seen: &seen, visit: &visit };
        for figure in figures {
            add(sheet(&lines, &this.number(figure), &rows_sheet(figure, &visit)));
        }
    })
}

/// The name of the sheet with the rows behind a figure, numbered: names are cut, and no two may be the same.
fn rows_sheet(figure: Figure, visit: &Visit) -> String {
    let name = visit.lang.figure(figure);
    let place = Figure::ALL.iter().position(|other| *other == figure).map_or(0, |place| place + 1);
    sheet_name(&format!("{place} {name}"))
}

/// The rows behind a number.
fn sheet<'a>(lines: &'a Lines<'a>, number: &'a Number, name: &str) -> Sheet<'a> {
    let subject = number.figure.subject();
    let rows = number.rows.iter().filter_map(move |row| lines.row(subject, *row)).map(|Row { cells, .. }| cells);
    Sheet { name: sheet_name(name), head: lines.heads(subject), rows: Box::new(rows) }
}

fn numbers<'a>(before: &Board<'_>, this: &Board<'_>, figures: &[Figure], seen: &Seen, visit: &Visit) -> Sheet<'a> {
    let lang = visit.lang;
    let now = by_now(this, seen);
    let cell = |figure, value| if figure == Figure::Paid { Cell::Money(value) } else { number(value) };
    let row = |figure: &Figure| {
        let figure = *figure;
        let (old, new, later) = (before.number(figure), this.number(figure), now.number(figure));
        let days = |day: Option<i64>| day.map_or(Cell::Empty, number);
        vec![
            Cell::Sheet(lang.figure(figure).to_owned(), rows_sheet(figure, visit)),
            cell(figure, old.value),
            cell(figure, new.value),
            cell(figure, new.value - old.value),
            if figure.is_of_period() { cell(figure, later.value - new.value) } else { Cell::Empty },
            days(new.days.map(|median| median.lower)),
            days(new.days.map(|median| median.upper)),
        ]
    };
    let rows: Vec<Vec<Cell>> = figures.iter().map(row).collect();
    let middle = lang.figures_days_middle();
    let head = [
        (lang.figures_figure().to_owned(), NAME),
        (before.ask.on.to_string(), NUMBER),
        (this.ask.on.to_string(), NUMBER),
        (lang.figures_difference().to_owned(), NUMBER),
        (lang.figures_late().to_owned(), NUMBER),
        (format!("{middle} ≥"), NUMBER),
        (format!("{middle} ≤"), NUMBER),
    ];
    Sheet { name: sheet_name(lang.figures_sheet_numbers()), head: head.into(), rows: Box::new(rows.into_iter()) }
}

fn by_street<'a>(board: &Board<'_>, visit: &Visit) -> Sheet<'a> {
    let lang = visit.lang;
    let parts = split(board, &whole(board), &Asked::default(), By::Street, visit);
    let heads = [
        lang.build_street(),
        lang.figures_short_open(),
        lang.figures_short_checked(),
        lang.figures_short_passing(),
        lang.figures_short_failing(),
        lang.figures_short_items(),
    ];
    let head =
        heads.into_iter().zip([NAME].into_iter().chain(std::iter::repeat(NUMBER))).map(|(head, width)| (head.to_owned(), width));
    let rows: Vec<Vec<Cell>> = parts
        .into_iter()
        .map(|part| [Cell::text(part.name)].into_iter().chain(part.numbers.iter().map(|of| number(of.value))).collect())
        .collect();
    Sheet { name: sheet_name(lang.figures_by_street()), head: head.collect(), rows: Box::new(rows.into_iter()) }
}

fn of_targets<'a>(targets: &Targets, visit: &Visit) -> Sheet<'a> {
    let lang = visit.lang;
    let head = [
        (lang.target_scope().to_owned(), NAME),
        (lang.target_wanted().to_owned(), NUMBER),
        (lang.target_open().to_owned(), NUMBER),
        (lang.target_missing().to_owned(), NUMBER),
        (lang.target_source().to_owned(), NAME),
    ];
    let row = |line: &super::targets::Line| {
        vec![
            Cell::text(scope_words(&line.scope, visit)),
            Cell::count(line.rooms),
            Cell::count(line.open),
            Cell::count(missing(line)),
            Cell::text(line.source.clone()),
        ]
    };
    let rows: Vec<Vec<Cell>> = targets.lines.iter().map(row).collect();
    Sheet { name: sheet_name(lang.figures_targets()), head: head.into(), rows: Box::new(rows.into_iter()) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a district are exact in a float")]
fn number(value: i64) -> Cell {
    Cell::Number(value as f64)
}
