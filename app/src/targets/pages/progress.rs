//! `/progress`: how many rooms are open, how far the year's targets are reached, and how many rooms were inspected.
//! Rooms come from the snapshot; targets and past years are asked of the database, and the page does without where it is away.

use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use domain::figures::{History, Narrow, is_recent};
use domain::targets::{Count, Scope, is_counted};
use domain::{AreaClass, Room, Word};
use maud::{Markup, html};

use super::tables::scope_words;
use crate::figures::pages::{rectified, target_chart, years};
use crate::i18n::moment_text;
use crate::inspections::Certified;
use crate::shapes::{StreetRow, boundaries, section};
use crate::state::AppState;
use crate::targets::store;
use crate::ui::chart::{self, Bar, Words};
use crate::ui::{Frame, Visit};

/// A room that counts, and its latest confirmed inspection.
type Open<'a> = (&'a Room, Option<&'a Certified>);

/// `GET /progress`
pub(super) async fn show(State(state): State<AppState>, visit: Visit) -> Response {
    let (lang, registry) = (visit.lang, &visit.registry);
    let today = visit.today();
    let entries = registry.entries().iter().chain(registry.shut()).filter(|entry| is_counted(&entry.room));
    let open: Vec<Open<'_>> = entries.map(|entry| (&entry.room, registry.certified(entry))).collect();
    let targets = match store::list(&state.db, today.year()).await {
        Ok(targets) => Some(targets),
        Err(error) => {
            tracing::warn!(%error, "the progress page is shown without targets");
            None
        }
    };
    let history = match state.figures.history(&state.db, visit.standards()).await {
        Ok(history) => Some(history),
        Err(error) => {
            tracing::warn!(%error, "the progress page is shown without what was read last of past years");
            state.figures.last()
        }
    };
    let count = targets.map(|targets| Count::of(today.year(), today, open.iter().map(|(room, _)| *room), &targets, visit.now));
    let (boundaries, rows) = (boundaries(&state).await, street_rows(&open, count.as_ref(), today, &visit));
    let others = open.len() - rows.iter().map(|row| row.open).sum::<usize>();
    let as_of = registry.region.local(visit.freshness.map_or(visit.now, |fresh| fresh.as_of));
    let lead = lang.progress_lead(visit.region_name(), open.len());
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.progress_title()) }
            p.lead { (lead) }
            p { (lang.progress_as_of(moment_text(lang, as_of))) " " (lang.target_counted()) }
            h2 { (lang.progress_targets(today.year())) }
            @match &count {
                Some(count) => (targets_table(count, &visit)),
                None => p.wrong { (lang.progress_no_targets_now()) },
            }
            h2 { (lang.progress_rooms()) }
            p { (lang.progress_inspected_hint()) }
            (split(("by-street", lang.build_street()), &by_street(&open, &visit), today, &visit))
            (split(("by-class", lang.target_class_column()), &by_class(&open, &visit), today, &visit))
            (section(&boundaries, &rows, others, &visit))
            (past(history.as_deref(), today, &visit))
            p { a href="/standards" { (lang.progress_standards()) } " · " a href="/data" { (lang.site_open_data()) } }
        }
    };
    Frame { description: Some(lead), ..Frame::new(&visit, lang.progress_title()) }.around(&main)
}

fn targets_table(count: &Count, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.target_scope(), lang.target_wanted(), lang.target_open(), lang.target_missing(), lang.target_source()];
    html! {
        @if count.targets.is_empty() { p { (lang.progress_no_target(count.year)) } } @else {
            div.scroll-x tabindex="0" role="region" aria-label=(lang.progress_targets(count.year)) {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for judged in &count.targets {
                            tr {
                                td data-label=(heads[0]) { (scope_words(&judged.scope, visit)) }
                                td.num data-label=(heads[1]) { (judged.rooms) }
                                td.num data-label=(heads[2]) {
                                    (judged.open.len()) " "
                                    progress aria-hidden="true" value=(judged.open.len()) max=(judged.rooms.max(1)) {}
                                }
                                td.num data-label=(heads[3]) {
                                    @match judged.missing(0) { 0 => (lang.target_reached()), missing => (missing) }
                                }
                                td data-label=(heads[4]) { (judged.source) }
                            }
                        }
                    }
                }
            }
            (target_chart(count.targets.iter().map(|judged| (&judged.scope, judged.rooms, judged.open.len())), visit))
        }
    }
}

