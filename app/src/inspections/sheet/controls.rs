//! The controls of a clause.

use std::fmt::Display;

use domain::score::{Outcome, ReportLine};
use domain::standard::{Clause, Part, PartKind, Standard};
use maud::{Markup, html};

use super::answer::{Fields, text};
use super::progress::hints;
use crate::i18n::Lang;
use crate::standards::{explain_line, thresholds};

/// A clause as it is asked.
pub struct Asked<'a> {
    /// The version.
    pub standard: &'a Standard,
    /// The clause.
    pub clause: &'a Clause,
    /// What the form holds.
    pub fields: &'a Fields,
    /// What is wrong with it.
    pub wrong: Option<&'a str>,
    /// What came of the answer so far.
    pub line: Option<&'a ReportLine>,
    /// Photographs, and the controls to take them.
    pub photos: Markup,
    /// The language.
    pub lang: Lang,
}

impl Asked<'_> {
    /// What is asked, what passes, the controls, and what came of the answer so far.
    pub fn html(&self) -> Markup {
        let Self { standard, clause, fields, wrong, lang, .. } = *self;
        let (id, state) = (clause.id, text(fields, &format!("{}.not", clause.id)));
        html! {
            fieldset.clause id={ "c" (id) } data-clause=(id) {
                legend { span.num { (id) } " " (clause.title.pick(lang.is_english())) @if clause.gate { " " strong.gate { (lang.standard_gate()) } } }
                p.asked { (lang.standard_threshold()) " " (thresholds(standard, clause, lang)) }
                (hints(clause, lang))
                p.wrong role="alert" hidden[wrong.is_none()] { (wrong.unwrap_or_default()) }
                @for part in clause.parts.iter().filter(|part| part.kind != PartKind::Computed) {
                    (control(standard, clause, part, fields, self.line, lang))
                }
                details open[!state.is_empty()] {
                    summary { (lang.inspect_not()) }
                    (radios(&format!("{id}.not"), [("", lang.inspect_looked()), ("could_not_check", lang.outcome_could_not_check())].into_iter()
                        .chain(clause.may_not_apply.then_some(("not_applicable", lang.outcome_not_applicable()))), state))
                    label.entry { span { (lang.inspect_why()) } input name={ (id) ".why" } value=(text(fields, &format!("{id}.why"))) maxlength="500"; }
                }
                details open[!text(fields, &format!("{id}.note")).is_empty()] {
                    summary { (lang.inspect_note()) }
                    label.entry { span { (lang.inspect_note()) } input name={ (id) ".note" } value=(text(fields, &format!("{id}.note"))) maxlength="500"; }
                }
                (self.photos)
                div.came { (self.came()) }
            }
        }
    }

    /// What came of the answer so far.
    pub fn came(&self) -> Markup {
        html! {
            @if let Some(line) = self.line.filter(|line| line.outcome != Outcome::Unanswered) {
                @if self.clause.is_restricted() && line.outcome == Outcome::Fail { p.wrong role="alert" { (self.lang.inspect_camera_found()) } }
                p.result data-outcome=(line.outcome) { (explain_line(self.standard, line, self.lang)) }
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

impl Lang {
    /// What a part of an answer is called.
    fn part(self, part: &Part) -> String {
        let name = match part.key.as_str() {
            "count" => self.part_count(),
            "last" => self.part_last(),
            "name" => self.part_name(),
            "latest" => self.part_latest(),
            "seconds" => self.part_seconds(),
            "temperature" => self.part_temperature(),
            "co2" => "CO₂",
            "formaldehyde" => self.part_formaldehyde(),
            _ if part.unit.is_none() => self.part_count(),
            _ => self.part_reading(),
        };
        part.unit.map_or_else(|| name.to_owned(), |unit| self.part_in(name, self.unit(unit)))
    }
}
