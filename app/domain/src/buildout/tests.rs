use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::role::Role;
use crate::stage::Stage;
use crate::words::Word;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(number)
}

fn finished(acceptance: Option<Acceptance>) -> Standing {
    Standing { stage: Stage::Acceptance, since: Some(day(10)), acceptance, must_have: None }
}

fn visit(number: u64, open_gates: usize) -> Acceptance {
    Acceptance { inspection: Uuid::from_u128(7), visited: day(number), open_gates }
}

fn open(note: &str, regardless: bool) -> Wanted<'_> {
    Wanted { step: StageStep::Open, on: day(20), note, regardless, duty_seen: false }
}

#[test]
fn a_room_is_opened_by_an_inspection_of_the_finished_room_without_open_gates() {
    let may = |acceptance| take(&finished(acceptance), &open("", false), Role::Staff, day(20));
    assert_eq!(may(None), Err(Refused::NotInspected));
    assert_eq!(may(Some(visit(9, 0))), Err(Refused::NotInspected), "of the room before it was finished");
    assert_eq!(may(Some(visit(12, 2))), Err(Refused::OpenGates(2)));
    let taken = Taken { to: Stage::Open, inspection: Some(Uuid::from_u128(7)), regardless: false };
    assert_eq!(may(Some(visit(10, 0))), Ok(taken));
}

#[test]
fn only_a_lead_expert_opens_it_regardless_and_with_a_reason() {
    let standing = finished(Some(visit(12, 1)));
    let may = |note, role| take(&standing, &open(note, true), role, day(20));
    assert_eq!(may("医院急用", Role::Staff), Err(Refused::NotTheLead));
    assert_eq!(may(" ", Role::LeadExpert), Err(Refused::NoReason));
    assert_eq!(may("医院急用", Role::LeadExpert), Ok(Taken { to: Stage::Open, inspection: None, regardless: true }));
    // Where an inspection allows it, it is no exception.
    let fine = take(&finished(Some(visit(12, 0))), &open("", true), Role::Staff, day(20)).unwrap();
    assert!(!fine.regardless);
}

#[test]
fn days_reasons_and_the_duty_are_asked_for() {
    let standing = Standing { stage: Stage::Open, since: Some(day(5)), acceptance: None, must_have: Some(true) };
    let close = Wanted { step: StageStep::Close, on: day(6), note: "商场停业", regardless: false, duty_seen: false };
    let may = |wanted: Wanted<'_>| take(&standing, &wanted, Role::Staff, day(7)).map(|taken| taken.to);
    assert_eq!(may(close), Err(Refused::Duty));
    assert_eq!(may(Wanted { duty_seen: true, ..close }), Ok(Stage::Closed));
    assert_eq!(may(Wanted { duty_seen: true, note: "", ..close }), Err(Refused::NoReason));
    assert_eq!(may(Wanted { on: day(8), ..close }), Err(Refused::Future));
    assert_eq!(may(Wanted { on: day(4), ..close }), Err(Refused::BeforeLast(day(5))));
    assert_eq!(may(Wanted { step: StageStep::Fund, ..close }), Err(Refused::NotFromHere(Stage::Open)));
}

#[test]
fn whatever_is_closed_stays_so_and_all_else_can_be_closed() {
    for &stage in Stage::ALL {
        let steps: Vec<StageStep> = stage.steps().collect();
        assert_eq!(steps.is_empty(), stage == Stage::Closed);
        assert_eq!(stage.after(StageStep::Close), (stage != Stage::Closed).then_some(Stage::Closed));
        assert_eq!(stage.is_planned(), steps.len() > 1 && !stage.is_public(), "{stage}");
    }
}

proptest! {
    /// No sequence of steps opens a room for the first time that was not accepted, unless a lead expert did so.
    #[test]
    fn no_way_leads_around_acceptance(
        ways in proptest::collection::vec((0..StageStep::ALL.len(), 0_u64..40, any::<bool>(), proptest::option::of((0_u64..40, 0_usize..3)), 0..5_usize), 0..40)
    ) {
        let (mut stage, mut since) = (Stage::Proposed, None);
        let mut accepted = false;
        for (step, on, regardless, inspected, role) in ways {
            let acceptance = inspected.map(|(on, gates)| visit(on, gates));
            let standing = Standing { stage, since, acceptance, must_have: None };
            let wanted = Wanted { step: StageStep::ALL[step], on: day(on), note: "因为", regardless, duty_seen: false };
            let Ok(taken) = take(&standing, &wanted, Role::ALL[role], day(39)) else { continue };
            prop_assert_eq!(Some(taken.to), stage.after(wanted.step));
            prop_assert!(since.is_none_or(|since| wanted.on >= since));
            if wanted.step == StageStep::Open {
                let passed = acceptance.is_some_and(|of| of.open_gates == 0 && since.is_none_or(|since| of.visited >= since));
                prop_assert!(passed || (taken.regardless && Role::ALL[role] == Role::LeadExpert));
                accepted = true;
            }
            prop_assert!(accepted || taken.to != Stage::Open);
            (stage, since) = (taken.to, Some(wanted.on));
        }
    }
}
