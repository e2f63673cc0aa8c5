//! What people are told of, whom it concerns by role, when it leaves by mail, and how often a sending is tried.

mod again;
mod quiet;
mod reach;

use chrono::NaiveDateTime;

use crate::role::{Action, Role, may};
use crate::words::words;

pub use again::{PAUSE_AFTER, TRIES, next_try};
pub use quiet::Quiet;
pub use reach::is_public;

words! {
    /// What somebody is told of.
    Kind {
        /// A parent reports that somebody came in, looked in or filmed.
        Intrusion = "intrusion",
        /// A parent reports something else that nobody had reported.
        Report = "report",
        /// An inspection was handed in and waits to be confirmed.
        HandedIn = "handed_in",
        /// An inspection was returned to its expert.
        Returned = "returned",
        /// An inspection was confirmed.
        Confirmed = "confirmed",
        /// Rooms were given to an expert.
        Assigned = "assigned",
        /// A confirmed inspection found what is to be mended.
        ToMend = "to_mend",
        /// An operator says what was done about it.
        Answered = "answered",
        /// It is long overdue.
        Overdue = "overdue",
        /// A room left the finder.
        Suspended = "suspended",
        /// A payment waits for a second person.
        Payment = "payment",
        /// A room was nominated for an award and waits for a second person.
        Nominated = "nominated",
        /// An award was given, refused, lowered or withdrawn.
        Award = "award",
        /// A version of the standard was published.
        Standard = "standard",
        /// A revision of the management guide was published.
        Guide = "guide",
        /// A webhook was paused because its address does not answer.
        WebhookPaused = "webhook_paused",
    }
}

words! {
    /// How somebody wants to be told of a kind.
    Channel {
        /// On the page of notices only.
        InApp = "in_app",
        /// There, and by a mail of its own.
        Now = "now",
        /// There, and in the mail of the day.
        Digest = "digest",
        /// Not at all.
        Off = "off",
    }
}

impl Kind {
    /// What an audit line tells of; `None` for what nobody is told of. Further reports of one thing join its case and are
    /// no news, unless somebody was in danger.
    pub fn of(action: &str, trouble: Option<&str>) -> Option<Self> {
        Some(match action {
            "reports.receive" | "reports.join" if trouble == Some("intrusion") => Self::Intrusion,
            "reports.receive" => Self::Report,
            "inspections.submit" | "inspections.deliver" => Self::HandedIn,
            "inspections.return" => Self::Returned,
            "inspections.confirm" => Self::Confirmed,
            "rounds.plan" | "rounds.reassign" => Self::Assigned,
            "rectifications.open" => Self::ToMend,
            "rectifications.answer" => Self::Answered,
            "rectifications.escalate" => Self::Overdue,
            "suspensions.suspend" => Self::Suspended,
            "payments.propose" => Self::Payment,
            "awards.nominate" => Self::Nominated,
            "awards.award" | "awards.refuse" | "awards.lower" | "awards.withdraw" => Self::Award,
            "standards.publish" => Self::Standard,
            "guide.publish" => Self::Guide,
            "webhooks.pause" => Self::WebhookPaused,
            _ => return None,
        })
    }

    /// Whether everybody of a role is told. Others are told where it concerns them: see [`Kind::can_concern`].
    pub fn is_for(self, role: Role) -> bool {
        match self {
            Self::Intrusion | Self::Report => may(role, Action::HandleReports),
            Self::HandedIn => may(role, Action::ReviewInspections),
            Self::ToMend | Self::Answered | Self::Overdue | Self::Suspended => may(role, Action::ManageRectifications),
            Self::Payment => may(role, Action::ManageMoney),
            Self::Nominated => may(role, Action::ManageAwards),
            Self::Standard => may(role, Action::Inspect) || may(role, Action::EditStandards),
            Self::Guide => may(role, Action::ReadGuide),
            Self::WebhookPaused => may(role, Action::ManageWebhooks),
            Self::Returned | Self::Confirmed | Self::Assigned | Self::Award => false,
        }
    }

    /// Whether somebody of a role is told of what is theirs: an expert of their inspections and assignments, an operator of
    /// their rooms.
    pub fn can_concern(self, role: Role) -> bool {
        match self {
            Self::Returned | Self::Confirmed | Self::Assigned => may(role, Action::Inspect),
            Self::ToMend | Self::Overdue | Self::Suspended => may(role, Action::AnswerRectifications),
            Self::Award => may(role, Action::NominateOwn),
            _ => false,
        }
    }

