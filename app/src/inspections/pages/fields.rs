//! The controls of a clause.

use std::fmt::Display;

use domain::score::{Outcome, ReportLine};
use domain::standard::{Clause, Part, PartKind, Standard};
use maud::{Markup, html};

use super::answer::{Fields, text};
use crate::i18n::Lang;
use crate::standards::{explain_line, thresholds};

/// A clause: what is asked, what passes, the controls, and what came of the answer so far.
pub(super) fn clause(
    standard: &Standard,
    clause: &Clause,
    fields: &Fields,
    wrong: Option<&str>,
    line: Option<&ReportLine>,
    lang: Lang,
) -> Markup {
    let (id, english) = (clause.id, lang.is_english());
    let state = text(fields, &format!("{id}.not"));
    html! {
        fieldset.clause id={ "c" (id) } {
            legend { span.num { (id) } " " (clause.title.pick(english)) @if clause.gate { " " strong.gate { (lang.standard_gate()) } } }
            p.asked { (lang.standard_threshold()) " " (thresholds(standard, clause, lang)) }
            @if let Some(method) = &clause.method { p.quiet { (method.pick(english)) } }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @for part in clause.parts.iter().filter(|part| part.kind != PartKind::Computed) {
                (control(standard, clause, part, fields, line, lang))
            }
            details open[!state.is_empty()] {
                summary { (lang.inspect_not()) }
                (radios(&format!("{id}.not"), [("", lang.inspect_looked()), ("could_not_check", lang.outcome_could_not_check())].into_iter()
                    .chain(clause.may_not_apply.then_some(("not_applicable", lang.outcome_not_applicable()))), state))
                label.entry { span { (lang.inspect_why()) } input name={ (id) ".why" } value=(text(fields, &format!("{id}.why"))) maxlength="500"; }
            }
            @if let Some(line) = line.filter(|line| line.outcome != Outcome::Unanswered) {
                p.result data-outcome=(line.outcome) { (explain_line(standard, line, lang)) }
            }
        }
    }
}

fn control(standard: &Standard, clause: &Clause, part: &Part, fields: &Fields, line: Option<&ReportLine>, lang: Lang) -> Markup {
    let name = format!("{}.{}", clause.id, part.key);
    let value = text(fields, &name);
    let label = lang.part(part);
    match part.kind {
        PartKind::Flag => radios(&name, [("yes", lang.limit_yes()), ("no", lang.limit_no())].into_iter(), value),
        PartKind::Choice => {
            let options = standard.options(part).iter().rev();
            radios(&name, options.map(|option| (option.word.as_str(), option.title.pick(lang.is_english()))), value)
        }
        PartKind::Number | PartKind::Count => {
            let doubtful = line.is_some_and(|line| line.outcome == Outcome::Doubtful);
            let sure = format!("{name}.sure");
            html! {
                label.entry { span { (label) } input name=(name) value=(value) inputmode="decimal" autocomplete="off"; }
                @if doubtful || text(fields, &sure) == "yes" {
                    label.check { input type="checkbox" name=(sure) value="yes" checked[text(fields, &sure) == "yes"]; (lang.inspect_sure()) }
                }
            }
        }
        PartKind::Date => html! { label.entry { span { (label) } input type="date" name=(name) value=(value); } },
        PartKind::Text | PartKind::Computed => {
            html! { label.entry { span { (label) } input name=(name) value=(value) maxlength="500"; } }
        }
    }
}

/// Big buttons of which one is chosen.
pub(super) fn radios<'a, L: Display>(name: &str, options: impl Iterator<Item = (&'a str, L)>, chosen: &str) -> Markup {
    html! {
        div.choices {
            @for (value, label) in options {
                label { input type="radio" name=(name) value=(value) checked[chosen == value]; span { (label) } }
            }
        }
    }
}
