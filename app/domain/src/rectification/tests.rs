use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::score::{Answer, Answers, Season, Sheet, Value, VenueFacts, score};
use crate::standard::published;
use crate::words::Word;

fn newest() -> &'static Standard {
    &published().last().unwrap().standard
}

fn id(text: &str) -> ClauseId {
    ClauseId::new(text).unwrap()
}

/// An answer out of the worst or the best of a clause.
fn answer(clause: &Clause, good: bool) -> Answer {
    let parts = clause.parts.iter().filter_map(|part| {
        let options = newest().options(part);
        let limit = part.limits().next();
        let value = match part.kind {
            PartKind::Flag => Value::Flag(part.passes == good),
            PartKind::Choice if good => Value::Word(options.last()?.word.clone()),
            PartKind::Choice => Value::Word(options.first()?.word.clone()),
            PartKind::Number | PartKind::Count => {
                let passing = limit.map_or(21.0, |limit| limit.min.or(limit.max).unwrap_or(1.0));
                let failing = limit.map_or(21.0, |limit| limit.min.map_or(limit.max.unwrap_or(1.0) * 1.2, |min| min * 0.8));
                Value::Number(if good { passing } else { failing })
            }
            PartKind::Date => Value::Word("2026-11-01".to_owned()),
            PartKind::Text => Value::Word("王小明（虚构）".to_owned()),
            PartKind::Computed => return None,
        };
        Some((part.key.clone(), value))
    });
    Answer::Given(parts.collect())
}

fn sheet(good: &[bool]) -> Sheet {
    let clauses = newest().clauses.iter().zip(good).map(|(clause, good)| (clause.id, answer(clause, *good))).collect();
    Sheet {
        standard: newest().id.clone(),
        visited: "2026-11-20".parse().unwrap(),
        venue: VenueFacts::default(),
        answers: Answers { season: Some(Season::Summer), clauses },
        evidence: BTreeMap::default(),
    }
}

proptest! {
    #[test]
    fn nothing_closes_without_proof(
        outcomes in prop::collection::vec((0..Outcome::ALL.len(), any::<bool>(), any::<bool>(), any::<bool>(), 0_usize..2), 1..12),
        between in prop::collection::vec(0..3_usize, 12),
        on_site in any::<bool>(),
    ) {
        let way = if on_site { RecheckWay::OnSite } else { RecheckWay::Photo };
        let mut state = ItemState::Open;
        for ((outcome, there, measured, words, photos), step) in outcomes.into_iter().zip(between) {
            let other = [ItemStep::Answer, ItemStep::SendBack, ItemStep::Escalate][step];
            state = state.after(other).unwrap_or(state);
            prop_assert!(state != ItemState::Closed);
            let value = if measured { Value::Number(1.0) } else { Value::Flag(true) };
            let answer = Answer::Given(BTreeMap::from([("value".to_owned(), value)]));
            let proof = Proof { on_site: there, words: if words { "试了三次" } else { " " }, photos };
            let Ok(step) = verdict(way, Outcome::ALL[outcome], &answer, proof) else { continue };
            state = state.after(step).unwrap_or(state);
            if state == ItemState::Closed {
                prop_assert_eq!(Outcome::ALL[outcome], Outcome::Pass);
                prop_assert!(photos > 0 || there && (measured || words));
                prop_assert!(way == RecheckWay::Photo || there);
                for &step in ItemStep::ALL {
                    prop_assert_eq!(state.after(step), None, "closed is closed");
                }
                return Ok(());
            }
        }
    }

    #[test]
    fn without_re_checks_the_result_stays_and_a_re_check_touches_its_clause_alone(
        good in prop::collection::vec(any::<bool>(), 60), which in 0_usize..60, mended in any::<bool>(),
    ) {
        let (standard, sheet) = (newest(), sheet(&good));
        let first = score(standard, &sheet.venue, &sheet.answers);
        prop_assert_eq!(&recomputed(standard, &sheet, []), &first);
        let clause = &standard.clauses[which];
        let again = answer(clause, mended);
        let second = recomputed(standard, &sheet, [(clause.id, &again)]);
        for (before, after) in first.lines.iter().zip(&second.lines) {
            // The area decides the class, and with it what applies.
            let by_class = clause.id == standard.class.clause;
            prop_assert!(before == after || before.clause == clause.id || by_class, "{} by {}", before.clause, clause.id);
        }
        let line = judged(standard, &sheet, clause.id, &again).unwrap();
        prop_assert_eq!(Some(&line), second.line(clause.id));
    }

    #[test]
    fn a_room_whose_findings_are_all_mended_has_none(good in prop::collection::vec(any::<bool>(), 60)) {
        let (standard, mut sheet) = (newest(), sheet(&good));
        // Mending the area may make more clauses apply; it is right from the start here.
        sheet.answers.clauses.insert(standard.class.clause, answer(standard.clause(standard.class.clause).unwrap(), true));
        let first = score(standard, &sheet.venue, &sheet.answers);
        let mended: Vec<_> = findings(standard, &first)
            .into_iter()
            .map(|finding| (finding.clause, answer(standard.clause(finding.clause).unwrap(), true)))
            .collect();
        let again = mended.iter().map(|(clause, answer)| (*clause, answer));
        prop_assert_eq!(findings(standard, &recomputed(standard, &sheet, again)), vec![]);
    }
}

