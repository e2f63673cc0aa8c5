//! Who may do what: one table.

use crate::words::words;

words! {
    /// What a person is here.
    Role {
        /// Invites people, and gives and takes their roles.
        Administrator = "administrator",
        /// Staff of the district.
        Staff = "staff",
        /// Leads the expert panel.
        LeadExpert = "lead_expert",
        /// Inspects rooms.
        Expert = "expert",
        /// A venue's contact.
        Operator = "operator",
        /// Visits rooms as a citizen and says what they found; no expert.
        Supervisor = "supervisor",
    }
}

words! {
    /// What needs a role.
    Action {
        /// See one's own account and change one's password.
        OwnAccount = "own_account",
        /// See who has an account.
        SeePeople = "see_people",
        /// Invite people, change their roles, reset and close their accounts.
        ManagePeople = "manage_people",
        /// Inspect rooms.
        Inspect = "inspect",
        /// Confirm other people's inspections or send them back.
        ReviewInspections = "review_inspections",
        /// Send photographs.
        SendPhotos = "send_photos",
        /// See photographs that are not for the public, such as that of a camera that was found.
        SeeRestricted = "see_restricted",
        /// Plan rounds of inspections, give rooms to experts and settle double inspections.
        PlanRounds = "plan_rounds",
        /// See who did what.
        SeeAudit = "see_audit",
        /// Draft versions of the standard.
        EditStandards = "edit_standards",
        /// Publish a version that somebody else drafted, and retire one.
        PublishStandards = "publish_standards",
        /// Say what was done about faults of one's own rooms.
        AnswerRectifications = "answer_rectifications",
        /// See all faults that are to be mended, send answers back, tie operators to rooms, let rooms back into the finder.
        ManageRectifications = "manage_rectifications",
        /// Check again what was mended.
        Recheck = "recheck",
        /// See how much of the demand is covered, load demand and candidates, and plan where the next rooms gain most.
        PlanSites = "plan_sites",
        /// Propose rooms and take them from proposal to closure.
        ManageBuildout = "manage_buildout",
        /// Answer what parents report, take in what they saw, and print the posters by which they do.
        HandleReports = "handle_reports",
        /// Enter programmes of rewards, propose, approve and record payments.
        ManageMoney = "manage_money",
        /// Enter schemes of awards, nominate rooms, and record what was given, lowered or withdrawn.
        ManageAwards = "manage_awards",
        /// See the awards of one's own rooms, and nominate one with a self-assessment.
        NominateOwn = "nominate_own",
        /// Bring in lists of rooms, and take an import back.
        ImportRooms = "import_rooms",
        /// Keep the log of one's own rooms: who cleans them gets a card, and what was done is recorded.
        KeepCareLog = "keep_care_log",
        /// See the logs of all rooms.
        SeeCare = "see_care",
        /// Confirm to have read the management guide.
        ReadGuide = "read_guide",
        /// Draft revisions of the management guide, and see who has read them.
        EditGuide = "edit_guide",
        /// Publish a revision of the management guide that somebody else edited last.
        PublishGuide = "publish_guide",
        /// Set and revise targets, and freeze how things stood at a year's end.
        ManageTargets = "manage_targets",
        /// Bring in lists of venues, say which rooms stand in them, and end venues.
        ManageVenues = "manage_venues",
        /// See figures of any two days, with the rows behind them, and the reports made of them.
        SeeFigures = "see_figures",
        /// See what waits for staff, take it and give it to others.
        SeeInbox = "see_inbox",
        /// Upload, publish and withdraw the official boundaries of streets.
        ManageMap = "manage_map",
        /// Say which other systems are told of what happens, and see to mails and calls that did not arrive.
        ManageWebhooks = "manage_webhooks",
        /// Visit rooms as a citizen supervisor and say what was found.
        Supervise = "supervise",
        /// Set the terms of supervisors and their campaigns, and see what they found.
        ManageSupervision = "manage_supervision",
    }
}

