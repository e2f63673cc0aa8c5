//! Words for the domain's vocabularies, times and distances.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike, Weekday};
use domain::buildout::StageStep;
use domain::{
    Access, AreaClass, Entry, Facility, Filter, Kind, NavApp, OpenState, Query, Region, Role, Stage, Teller, Tri, VenueType,
};

use super::Lang;

/// A local moment as people write it, day and minute.
pub fn moment_text(lang: Lang, at: NaiveDateTime) -> String {
    lang.date_moment(at.month(), at.day(), clock(at))
}

fn clock(at: NaiveDateTime) -> String {
    format!("{}:{:02}", at.hour(), at.minute())
}

impl Lang {
    /// A role.
    pub fn person_role(self, role: Role) -> &'static str {
        match role {
            Role::Administrator => self.person_administrator(),
            Role::Staff => self.person_staff(),
            Role::LeadExpert => self.person_lead_expert(),
            Role::Expert => self.person_expert(),
            Role::Operator => self.person_operator(),
            Role::Supervisor => self.person_supervisor(),
        }
    }

    /// How far a room has come.
    pub fn stage(self, stage: Stage) -> &'static str {
        match stage {
            Stage::Proposed => self.stage_proposed(),
            Stage::Approved => self.stage_approved(),
            Stage::Funded => self.stage_funded(),
            Stage::Building => self.stage_building(),
            Stage::Acceptance => self.stage_acceptance(),
            Stage::Open => self.stage_open(),
            Stage::Suspended => self.stage_suspended(),
            Stage::Closed => self.stage_closed(),
        }
    }

    /// What is done with a room on its way.
    pub fn stage_step(self, step: StageStep) -> &'static str {
        match step {
            StageStep::Propose => self.stage_step_propose(),
            StageStep::Approve => self.stage_step_approve(),
            StageStep::Fund => self.stage_step_fund(),
            StageStep::Build => self.stage_step_build(),
            StageStep::Finish => self.stage_step_finish(),
            StageStep::Rework => self.stage_step_rework(),
            StageStep::Open => self.stage_step_open(),
            StageStep::Suspend => self.stage_step_suspend(),
            StageStep::Resume => self.stage_step_resume(),
            StageStep::Close => self.stage_step_close(),
            StageStep::Import => self.import_step(),
        }
    }

    /// The kind of a venue.
    pub fn venue_type(self, kind: VenueType) -> &'static str {
        match kind {
            VenueType::Hospital => self.venue_hospital(),
            VenueType::Transport => self.venue_transport(),
            VenueType::Government => self.venue_government(),
            VenueType::Park => self.venue_park(),
            VenueType::CultureSports => self.venue_culture_sports(),
            VenueType::Mall => self.venue_mall(),
            VenueType::Office => self.venue_office(),
            VenueType::Other => self.venue_other(),
        }
    }

    /// A facility.
    pub fn facility(self, facility: Facility) -> &'static str {
        match facility {
            Facility::HotWater => self.fact_hot_water(),
            Facility::Basin => self.fact_basin(),
            Facility::Soap => self.fact_soap(),
            Facility::Lockable => self.fact_lockable(),
            Facility::Curtain => self.fact_curtain(),
            Facility::StepFree => self.fact_step_free(),
            Facility::ChangingTable => self.fact_changing_table(),
            Facility::SafetyBuckle => self.fact_safety_buckle(),
            Facility::NursingSeat => self.fact_nursing_seat(),
            Facility::Table => self.fact_table(),
            Facility::PowerSocket => self.fact_power_socket(),
            Facility::Bin => self.fact_bin(),
            Facility::CallDevice => self.fact_call_device(),
            Facility::Cot => self.fact_cot(),
            Facility::ChildSeat => self.fact_child_seat(),
            Facility::NonSlipFloor => self.fact_non_slip_floor(),
            Facility::AirConditioning => self.fact_air_conditioning(),
            Facility::BottleWarmer => self.fact_bottle_warmer(),
            Facility::Fridge => self.fact_fridge(),
            Facility::NappyVending => self.fact_nappy_vending(),
        }
    }

    /// A facility in few letters, for chips and cards.
    pub fn facility_short(self, facility: Facility) -> &'static str {
        match facility {
            Facility::Lockable => self.finder_lockable(),
            Facility::StepFree => self.finder_step_free(),
            other => self.facility(other),
        }
    }

    /// Who said so.
    pub fn teller(self, teller: Option<Teller>) -> &'static str {
        match teller {
            Some(Teller::Official) => self.room_by_official(),
            Some(Teller::Expert) => self.room_by_expert(),
            Some(Teller::Parent) => self.room_by_parent(),
            None => self.room_no_teller(),
        }
    }

    /// The kind of room.
    pub fn kind(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Independent => self.room_kind_independent(),
            Kind::MobilePod => self.room_kind_mobile_pod(),
            Kind::ThirdToilet => self.room_kind_third_toilet(),
            Kind::StaffOnly => self.room_kind_staff_only(),
        }
    }

    /// The access rule.
    pub fn access(self, access: Access) -> &'static str {
        match access {
            Access::Open => self.room_access_open(),
            Access::AskStaff => self.room_access_ask(),
            Access::Key => self.room_access_key(),
            Access::Register => self.room_access_register(),
            Access::Unknown => self.room_access_unknown(),
        }
    }

    /// Who may enter.
    pub fn entry(self, entry: Entry) -> &'static str {
        match entry {
            Entry::Everyone => self.room_entry_everyone(),
            Entry::WomenOnly => self.room_entry_women(),
            Entry::Unknown => self.room_entry_unknown(),
        }
    }

    /// Whether it lies in a paid area.
    pub fn paid_area(self, paid: Tri) -> &'static str {
        match paid {
            Tri::Yes => self.room_paid_yes(),
            Tri::No => self.room_paid_no(),
            Tri::Unknown => self.room_paid_unknown(),
        }
    }

    /// A map app.
    pub fn nav_app(self, app: NavApp) -> &'static str {
        match app {
            NavApp::Amap => self.room_amap(),
            NavApp::Tencent => self.room_tencent(),
            NavApp::Baidu => self.room_baidu(),
            NavApp::Apple => self.room_apple(),
        }
    }

    /// A class by area, as in the select.
    pub fn class(self, class: AreaClass) -> &'static str {
        match class {
            AreaClass::A => self.finder_class_a(),
            AreaClass::B => self.finder_class_b(),
            AreaClass::C => self.finder_class_c(),
        }
    }

    /// A day of the week.
    pub fn weekday(self, day: Weekday) -> &'static str {
        match day {
            Weekday::Mon => self.day_mon(),
            Weekday::Tue => self.day_tue(),
            Weekday::Wed => self.day_wed(),
            Weekday::Thu => self.day_thu(),
            Weekday::Fri => self.day_fri(),
            Weekday::Sat => self.day_sat(),
            Weekday::Sun => self.day_sun(),
        }
    }

    /// A date in full.
    pub fn date(self, date: NaiveDate) -> String {
        match self {
            Self::Zh => self.date_day(date.year(), date.month(), date.day()),
            Self::En => date.to_string(),
        }
    }

    /// A coming moment: the time alone today, with the day otherwise.
    pub fn when(self, at: NaiveDateTime, now: NaiveDateTime) -> String {
        let tomorrow = now.date().checked_add_days(Days::new(1));
        if at.date() == now.date() {
            clock(at)
        } else if at == at.date().and_hms_opt(0, 0, 0).unwrap_or(at) && Some(at.date()) == tomorrow {
            "24:00".to_owned()
        } else if Some(at.date()) == tomorrow {
            self.state_tomorrow(clock(at))
        } else {
            self.state_weekday(self.weekday(at.weekday()), clock(at))
        }
    }

    /// The open state in words.
    pub fn open_state(self, state: OpenState, now: NaiveDateTime) -> String {
        match state {
            OpenState::Open { until: Some(until) } if state.closes_within(now, 30) => self.state_closing(self.when(until, now)),
            OpenState::Open { until: Some(until) } => self.state_open_until(self.when(until, now)),
            OpenState::Open { until: None } => self.state_open_always().to_owned(),
            OpenState::Closed { opens: Some(opens) } => self.state_opens(self.when(opens, now)),
            OpenState::Closed { opens: None } => self.state_closed().to_owned(),
            OpenState::Unknown => self.state_unknown().to_owned(),
        }
    }

    /// A distance: metres to ten below a kilometre, then kilometres.
    pub fn distance(self, metres: f64) -> String {
        if metres < 995.0 {
            self.answer_metres(format!("{:.0}", (metres / 10.0).round() * 10.0))
        } else if metres < 9950.0 {
            self.answer_kilometres(format!("{:.1}", metres / 1000.0))
        } else {
            self.answer_kilometres(format!("{:.0}", metres / 1000.0))
        }
    }

    /// One condition of a question.
    pub fn filter(self, filter: Filter, query: &Query, region: &Region) -> String {
        match filter {
            Filter::OpenNow => self.finder_open_now().to_owned(),
            Filter::Has(facility) => self.answer_has_filter(self.facility_short(facility)),
            Filter::Everyone => self.finder_everyone().to_owned(),
            Filter::Class(class) => self.answer_class_filter(class),
            Filter::Street(code) => {
                region.street(code).map_or_else(|| code.to_string(), |street| street.name(self.is_english()).to_owned())
            }
            Filter::Bbox => self.answer_area_filter().to_owned(),
            Filter::Text => self.answer_text_filter(query.q.as_deref().unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap().and_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn opening_times_are_told_as_people_say_them() {
        let now = at(24, 20, 0);
        let open = |until| Lang::Zh.open_state(OpenState::Open { until: Some(until) }, now);
        assert_eq!(open(at(24, 22, 0)), "开放至 22:00");
        assert_eq!(open(at(24, 20, 20)), "20:20 关门");
        assert_eq!(open(at(25, 0, 0)), "开放至 24:00");
        assert_eq!(open(at(25, 2, 0)), "开放至 明天 2:00");
        assert_eq!(Lang::Zh.open_state(OpenState::Closed { opens: Some(at(26, 9, 30)) }, now), "周四 9:30 开放");
        assert_eq!(Lang::En.open_state(OpenState::Closed { opens: None }, now), "Closed now");
    }

    #[test]
    fn dates_stand_in_the_order_of_each_language() {
        assert_eq!(Lang::Zh.date(at(24, 0, 0).date()), "2026 年 11 月 24 日");
        assert_eq!(Lang::En.date(at(24, 0, 0).date()), "2026-11-24");
        assert_eq!(moment_text(Lang::Zh, at(24, 9, 5)), "11 月 24 日 9:05");
    }

    #[test]
    fn distances_grow_coarser() {
        let told = [4.0, 184.0, 996.0, 1240.0, 14_300.0].map(|metres| Lang::Zh.distance(metres));
        assert_eq!(told, ["0 米", "180 米", "1.0 公里", "1.2 公里", "14 公里"]);
    }
}
