//! `/staff/build`: all rooms from proposal to closure, as a table or a board.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use domain::{Action, Room, Stage, Word};
use maud::{Markup, html};

use super::asked::{Asked, Shown};
use crate::accounts::SignedIn;
use crate::i18n::Lang;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Rows of a page of the table, and cards of a column.
const ROWS: usize = 100;
const CARDS: usize = 20;

/// `GET /staff/build`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageBuildout, &visit) {
        return *refused;
    }
    let (lang, region) = (visit.lang, &visit.registry.region);
    let today = visit.today();
    let mut all = match asked.read(&state.db, region, today).await {
        Ok(all) => all,
        Err(error) => return AppError::away(&error, &visit),
    };
    all.retain(|shown| asked.fits_but_stage(shown, today));
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.build_title()) }
            p { (lang.build_lead()) }
            p { a.button.button-primary href="/staff/build/new" { (lang.build_new()) } }
            (question(&asked, &visit))
            @if let Some(past) = asked.past(today) { p.wrong { (lang.build_as_of(lang.date(past))) } }
            (stages(&asked, &all, lang))
            @if asked.is_board() { (board(&asked, &all, today, &visit)) } @else { (table(&asked, &all, today, &visit)) }
        }
    };
    Frame::new(&visit, lang.build_title()).around(&main)
}

fn question(asked: &Asked, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        form.question method="get" action="/staff/build" {
            @if !asked.stage.is_empty() { input type="hidden" name="stage" value=(asked.stage); }
            @if asked.is_board() { input type="hidden" name="view" value="board"; }
            label.entry { span { (lang.build_search()) } input type="search" name="q" value=(asked.q) autocomplete="off"; }
            label.entry {
                span { (lang.build_street()) }
                select name="street" {
                    option value="" { (lang.round_any_street()) }
                    @for street in &visit.registry.region.streets {
                        option value=(street.code) selected[street.code.as_str() == asked.street] { (street.name(lang.is_english())) }
                    }
                }
            }
            label.entry { span { (lang.build_on()) } input type="date" name="on" value=(asked.on); }
            label.check { input type="checkbox" name="late" value="yes" checked[!asked.late.is_empty()]; (lang.build_late_only()) }
            button.button { (lang.audit_show()) }
        }
    }
}

/// How many rooms stand where, each a way to them; and table or board.
fn stages(asked: &Asked, all: &[Shown], lang: Lang) -> Markup {
    let count = |stage: Stage| all.iter().filter(|shown| shown.room.stage == stage).count();
    let chosen = asked.stage();
    let other = if asked.is_board() { ("", lang.build_as_table()) } else { ("board", lang.build_as_board()) };
    html! {
        nav aria-label=(lang.build_stages()) {
            ul.wishes.stages role="list" {
                li { a.button href={ "/staff/build?" (asked.with("stage", "")) } aria-current=[chosen.is_none().then_some("true")] {
                    (lang.build_all()) " " span.num { (all.len()) }
                } }
                @for stage in Stage::ALL {
                    li { a.button href={ "/staff/build?" (asked.with("stage", stage.word())) } aria-current=[(chosen == Some(*stage)).then_some("true")] {
                        (lang.stage(*stage)) " " span.num { (count(*stage)) }
                    } }
                }
            }
        }
        p {
            a href={ "/staff/build?" (asked.with("view", other.0)) } { (other.1) } " · "
            a href={ "/staff/build.csv?" (asked.with("page", "")) } { (lang.build_csv()) } " · "
            a href={ "/staff/build/many" (many(asked, all)) } { (lang.build_many()) }
        }
    }
}

/// The rooms that are shown, for a step that is recorded for several; none where they are too many, or of the past.
fn many(asked: &Asked, all: &[Shown]) -> String {
    let wanted = all.iter().filter(|shown| asked.stage().is_none_or(|stage| shown.room.stage == stage));
    let codes: Vec<&str> = wanted.map(|shown| shown.room.code.as_str()).collect();
    let fits = !codes.is_empty() && codes.len() <= super::many::MOST;
    if fits { format!("?codes={}", codes.join("+")) } else { String::new() }
}

