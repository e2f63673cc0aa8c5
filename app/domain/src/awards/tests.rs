use chrono::{DateTime, Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::stage::Stage;
use crate::text::{Bilingual, Line};
use crate::words::Word;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn stars() -> Terms {
    let line = |text: &str| Line::new(text).unwrap();
    let both = |zh: &str| Bilingual { zh: line(zh), en: None };
    Terms {
        name: both("演示星级"),
        issuer: both("演示评定单位"),
        kind: SchemeKind::Stars,
        lowest: Level(3),
        highest: Level(5),
        months: 24,
        source: line("虚构文件"),
        band: None,
        fictional: true,
    }
}

fn fit() -> Candidate {
    let seen = Some(Seen { open_gates: 0, meets: None });
    Candidate { stage: Stage::Open, seen, held_until: None }
}

const EVIDENCE: Evidence = Evidence { kind: EvidenceKind::Inspection, id: Uuid::from_u128(1) };

fn deed(step: AwardStep, by: &str, on: NaiveDate) -> Deed<'_> {
    Deed { step, by, on, words: "理由", level: Some(Level(4)), from: Some(on), evidence: Some(EVIDENCE) }
}

proptest! {
    /// Whatever is tried in whatever order: an award is given by a second person and with a confirmed inspection named, of a
    /// room that nothing stood against; what is lowered is lower; and a replay of the steps says what the award says.
    #[test]
    fn no_steps_give_an_award_without_a_second_person_and_a_confirmed_inspection(
        tries in prop::collection::vec(
            (0..AwardStep::ALL.len(), 0..2_usize, 0..5_u64, 1..=6_u8, any::<bool>(), any::<bool>(), any::<bool>()),
            0..40,
        ),
    ) {
        let (terms, start) = (stars(), day("2026-01-01"));
        let today = day("2026-06-01");
        let people = ["li", "wu"];
        let mut award: Option<Award> = None;
        let mut steps: Vec<Done> = Vec::new();
        for (step, by, later, level, named, said, inspected) in tries {
            let (step, by) = (AwardStep::ALL[step], people[by]);
            let candidate = Candidate { seen: fit().seen.filter(|_| inspected), ..fit() };
            let unfit = assess(&terms, candidate, today);
            let on = award.as_ref().map_or(start, |award| award.on) + Days::new(later);
            let what = Deed {
                words: if said { "理由" } else { "" },
                level: Some(Level(level)),
                evidence: Some(EVIDENCE).filter(|_| named),
                ..deed(step, by, on)
            };
            let next = match &award {
                None if step == AwardStep::Nominate => Award::nominate(by, on, &unfit, today),
                None => continue,
                Some(award) => award.take(&terms, &what, &unfit, today),
            };
            let Ok(next) = next else { continue };
            match step {
                AwardStep::Nominate => prop_assert!(inspected),
                AwardStep::Award => {
                    prop_assert!(inspected && named && by != next.nominated_by);
                    prop_assert!(terms.has(Level(level)) && next.valid.is_some());
                }
                AwardStep::Lower => {
                    prop_assert!(named && said && next.level < award.as_ref().and_then(|award| award.level));
                    prop_assert!(next.level.is_some_and(|level| terms.has(level)));
                }
                _ => prop_assert_eq!(next.level, award.as_ref().and_then(|award| award.level)),
            }
            let valid = if step == AwardStep::Award { next.valid } else { None };
            let level = next.level.filter(|_| matches!(step, AwardStep::Award | AwardStep::Lower));
            steps.push(Done { step, on, level, valid });
            let now = stood(&steps, today);
            prop_assert_eq!(now, Some(Stood { state: next.state, level: next.level, valid: next.valid }));
            award = Some(next);
        }
        let held = award.is_some_and(|award| award.state.is_held());
        prop_assert!(!held || steps.iter().any(|done| done.step == AwardStep::Award));
    }
}

#[test]
fn everything_that_stands_against_a_room_is_told() {
    let today = day("2026-11-29");
    let asks = Terms { band: Some(Line::new("good").unwrap()), ..stars() };
    let seen = |open_gates, meets| Some(Seen { open_gates, meets });
    assert_eq!(assess(&stars(), fit(), today), []);
    let worst = Candidate { stage: Stage::Suspended, seen: seen(2, Some(false)), held_until: Some(day("2027-11-29")) };
    assert_eq!(
        assess(&asks, worst, today),
        [Unfit::Stage(Stage::Suspended), Unfit::OpenGates(2), Unfit::Band, Unfit::Holds(day("2027-11-29"))]
    );
    assert_eq!(assess(&asks, Candidate { seen: None, ..fit() }, today), [Unfit::NotInspected]);
    assert_eq!(assess(&asks, Candidate { seen: seen(0, None), ..fit() }, today), [Unfit::NoBand]);
    assert_eq!(assess(&asks, Candidate { seen: seen(0, Some(true)), ..fit() }, today), []);
    let ends = |until: &str| assess(&stars(), Candidate { held_until: Some(day(until)), ..fit() }, today);
    assert_eq!(ends("2027-02-27"), [], "within ninety days of its end");
    assert_eq!(ends("2027-02-28"), [Unfit::Holds(day("2027-02-28"))]);
}

