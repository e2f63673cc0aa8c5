//! The panel of the room's page, and what it shares with the report.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::rectification::{camera_found, is_camera};
use domain::score::Report;
use domain::standard::Standard;
use domain::{ClauseId, Region};
use maud::{Markup, html};

use crate::i18n::Lang;
use crate::inspections::store::Certified;
use crate::ui::Visit;

/// The panel of a confirmed result: what parents want to know, and the way to every line of it.
pub fn panel(certified: &Certified, let_back: Option<&str>, visit: &Visit, lang: Lang) -> Markup {
    let Certified { inspection, visited, report, rechecked } = certified;
    let region = &visit.registry.region;
    let Some(standard) = visit.standards().version(&report.standard).map(|version| &version.standard) else { return html! {} };
    html! {
        section.panel aria-labelledby="inspected" {
            h2 #inspected { (lang.room_inspected()) }
            (result(standard, report, false, lang))
            @if let Some(words) = let_back { p { (words) } }
            dl.pairs {
                dt { (lang.inspect_visited()) } dd { time datetime=(visited) { (lang.date(*visited)) } }
                @if !rechecked.is_empty() { dt { (lang.rectify_rechecked()) } dd { (again(rechecked, region, lang)) } }
                dt { (lang.standard_class_title()) }
                dd { @match report.class { Some(class) => (class), None if report.below_class => (lang.inspect_class_below()), None => (lang.inspect_class_none()) } }
                dt { (lang.inspect_by()) } dd { (lang.inspect_panel_of_experts()) }
                dt { (lang.standard_title()) } dd { a href={ "/standards/" (standard.id) } { (standard.title.pick(lang.is_english())) } }
            }
            p { a href={ "/inspections/" (inspection) } { (lang.inspect_every_line()) } }
        }
    }
}

/// The verdict and the open gates.
pub(super) fn result(standard: &Standard, report: &Report, sees_camera: bool, lang: Lang) -> Markup {
    html! {
        p { strong class=(if report.passes { "state state-open" } else { "state state-closed" }) { (verdict(standard, report, lang)) } }
        (gates(standard, report, sees_camera, lang))
    }
}

/// What was checked again, day by day.
pub(super) fn again(rechecked: &BTreeMap<ClauseId, DateTime<Utc>>, region: &Region, lang: Lang) -> Markup {
    let mut days: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    for (clause, at) in rechecked {
        days.entry(region.local(*at).date()).or_default().push(clause.to_string());
    }
    html! {
        @for (day, clauses) in &days {
            p { (lang.rectify_rechecked_on(lang.date(*day), clauses.join(lang.answer_list_separator()))) }
        }
    }
}

/// The band with its score, or that it fails.
fn verdict(standard: &Standard, report: &Report, lang: Lang) -> String {
    let english = lang.is_english();
    if !report.open_gates.is_empty() {
        return standard.score.failing.pick(english).to_owned();
    }
    let band = standard.score.named(report.band.as_deref());
    let band = band.map_or("", |band| band.title.pick(english));
    report.total.map_or_else(|| lang.reason_total_none().to_owned(), |total| lang.inspect_verdict(band, total))
}

/// Open gates in plain words. A camera is for the police: others are told that there is a reason of safety.
fn gates(standard: &Standard, report: &Report, sees_camera: bool, lang: Lang) -> Markup {
    let hides = camera_found(report) && !sees_camera;
    html! {
        @if !report.open_gates.is_empty() {
            ul.gates {
                @if hides { li { (lang.rectify_safety()) } }
                @for gate in &report.open_gates {
                    @if let Some(clause) = standard.clause(gate.clause).filter(|clause| !(hides && is_camera(clause))) {
                        li { (clause.title.pick(lang.is_english())) " · " (lang.outcome(gate.outcome)) }
                    }
                }
            }
        }
    }
}
