//! Tables that several pages of an import show.

use maud::{Markup, html};

use crate::exchange::Table;
use crate::i18n::Lang;

/// Characters of a cell that are shown.
const CELL: usize = 60;

/// A text, cut where it is long.
pub(super) fn cut(text: &str) -> String {
    if text.chars().count() <= CELL { text.to_owned() } else { text.chars().take(CELL).chain(['…']).collect() }
}

/// The first rows of a list.
pub(super) fn rows_table(table: &Table, lang: Lang) -> Markup {
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.import_first_rows()) {
            table.import-rows {
                thead { tr { th scope="col" { (lang.import_row()) } @for column in &table.columns { th scope="col" { (column) } } } }
                tbody { @for (number, cells) in &table.rows { tr { th.num scope="row" { (number) } @for cell in cells { td { (cut(cell)) } } } } }
            }
        }
    }
}

/// The pages of a long list, each a link; `link` gives the address of one.
pub(super) fn pager(page: usize, pages: usize, link: &dyn Fn(usize) -> String, lang: Lang) -> Markup {
    html! {
        @if pages > 1 {
            p.import-pages {
                @if page > 0 { a href=(link(page - 1)) { (lang.import_earlier()) } " " }
                (lang.import_page_of(page + 1, pages))
                @if page + 1 < pages { " " a href=(link(page + 1)) { (lang.import_later()) } }
            }
        }
    }
}
