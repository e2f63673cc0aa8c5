use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::score::{Answer, Answers, Sheet, Value, VenueFacts};
use domain::standard::Standards;
use domain::{ClauseId, InspectionState, InspectionStep, Line, Role, RoomId};
use uuid::Uuid;

use super::store::*;
use crate::accounts::{Person, add};
use crate::audit;
use crate::db::Db;
use crate::testing::both_engines;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

async fn person(db: &Db, login: &str, role: Role) -> Person {
    let random = if login == "chen" { || [1; 32] } else { || [2; 32] };
    let person = Person::new(Line::new("陈小红（虚构）").unwrap(), Line::new(login).unwrap(), role, now(), random);
    add(db, &person, "test", now(), random).await.unwrap();
    person
}

fn draft(number: u128, expert: &Person, visited: &str) -> Inspection {
    let visited: NaiveDate = visited.parse().unwrap();
    let sheet = Sheet {
        standard: "longgang-2025-04-01".to_owned(),
        visited,
        venue: VenueFacts::default(),
        answers: Answers::default(),
        evidence: BTreeMap::default(),
    };
    let (id, room) = (Uuid::from_u128(number), RoomId(Uuid::from_u128(99)));
    Inspection {
        id,
        room,
        expert: expert.id,
        state: InspectionState::Draft,
        sheet,
        remark: String::new(),
        version: 1,
        revision: 0,
        assignment: None,
        guidance: false,
    }
}

async fn go(db: &Db, id: Uuid, what: InspectionStep, remark: &str, by: &Person) -> Result<(), Refused> {
    let inspection = find(db, id).await.unwrap().unwrap();
    step(db, &Standards::built_in(), &inspection, what, remark, by, now()).await.unwrap()
}

#[tokio::test]
async fn from_draft_to_confirmed_with_a_return_on_the_way() {
    both_engines(|db| async move {
        let (expert, staff) = (person(&db, "chen", Role::Expert).await, person(&db, "li", Role::Staff).await);
        let old = draft(1, &expert, "2026-11-20");
        begin(&db, &old, "chen", now()).await.unwrap();
        let mut sheet = old.sheet.clone();
        let given = BTreeMap::from([("value".to_owned(), Value::Number(8.6))]);
        sheet.answers.clauses.insert(ClauseId::new("2.01").unwrap(), Answer::Given(given));
        save(&db, &old, &sheet, now()).await.unwrap();
        assert!(matches!(save(&db, &old, &sheet, now()).await, Err(StoreError::Outdated)), "the second tab");

        assert_eq!(go(&db, old.id, InspectionStep::Confirm, "", &staff).await, Err(Refused::State));
        assert_eq!(go(&db, old.id, InspectionStep::Submit, "", &staff).await, Err(Refused::NotOwn));
        go(&db, old.id, InspectionStep::Submit, "", &expert).await.unwrap();
        assert_eq!(go(&db, old.id, InspectionStep::Confirm, "", &expert).await, Err(Refused::Own));
        assert_eq!(go(&db, old.id, InspectionStep::Return, " ", &staff).await, Err(Refused::NoRemark));
        go(&db, old.id, InspectionStep::Return, "5.01 再量一次", &staff).await.unwrap();
        let returned = find(&db, old.id).await.unwrap().unwrap();
        assert_eq!(
            (returned.state, returned.remark.as_str(), &returned.sheet),
            (InspectionState::Returned, "5.01 再量一次", &sheet)
        );
        go(&db, old.id, InspectionStep::Submit, "", &expert).await.unwrap();
        assert!(certified(&db, &Standards::built_in()).await.unwrap().is_empty(), "not before it is confirmed");
        go(&db, old.id, InspectionStep::Confirm, "", &staff).await.unwrap();
        let certified = certified(&db, &Standards::built_in()).await.unwrap();
        let result = &certified[&old.room];
        assert_eq!((result.inspection, result.report.class.map(|class| class.to_string())), (old.id, Some("B".to_owned())));
        assert_eq!(find(&db, old.id).await.unwrap().unwrap().revision, 2);
        let closed = find(&db, old.id).await.unwrap().unwrap();
        assert!(matches!(save(&db, &closed, &sheet, now()).await, Err(StoreError::Outdated)), "confirmed is confirmed");
        assert!(matches!(audit::verify(&db).await, Ok(Ok(10))), "one line of each step, one of what is to be mended");
    })
    .await;
}