    /// Whether it goes before everything else: it waits neither for the mail of the day nor for the end of quiet hours.
    pub fn is_urgent(self) -> bool {
        self == Self::Intrusion
    }

    /// How somebody is told who never chose.
    pub fn usual(self) -> Channel {
        match self {
            Self::Intrusion | Self::Returned | Self::Assigned | Self::WebhookPaused => Channel::Now,
            _ => Channel::Digest,
        }
    }
}

/// When a mail of it leaves, as the local clock says; `None` for none. `digest` is the hour of the mail of the day, from 0
/// to 23. What is urgent leaves at once for whoever wants a mail at all.
pub fn mail_at(kind: Kind, channel: Channel, quiet: Option<Quiet>, digest: u32, now: NaiveDateTime) -> Option<NaiveDateTime> {
    match channel {
        Channel::InApp | Channel::Off => None,
        Channel::Now | Channel::Digest if kind.is_urgent() => Some(now),
        Channel::Now => Some(quiet.map_or(now, |quiet| quiet.after(now))),
        Channel::Digest => Some(quiet::next_at(digest, now)),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveTime};

    use super::*;
    use crate::words::Word;

    fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap().and_hms_opt(hour, minute, 0).unwrap()
    }

    fn night() -> Option<Quiet> {
        Quiet::new(NaiveTime::from_hms_opt(22, 0, 0).unwrap(), NaiveTime::from_hms_opt(7, 30, 0).unwrap())
    }

    #[test]
    fn an_intrusion_waits_for_nothing_unless_it_was_turned_off() {
        let mail = |channel| mail_at(Kind::Intrusion, channel, night(), 9, at(24, 23, 0));
        assert_eq!(mail(Channel::Now), Some(at(24, 23, 0)));
        assert_eq!(mail(Channel::Digest), Some(at(24, 23, 0)));
        assert_eq!((mail(Channel::InApp), mail(Channel::Off)), (None, None));
        assert_eq!(Kind::of("reports.join", Some("intrusion")), Some(Kind::Intrusion), "each further report too");
        assert_eq!(Kind::of("reports.join", Some("dirty")), None);
        assert_eq!(Kind::of("reports.receive", Some("dirty")), Some(Kind::Report));
        assert_eq!(Kind::of("people.sign_in", None), None);
    }

    #[test]
    fn other_mails_keep_quiet_hours_and_the_hour_of_the_day() {
        let mail = |channel, now| mail_at(Kind::Returned, channel, night(), 9, now);
        assert_eq!(mail(Channel::Now, at(24, 21, 59)), Some(at(24, 21, 59)));
        assert_eq!(mail(Channel::Now, at(24, 22, 0)), Some(at(25, 7, 30)), "over midnight");
        assert_eq!(mail(Channel::Now, at(25, 3, 0)), Some(at(25, 7, 30)));
        assert_eq!(mail(Channel::Digest, at(24, 8, 59)), Some(at(24, 9, 0)));
        assert_eq!(mail(Channel::Digest, at(24, 9, 0)), Some(at(25, 9, 0)), "what comes at the hour waits for the next day");
    }

    #[test]
    fn the_table_of_who_is_told_is_what_was_agreed() {
        let told = |kind: Kind| {
            let word = |role: &Role| (kind.is_for(*role) || kind.can_concern(*role)).then(|| role.word());
            Role::ALL.iter().filter_map(word).collect::<Vec<_>>().join(" ")
        };
        let table: Vec<String> = Kind::ALL.iter().map(|kind| format!("{kind}: {}", told(*kind))).collect();
        let expected = [
            "intrusion: staff lead_expert",
            "report: staff lead_expert",
            "handed_in: staff lead_expert",
            "returned: lead_expert expert",
            "confirmed: lead_expert expert",
            "assigned: lead_expert expert",
            "to_mend: staff lead_expert operator",
            "answered: staff lead_expert",
            "overdue: staff lead_expert operator",
            "suspended: staff lead_expert operator",
            "payment: staff",
            "nominated: staff lead_expert",
            "award: operator",
            "standard: staff lead_expert expert",
            "guide: administrator staff lead_expert expert operator",
            "webhook_paused: administrator",
        ];
        assert_eq!(table, expected);
    }
}
