//! What several pages show: targets beside what there is, rooms by street and class, and the rooms behind a number.

use chrono::NaiveDate;
use domain::targets::{Count, Counted, Judged, Scope};
use domain::{AreaClass, AreaCode, Word};
use maud::{Markup, html};

use super::asked::{Asked, NONE};
use crate::ui::Visit;

/// Which rooms a target speaks of, in words.
pub(crate) fn scope_words(scope: &Scope, visit: &Visit) -> String {
    let lang = visit.lang;
    let street = scope.street.map(|code| street_words(code, visit));
    let parts = [
        Some(street.unwrap_or_else(|| visit.region_name().to_owned())),
        scope.class.map(|class| lang.target_class(class.word())),
        scope.venue.map(|venue| lang.venue_type(venue).to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The name of a street; its code where the region has none of it.
pub(super) fn street_words(code: AreaCode, visit: &Visit) -> String {
    visit.street_name(code)
}

/// The rooms of a target as a question.
fn asked_of(asked: &Asked, scope: &Scope) -> Asked {
    let street = scope.street.map_or_else(String::new, |code| code.to_string());
    asked.of(&street, scope.class.map_or("", Word::word), scope.venue.map_or("", Word::word))
}

/// Targets beside what there is; `link` gives the address of the rooms behind a number.
pub(super) fn targets(
    count: &Count,
    expected: Option<&[(Counted, NaiveDate)]>,
    asked: &Asked,
    link: impl Fn(&Asked) -> String,
    visit: &Visit,
) -> Markup {
    let lang = visit.lang;
    let heads = [
        lang.target_scope(),
        lang.target_wanted(),
        lang.target_open(),
        lang.target_expected(),
        lang.target_missing(),
        lang.target_source(),
    ];
    let coming = |judged: &Judged| expected.map(|all| all.iter().filter(|(room, _)| room.is_in(&judged.scope)).count());
    html! {
        @if count.targets.is_empty() { p.quiet { (lang.target_none(count.year)) } } @else {
            div.scroll-x tabindex="0" role="region" aria-label=(lang.target_title()) {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for judged in &count.targets {
                            @let rooms = asked_of(asked, &judged.scope);
                            tr {
                                td data-label=(heads[0]) { a href={ "/staff/targets/" (judged.target) } { (scope_words(&judged.scope, visit)) } }
                                td.num data-label=(heads[1]) { (judged.rooms) }
                                td.num data-label=(heads[2]) { a href=(link(&rooms)) { (judged.open.len()) } }
                                td.num data-label=(heads[3]) {
                                    @if let Some(coming) = coming(judged) { a href=(link(&rooms.expected())) { (coming) } } @else { "–" }
                                }
                                td data-label=(heads[4]) { (missing(judged, coming(judged), visit)) }
                                td data-label=(heads[5]) { (judged.source) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How many rooms are missing, today and after those that are expected.
fn missing(judged: &Judged, coming: Option<usize>, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        @match judged.missing(0) {
            0 => { (lang.target_reached()) },
            missing => {
                strong.num { (missing) }
                @if let Some(coming) = coming.filter(|coming| *coming > 0) { " " small.quiet { (lang.target_missing_then(judged.missing(coming))) } }
            },
        }
    }
}

/// Open rooms by street and class, each number a way to its rooms; where a target stands for exactly those, it follows.
pub(super) fn matrix(count: &Count, asked: &Asked, link: impl Fn(&Asked) -> String, visit: &Visit) -> Markup {
    let (lang, region) = (visit.lang, &visit.registry.region);
    let classes = AreaClass::ALL.iter().map(|class| (class.word(), lang.target_class(class.word())));
    let columns: Vec<(&str, String)> = [("", lang.target_all().to_owned())]
        .into_iter()
        .chain(classes)
        .chain([(NONE, lang.target_no_class().to_owned())])
        .collect();
    let streets = region.streets.iter().map(|street| (street.code.as_str(), street.name(lang.is_english()).to_owned()));
    let rows: Vec<(&str, String)> = [("", visit.region_name().to_owned())]
        .into_iter()
        .chain(streets)
        .chain([(NONE, lang.target_no_street().to_owned())])
        .collect();
    let number = |street: &str, class: &str| {
        let rooms = asked.of(street, class, "");
        let open = count.rooms.iter().filter(|room| rooms.fits(room, region)).count();
        let target = exactly(street, class).and_then(|scope| count.target(&scope));
        (rooms, open, target)
    };
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.target_matrix()) {
            table {
                thead { tr { th scope="col" { (lang.build_street()) } @for (_, head) in &columns { th.num scope="col" { (head) } } } }
                tbody {
                    @for (street, name) in &rows {
                        @if *street != NONE || number(street, "").1 > 0 {
                            tr {
                                th scope="row" { (name) }
                                @for (class, _) in &columns {
                                    @let (rooms, open, target) = number(street, class);
                                    td.num {
                                        @if open > 0 { a href=(link(&rooms)) { (open) } } @else { (open) }
                                        @if let Some(target) = target { " / " (target.rooms) }
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

/// The scope of a street and class; none of the rooms without.
fn exactly(street: &str, class: &str) -> Option<Scope> {
    let street = if street.is_empty() { None } else { Some(AreaCode::new(street).ok().filter(|_| street != NONE)?) };
    let class = if class.is_empty() { None } else { Some(AreaClass::from_word(class).ok()?) };
    Some(Scope { street, class, venue: None })
}

/// Rooms, each a way to all that is known of it; with the day planned for its opening where it has one.
pub(super) fn rooms<'a>(rooms: impl Iterator<Item = (&'a Counted, Option<NaiveDate>)>, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let rooms: Vec<_> = rooms.collect();
    let heads = [lang.rectify_room(), lang.build_street(), lang.target_class_column(), lang.build_venue_type(), lang.build_due()];
    let planned = rooms.iter().any(|(_, due)| due.is_some());
    html! {
        @if rooms.is_empty() { p.quiet { (lang.build_none()) } } @else {
            div.scroll-x tabindex="0" role="region" aria-label=(lang.target_rows()) {
                table.stack {
                    thead { tr { @for head in heads.iter().take(if planned { 5 } else { 4 }) { th scope="col" { (head) } } } }
                    tbody {
                        @for (room, due) in &rooms {
                            tr {
                                td data-label=(heads[0]) { a href={ "/staff/build/" (room.code) } { (room.code) " " (room.name) } }
                                td data-label=(heads[1]) { @if let Some(code) = room.street { (street_words(code, visit)) } @else { "–" } }
                                td data-label=(heads[2]) { @if let Some(class) = room.class { (class) } @else { "–" } }
                                td data-label=(heads[3]) { (lang.venue_type(room.venue)) }
                                @if let Some(due) = due { td data-label=(heads[4]) { time datetime=(due) { (lang.date(*due)) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// That a day lies before anything was recorded: its numbers say nothing.
pub(super) fn before_records(day: NaiveDate, began: Option<NaiveDate>, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let before = began.filter(|began| day < *began);
    html! { @if let Some(began) = before { p.wrong { (lang.target_before_records(lang.date(began), lang.date(day))) } } }
}

/// What is counted, in words: wherever a number of targets is shown.
pub(super) fn counted(visit: &Visit) -> Markup {
    html! { p.quiet { (visit.lang.target_counted()) } }
}