#[tokio::test]
async fn the_latest_visit_counts_not_the_latest_confirmation() {
    both_engines(|db| async move {
        let (expert, staff) = (person(&db, "chen", Role::Expert).await, person(&db, "li", Role::Staff).await);
        for (number, visited) in [(1, "2026-11-20"), (2, "2026-10-01")] {
            begin(&db, &draft(number, &expert, visited), "chen", now() + TimeDelta::minutes(1)).await.unwrap();
            go(&db, Uuid::from_u128(number), InspectionStep::Submit, "", &expert).await.unwrap();
            go(&db, Uuid::from_u128(number), InspectionStep::Confirm, "", &staff).await.unwrap();
        }
        assert_eq!(
            certified(&db, &Standards::built_in()).await.unwrap()[&RoomId(Uuid::from_u128(99))].inspection,
            Uuid::from_u128(1)
        );
        assert_eq!(of_expert(&db, expert.id).await.unwrap().len(), 2);
        assert_eq!(in_state(&db, InspectionState::Submitted).await.unwrap().len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_confirmed_one_is_corrected_by_a_revision_that_names_it_and_stays_public_until_then() {
    both_engines(|db| async move {
        let (expert, staff) = (person(&db, "chen", Role::Expert).await, person(&db, "li", Role::Staff).await);
        let old = draft(1, &expert, "2026-11-20");
        begin(&db, &old, "chen", now()).await.unwrap();
        go(&db, old.id, InspectionStep::Submit, "", &expert).await.unwrap();
        go(&db, old.id, InspectionStep::Confirm, "", &staff).await.unwrap();
        let first = certified(&db, &Standards::built_in()).await.unwrap()[&old.room].clone();
        assert_eq!(go(&db, old.id, InspectionStep::Amend, "看错了", &staff).await, Err(Refused::NotTheirs));
        assert_eq!(go(&db, old.id, InspectionStep::Amend, " ", &expert).await, Err(Refused::NoReason));

        go(&db, old.id, InspectionStep::Amend, "看错了", &expert).await.unwrap();
        let open = find(&db, old.id).await.unwrap().unwrap();
        let mut sheet = open.sheet.clone();
        let given = BTreeMap::from([("value".to_owned(), Value::Number(12.5))]);
        sheet.answers.clauses.insert(ClauseId::new("2.01").unwrap(), Answer::Given(given));
        save(&db, &open, &sheet, now()).await.unwrap();
        assert_eq!(reason(&db, old.id).await.unwrap().as_deref(), Some("看错了"));
        assert_eq!(certified(&db, &Standards::built_in()).await.unwrap()[&old.room], first, "the old one stays public");

        go(&db, old.id, InspectionStep::Withdraw, "", &expert).await.unwrap();
        let back = find(&db, old.id).await.unwrap().unwrap();
        assert_eq!((back.state, &back.sheet), (InspectionState::Confirmed, &old.sheet), "as it was");
        assert_eq!(reason(&db, old.id).await.unwrap(), None);

        go(&db, old.id, InspectionStep::Amend, "面积量错了", &expert).await.unwrap();
        save(&db, &find(&db, old.id).await.unwrap().unwrap(), &sheet, now()).await.unwrap();
        go(&db, old.id, InspectionStep::Submit, "", &expert).await.unwrap();
        assert_eq!(certified(&db, &Standards::built_in()).await.unwrap()[&old.room], first, "nor before it is confirmed");
        go(&db, old.id, InspectionStep::Confirm, "", &staff).await.unwrap();
        let second = certified(&db, &Standards::built_in()).await.unwrap()[&old.room].clone();
        assert_eq!(second.report.class.map(|class| class.to_string()), Some("A".to_owned()));
        let all = revisions(&db, old.id).await.unwrap();
        let told: Vec<_> = all.iter().map(|one| (one.number, one.confirmed.is_some(), &one.sheet)).collect();
        assert_eq!(told, [(1, true, &old.sheet), (2, true, &sheet)]);
        let amends = all[1].amends.as_ref().unwrap();
        assert_eq!((amends.corrects, amends.reason.as_str(), amends.withdrawn), (1, "面积量错了", false));
        assert!(all[0].amends.is_none() && all[0].digest != all[1].digest);
    })
    .await;
}
