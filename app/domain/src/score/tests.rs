use proptest::prelude::*;

use super::*;
use crate::code::ClauseId;
use crate::standard::{Clause, Part, Unit, published};

fn newest() -> &'static Standard {
    &published().last().unwrap().standard
}

fn id(text: &str) -> ClauseId {
    ClauseId::new(text).unwrap()
}

fn mall() -> VenueFacts {
    VenueFacts {
        frequented: Some(true),
        floor_area_m2: Some(46_400.0),
        visitors_per_day: None,
        rooms_area_m2: Some(12.0),
        building: Some(Building::New),
        door: Some(Door::Hinged),
        glass_door: Some(false),
    }
}

/// A passing answer to a part.
fn passing(standard: &Standard, part: &Part) -> Option<Value> {
    let limit = part.limits().next();
    Some(match part.kind {
        PartKind::Flag => Value::Flag(part.passes),
        PartKind::Choice => Value::Word(standard.options(part).iter().max_by_key(|option| option.share)?.word.clone()),
        PartKind::Number | PartKind::Count => Value::Number(limit.map_or(21.0, |limit| limit.min.or(limit.max).unwrap_or(1.0))),
        PartKind::Date => Value::Word("2026-11-01".to_owned()),
        PartKind::Text => Value::Word("王小明（虚构）".to_owned()),
        PartKind::Computed => return None,
    })
}

fn full(standard: &Standard, clause: &Clause) -> Answer {
    let parts = clause.parts.iter().filter_map(|part| Some((part.key.clone(), passing(standard, part)?)));
    Answer::Given(parts.collect())
}

/// Everything answered so that it passes, but the bonus clauses.
fn best() -> Answers {
    let standard = newest();
    let clauses = standard.clauses.iter().filter(|clause| clause.role != Role::Bonus);
    let clauses = clauses.map(|clause| (clause.id, full(standard, clause))).collect();
    Answers { season: Some(Season::Summer), clauses }
}

fn with(mut answers: Answers, clause: &str, part: &str, value: Value) -> Answers {
    let answer = answers.clauses.entry(id(clause)).or_insert_with(|| Answer::Given(BTreeMap::new()));
    if let Answer::Given(given) = answer {
        given.insert(part.to_owned(), value);
    }
    answers
}

fn scored(answers: &Answers) -> Report {
    score(newest(), &mall(), answers)
}

fn line<'a>(report: &'a Report, clause: &str) -> &'a ReportLine {
    report.line(id(clause)).unwrap()
}

fn halves(report: &Report) -> Vec<u32> {
    report.halves.iter().map(|half| half.score.unwrap().0).collect()
}

#[test]
fn the_worked_check_of_the_clauses_file() {
    let report = scored(&best());
    assert_eq!((halves(&report), report.total, report.bonus), (vec![500, 500], Some(Tenths(1000)), Tenths(0)));
    assert_eq!((report.band.as_deref(), report.passes), (Some("excellent"), true));
    assert_eq!(report.lists.iter().map(|list| (list.met, list.of)).collect::<Vec<_>>(), [(10, 10), (1, 3)]);
    assert_eq!((report.class, report.duty), (Some(AreaClass::A), Duty { needed: Some(true), enough: Some(true) }));

    let answers = with(best(), "1.03", "value", Value::Word("fair".to_owned()));
    let answers = with(answers, "6.04", "value", Value::Number(55.0));
    let report = scored(&answers);
    assert_eq!((halves(&report), report.total), (vec![480, 490], Some(Tenths(970))));

    let report = scored(&with(answers, "3.03", "value", Value::Flag(true)));
    assert_eq!((report.total, report.passes), (Some(Tenths(970)), false));
    assert_eq!(report.open_gates, [OpenGate { clause: id("3.03"), outcome: Outcome::Fail }]);
    assert_eq!(line(&report, "3.03").defects, ["CAMERA_FOUND"]);
}