#[test]
fn a_scheme_that_makes_no_sense_is_told() {
    let check =
        |kind, lowest, highest, months| Terms { kind, lowest: Level(lowest), highest: Level(highest), months, ..stars() }.check();
    assert_eq!(check(SchemeKind::Stars, 3, 5, 24), Ok(()));
    assert_eq!(check(SchemeKind::Demonstration, 1, 1, 36), Ok(()));
    for (kind, lowest, highest) in
        [(SchemeKind::Demonstration, 1, 2), (SchemeKind::Stars, 0, 3), (SchemeKind::Stars, 4, 3), (SchemeKind::Stars, 3, 6)]
    {
        assert_eq!(check(kind, lowest, highest, 24), Err(TermsError::Levels), "{kind} {lowest} {highest}");
    }
    assert_eq!(check(SchemeKind::Stars, 3, 5, 0), Err(TermsError::Months));
    assert_eq!(check(SchemeKind::Stars, 3, 5, 121), Err(TermsError::Months));
    assert_eq!(stars().until(day("2026-02-28")), day("2028-02-27"));
}

#[test]
fn how_an_award_stood_on_any_day_is_told_by_its_steps() {
    let valid = Some(Valid { from: day("2026-03-01"), until: day("2028-02-29") });
    let step = |step, on: &str, level: Option<u8>, valid| Done { step, on: day(on), level: level.map(Level), valid };
    let steps = [
        step(AwardStep::Nominate, "2026-01-05", None, None),
        step(AwardStep::Award, "2026-02-01", Some(5), valid),
        step(AwardStep::Lower, "2026-09-01", Some(4), None),
        step(AwardStep::Withdraw, "2027-01-01", None, None),
    ];
    let on = |text: &str| {
        let stood = stood(&steps, day(text))?;
        Some((stood.state.standing(stood.valid, day(text)), stood.level.map(|level| level.0)))
    };
    assert_eq!(on("2026-01-04"), None);
    assert_eq!(on("2026-01-31"), Some((Standing::Nominated, None)));
    assert_eq!(on("2026-02-01"), Some((Standing::Coming, Some(5))));
    assert_eq!(on("2026-03-01"), Some((Standing::Valid, Some(5))));
    assert_eq!(on("2026-09-01"), Some((Standing::Valid, Some(4))));
    assert_eq!(on("2027-01-01"), Some((Standing::Withdrawn, Some(4))));
    let kept = stood(&steps[..2], day("2028-03-01")).unwrap();
    assert_eq!(kept.state.standing(kept.valid, day("2028-03-01")), Standing::Expired);
}

#[test]
fn steps_are_refused_for_the_first_thing_that_is_wrong() {
    let (terms, today) = (stars(), day("2026-06-01"));
    let nominated = Award::nominate("li", day("2026-05-01"), &[], today).unwrap();
    assert_eq!(Award::nominate("li", day("2026-06-02"), &[], today), Err(Refused::Day));
    let unfit = [Unfit::NotInspected];
    assert_eq!(Award::nominate("li", today, &unfit, today), Err(Refused::Unfit(unfit.to_vec())));
    let take = |award: &Award, what: Deed<'_>| award.take(&terms, &what, &[], today);
    assert_eq!(take(&nominated, deed(AwardStep::Award, "li", today)), Err(Refused::Own));
    assert_eq!(take(&nominated, deed(AwardStep::Lower, "wu", today)), Err(Refused::State));
    assert_eq!(take(&nominated, deed(AwardStep::Award, "wu", day("2026-04-30"))), Err(Refused::Day));
    let far = Deed { from: Some(day("2027-06-02")), ..deed(AwardStep::Award, "wu", today) };
    assert_eq!(take(&nominated, far), Err(Refused::Day));
    assert_eq!(take(&nominated, Deed { words: "", ..deed(AwardStep::Refuse, "wu", today) }), Err(Refused::NoWords));
    let given = take(&nominated, deed(AwardStep::Award, "wu", today)).unwrap();
    assert_eq!((given.level, given.valid.unwrap().until), (Some(Level(4)), day("2028-05-31")));
    assert_eq!(take(&given, deed(AwardStep::Lower, "li", today)), Err(Refused::Level), "not lower");
    let lower = Deed { level: Some(Level(3)), ..deed(AwardStep::Lower, "li", today) };
    assert_eq!(take(&given, Deed { evidence: None, ..lower }), Err(Refused::NoEvidence));
    assert_eq!(take(&given, lower).unwrap().level, Some(Level(3)));
    let late = day("2028-06-01");
    assert_eq!(given.take(&terms, &deed(AwardStep::Withdraw, "li", late), &[], late), Err(Refused::Over));
}

#[test]
fn only_what_was_recorded_after_the_last_decision_is_in_question() {
    let at = |minute: i64| DateTime::from_timestamp(minute * 60, 0).unwrap();
    let doubt = |minute| Doubt { kind: DoubtKind::Recheck, evidence: EVIDENCE, at: at(minute) };
    let doubts = [doubt(9), doubt(5), doubt(3)];
    assert_eq!(in_question(at(3), &doubts), Some(&doubt(5)));
    assert_eq!(in_question(at(9), &doubts), None);
}
