//! What the pages of a version call its vocabularies.

use domain::standard::{Force, Level, PointsBy, Role, TextStatus, Way};

use crate::i18n::Lang;

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
}
