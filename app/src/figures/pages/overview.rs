//! `/staff/figures`: any two days beside each other, and what happened in between.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::Datelike;
use domain::figures::{Ask, Board, Figure};
use domain::{AreaClass, VenueType, Word};
use maud::{Markup, html};

use super::asked::{Asked, NONE};
use super::public::years;
use super::seen::Seen;
use super::standing::{Rooms, standing};
use super::tables::{By, HAPPENED, days_said, for_visitor, linked, parts, split, whole};
use super::{streets, targets};
use crate::accounts::SignedIn;
use crate::shapes::{Boundaries, boundaries, section};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/figures`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    let seen = match Seen::by(&state, &visit, &who).await {
        Ok(seen) => seen,
        Err(refused) => return *refused,
    };
    let lang = visit.lang;
    let ask = asked.ask(seen.today, seen.restricted);
    let asked = asked.with_days(ask.since, ask.on);
    let after = Board::of(&seen.history, Ask { known: ask.on, ..ask });
    let before = Board::of(&seen.history, Ask { on: ask.since, known: ask.since, ..ask });
    let all = whole(&after);
    let boundaries = boundaries(&state).await;
    let rows = match &boundaries {
        // The table by street says the same.
        Boundaries::None => Vec::new(),
        _ => match targets::read(&state, &visit, &seen, ask.on.year(), ask.on).await {
            Ok(targets) => streets::rows(&targets, (&after, &all), &asked, &visit),
            Err(error) => return AppError::away(&error, &visit),
        },
    };
    let others = after.open_rooms().saturating_sub(rows.iter().map(|row| row.open).sum());
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.figures_title()) }
            p { (lang.figures_lead()) }
            (question(&asked, &visit))
            (reports(&seen, &visit))
            (before_records(&seen, &ask, &visit))
            h2 { (lang.figures_standing()) }
            (standing((&before, &after), &asked, &seen, Rooms::Told, &visit))
            p.quiet { (lang.figures_counted()) " " (lang.figures_checked_means()) }
            h2 { (lang.figures_period()) }
            p { (lang.figures_period_of(lang.date(ask.since), lang.date(ask.on))) }
            (happened(&after, &asked, &seen, &visit))
            p.quiet { (lang.figures_days_hint()) }
            @for by in [By::Street, By::Class, By::Venue] { (parts(&split(&after, &all, &asked, by, &visit), by, &visit)) }
            @if matches!(boundaries, Boundaries::None) { p.quiet { (lang.shapes_none()) } }
            @if !rows.is_empty() { (section(&boundaries, &rows, others, &visit)) }
            h2 { (lang.figures_by_year()) }
            (years(&seen.history, ask.on, &ask.narrow, &visit))
        }
    };
    Frame::new(&visit, lang.figures_title()).around(&main)
}

fn question(asked: &Asked, visit: &Visit) -> Markup {
    let (lang, region) = (visit.lang, &visit.registry.region);
    html! {
        form.question method="get" action="/staff/figures" {
            label.entry { span { (lang.figures_on()) } input type="date" name="on" value=(asked.on); }
            label.entry { span { (lang.figures_against()) } input type="date" name="against" value=(asked.against); }
            label.entry {
                span { (lang.build_street()) }
                select name="street" {
                    option value="" { (lang.figures_any_street()) }
                    @for street in &region.streets {
                        option value=(street.code) selected[street.code.as_str() == asked.street] { (street.name(lang.is_english())) }
                    }
                    option value=(NONE) selected[asked.street == NONE] { (lang.target_no_street()) }
                }
            }
            label.entry {
                span { (lang.target_class_column()) }
                select name="class" {
                    option value="" { (lang.target_any_class()) }
                    @for class in AreaClass::ALL { option value=(class) selected[class.word() == asked.class] { (lang.class(*class)) } }
                    option value=(NONE) selected[asked.class == NONE] { (lang.target_no_class()) }
                }
            }
            label.entry {
                span { (lang.build_venue_type()) }
                select name="venue" {
                    option value="" { (lang.target_any_venue()) }
                    @for venue in VenueType::ALL { option value=(venue) selected[venue.word() == asked.venue] { (lang.venue_type(*venue)) } }
                }
            }
            button.button { (lang.audit_show()) }
        }
    }
}

/// The ways to the reports of this year and the last one, and of this month.
fn reports(seen: &Seen, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let (year, month) = (seen.today.year(), seen.today.format("%Y-%m").to_string());
    html! {
        ul.downloads role="list" {
            @for year in [year - 1, year] {
                li { a.button href={ "/staff/figures/year/" (year) } { (lang.figures_year_report(year)) } }
            }
            li { a.button href={ "/staff/figures/month/" (month) } { (lang.figures_month_report(&month)) } }
            li { a.button href="/progress" { (lang.target_public()) } }
        }
    }
}

/// That a day lies before anything was recorded: its numbers say nothing.
pub(super) fn before_records(seen: &Seen, ask: &Ask, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let began = seen.history.began();
    let early = |began| [ask.since, ask.on].into_iter().find(|day| *day < began).map(|day| (began, day));
    html! {
        @if let Some((began, day)) = began.and_then(early) {
            p.mind { (lang.figures_before_records(lang.date(began), lang.date(day))) }
        }
    }
}

fn happened(board: &Board<'_>, asked: &Asked, seen: &Seen, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.figures_figure(), lang.figures_number(), lang.figures_days_middle()];
    let open = board.number(Figure::ItemsOpen);
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.figures_period()) {
            table.stack {
                thead { tr { th scope="col" { (heads[0]) } th.num scope="col" { (heads[1]) } th scope="col" { (heads[2]) } } }
                tbody {
                    @for figure in for_visitor(&HAPPENED, seen) {
                        @let number = board.number(figure);
                        tr {
                            th scope="row" { (lang.figure(figure)) }
                            td.num data-label=(heads[1]) { (linked(&number, asked)) }
                            td data-label=(heads[2]) {
                                (days_said(&number, visit))
                                @if figure == Figure::ItemsMended && open.value > 0 { " " small.quiet { (lang.figures_still_open(open.value)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
