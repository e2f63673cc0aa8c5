use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::reports::Trouble;
use crate::text::Line;
use crate::words::Word;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str, hour: u32) -> NaiveDateTime {
    day(text).and_hms_opt(hour, 30, 0).unwrap()
}

fn campaign() -> Campaign {
    Campaign {
        name: Line::new("社会评价").unwrap(),
        first: day("2026-10-20"),
        last: day("2026-11-20"),
        wanted: 200,
        street: None,
        note: None,
        closed: false,
    }
}

fn all(reply: Reply) -> BTreeMap<Question, Reply> {
    Question::ALL.iter().map(|question| (*question, reply)).collect()
}

#[test]
fn a_term_is_at_most_one_year_and_ends_after_it_begins() {
    let term = |first: &str, last: &str| Term::new(day(first), day(last));
    assert!(term("2026-03-01", "2026-03-01").is_ok() && term("2026-03-01", "2027-02-28").is_ok());
    assert_eq!(term("2026-03-01", "2027-03-01"), Err(BadTerm::Long));
    assert_eq!(term("2026-03-01", "2026-02-28"), Err(BadTerm::Backwards));
    assert_eq!(Term::of_a_year(day("2027-03-01")).last(), day("2028-02-29"), "a leap year has its day");
    assert_eq!(Term::of_a_year(NaiveDate::MAX).last(), NaiveDate::MAX);
    let (a, b) = (term("2026-01-01", "2026-06-30").unwrap(), term("2026-06-30", "2026-12-31").unwrap());
    assert!(a.overlaps(b) && b.overlaps(a) && a.holds(day("2026-06-30")) && !a.holds(day("2026-07-01")));
}

#[test]
fn a_visit_is_told_after_it_was_made_and_not_long_after() {
    let terms = [Term::of_a_year(day("2026-10-25"))];
    let now = at("2026-11-12", 10);
    let told = |day_of: &str, hour| may_tell((day(day_of), hour), &terms, &campaign(), now);
    for (day_of, hour, expected) in [
        ("2026-11-12", 10, Ok(())),
        ("2026-11-12", 11, Err(Refused::Future)),
        ("2026-11-11", 24, Err(Refused::Future)),
        ("2026-11-13", 0, Err(Refused::Future)),
        ("2026-10-29", 23, Ok(())),
        ("2026-10-28", 23, Err(Refused::TooOld)),
    ] {
        assert_eq!(told(day_of, hour), expected, "{day_of} {hour}");
    }
    assert!(may_tell_today(&terms, now.date()) && may_tell_today(&terms, day("2027-11-07")));
    assert!(!may_tell_today(&terms, day("2027-11-08")) && !may_tell_today(&terms, day("2026-10-24")));
    let early = may_tell((day("2026-10-24"), 9), &terms, &campaign(), at("2026-10-30", 9));
    assert_eq!(early, Err(Refused::NoTerm), "before the term, in the campaign");
    assert_eq!(may_tell((day("2026-11-12"), 9), &[], &campaign(), now), Err(Refused::NoTerm));
    let after = may_tell((day("2026-11-21"), 9), &terms, &campaign(), at("2026-11-22", 9));
    assert_eq!(after, Err(Refused::NotThen), "in the term, after the campaign");
    let closed = Campaign { closed: true, ..campaign() };
    assert_eq!(may_tell((day("2026-11-12"), 9), &terms, &closed, now), Err(Refused::NotThen));
    let late = may_tell((day("2026-11-20"), 9), &terms, &campaign(), at("2026-12-04", 9));
    assert_eq!(late, Ok(()), "of its last day, told two weeks later");
}

#[test]
fn what_is_corrected_is_as_old_as_it_was_when_it_was_first_sent() {
    let terms = [Term::of_a_year(day("2026-10-25"))];
    let (first, now) = (day("2026-11-12"), at("2026-11-13", 9));
    let told = |day_of: &str| may_tell_from(first, (day(day_of), 9), &terms, &campaign(), now);
    assert_eq!([told("2026-10-29"), told("2026-10-28")], [Ok(()), Err(Refused::TooOld)]);
    assert_eq!(told("2026-11-13"), Ok(()), "also of the day after it was sent");
    assert_eq!(told("2026-11-14"), Err(Refused::Future));
    assert_eq!(has_been((day("2026-11-13"), 10), now), Err(Refused::Future));
    assert_eq!(has_been((day("2020-01-01"), 10), now), Ok(()));
}

#[test]
fn a_campaign_takes_visits_for_two_weeks_after_its_end_unless_it_is_closed() {
    let campaign = campaign();
    let under_way = |text: &str| campaign.is_under_way(day(text));
    assert_eq!(["2026-10-19", "2026-10-20", "2026-12-04", "2026-12-05"].map(under_way), [false, true, true, false]);
    assert!(!Campaign { closed: true, ..campaign.clone() }.is_under_way(day("2026-11-01")));
    assert_eq!(campaign.check(), Ok(()));
    let bad = |bad: Campaign| bad.check().unwrap_err();
    assert_eq!(bad(Campaign { last: day("2026-10-19"), ..campaign.clone() }), BadCampaign::Backwards);
    assert_eq!(bad(Campaign { last: day("2027-10-21"), ..campaign.clone() }), BadCampaign::Long);
    for wanted in [0, MOST_ROOMS + 1] {
        assert_eq!(bad(Campaign { wanted, ..campaign.clone() }), BadCampaign::Rooms);
    }
}

