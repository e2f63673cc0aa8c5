//! What several pages of figures show: numbers that lead to their rows, and numbers by street, class and venue.

use domain::figures::{Board, Figure, Narrow, Number, Pick, Version};
use domain::money::Fen;
use domain::{AreaClass, VenueType, Word};
use maud::{Markup, html};

use super::asked::{Asked, NONE};
use super::seen::Seen;
use crate::ui::Visit;
use crate::ui::chart::{self, Bar};
use crate::ui::workbook::Cell;

/// The numbers of a day, in the order in which they are shown.
pub(super) const STANDING: [Figure; 11] = [
    Figure::RoomsOpen,
    Figure::RoomsSuspended,
    Figure::RoomsComing,
    Figure::RoomsClosed,
    Figure::RoomsChecked,
    Figure::RoomsPassing,
    Figure::RoomsFailing,
    Figure::RoomsUnchecked,
    Figure::ItemsOpen,
    Figure::ItemsOverdue,
    Figure::ReportsOpen,
];

/// The numbers of a period.
pub(super) const HAPPENED: [Figure; 7] = [
    Figure::Inspections,
    Figure::InspectionsPassed,
    Figure::ItemsFound,
    Figure::ItemsMended,
    Figure::ReportsReceived,
    Figure::ReportsClosed,
    Figure::Paid,
];

/// What stands in a table by street, class or venue.
const SPLIT: [Figure; 5] =
    [Figure::RoomsOpen, Figure::RoomsChecked, Figure::RoomsPassing, Figure::RoomsFailing, Figure::ItemsOpen];

/// A value as people read it.
pub(super) fn value(figure: Figure, value: i64) -> String {
    if figure == Figure::Paid { Fen(value).to_string() } else { value.to_string() }
}

/// A number that leads to its rows.
pub(super) fn linked(number: &Number, asked: &Asked) -> Markup {
    let text = value(number.figure, number.value);
    html! { @if number.rows.is_empty() { (text) } @else { a href=(asked.rows_of(number.figure)) { (text) } } }
}

/// A cell of a row.
pub(super) fn shown(cell: &Cell) -> Markup {
    html! {
        @match cell {
            Cell::Empty => "–",
            Cell::Text(text) | Cell::Sheet(text, _) => (text),
            Cell::Number(number) => (number),
            Cell::Money(fen) => (Fen(*fen)),
            Cell::Day(day) => time datetime=(day) { (day) },
        }
    }
}

/// Which rooms are asked for, in words.
pub(super) fn narrow_words(narrow: &Narrow, visit: &Visit) -> String {
    let lang = visit.lang;
    let street = match narrow.street {
        Pick::All => visit.region_name().to_owned(),
        Pick::Without => lang.target_no_street().to_owned(),
        Pick::Of(code) => {
            let street = visit.registry.region.street(code);
            street.map_or_else(|| code.to_string(), |street| street.name(lang.is_english()).to_owned())
        }
    };
    let class = match narrow.class {
        Pick::All => None,
        Pick::Without => Some(lang.target_no_class().to_owned()),
        Pick::Of(class) => Some(lang.target_class(class.word())),
    };
    let venue = narrow.venue.map(|venue| lang.venue_type(venue).to_owned());
    [Some(street), class, venue].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// By what rooms are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Street,
    Class,
    Venue,
}

/// One line of a table by street, class or venue.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) asked: Asked,
    pub(super) numbers: Vec<Number>,
}

/// The numbers that are split by street, class and venue.
pub(super) fn whole(board: &Board<'_>) -> [Number; SPLIT.len()] {
    SPLIT.map(|figure| board.number(figure))
}