#[test]
fn a_small_room_fails_by_its_area_and_says_so() {
    let report = scored(&with(best(), "2.01", "value", Value::Number(8.6)));
    let area = line(&report, "2.01");
    assert_eq!((area.outcome, area.earned, area.points), (Outcome::Fail, 0, 400));
    assert!(matches!(&area.reasons[..], [Reason::Measured { readings, passes: false, limit: Some(limit), .. }]
        if *readings == [8.6] && limit.min == Some(10.0)));
    assert_eq!((report.class, report.lists[0].missing.as_slice()), (Some(AreaClass::B), &[1][..]));
}

#[test]
fn broken_and_absent_are_different_answers_with_the_same_worth() {
    for (word, defect) in [("broken", "BUCKLE_BROKEN"), ("none", "BUCKLE_BROKEN")] {
        let report = scored(&with(best(), "3.09", "value", Value::Word(word.to_owned())));
        assert_eq!((line(&report, "3.09").outcome, report.passes), (Outcome::Fail, false));
        assert_eq!(line(&report, "3.09").defects, [defect]);
        assert!(matches!(&line(&report, "3.09").reasons[..], [Reason::Chosen { word: said, .. }] if said == word));
        assert_eq!(report.lists[0].missing, [3]);
    }
}

#[test]
fn centimetres_typed_for_millimetres_are_questioned() {
    let report = scored(&with(best(), "5.01", "value", Value::Number(90.0)));
    let door = line(&report, "5.01");
    assert_eq!((door.outcome, door.earned, door.points), (Outcome::Doubtful, 0, 200));
    assert!(
        matches!(door.reasons[0], Reason::Unlikely { perhaps: Some((converted, Unit::Centimetre)), .. } if converted.eq(&900.0))
    );
    let reading = |value, unit, confirmed| Value::Readings(vec![Reading { value, unit, with: None, confirmed }]);
    let report = scored(&with(best(), "5.01", "value", reading(90.0, Some(Unit::Centimetre), false)));
    assert_eq!(line(&report, "5.01").outcome, Outcome::Pass);
    let report = scored(&with(best(), "5.01", "value", reading(90.0, None, true)));
    assert_eq!(line(&report, "5.01").outcome, Outcome::Fail);
}

#[test]
fn a_threshold_by_case_is_told_only_when_the_case_does_not_matter() {
    let venue = VenueFacts { building: None, ..mall() };
    let outcome = |width| {
        let report = score(newest(), &venue, &with(best(), "5.01", "value", Value::Number(width)));
        line(&report, "5.01").outcome
    };
    assert_eq!([950.0, 850.0, 780.0].map(outcome), [Outcome::Pass, Outcome::Undetermined, Outcome::Fail]);
}

#[test]
fn several_readings_must_all_hold() {
    let readings = |values: &[f64]| {
        let reading = |&value: &f64| Reading { value, unit: None, with: None, confirmed: false };
        Value::Readings(values.iter().map(reading).collect())
    };
    let report = scored(&with(best(), "6.01", "value", readings(&[100.0, 151.0])));
    assert_eq!(line(&report, "6.01").outcome, Outcome::Fail);
    let report = scored(&with(best(), "6.01", "value", readings(&[60.0, 150.0])));
    assert_eq!(line(&report, "6.01").outcome, Outcome::Pass);
}

#[test]
fn what_does_not_apply_leaves_the_score_and_keeps_its_reading() {
    let small = VenueFacts { floor_area_m2: Some(900.0), visitors_per_day: Some(400.0), ..mall() };
    let report = score(newest(), &small, &with(best(), "2.01", "value", Value::Number(4.0)));
    assert_eq!((line(&report, "2.01").outcome, report.halves[0].applicable), (Outcome::NotApplicable, 4500));
    assert_eq!((report.class, report.total), (Some(AreaClass::C), Some(Tenths(1000))));
    assert_eq!((line(&report, "4.05").outcome, report.duty.needed), (Outcome::NotApplicable, Some(false)));
}

