//! A report in people's words: every line says why.

use domain::score::{Outcome, Reason, Report, ReportLine};
use domain::standard::{Clause, Standard, Unit};

use super::words::number;
use crate::i18n::Lang;

/// The lines of a report, in the order of the sheet.
pub fn explain(standard: &Standard, report: &Report, lang: Lang) -> Vec<String> {
    report.lines.iter().map(|line| explain_line(standard, line, lang)).collect()
}

/// One line; empty where the standard has no such clause.
pub fn explain_line(standard: &Standard, line: &ReportLine, lang: Lang) -> String {
    standard.clause(line.clause).map_or_else(String::new, |clause| of_line(standard, clause, line, lang))
}

/// What passes a clause.
pub fn thresholds(standard: &Standard, clause: &Clause, lang: Lang) -> String {
    lang.thresholds(standard, clause).join(" · ")
}

/// What follows from the lines: gates, lists, class, score, bonus.
pub fn summary(standard: &Standard, report: &Report, lang: Lang) -> Vec<String> {
    let english = lang.is_english();
    let mut lines = Vec::new();
    if !report.open_gates.is_empty() {
        let gates = report.open_gates.iter().map(|gate| format!("{} {}", gate.clause, lang.outcome(gate.outcome)));
        lines.push(lang.reason_gate_open(gates.collect::<Vec<_>>().join(lang.answer_list_separator())));
    }
    for count in &report.lists {
        let title = standard.lists.iter().find(|list| list.id == count.list).map_or("", |list| list.title.pick(english));
        lines.push(lang.reason_listed(title, count.met, count.of));
    }
    lines.push(match report.class {
        Some(class) => lang.reason_area_class(class),
        None if report.below_class => lang.reason_area_class_below().to_owned(),
        None => lang.reason_area_class_none().to_owned(),
    });
    let band = standard.score.named(report.band.as_deref());
    let band = if report.open_gates.is_empty() { band.map(|band| &band.title) } else { Some(&standard.score.failing) };
    let halves: Vec<_> = report.halves.iter().filter_map(|half| half.score).collect();
    lines.push(match (report.total, &halves[..]) {
        (Some(total), [construction, management]) => {
            lang.reason_total(total, construction, management, band.map_or("", |title| title.pick(english)))
        }
        _ => lang.reason_total_none().to_owned(),
    });
    lines.push(lang.reason_bonus(report.bonus));
    lines
}

fn of_line(standard: &Standard, clause: &Clause, line: &ReportLine, lang: Lang) -> String {
    let title = clause.title.pick(lang.is_english());
    let told: Vec<String> = line.reasons.iter().filter_map(|reason| of_reason(standard, clause, line, reason, lang)).collect();
    let told = told.join(lang.answer_list_separator());
    let outcome = lang.outcome(line.outcome);
    if line.points == 0 {
        return lang.reason_line(clause.id, title, told, outcome);
    }
    let points = |hundredths: u32| number(f64::from(hundredths) / 100.0);
    lang.reason_line_points(clause.id, title, told, outcome, points(line.earned), points(line.points))
}

fn of_reason(standard: &Standard, clause: &Clause, line: &ReportLine, reason: &Reason, lang: Lang) -> Option<String> {
    Some(match reason {
        Reason::Said { yes, .. } => if *yes { lang.limit_yes() } else { lang.limit_no() }.to_owned(),
        Reason::Chosen { word, .. } => {
            let options = clause.parts.iter().flat_map(|part| standard.options(part));
            options.into_iter().find(|option| option.word == *word)?.title.pick(lang.is_english()).to_owned()
        }
        Reason::Measured { readings, unit, limit, .. } => measured(readings, *unit, limit.as_ref(), lang),
        Reason::Noted { text } | Reason::Told { text } => text.clone(),
        Reason::Venue { holds } => match holds {
            Some(true) => lang.reason_computed_yes().to_owned(),
            Some(false) => lang.reason_computed_no().to_owned(),
            None => lang.reason_computed_unknown().to_owned(),
        },
        Reason::Unlikely { value, unit, perhaps } => {
            let said = lang.quantity(*value, *unit);
            match perhaps {
                Some((converted, as_read)) => {
                    let raw =
                        as_read.convert(*converted, unit.unwrap_or(*as_read)).map(|_| lang.quantity(*value, Some(*as_read)));
                    lang.reason_perhaps(said, raw.unwrap_or_default())
                }
                None => lang.reason_unlikely(said),
            }
        }
        Reason::CaseUnknown { cases } => {
            let cases: Vec<_> = cases.iter().map(|case| lang.case(*case)).collect();
            lang.reason_case_unknown(cases.join(lang.answer_list_separator()))
        }
        Reason::Condition { applies, unknown: false } => lang.reason_only(lang.applies(*applies)),
        Reason::Condition { applies, unknown: true } => lang.reason_only_unknown(lang.applies(*applies)),
        // A part that is only recorded may stay empty; it is told where nothing else is.
        Reason::Missing { .. } if line.outcome == Outcome::Unanswered => lang.reason_missing().to_owned(),
        Reason::Missing { .. } => return None,
    })
}

fn measured(readings: &[f64], unit: Option<Unit>, limit: Option<&domain::standard::Limit>, lang: Lang) -> String {
    let all = readings.iter().map(|&value| lang.quantity(value, unit)).collect::<Vec<_>>().join(lang.answer_list_separator());
    match limit {
        Some(limit) => lang.reason_measured(all, lang.limit(limit, unit)),
        None => all,
    }
}
