//! The standard's vocabularies and thresholds in the visitor's language.

use domain::score::{Outcome, Wrong};
use domain::standard::{
    Applies, Case, Clause, Force, Level, Limit, Part, PartKind, PointsBy, Role, Standard, TextStatus, Unit, Way,
};

use crate::i18n::Lang;

/// A number without needless zeros.
pub(super) fn number(value: f64) -> String {
    format!("{value}")
}

impl Lang {
    pub(super) fn status(self, status: TextStatus) -> &'static str {
        match status {
            TextStatus::Read => self.status_read(),
            TextStatus::Secondary => self.status_secondary(),
            TextStatus::ScopeOnly => self.status_scope_only(),
            TextStatus::TitleOnly => self.status_title_only(),
            TextStatus::NotRead => self.status_not_read(),
        }
    }

    pub(super) fn level(self, level: Level) -> &'static str {
        match level {
            Level::Mandatory => self.level_mandatory(),
            Level::Prohibition => self.level_prohibition(),
            Level::MandatoryBasic => self.level_mandatory_basic(),
            Level::Sheet => self.level_sheet(),
            Level::MandatoryElsewhere => self.level_mandatory_elsewhere(),
            Level::Recommended => self.level_recommended(),
            Level::Descriptive => self.level_descriptive(),
            Level::NotRead => self.level_not_read(),
        }
    }

    pub(super) fn force(self, force: Force) -> &'static str {
        match force {
            Force::Law => self.force_law(),
            Force::Guidance => self.force_guidance(),
            Force::Provincial => self.force_provincial(),
            Force::Extended => self.force_extended(),
            Force::Recommended => self.force_recommended(),
            Force::Benchmark => self.force_benchmark(),
            Force::Pending => self.force_pending(),
        }
    }

    pub(super) fn role(self, role: Role) -> &'static str {
        match role {
            Role::Construction => self.role_construction(),
            Role::Management => self.role_management(),
            Role::Bonus => self.role_bonus(),
            Role::Record => self.role_record(),
        }
    }

    pub(super) fn points_by(self, by: PointsBy) -> &'static str {
        match by {
            PointsBy::Published => self.pointsby_published(),
            PointsBy::Block => self.pointsby_block(),
            PointsBy::Ours => self.pointsby_ours(),
            PointsBy::Law => self.pointsby_law(),
        }
    }

    pub(super) fn applies(self, applies: Applies) -> &'static str {
        match applies {
            Applies::Duty => self.applies_duty(),
            Applies::ClassA => self.applies_class_a(),
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

    pub(super) fn way(self, way: Way) -> &'static str {
        match way {
            Way::Added => self.way_added(),
            Way::Removed => self.way_removed(),
            Way::Stricter => self.way_stricter(),
            Way::Looser => self.way_looser(),
            Way::OtherThreshold => self.way_other_threshold(),
            Way::Reweighted => self.way_reweighted(),
            Way::OtherScope => self.way_other_scope(),
            Way::OtherQuestion => self.way_other_question(),
            Way::OtherSource => self.way_other_source(),
            Way::Reworded => self.way_reworded(),
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
            PartKind::Computed if part.limits().is_empty() => self.limit_computed_duty().to_owned(),
            _ if part.is_judged() => {
                let limits = part.limits();
                limits.iter().map(|limit| self.limit(limit, part.unit)).collect::<Vec<_>>().join(self.answer_list_separator())
            }
            _ => self.limit_recorded().to_owned(),
        }
    }
}
