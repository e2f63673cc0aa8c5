//! How things stood on two days, figure by figure.

use domain::figures::{Board, Change, Figure};
use maud::{Markup, html};

use super::asked::Asked;
use super::seen::Seen;
use super::tables::{STANDING, for_visitor, linked, value};
use crate::ui::Visit;

/// Whether the rooms that came and went between the days stand beside the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rooms {
    /// They do, each number with its rows.
    Told,
    /// They do not: on paper the difference says enough.
    Counted,
}

/// The table; each number leads to its rows.
pub(super) fn standing(
    (before, after): (&Board<'_>, &Board<'_>),
    asked: &Asked,
    seen: &Seen,
    rooms: Rooms,
    visit: &Visit,
) -> Markup {
    let lang = visit.lang;
    let earlier = asked.with_days(before.ask.since, before.ask.on);
    let [since, on] = [before.ask.on, after.ask.on].map(|day| day.to_string());
    let mut heads = vec![lang.figures_figure(), &since, &on, lang.figures_difference()];
    if rooms == Rooms::Told {
        heads.extend([lang.figures_came(), lang.figures_went()]);
    }
    let part = |rows: &[u32], figure: Figure, change: &str| {
        let asked = asked.with(|asked| change.clone_into(&mut asked.change));
        html! { @if rows.is_empty() { "0" } @else { a href=(asked.rows_of(figure)) { (rows.len()) } } }
    };
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.figures_standing()) {
            table.stack {
                thead { tr { th scope="col" { (heads[0]) } @for head in &heads[1..] { th.num scope="col" { (head) } } } }
                tbody {
                    @for figure in for_visitor(&STANDING, seen) {
                        @let change = Change::of(figure, before, after);
                        tr {
                            th scope="row" { (lang.figure(figure)) }
                            td.num data-label=(heads[1]) { (linked(&change.before, &earlier)) }
                            td.num data-label=(heads[2]) { (linked(&change.after, asked)) }
                            td.num data-label=(heads[3]) { (signed(figure, change.difference())) }
                            @if rooms == Rooms::Told {
                                td.num data-label=(heads[4]) { (part(&change.came, figure, "came")) }
                                td.num data-label=(heads[5]) { (part(&change.went, figure, "went")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A difference with its sign.
pub(super) fn signed(figure: Figure, difference: i64) -> String {
    let text = value(figure, difference.abs());
    match difference {
        0 => text,
        more if more > 0 => format!("+{text}"),
        _ => format!("−{text}"),
    }
}