/// The years on record, and how long faults took; what cannot be read is said.
fn past(history: Option<&History>, today: NaiveDate, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        h2 { (lang.figures_by_year()) }
        @match history {
            Some(history) => { (years(history, today, &Narrow::default(), visit)) (rectified(history, today, visit)) },
            None => p.wrong { (lang.figures_away()) },
        }
    }
}

/// Rooms by street, in the region's order, those of no street last, and all of them.
fn by_street<'a>(open: &[Open<'a>], visit: &Visit) -> Vec<(String, Vec<Open<'a>>)> {
    let (lang, region) = (visit.lang, &visit.registry.region);
    let of = |wanted: &dyn Fn(&Room) -> bool| open.iter().filter(|(room, _)| wanted(room)).copied().collect::<Vec<_>>();
    let streets = region
        .streets
        .iter()
        .map(|street| (street.name(lang.is_english()).to_owned(), of(&|room: &Room| room.street == Some(street.code))));
    let elsewhere = of(&|room: &Room| room.street.is_none_or(|code| region.street(code).is_none()));
    let mut rows: Vec<_> = streets.collect();
    if !elsewhere.is_empty() {
        rows.push((lang.target_no_street().to_owned(), elsewhere));
    }
    rows.push((lang.target_all().to_owned(), open.to_vec()));
    rows
}

/// What the map of streets shows, in the region's order.
fn street_rows(open: &[Open<'_>], count: Option<&Count>, today: NaiveDate, visit: &Visit) -> Vec<StreetRow> {
    let row = |street: &domain::Street| {
        let here: Vec<Open<'_>> = open.iter().filter(|(room, _)| room.street == Some(street.code)).copied().collect();
        let target = count.and_then(|count| count.target(&Scope { street: Some(street.code), ..Scope::default() }));
        let [checked, _] = inspected(&here, today);
        StreetRow { street: street.code, open: here.len(), target: target.map(|target| target.rooms), checked }
    };
    visit.registry.region.streets.iter().map(row).collect()
}

/// Rooms by class, those of none last.
fn by_class<'a>(open: &[Open<'a>], visit: &Visit) -> Vec<(String, Vec<Open<'a>>)> {
    let lang = visit.lang;
    let of = |class: Option<AreaClass>| open.iter().filter(|(room, _)| room.class() == class).copied().collect::<Vec<_>>();
    let classes = AreaClass::ALL.iter().map(|class| (lang.class(*class).to_owned(), of(Some(*class))));
    classes.chain([(lang.target_no_class().to_owned(), of(None))]).collect()
}

/// How many of the rooms were inspected within a year, and how many of these pass.
fn inspected(open: &[Open<'_>], today: NaiveDate) -> [usize; 2] {
    let recent = open.iter().filter_map(|(_, certified)| *certified).filter(|of| is_recent(of.visited, today));
    [recent.clone().count(), recent.filter(|of| of.report.passes).count()]
}

/// A table, and the same as a chart.
fn split((id, first): (&str, &str), rows: &[(String, Vec<Open<'_>>)], today: NaiveDate, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let title = lang.figures_chart_checked(first);
    let words = Words {
        id,
        title: &title,
        label: first,
        value: lang.target_open(),
        part: lang.progress_inspected(),
        as_table: lang.figures_as_table(),
    };
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let bar = |(name, open): &(String, Vec<Open<'_>>)| Bar {
        label: name.clone(),
        value: number(open.len()),
        part: Some(number(inspected(open, today)[0])),
    };
    // The sum of all would make every part look small.
    let parts = rows.iter().filter(|(name, open)| !open.is_empty() && name != lang.target_all()).map(bar).collect::<Vec<_>>();
    html! {
        (table(first, rows, today, visit))
        @if !parts.is_empty() { (chart::bars(&parts, &words)) }
    }
}

fn table(first: &str, rows: &[(String, Vec<Open<'_>>)], today: NaiveDate, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [first, lang.target_open(), lang.progress_inspected(), lang.progress_passing()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(first) {
            table {
                thead { tr { th scope="col" { (heads[0]) } @for head in &heads[1..] { th.num scope="col" { (head) } } } }
                tbody {
                    @for (name, open) in rows {
                        @let [checked, passing] = inspected(open, today);
                        tr {
                            th scope="row" { (name) }
                            td.num { (open.len()) }
                            td.num { (checked) }
                            td.num { (passing) }
                        }
                    }
                }
            }
        }
    }
}