/// Whether a role allows an action. What is not in this table is not allowed.
pub fn may(role: Role, action: Action) -> bool {
    match action {
        Action::OwnAccount => true,
        // The guide is for those who build, inspect and run rooms.
        Action::ReadGuide => role != Role::Supervisor,
        Action::SeePeople | Action::SeeAudit | Action::ManageMap => matches!(role, Role::Administrator | Role::Staff),
        Action::Inspect | Action::Recheck => matches!(role, Role::Expert | Role::LeadExpert),
        Action::SendPhotos => !matches!(role, Role::Administrator | Role::Supervisor),
        Action::ReviewInspections
        | Action::SeeRestricted
        | Action::PlanRounds
        | Action::EditStandards
        | Action::PublishStandards
        | Action::ManageRectifications
        | Action::PlanSites
        | Action::ManageBuildout
        | Action::HandleReports
        | Action::EditGuide
        | Action::PublishGuide
        | Action::ManageTargets
        | Action::ManageAwards
        | Action::ManageVenues
        | Action::SeeInbox
        | Action::ManageSupervision => matches!(role, Role::Staff | Role::LeadExpert),
        Action::SeeFigures => matches!(role, Role::Administrator | Role::Staff | Role::LeadExpert),
        Action::ManageMoney | Action::ImportRooms => role == Role::Staff,
        Action::ManagePeople | Action::ManageWebhooks => role == Role::Administrator,
        Action::AnswerRectifications | Action::KeepCareLog | Action::NominateOwn => role == Role::Operator,
        Action::SeeCare => matches!(role, Role::Staff | Role::LeadExpert | Role::Expert),
        Action::Supervise => role == Role::Supervisor,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Word;

    const AGREED: &[&str] = &[
        "administrator own_account",
        "administrator see_people",
        "administrator manage_people",
        "administrator see_audit",
        "administrator read_guide",
        "administrator see_figures",
        "administrator manage_map",
        "administrator manage_webhooks",
        "staff own_account",
        "staff see_people",
        "staff review_inspections",
        "staff send_photos",
        "staff see_restricted",
        "staff plan_rounds",
        "staff see_audit",
        "staff edit_standards",
        "staff publish_standards",
        "staff manage_rectifications",
        "staff plan_sites",
        "staff manage_buildout",
        "staff handle_reports",
        "staff manage_money",
        "staff manage_awards",
        "staff import_rooms",
        "staff see_care",
        "staff read_guide",
        "staff edit_guide",
        "staff publish_guide",
        "staff manage_targets",
        "staff manage_venues",
        "staff see_figures",
        "staff see_inbox",
        "staff manage_map",
        "staff manage_supervision",
        "lead_expert own_account",
        "lead_expert inspect",
        "lead_expert review_inspections",
        "lead_expert send_photos",
        "lead_expert see_restricted",
        "lead_expert plan_rounds",
        "lead_expert edit_standards",
        "lead_expert publish_standards",
        "lead_expert manage_rectifications",
        "lead_expert recheck",
        "lead_expert plan_sites",
        "lead_expert manage_buildout",
        "lead_expert handle_reports",
        "lead_expert manage_awards",
        "lead_expert see_care",
        "lead_expert read_guide",
        "lead_expert edit_guide",
        "lead_expert publish_guide",
        "lead_expert manage_targets",
        "lead_expert manage_venues",
        "lead_expert see_figures",
        "lead_expert see_inbox",
        "lead_expert manage_supervision",
        "expert own_account",
        "expert inspect",
        "expert send_photos",
        "expert recheck",
        "expert see_care",
        "expert read_guide",
        "operator own_account",
        "operator send_photos",
        "operator answer_rectifications",
        "operator nominate_own",
        "operator keep_care_log",
        "operator read_guide",
        "supervisor own_account",
        "supervisor supervise",
    ];

    #[test]
    fn the_table_is_what_was_agreed() {
        let pairs = Role::ALL.iter().flat_map(|role| Action::ALL.iter().map(move |action| (*role, *action)));
        let allowed = pairs.filter(|(role, action)| may(*role, *action));
        let pairs: Vec<String> = allowed.map(|(role, action)| format!("{role} {action}")).collect();
        assert_eq!(pairs, AGREED);
    }
}
