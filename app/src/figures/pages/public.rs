//! What everybody sees of the history: sums only, of rooms that are or were open to the public, and nothing of a camera.

use chrono::{Datelike, Days, NaiveDate};
use domain::figures::{Ask, Board, Figure, History, Median, Narrow, RECENT_DAYS, Subject};
use maud::{Markup, html};

use crate::ui::Visit;
use crate::ui::chart::{self, Bar};
use domain::targets::{counts, year_end};

/// So many years stand beside each other on a small phone.
const MOST_YEARS: usize = 11;

/// Rooms open at the ends of the years on record, the last one being the day asked for.
pub(crate) fn years(history: &History, on: NaiveDate, narrow: &Narrow, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let Some(began) = history.began().filter(|began| *began <= on) else { return Markup::default() };
    let days: Vec<NaiveDate> = (began.year()..on.year()).map(year_end).chain([on]).collect();
    let days = days.get(days.len().saturating_sub(MOST_YEARS)..).unwrap_or_default();
    let bar = |(day, open): (&NaiveDate, usize)| Bar {
        label: day.year().to_string(),
        value: i64::try_from(open).unwrap_or(i64::MAX),
        part: None,
    };
    let bars: Vec<Bar> = days.iter().zip(history.open_rooms(days, narrow)).map(bar).collect();
    let words = chart::Words {
        id: "by-year",
        title: lang.figures_by_year(),
        label: lang.target_year(),
        value: lang.figures_short_open(),
        part: "",
        as_table: lang.figures_as_table(),
    };
    html! {
        (chart::columns(&bars, &words))
        p.quiet { (lang.figures_by_year_hint(lang.date(on), lang.date(began))) }
    }
}

/// How long it took to mend what was mended within a year, and how much is still to be mended.
pub(crate) fn rectified(history: &History, today: NaiveDate, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let since = today.checked_sub_days(Days::new(RECENT_DAYS)).unwrap_or(today);
    let board = Board::of(history, Ask::of(since, today));
    // A room that never was open to the public is nobody's business here.
    let was_public = |row: &u32| {
        let versions = board.room(Subject::Items, *row).map(|room| history.versions_of(room)).unwrap_or_default();
        versions.iter().any(|of| of.from <= today && counts(of.facts.stage, of.facts.kind))
    };
    let rows = |figure| board.number(figure).rows.into_iter().filter(was_public).collect::<Vec<u32>>();
    let took = |row: &u32| history.items.get(*row as usize).and_then(|item| Some((item.mended()? - item.opened).num_days()));
    let days = Median::of(rows(Figure::ItemsMended).iter().filter_map(took).collect());
    let open = rows(Figure::ItemsOpen).len();
    html! {
        h2 { (lang.figures_progress_rectified()) }
        p {
            @match days {
                Some(median) => (lang.figures_progress_middle(median.of, lang.median_days(median))),
                None => (lang.figures_progress_no_middle()),
            }
            @if open > 0 { " " (lang.figures_still_open(open)) (lang.figures_stop()) }
        }
        p.quiet { (lang.figures_days_hint()) }
    }
}
