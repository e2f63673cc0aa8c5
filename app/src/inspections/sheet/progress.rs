//! How far a sheet is, and what it would give.

use domain::ClauseId;
use domain::score::{Outcome, Report, ReportLine};
use domain::standard::{Clause, Standard};
use maud::{Markup, html};

use crate::i18n::Lang;
use crate::standards::summary;

/// Whether a clause still needs an answer before the sheet can be handed in.
fn is_open(line: &ReportLine) -> bool {
    matches!(line.outcome, Outcome::Unanswered | Outcome::Doubtful)
}

/// The clauses that do.
pub fn open(report: &Report) -> Vec<ClauseId> {
    report.lines.iter().filter(|line| is_open(line)).map(|line| line.clause).collect()
}

/// Clauses of a section that have an answer, and all of them.
fn progress(report: &Report, section: &str) -> (usize, usize) {
    let (mut done, mut all) = (0, 0);
    for line in report.of_section(section) {
        all += 1;
        done += usize::from(!is_open(line));
    }
    (done, all)
}

/// The sections as links, each with its progress.
pub fn sections(standard: &Standard, report: &Report, lang: Lang, path: impl Fn(&str) -> String) -> Markup {
    html! {
        ul.people role="list" {
            li.panel { h3 { a href=(path("venue")) { (lang.inspect_venue()) } } }
            @for section in &standard.sections {
                @let (done, all) = progress(report, &section.id);
                li.panel {
                    h3 { a href=(path(&section.id)) { (section.id) " " (section.title.pick(lang.is_english())) } }
                    p { progress value=(done) max=(all) aria-label=(lang.inspect_progress(done, all)) {} " " (lang.inspect_progress(done, all)) }
                }
            }
        }
    }
}

/// What the answers so far give, and which clauses are still open.
pub fn standing(standard: &Standard, report: &Report, lang: Lang, path: impl Fn(&str) -> String) -> Markup {
    let open = open(report);
    html! {
        h2 { (lang.inspect_so_far()) }
        ul { @for line in summary(standard, report, lang) { li { (line) } } }
        h2 { (lang.inspect_hand_in()) }
        @if open.is_empty() { p { (lang.inspect_ready()) } } @else {
            p { (lang.inspect_open(open.len())) }
            ul.downloads role="list" {
                @for id in &open { li { a.button href={ (path(id.section())) "#c" (id) } { (id) } } }
            }
        }
    }
}

/// How a clause is measured, and which photograph proves it.
pub fn hints(clause: &Clause, lang: Lang) -> Markup {
    let english = lang.is_english();
    html! {
        @if let Some(method) = &clause.method { p.quiet { (method.pick(english)) } }
        @if let Some(photo) = &clause.photo { p.quiet { (lang.inspect_photo_wanted(photo.pick(english))) } }
    }
}