/// When it is to open, and how late it is.
fn due(shown: &Shown, today: NaiveDate, lang: Lang) -> Markup {
    html! {
        @if let Some(due) = shown.due.filter(|_| shown.room.stage.is_planned()) {
            time datetime=(due) { (lang.date(due)) }
            @if let Some(days) = shown.days_late(today) { " " strong.late { (lang.rectify_over(days)) } }
        } @else { "–" }
    }
}

fn street<'a>(room: &Room, visit: &'a Visit) -> &'a str {
    let street = room.street.and_then(|code| visit.registry.region.street(code));
    street.map_or("–", |street| street.name(visit.lang.is_english()))
}

fn table(asked: &Asked, all: &[Shown], today: NaiveDate, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let wanted: Vec<&Shown> = all.iter().filter(|shown| asked.stage().is_none_or(|stage| shown.room.stage == stage)).collect();
    let pages = wanted.len().div_ceil(ROWS).max(1);
    let page = asked.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    let heads = [lang.rectify_room(), lang.build_street(), lang.build_stage(), lang.build_since(), lang.build_due()];
    html! {
        @if wanted.is_empty() { p.quiet { (lang.build_none()) } } @else {
            div.scroll-x tabindex="0" role="region" aria-label=(lang.build_title()) {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for shown in wanted.iter().skip((page - 1) * ROWS).take(ROWS) {
                            tr {
                                td data-label=(heads[0]) { a href={ "/staff/build/" (shown.room.code) } { (shown.room.code) " " (shown.room.name.pick(lang.is_english())) } }
                                td data-label=(heads[1]) { (street(&shown.room, visit)) }
                                td data-label=(heads[2]) { (lang.stage(shown.room.stage)) }
                                td data-label=(heads[3]) { @if let Some(since) = shown.since { time datetime=(since) { (lang.date(since)) } } @else { "–" } }
                                td data-label=(heads[4]) { (due(shown, today, lang)) }
                            }
                        }
                    }
                }
            }
            @if pages > 1 {
                nav.pager aria-label=(lang.answer_pages()) {
                    @if page > 1 { a.button rel="prev" href={ "/staff/build?" (asked.with("page", &(page - 1).to_string())) } { (lang.answer_previous()) } }
                    span { (page) " / " (pages) }
                    @if page < pages { a.button rel="next" href={ "/staff/build?" (asked.with("page", &(page + 1).to_string())) } { (lang.answer_next()) } }
                }
            }
        }
    }
}

fn board(asked: &Asked, all: &[Shown], today: NaiveDate, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let columns = Stage::ALL.iter().filter(|stage| asked.stage().is_none_or(|wanted| wanted == **stage));
    html! {
        div.board {
            @for stage in columns {
                @let of_stage: Vec<&Shown> = all.iter().filter(|shown| shown.room.stage == *stage).collect();
                section aria-labelledby={ "stage-" (stage) } {
                    h2 id={ "stage-" (stage) } { (lang.stage(*stage)) " " span.num.quiet { (of_stage.len()) } }
                    @if of_stage.is_empty() { p.quiet { (lang.build_none_here()) } }
                    ul.people role="list" {
                        @for shown in of_stage.iter().take(CARDS) {
                            li.panel {
                                h3 { a href={ "/staff/build/" (shown.room.code) } { (shown.room.name.pick(lang.is_english())) } }
                                p { (shown.room.code) " · " (street(&shown.room, visit)) }
                                @if shown.due.is_some() && stage.is_planned() { p { (lang.build_due()) " " (due(shown, today, lang)) } }
                            }
                        }
                    }
                    @if of_stage.len() > CARDS {
                        p { a href={ "/staff/build?" (Asked { view: String::new(), ..asked.clone() }.with("stage", stage.word())) } { (lang.build_more(of_stage.len() - CARDS)) } }
                    }
                }
            }
        }
    }
}
