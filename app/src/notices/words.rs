//! Words for notices.

use domain::notices::{Channel, Kind};
use domain::reports::Trouble;
use domain::{Facility, Word};

use super::store::Notice;
use crate::i18n::Lang;
use crate::rooms::registry::Registry;

impl Lang {
    /// What somebody is told of.
    pub(crate) fn notice_kind(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Intrusion => self.notice_kind_intrusion(),
            Kind::Report => self.notice_kind_report(),
            Kind::HandedIn => self.notice_kind_handed_in(),
            Kind::Returned => self.notice_kind_returned(),
            Kind::Confirmed => self.notice_kind_confirmed(),
            Kind::Assigned => self.notice_kind_assigned(),
            Kind::ToMend => self.notice_kind_to_mend(),
            Kind::Answered => self.notice_kind_answered(),
            Kind::Overdue => self.notice_kind_overdue(),
            Kind::Suspended => self.notice_kind_suspended(),
            Kind::Payment => self.notice_kind_payment(),
            Kind::Nominated => self.award_notice_kind_nominated(),
            Kind::Award => self.award_notice_kind(),
            Kind::Standard => self.notice_kind_standard(),
            Kind::Guide => self.notice_kind_guide(),
            Kind::WebhookPaused => self.notice_kind_webhook_paused(),
        }
    }

    /// How somebody is told.
    pub(super) fn channel(self, channel: Channel) -> &'static str {
        match channel {
            Channel::InApp => self.notice_channel_in_app(),
            Channel::Now => self.notice_channel_now(),
            Channel::Digest => self.notice_channel_digest(),
            Channel::Off => self.notice_channel_off(),
        }
    }
}

impl Notice {
    /// What it says, in a sentence.
    pub(super) fn text(&self, lang: Lang, registry: &Registry) -> String {
        let room = self.room.and_then(|id| registry.name(id, lang.is_english()));
        let room = room.unwrap_or_else(|| lang.notice_some_room().to_owned());
        let count = self.data["count"].as_i64().unwrap_or(1);
        match self.kind {
            Kind::Intrusion => lang.notice_intrusion(room),
            Kind::Report => lang.notice_report(room, self.trouble(lang)),
            Kind::HandedIn => lang.notice_handed_in(room),
            Kind::Returned => lang.notice_returned(room),
            Kind::Confirmed => lang.notice_confirmed(room),
            Kind::Assigned => lang.notice_assigned(count),
            Kind::ToMend => lang.notice_to_mend(room, count),
            Kind::Answered => lang.notice_answered(room),
            Kind::Overdue => lang.notice_overdue(room),
            Kind::Suspended => lang.notice_suspended(room),
            Kind::Payment => lang.notice_payment(room),
            Kind::Nominated => lang.award_notice_nominated(room),
            Kind::Award => match self.data["step"].as_str().unwrap_or_default() {
                "award" => lang.award_notice_given(room),
                "refuse" => lang.award_notice_refused(room),
                "lower" => lang.award_notice_lowered(room),
                _ => lang.award_notice_withdrawn(room),
            },
            Kind::Standard => lang.notice_standard(&self.subject),
            Kind::Guide => lang.notice_guide(&self.subject),
            Kind::WebhookPaused => lang.notice_webhook_paused(self.data["name"].as_str().unwrap_or_default()),
        }
    }

    fn trouble(&self, lang: Lang) -> String {
        let word = |name: &str| self.data[name].as_str().unwrap_or_default();
        let about = Facility::from_word(word("about")).ok();
        let trouble = Trouble::from_word(word("trouble")).unwrap_or(Trouble::Other);
        lang.trouble_about(trouble, about)
    }

    /// Where it is seen to.
    pub(super) fn target(&self) -> String {
        let subject = &self.subject;
        match self.kind {
            Kind::Intrusion | Kind::Report => format!("/staff/reports/{subject}"),
            Kind::HandedIn | Kind::Confirmed => format!("/inspections/{subject}"),
            Kind::Returned => format!("/inspect/{subject}"),
            Kind::Assigned => "/inspect".to_owned(),
            Kind::ToMend | Kind::Suspended if self.data["own"] == true => "/rectifications".to_owned(),
            Kind::ToMend | Kind::Suspended => "/staff/rectifications".to_owned(),
            Kind::Answered | Kind::Overdue => format!("/rectifications/{subject}"),
            Kind::Payment => format!("/staff/money/payments/{subject}"),
            Kind::Nominated => format!("/staff/awards/{subject}"),
            Kind::Award => "/awards".to_owned(),
            Kind::Standard => format!("/standards/{subject}"),
            Kind::Guide => format!("/guide/{subject}"),
            Kind::WebhookPaused => format!("/staff/webhooks/{subject}"),
        }
    }
}