#[test]
fn what_is_sent_is_corrected_within_a_day() {
    let sent = DateTime::from_timestamp(1_795_489_200, 0).unwrap();
    assert!(correctable(sent, sent + TimeDelta::hours(24)) && !correctable(sent, sent + TimeDelta::seconds(86_401)));
}

#[test]
fn every_question_is_answered_but_behind_a_locked_door() {
    let mut answers = all(Reply::Yes);
    answers.remove(&Question::Lock);
    assert_eq!(Form::new(answers.clone(), None, None, ""), Err(BadForm::Missing(vec![Question::Lock])));
    let locked = Form::new(BTreeMap::from([(Question::Open, Reply::No)]), None, Some(4), " 门锁着\u{7} ").unwrap();
    assert_eq!((locked.reply(Question::Lock), locked.remark()), (Reply::Unknown, "门锁着"));
    assert_eq!(locked.troubles().collect::<Vec<_>>(), [(Question::Open, Trouble::Locked)]);
    for rating in [0, 6] {
        assert_eq!(Form::new(all(Reply::Yes), Some(rating), None, ""), Err(BadForm::Scale));
        assert_eq!(Form::new(all(Reply::Yes), None, Some(rating), ""), Err(BadForm::Scale));
    }
    assert!(Form::new(all(Reply::Yes), None, None, &"长".repeat(MOST_REMARK)).is_ok());
    assert_eq!(Form::new(all(Reply::Yes), None, None, &"长".repeat(MOST_REMARK + 1)), Err(BadForm::Long));
}

#[test]
fn which_answers_make_a_case_is_what_was_agreed() {
    let form = Form::new(all(Reply::No), None, None, "").unwrap();
    let told: Vec<String> = form.troubles().map(|(question, trouble)| format!("{question} {trouble}")).collect();
    let expected =
        ["open locked", "proper diverted", "lock broken", "buckle broken", "hot_water no_consumables", "supplies no_consumables"];
    assert_eq!(told, expected);
    assert!(form.troubles().all(|(_, trouble)| !trouble.needs_words()), "the question says it all");
}

#[test]
fn visits_of_one_person_are_shown_to_nobody_however_many() {
    let form = Form::new(all(Reply::Yes), Some(4), None, "").unwrap();
    let alone = Summary::of([("zhou", &form), ("zhou", &form), ("zhou", &form)]);
    assert_eq!((alone.visits, alone.people, alone.is_shown()), (3, 1, false));
    let both = Summary::of([("zhou", &form), ("wu", &form), ("zhou", &form)]);
    assert_eq!((both.visits, both.people, both.is_shown()), (3, 2, true));
}

fn replies() -> impl Strategy<Value = Form> {
    let answers = proptest::collection::vec(0..Reply::ALL.len(), Question::ALL.len());
    (answers, proptest::option::of(1..=5_u8), proptest::option::of(1..=5_u8)).prop_map(|(answers, clean, finding)| {
        let answers = Question::ALL.iter().copied().zip(answers.into_iter().map(|index| Reply::ALL[index])).collect();
        Form::new(answers, clean, finding, "").unwrap()
    })
}

proptest! {
    /// Each visit is in each tally once, in whatever order they came, and a share tells no more than the counts.
    #[test]
    fn the_counts_hold_together(forms in proptest::collection::vec(replies(), 0..12)) {
        let summary = Summary::of(forms.iter().enumerate());
        prop_assert_eq!((summary.visits, summary.people), (forms.len(), forms.len()));
        prop_assert_eq!(summary.is_shown(), forms.len() >= 2);
        for (question, tally) in summary.questions() {
            prop_assert_eq!(tally.yes + tally.no + tally.unknown, forms.len());
            prop_assert_eq!(tally.yes, forms.iter().filter(|form| form.reply(question) == Reply::Yes).count());
            prop_assert_eq!(tally.share() == Some(100), tally.no == 0 && tally.yes > 0);
            prop_assert_eq!(tally.share().is_none(), tally.told() == 0);
        }
        let rated = forms.iter().filter(|form| form.clean().is_some()).count();
        prop_assert_eq!(summary.clean.map_or(0, |median| median.of), rated);
        let mut turned = forms.clone();
        turned.reverse();
        prop_assert_eq!(Summary::of(turned.iter().enumerate()), summary);
    }

    /// No visit is taken that was not made, or of a day that no term holds, whatever is asked.
    #[test]
    fn nothing_outside_of_the_rules_is_taken(back in -3_i64..40, hour in 0_u32..30, from in 0_i64..60, length in 0_i64..364, hour_now in 0_u32..24) {
        let now = at("2026-11-12", hour_now);
        let visited = now.date() - TimeDelta::days(back);
        let term = Term::new(now.date() - TimeDelta::days(from), now.date() - TimeDelta::days(from) + TimeDelta::days(length)).unwrap();
        if may_tell((visited, hour), &[term], &campaign(), now).is_ok() {
            prop_assert!(may_tell_today(&[term], now.date()));
            prop_assert!(visited <= now.date() && visited >= first_told(now.date()));
            prop_assert!(visited < now.date() || hour <= hour_now);
            prop_assert!(hour < 24 && term.holds(visited) && campaign().runs(visited));
        }
    }
}
