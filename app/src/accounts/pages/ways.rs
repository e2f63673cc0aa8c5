//! Where an account leads: what its role may do, in groups.

use domain::{Action, Role, may};
use maud::{Markup, html};

use crate::i18n::Lang;

type Called = fn(Lang) -> &'static str;
/// A page, what it is called, and the actions of which one opens it.
type Way = (&'static str, Called, &'static [Action]);

const GROUPS: [(Called, &[Way]); 5] = [
    (Lang::account_ways_today, &TODAY),
    (Lang::account_ways_inspect, &INSPECT),
    (Lang::account_ways_build, &BUILD),
    (Lang::account_ways_texts, &TEXTS),
    (Lang::account_ways_system, &SYSTEM),
];

const TODAY: [Way; 7] = [
    ("/notices", Lang::notice_title, &[Action::OwnAccount]),
    ("/staff/inbox", Lang::inbox_title, &[Action::SeeInbox]),
    ("/inspect", Lang::inspect_title, &[Action::Inspect]),
    ("/rectifications", Lang::rectify_title, &[Action::AnswerRectifications, Action::Recheck]),
    ("/care", Lang::care_title, &[Action::KeepCareLog]),
    ("/supervise", Lang::supervise_title, &[Action::Supervise]),
    ("/awards", Lang::award_own_title, &[Action::NominateOwn]),
];

const INSPECT: [Way; 6] = [
    ("/staff/reports", Lang::voice_desk, &[Action::HandleReports]),
    ("/staff/rounds", Lang::round_title, &[Action::PlanRounds]),
    ("/staff/inspections", Lang::inspect_review_title, &[Action::ReviewInspections]),
    ("/staff/rectifications", Lang::rectify_staff_title, &[Action::ManageRectifications]),
    ("/staff/care", Lang::care_staff_title, &[Action::SeeCare]),
    ("/staff/supervision", Lang::supervise_staff_title, &[Action::ManageSupervision]),
];

const BUILD: [Way; 9] = [
    ("/staff/build", Lang::build_title, &[Action::ManageBuildout]),
    ("/staff/coverage", Lang::cover_title, &[Action::PlanSites]),
    ("/staff/targets", Lang::target_title, &[Action::ManageTargets]),
    ("/staff/venues", Lang::venues_title, &[Action::ManageVenues]),
    ("/staff/money", Lang::money_title, &[Action::ManageMoney]),
    ("/staff/awards", Lang::award_title, &[Action::ManageAwards]),
    ("/staff/figures", Lang::figures_title, &[Action::SeeFigures]),
    ("/staff/map", Lang::shapes_title, &[Action::ManageMap]),
    ("/staff/imports", Lang::import_title, &[Action::ImportRooms]),
];

const TEXTS: [Way; 2] =
    [("/staff/standards", Lang::draft_title, &[Action::EditStandards]), ("/staff/guide", Lang::guide_desk, &[Action::EditGuide])];

const SYSTEM: [Way; 4] = [
    ("/staff/people", Lang::people_title, &[Action::SeePeople]),
    ("/staff/audit", Lang::audit_title, &[Action::SeeAudit]),
    ("/staff/webhooks", Lang::webhook_title, &[Action::ManageWebhooks]),
    ("/staff/outbox", Lang::notice_outbox, &[Action::ManageWebhooks]),
];

/// The ways that a role has; a group without one is left out.
pub(super) fn ways(role: Role, lang: Lang) -> Markup {
    let open =
        |ways: &[Way]| ways.iter().copied().filter(|way| way.2.iter().any(|action| may(role, *action))).collect::<Vec<_>>();
    let groups = GROUPS.into_iter().map(|(called, ways)| (called(lang), open(ways))).filter(|(_, ways)| !ways.is_empty());
    html! {
        nav.ways aria-label=(lang.account_ways()) {
            @for (called, ways) in groups {
                h2 { (called) }
                ul.downloads role="list" { @for (to, called, _) in ways { li { a.button href=(to) { (called(lang)) } } } }
            }
        }
    }
}
