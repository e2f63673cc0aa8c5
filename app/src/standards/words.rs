//! Outcomes, thresholds and mistakes in the visitor's language.

use domain::score::{Outcome, Wrong};
use domain::standard::{Applies, Case, Clause, Limit, Part, PartKind, Standard, Unit};

use crate::i18n::Lang;

/// A number without needless zeros.
pub(super) fn number(value: f64) -> String {
    format!("{value}")
}

impl Lang {
    pub(super) fn applies(self, applies: Applies) -> &'static str {
        match applies {
            Applies::Duty => self.applies_duty(),
            Applies::ClassA => self.applies_class_a(),
            Applies::ClassAElseRecord => self.applies_class_a_else_record(),
            Applies::NotClassC => self.applies_not_class_c(),
            Applies::ManualDoor => self.applies_manual_door(),
            Applies::AutomaticDoor => self.applies_automatic_door(),
            Applies::HingedDoor => self.applies_hinged_door(),
            Applies::GlassDoor => self.applies_glass_door(),
        }
    }

    pub(crate) fn outcome(self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::Pass => self.outcome_pass(),
            Outcome::Partial => self.outcome_partial(),
            Outcome::Fail => self.outcome_fail(),
            Outcome::Recorded => self.outcome_recorded(),
            Outcome::NotApplicable => self.outcome_not_applicable(),
            Outcome::CouldNotCheck => self.outcome_could_not_check(),
            Outcome::Unanswered => self.outcome_unanswered(),
            Outcome::Doubtful => self.outcome_doubtful(),
            Outcome::Undetermined => self.outcome_undetermined(),
        }
    }

    pub(super) fn case(self, case: Case) -> &'static str {
        match case {
            Case::New => self.case_new(),
            Case::Refurbished => self.case_refurbished(),
            Case::Summer => self.case_summer(),
            Case::Winter => self.case_winter(),
        }
    }

    /// A unit.
    pub(crate) fn unit(self, unit: Unit) -> &'static str {
        match unit {
            Unit::SquareMetre => "m²",
            Unit::Celsius => "℃",
            Unit::Percent => "%",
            Unit::Decibel => "dB(A)",
            Unit::PerDay => self.unit_per_day(),
            Unit::Places => self.unit_places(),
            Unit::MilligramPerCubicMetre => "mg/m³",
            Unit::Metre | Unit::Centimetre | Unit::Millimetre | Unit::Lux | Unit::Second | Unit::Ppm => domain::Word::word(unit),
        }
    }

    /// A quantity with its unit.
    pub(super) fn quantity(self, value: f64, unit: Option<Unit>) -> String {
        let unit = unit.map_or(self.limit_count_unit(), |unit| self.unit(unit));
        format!("{} {unit}", number(value)).trim_end().to_owned()
    }

    /// What is wrong with an answer.
    pub(crate) fn wrong(self, wrong: &Wrong) -> String {
        match wrong {
            Wrong::UnknownClause => self.wrong_unknown_clause(),
            Wrong::UnknownPart { .. } => self.wrong_unknown_part(),
            Wrong::Kind { .. } => self.wrong_kind(),
            Wrong::Word { .. } => self.wrong_word(),
            Wrong::Range { least } => return self.wrong_range(number(*least)),
            Wrong::Whole => self.wrong_whole(),
            Wrong::Unit => self.wrong_unit(),
            Wrong::Photos => self.wrong_photos(),
            Wrong::Day => self.wrong_day(),
            Wrong::Long => self.wrong_long(),
            Wrong::AlwaysApplies => self.wrong_always(),
            Wrong::Computed => self.wrong_computed(),
            Wrong::NoReason => self.wrong_no_reason(),
        }
        .to_owned()
    }

    /// A threshold.
    pub(super) fn limit(self, limit: &Limit, unit: Option<Unit>) -> String {
        let text = match (limit.min, limit.max) {
            (Some(low), Some(high)) => self.limit_between(number(low), self.quantity(high, unit)),
            (Some(low), None) => self.limit_at_least(self.quantity(low, unit)),
            (None, Some(high)) => self.limit_at_most(self.quantity(high, unit)),
            (None, None) => self.limit_recorded().to_owned(),
        };
        limit.case.map_or_else(|| text.clone(), |case| self.limit_in_case(self.case(case), &text))
    }

    /// What passes a clause, one text for each of its parts.
    pub(super) fn thresholds(self, standard: &Standard, clause: &Clause) -> Vec<String> {
        clause.parts.iter().map(|part| self.threshold(standard, part)).collect()
    }

    fn threshold(self, standard: &Standard, part: &Part) -> String {
        let yes = if part.passes { self.limit_yes() } else { self.limit_no() };
        let options = standard.options(part).iter().rev();
        match part.kind {
            PartKind::Flag if !part.record => self.limit_answer(yes),
            PartKind::Choice => {
                let worth = options.map(|option| self.limit_chosen(option.title.pick(self.is_english()), option.share));
                worth.collect::<Vec<_>>().join(self.answer_list_separator())
            }
            PartKind::Computed if part.limits().next().is_none() => self.limit_computed_duty().to_owned(),
            _ if part.is_judged() => {
                let limits = part.limits().map(|limit| self.limit(&limit, part.unit));
                limits.collect::<Vec<_>>().join(self.answer_list_separator())
            }
            _ => self.limit_recorded().to_owned(),
        }
    }
}