#[test]
fn whatever_hangs_on_an_unknown_fact_is_not_determinable() {
    let unknown = VenueFacts { frequented: None, door: None, ..mall() };
    let small = with(best(), "2.01", "value", Value::Number(9.0));
    let report = score(newest(), &unknown, &small);
    for (clause, points) in [("1.02", 0), ("2.01", 400), ("5.01", 200), ("5.06", 0)] {
        let line = line(&report, clause);
        assert_eq!((line.outcome, line.earned, line.points), (Outcome::Undetermined, 0, points), "{clause}");
        assert!(line.defects.is_empty() && matches!(line.reasons[0], Reason::Condition { unknown: true, .. }));
    }
    let mut unmeasured = with(best(), "2.07", "value", Value::Word("good".to_owned()));
    unmeasured.clauses.insert(id("2.01"), Answer::CouldNotCheck("在堆货".to_owned()));
    let report = scored(&unmeasured);
    assert_eq!((line(&report, "2.07").outcome, report.bonus, report.below_class), (Outcome::Undetermined, Tenths(0), false));
}

#[test]
fn what_is_only_recorded_or_not_there_judges_nothing() {
    let measured = with(best(), "5.04", "value", Value::Number(1200.0));
    assert_eq!(line(&scored(&measured), "5.04").outcome, Outcome::Fail);
    let report = scored(&with(measured, "2.01", "value", Value::Number(6.0)));
    let turning = line(&report, "5.04");
    assert_eq!((turning.outcome, turning.defects.len(), turning.reasons.len()), (Outcome::Recorded, 0, 2));
    let tiny = scored(&with(best(), "2.01", "value", Value::Number(1.9)));
    assert_eq!((tiny.class, tiny.below_class), (None, true));

    let seat = |word: &str| scored(&with(best(), "3.10", "value", Value::Word(word.to_owned())));
    let outcomes = ["none", "loose", "firm"].map(|word| line(&seat(word), "3.10").outcome);
    assert_eq!(outcomes, [Outcome::NotApplicable, Outcome::Fail, Outcome::Pass]);
    let call = scored(&with(best(), "3.06", "value", Value::Word("fitted".to_owned())));
    assert_eq!((line(&call, "3.06").outcome, line(&call, "3.06").earned), (Outcome::Partial, 120));
}

#[test]
fn the_older_version_asks_for_no_camera_check() {
    let old = &published()[0].standard;
    let mut answers = best();
    for clause in ["3.03", "3.04"] {
        answers.clauses.remove(&id(clause));
    }
    let report = score(old, &mall(), &answers);
    assert_eq!((report.total, report.halves[1].applicable), (Some(Tenths(1000)), 4500));
}

#[test]
fn the_newer_version_fails_a_room_with_a_camera_and_its_impact_says_by_which_clause() {
    let (old, new) = (&published()[0].standard, newest());
    let both = |answers: &Answers| (score(old, &mall(), answers), score(new, &mall(), answers));
    let (before, after) = both(&best());
    assert_eq!(Impact::of(&before, &after), None);
    let (before, after) = both(&with(best(), "3.03", "value", Value::Flag(true)));
    let impact = Impact::of(&before, &after).unwrap();
    assert_eq!((impact.passes, impact.opened.as_slice()), ((true, false), &[id("3.03")][..]));
    assert!(impact.clauses.contains(&id("3.03")) && !impact.clauses.contains(&id("2.01")), "{:?}", impact.clauses);
    // 46 of 50 construction and 40 of 45 management points are a 90.4; five more of management unchecked make it 86.
    let loose = with(with(best(), "7.04", "value", Value::Flag(false)), "3.04", "value", Value::Flag(false));
    let loose = with(loose, "2.01", "value", Value::Number(9.0));
    let (before, after) = both(&loose);
    let impact = Impact::of(&before, &after).unwrap();
    assert_eq!((impact.total, impact.opened.len()), ((Some(Tenths(904)), Some(Tenths(860))), 0));
    assert_eq!((impact.band.0.as_deref(), impact.band.1.as_deref()), (Some("excellent"), Some("good")));
}

