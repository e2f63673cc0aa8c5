//! `/staff/figures/rows`: the rows behind a number, each leading to what it is.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::figures::{Ask, Board, Change, Figure, Number};
use domain::money::Fen;
use maud::{Markup, html};

use super::asked::Asked;
use super::lines::{Lines, Row};
use super::seen::Seen;
use super::tables::{narrow_words, shown};
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Rows a page.
const A_PAGE: usize = 500;

/// `GET /staff/figures/rows`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    let seen = match Seen::by(&state, &visit, &who).await {
        Ok(seen) => seen,
        Err(refused) => return *refused,
    };
    match asked.figure() {
        Some(figure) if seen.shows(figure) => page(&visit, &asked, &seen, figure),
        Some(_) => AppError::NotAllowed.page(&visit),
        None => AppError::NoPage.page(&visit),
    }
}

/// The rows that are asked for, and the board of the day on which they stand.
pub(super) fn rows<'a>(asked: &Asked, seen: &'a Seen, figure: Figure) -> (Board<'a>, Number) {
    let ask = asked.ask(seen.today, seen.restricted);
    let after = Board::of(&seen.history, ask);
    if figure.is_of_period() || !matches!(asked.change.as_str(), "came" | "went") {
        let number = after.number(figure);
        return (after, number);
    }
    let before = Board::of(&seen.history, Ask { on: ask.since, known: ask.since, ..ask });
    let Change { before: old, after: new, came, went } = Change::of(figure, &before, &after);
    let count = |rows: Vec<u32>, of| Number { value: i64::try_from(rows.len()).unwrap_or(i64::MAX), rows, ..of };
    if asked.change == "came" { (after, count(came, new)) } else { (before, count(went, old)) }
}

fn page(visit: &Visit, asked: &Asked, seen: &Seen, figure: Figure) -> Response {
    let lang = visit.lang;
    let (board, number) = rows(asked, seen, figure);
    let pages = number.rows.len().div_ceil(A_PAGE).max(1);
    let page = asked.page().min(pages);
    let lines = Lines { board: &board, seen, visit };
    let on_page = number.rows.iter().skip((page - 1) * A_PAGE).take(A_PAGE);
    let rows: Vec<Row> = on_page.filter_map(|row| lines.row(figure.subject(), *row)).collect();
    let (title, back) = (lang.figures_rows_title(lang.figure(figure)), asked.with(|asked| asked.figure.clear()));
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href={ "/staff/figures?" (back.with(|asked| { asked.change.clear(); asked.page.clear(); }).query()) } { (lang.figures_all_figures()) } }
            h1 { (title) }
            p.lead { (narrow_words(&board.ask.narrow, visit)) }
            p { (said(asked, figure, seen, &number, visit)) }
            @if number.rows.is_empty() { p.quiet { (lang.figures_rows_none()) } } @else {
                ul.downloads role="list" { li { a.button href={ "/staff/figures/rows.xlsx?" (asked.with(|asked| asked.page.clear()).query()) } { (lang.figures_xlsx()) } } }
                (table(&lines.heads(figure.subject()), &rows, &title))
                (pager(asked, page, pages, visit))
            }
            p.quiet { (lang.figures_counted()) }
        }
    };
    Frame::new(visit, title).around(&main)
}

/// Which rows these are, and how many.
fn said(asked: &Asked, figure: Figure, seen: &Seen, number: &Number, visit: &Visit) -> String {
    let lang = visit.lang;
    let ask = asked.ask(seen.today, seen.restricted);
    let (since, on, count) = (lang.date(ask.since), lang.date(ask.on), number.rows.len());
    if !figure.is_of_period() {
        return match asked.change.as_str() {
            "came" => lang.figures_rows_came(on, since, count),
            "went" => lang.figures_rows_went(since, on, count),
            _ => lang.figures_rows_on(on, count),
        };
    }
    let mut said = lang.figures_rows_period(since, on, count);
    let more = [
        (figure == Figure::Paid).then(|| lang.figures_rows_sum(Fen(number.value))),
        (ask.known > ask.on).then(|| lang.figures_rows_known(lang.date(ask.known))),
    ];
    for sentence in more.into_iter().flatten() {
        said.push(' ');
        said.push_str(&sentence);
    }
    said
}

fn table(heads: &[(String, u16)], rows: &[Row], title: &str) -> Markup {
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(title) {
            table.stack {
                thead { tr { @for (head, _) in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (cell, place) in row.cells.iter().zip(0..) {
                                td data-label=(heads.get(place).map_or("", |(head, _)| head)) {
                                    @match row.href.as_ref().filter(|_| place == 0) {
                                        Some(href) => { a href=(href) { (shown(cell)) } },
                                        None => { (shown(cell)) },
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn pager(asked: &Asked, page: usize, pages: usize, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let link = |page: usize| format!("/staff/figures/rows?{}", asked.with(|asked| asked.page = page.to_string()).query());
    html! {
        @if pages > 1 {
            nav.pager aria-label=(lang.figures_rows_page(page, pages)) {
                @if page > 1 { a.button rel="prev" href=(link(page - 1)) { (lang.figures_rows_previous()) } }
                span { (lang.figures_rows_page(page, pages)) }
                @if page < pages { a.button rel="next" href=(link(page + 1)) { (lang.figures_rows_next()) } }
            }
        }
    }
}