/// Numbers by street, class or venue; what has no rooms at all and is no official part is left out.
pub(super) fn split(board: &Board<'_>, all: &[Number], asked: &Asked, by: By, visit: &Visit) -> Vec<Part> {
    let lang = visit.lang;
    let names: Vec<(&str, String)> = match by {
        By::Street => {
            let streets = &visit.registry.region.streets;
            let streets = streets.iter().map(|street| (street.code.as_str(), street.name(lang.is_english()).to_owned()));
            streets.chain([(NONE, lang.target_no_street().to_owned())]).collect()
        }
        By::Class => {
            let classes = AreaClass::ALL.iter().map(|class| (class.word(), lang.class(*class).to_owned()));
            classes.chain([(NONE, lang.target_no_class().to_owned())]).collect()
        }
        By::Venue => VenueType::ALL.iter().map(|venue| (venue.word(), lang.venue_type(*venue).to_owned())).collect(),
    };
    let keys: Vec<Vec<&str>> = all.iter().map(|number| keys(board, number, by)).collect();
    let part = |(word, name): (&str, String)| {
        let asked = asked.with(|asked| {
            let field = match by {
                By::Street => &mut asked.street,
                By::Class => &mut asked.class,
                By::Venue => &mut asked.venue,
            };
            word.clone_into(field);
        });
        let of = |(number, keys): (&Number, &Vec<&str>)| {
            let rows = number.rows.iter().zip(keys).filter(|(_, key)| **key == word).map(|(row, _)| *row);
            let rows: Vec<u32> = rows.collect();
            Number { figure: number.figure, value: i64::try_from(rows.len()).unwrap_or(i64::MAX), rows, days: None }
        };
        Part { name, asked, numbers: all.iter().zip(&keys).map(of).collect() }
    };
    let parts = names.into_iter().map(part);
    parts.filter(|part| by == By::Class || part.numbers.iter().any(|number| number.value > 0)).collect()
}

/// The word by which each row of a number is told apart.
fn keys<'a>(board: &'a Board<'_>, number: &Number, by: By) -> Vec<&'a str> {
    let facts = |row: &u32| {
        let subject = number.figure.subject();
        let version: Option<&Version> = board.history.versions.get(*row as usize);
        match subject {
            domain::figures::Subject::Rooms => version.map(|version| &version.facts),
            _ => board.room(subject, *row).and_then(|room| board.history.facts(room, board.ask.on)),
        }
    };
    let key = |row: &u32| {
        let Some(facts) = facts(row) else { return NONE };
        match by {
            By::Street => facts.street.as_ref().map_or(NONE, domain::AreaCode::as_str),
            By::Class => facts.class.map_or(NONE, Word::word),
            By::Venue => facts.venue.word(),
        }
    };
    number.rows.iter().map(key).collect()
}

/// A table by street, class or venue, and a chart of how many open rooms were checked.
pub(super) fn parts(parts: &[Part], by: By, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let (id, title, first) = match by {
        By::Street => ("by-street", lang.figures_by_street(), lang.build_street()),
        By::Class => ("by-class", lang.figures_by_class(), lang.target_class_column()),
        By::Venue => ("by-venue", lang.figures_by_venue(), lang.build_venue_type()),
    };
    let heads = [
        lang.figures_short_open(),
        lang.figures_short_checked(),
        lang.figures_short_passing(),
        lang.figures_short_failing(),
        lang.figures_short_items(),
    ];
    html! {
        h2 { (title) }
        div.scroll-x tabindex="0" role="region" aria-label=(title) {
            table {
                thead { tr { th scope="col" { (first) } @for head in heads { th.num scope="col" { (head) } } } }
                tbody {
                    @for part in parts {
                        tr {
                            th scope="row" { (part.name) }
                            @for number in &part.numbers { td.num { (linked(number, &part.asked)) } }
                        }
                    }
                }
            }
        }
        (checked_chart(parts, id, first, visit))
    }
}

fn checked_chart(parts: &[Part], id: &str, first: &str, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let value = |part: &Part, place: usize| part.numbers.get(place).map_or(0, |number| number.value);
    let bar = |part: &Part| Bar { label: part.name.clone(), value: value(part, 0), part: Some(value(part, 1)) };
    let bars: Vec<Bar> = parts.iter().map(bar).collect();
    let title = lang.figures_chart_checked(first);
    let words = chart::Words {
        id,
        title: &title,
        label: first,
        value: lang.figures_short_open(),
        part: lang.figures_short_checked(),
        as_table: lang.figures_as_table(),
    };
    html! { @if !bars.is_empty() { (chart::bars(&bars, &words)) } }
}

/// Numbers of a period, with the days that it took.
pub(super) fn days_said(number: &Number, visit: &Visit) -> String {
    number.days.map_or_else(|| "–".to_owned(), |median| visit.lang.median_days(median))
}

/// The figures of a list that are for the visitor.
pub(super) fn for_visitor<'a>(figures: &'a [Figure], seen: &'a Seen) -> impl Iterator<Item = Figure> + 'a {
    figures.iter().copied().filter(|figure| seen.shows(*figure))
}