#[test]
fn an_empty_sheet_scores_nothing_and_passes_nothing() {
    let report = score(newest(), &VenueFacts::default(), &Answers::default());
    assert_eq!((report.total, report.bonus, report.passes, report.class), (Some(Tenths(0)), Tenths(0), false, None));
    assert_eq!(report.open_gates.len(), 4);
    assert_eq!(report.duty, Duty { needed: None, enough: None });
}

#[test]
fn halves_are_rounded_half_up_once() {
    // 44 of 46 points: 50 × 44 ÷ 46 = 47.826…
    let small = VenueFacts { floor_area_m2: Some(900.0), visitors_per_day: Some(400.0), ..mall() };
    let answers = with(best(), "1.05", "value", Value::Word("poor".to_owned()));
    let report = score(newest(), &small, &answers);
    assert_eq!((report.halves[0].earned, report.halves[0].applicable), (4300, 4600));
    assert_eq!((halves(&report), report.total), (vec![467, 500], Some(Tenths(967))));
}

#[test]
fn every_kind_of_wrong_answer_is_told() {
    let visited = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let wrong = |clause: &str, part: &str, value: Value| {
        let given = [(part.to_owned(), value)].into();
        let answers = Answers { season: None, clauses: [(id(clause), Answer::Given(given))].into() };
        check(newest(), &answers, visited).first().map(ToString::to_string).unwrap_or_default()
    };
    assert!(wrong("9.99", "value", Value::Flag(true)).contains("no such clause"));
    assert!(wrong("2.04", "valu", Value::Flag(true)).contains("it has value"));
    assert!(wrong("2.04", "value", Value::Number(1.0)).contains("flag is asked for"));
    assert!(wrong("3.01", "value", Value::Word("yes".to_owned())).contains("none of none, broken, works"));
    for value in [f64::NAN, f64::INFINITY, 1e308, -1.0] {
        assert!(wrong("2.01", "value", Value::Number(value)).contains("must be a number"), "{value}");
    }
    assert!(wrong("4.01", "value", Value::Number(1.5)).contains("whole number"));
    assert!(wrong("3.04", "last", Value::Word("2026-11-25".to_owned())).contains("not after the visit"));
    assert!(wrong("1.01", "value", Value::Flag(true)).contains("follows from"));
    let lux = Value::Readings(vec![Reading { value: 100.0, unit: Some(Unit::Metre), with: None, confirmed: false }]);
    assert!(wrong("6.01", "value", lux).contains("unit does not fit"));
    assert_eq!(wrong("6.02", "value", Value::Number(-5.0)), "");
    let not = Answers { season: None, clauses: [(id("3.01"), Answer::NotApplicable("x".to_owned()))].into() };
    assert!(check(newest(), &not, visited)[0].to_string().contains("always applies"));
}

/// Any answer to a clause, wrong kinds included.
fn answer(clause: &'static Clause) -> impl Strategy<Value = Answer> {
    let keys: Vec<&str> = clause.parts.iter().map(|part| part.key.as_str()).collect();
    let value = prop_oneof![
        any::<bool>().prop_map(Value::Flag),
        (0..2_000_000_u32).prop_map(|thousandths| Value::Number(f64::from(thousandths) / 1000.0)),
        proptest::sample::select(vec!["good", "fair", "poor", "none", "broken", "works", "open", "locked", "some", "x"])
            .prop_map(|word| Value::Word(word.to_owned())),
    ];
    let given = proptest::collection::vec(value, keys.len())
        .prop_map(move |values| Answer::Given(keys.iter().map(|key| (*key).to_owned()).zip(values).collect()));
    let best = Just(full(newest(), clause));
    prop_oneof![
        3 => best,
        2 => given,
        1 => Just(Answer::CouldNotCheck("门锁着".to_owned())),
        1 => Just(Answer::NotApplicable("没有".to_owned())),
    ]
}

fn sheet() -> impl Strategy<Value = Answers> {
    let clauses: Vec<_> = newest().clauses.iter().map(|clause| proptest::option::weighted(0.8, answer(clause))).collect();
    clauses.prop_map(|answers| {
        let clauses = newest().clauses.iter().zip(answers).filter_map(|(clause, answer)| Some((clause.id, answer?)));
        Answers { season: Some(Season::Winter), clauses: clauses.collect() }
    })
}