#[test]
fn the_table_of_steps() {
    let pairs = ItemState::ALL.iter().flat_map(|state| ItemStep::ALL.iter().map(move |step| (*state, *step)));
    let allowed = pairs.filter_map(|(state, step)| Some(format!("{state} {step} {}", state.after(step)?)));
    assert_eq!(
        allowed.collect::<Vec<_>>(),
        [
            "open answer answered",
            "open pass closed",
            "open fail open",
            "open escalate open",
            "open supersede superseded",
            "answered send_back open",
            "answered pass closed",
            "answered fail open",
            "answered escalate answered",
            "answered supersede superseded",
        ]
    );
}

#[test]
fn gates_are_due_at_once_and_checked_on_the_spot() {
    let mall = VenueFacts { frequented: Some(true), floor_area_m2: Some(20_000.0), ..VenueFacts::default() };
    let report = score(newest(), &mall, &sheet(&[false; 60]).answers);
    let found = findings(newest(), &report);
    let of = |clause: &str| found.iter().find(|finding| finding.clause == id(clause)).copied();
    for gate in ["2.06", "3.01", "3.03", "3.09"] {
        assert_eq!(of(gate), Some(Finding { clause: id(gate), severity: Severity::Gate, way: RecheckWay::OnSite }));
    }
    assert_eq!(of("2.01").map(|finding| (finding.severity, finding.way)), Some((Severity::Fail, RecheckWay::OnSite)), "measured");
    assert_eq!(of("2.04").map(|finding| (finding.severity, finding.way)), Some((Severity::Fail, RecheckWay::Photo)));
    let unknown = score(newest(), &VenueFacts::default(), &sheet(&[false; 60]).answers);
    assert!(findings(newest(), &unknown).iter().all(|finding| finding.clause != id("2.01")), "nobody knows whether it must hold");
    assert_eq!(of("1.02"), None, "follows from the venue");
    assert_eq!(of("3.10"), None, "a bonus");
    assert!(camera_found(&report) && is_camera(newest().clause(id("3.03")).unwrap()));
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(due(day("2026-11-24"), Severity::Gate.days()), day("2026-11-24"));
    assert_eq!(due(day("2026-11-24"), Severity::Partial.days()), day("2026-12-08"));
    assert_eq!((days_over(day("2026-12-08"), day("2026-12-08")), days_over(day("2026-12-08"), day("2026-12-10"))), (0, 2));
}

#[test]
fn a_gate_suspends_after_its_day_a_camera_at_once_and_never_against_the_staff() {
    let at = |hours: i64| chrono::DateTime::from_timestamp(1_795_489_200 + hours * 3600, 0).unwrap();
    let day: NaiveDate = "2026-11-24".parse().unwrap();
    let gate = OpenGateItem { opened: at(0), day, days: 0, camera: false };
    let camera = OpenGateItem { camera: true, ..gate };
    let next = day.succ_opt().unwrap();
    assert_eq!(
        [suspends_on(&gate, None, day), suspends_on(&gate, None, next), suspends_on(&camera, None, day)],
        [false, true, true]
    );
    assert!(!suspends_on(&gate, Some(at(30)), next) && !suspends_on(&camera, Some(at(30)), next));
    assert!(suspends_on(&gate, Some(at(-1)), next), "a gate found after that does");
}