/// A failing answer to each clause that has one.
fn failing() -> Vec<(&'static Clause, Answer)> {
    let worst = |part: &Part| match part.kind {
        PartKind::Flag => Some(Value::Flag(!part.passes)),
        PartKind::Choice => Some(Value::Word(newest().options(part)[0].word.clone())),
        _ => None,
    };
    let fail = |clause: &'static Clause| {
        let (key, value) = clause.parts.iter().find_map(|part| Some((part.key.clone(), worst(part)?)))?;
        Some((clause, Answer::Given([(key, value)].into())))
    };
    newest().clauses.iter().filter_map(fail).collect()
}

proptest! {
    #[test]
    fn scores_keep_to_their_bounds_and_a_gate_is_never_outscored(answers in sheet()) {
        let report = scored(&answers);
        prop_assert!(report.total.unwrap() <= Tenths(1000) && report.bonus <= Tenths(100));
        prop_assert!(report.open_gates.is_empty() || !report.passes);
        for line in &report.lines {
            prop_assert!(line.earned <= line.points);
        }
        let json = serde_json::to_string(&report).unwrap();
        prop_assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report.clone());
        prop_assert_eq!(serde_json::to_string(&scored(&answers)).unwrap(), json);
    }

    #[test]
    fn a_passing_answer_never_lowers_a_score(answers in sheet(), index in 0..60_usize) {
        let clause = &newest().clauses[index];
        let before = scored(&answers);
        let mut more = answers;
        more.clauses.insert(clause.id, full(newest(), clause));
        let after = scored(&more);
        // An answer that takes a clause out of what applies is no failing answer: only those in it are compared.
        prop_assume!(line(&before, clause.id.as_str()).outcome != Outcome::NotApplicable);
        if clause.id != newest().class.clause {
            prop_assert!(after.total >= before.total && after.bonus >= before.bonus);
        }
        prop_assert!(after.open_gates.len() <= before.open_gates.len());
    }

    #[test]
    fn could_not_check_never_beats_a_failing_answer(answers in sheet(), (clause, failing) in proptest::sample::select(failing())) {
        let mut failed = answers.clone();
        failed.clauses.insert(clause.id, failing);
        let mut unseen = answers;
        unseen.clauses.insert(clause.id, Answer::CouldNotCheck("门锁着".to_owned()));
        let (failed, unseen) = (scored(&failed), scored(&unseen));
        prop_assert!(unseen.total <= failed.total && unseen.bonus <= failed.bonus);
        prop_assert!(unseen.open_gates.len() >= failed.open_gates.len());
        prop_assert!(failed.passes || !unseen.passes);
    }
}

#[test]
fn photographs_are_wanted_until_their_clause_has_one() {
    let standard = newest();
    let answers = with(best(), "6.04", "value", Value::Number(60.0));
    let report = scored(&answers);
    let (standard_id, visited) = (standard.id.clone(), "2026-11-25".parse().unwrap());
    let mut sheet = Sheet { standard: standard_id, visited, venue: mall(), answers, evidence: BTreeMap::default() };
    let clauses = |sheet: &Sheet| -> Vec<String> {
        wanted_photos(standard, sheet, &report).iter().map(|wish| wish.clause.to_string()).collect()
    };
    assert_eq!(clauses(&sheet), ["1.04", "1.05", "2.06", "2.01", "3.09", "4.02", "3.01", "7.03", "6.04"]);
    sheet.evidence.entry(id("3.09")).or_default().photos.push(crate::Digest::of(b"buckle"));
    sheet.evidence.entry(id("6.04")).or_default().note = "only a note".to_owned();
    assert_eq!(clauses(&sheet), ["1.04", "1.05", "2.06", "2.01", "4.02", "3.01", "7.03", "6.04"]);
    let restricted: Vec<_> = standard.clauses.iter().filter(|clause| clause.is_restricted()).map(|clause| clause.id).collect();
    assert_eq!(restricted, [id("3.03")]);
}
