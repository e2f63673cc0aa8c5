use chrono::{DateTime, NaiveDate, Utc};
use domain::money::{Award, Fen, Milestone, PaymentState, PaymentStep, Rule, Terms};
use domain::{Line as Text, RoomId};
use uuid::Uuid;

use super::store::*;
use crate::accounts::new_id;
use crate::audit;
use crate::db::Db;
use crate::testing::both_engines;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn programme(budget: i64) -> Programme {
    let rule = Rule { milestone: Milestone::Opened, class: None, venue: None, amount: Fen(100), share: None };
    let terms = Terms { from: day("2026-01-01"), until: day("2026-12-31"), budget: Fen(budget), rules: vec![rule] };
    let line = |text: &str| Text::new(text).unwrap();
    let (title, source) = (line("演示奖补（虚构）"), line("虚构文件 1 号"));
    let (id, written_by, state) = (new_id(now(), [1; 32]), "li.staff".to_owned(), ProgrammeState::Draft);
    Programme { id, title, source, fictional: true, terms, state, written_by, changed: now(), version: 0 }
}

async fn opened(db: &Db, budget: i64) -> Programme {
    let draft = programme(budget);
    write(db, &draft, now()).await.unwrap();
    let draft = find(db, draft.id).await.unwrap().unwrap();
    decide(db, &draft, ProgrammeState::Open, "wu.staff", now()).await.unwrap();
    find(db, draft.id).await.unwrap().unwrap()
}

fn new(number: u8, room: u128) -> New {
    let award = Award { amount: Fen(100), line: 1, on: day("2026-03-05") };
    New {
        id: new_id(now(), [number; 32]),
        room: RoomId(Uuid::from_u128(room)),
        milestone: Milestone::Opened,
        award,
        cost: None,
        inspection: None,
    }
}

async fn go(db: &Db, programme: &Programme, id: Uuid, what: PaymentStep, by: &str) -> Result<Result<(), Refused>, StoreError> {
    let payment = find_payment(db, id).await.unwrap().unwrap();
    let voucher = (day("2026-11-20"), "凭 1");
    step(db, programme, &payment, Step { what, words: "更正", voucher }, by, now()).await
}

#[tokio::test]
async fn many_at_once_pay_a_room_once() {
    both_engines(|db| async move {
        let programme = opened(&db, 1000).await;
        let proposals = (1..=8).map(|number| {
            let (db, programme) = (&db, &programme);
            async move { propose(db, programme, &new(number, 7), "li.staff", now()).await.unwrap() }
        });
        let proposed = futures::future::join_all(proposals).await;
        assert_eq!(proposed.iter().filter(|proposed| proposed.is_ok()).count(), 1, "{proposed:?}");
        let payment = payments(&db, programme.id).await.unwrap().remove(0);
        let id = payment.id;
        assert_eq!(go(&db, &programme, id, PaymentStep::Approve, "li.staff").await.unwrap(), Err(Refused::Own));
        assert_eq!(go(&db, &programme, id, PaymentStep::Pay, "wu.staff").await.unwrap(), Err(Refused::State));
        for what in [PaymentStep::Approve, PaymentStep::Pay] {
            // All have read it as it stood before: one of them is first, the others are told.
            let read = find_payment(&db, id).await.unwrap().unwrap();
            let clicks = (0..8).map(|_| {
                let (db, programme, read) = (&db, &programme, &read);
                let voucher = (day("2026-11-20"), "凭 1");
                async move { step(db, programme, read, Step { what, words: "", voucher }, "wu.staff", now()).await }
            });
            let clicks = futures::future::join_all(clicks).await;
            assert_eq!(clicks.iter().filter(|click| matches!(click, Ok(Ok(())))).count(), 1, "{clicks:?}");
            assert_eq!(clicks.iter().filter(|click| matches!(click, Err(StoreError::Outdated))).count(), 7, "{clicks:?}");
        }
        let sum = |lines: Vec<Line>| lines.iter().map(|line| line.amount).sum::<Fen>();
        assert_eq!(sum(lines(&db, programme.id).await.unwrap()), Fen(100));
        assert_eq!(propose(&db, &programme, &new(20, 7), "li.staff", now()).await.unwrap(), Err(Refused::Twice));
        assert_eq!(go(&db, &programme, id, PaymentStep::Reverse, "wu.staff").await.unwrap(), Ok(()));
        let told: Vec<_> = lines(&db, programme.id).await.unwrap().iter().map(|line| (line.number, line.amount)).collect();
        assert_eq!(told, [(1, Fen(100)), (2, Fen(-100))], "nothing is edited");
        assert_eq!(propose(&db, &programme, &new(21, 7), "li.staff", now()).await.unwrap(), Ok(()), "and can be paid anew");
        let steps: Vec<_> = events(&db, programme.id).await.unwrap()[&id].iter().map(|event| event.step).collect();
        assert_eq!(steps, [PaymentStep::Propose, PaymentStep::Approve, PaymentStep::Pay, PaymentStep::Reverse]);
        let of_room = paid(&db, RoomId(Uuid::from_u128(7))).await.unwrap();
        assert_eq!(of_room.len(), 2);
        assert!(of_room.iter().all(|paid| paid.fictional && paid.amount == Fen(100)));
        assert!(audit::verify(&db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn the_budget_is_never_overdrawn_and_a_closed_programme_takes_nothing_new() {
    both_engines(|db| async move {
        let programme = opened(&db, 250).await;
        for number in 1..=4_u8 {
            propose(&db, &programme, &new(number, u128::from(number)), "li.staff", now()).await.unwrap().unwrap();
        }
        let all = payments(&db, programme.id).await.unwrap();
        let approvals = all.iter().map(|payment| go(&db, &programme, payment.id, PaymentStep::Approve, "wu.staff"));
        let approved: Vec<_> = futures::future::join_all(approvals).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(approved.iter().filter(|one| one.is_ok()).count(), 2, "{approved:?}");
        assert!(approved.contains(&Err(Refused::Budget(Fen(50)))));
        decide(&db, &programme, ProgrammeState::Closed, "wu.staff", now()).await.unwrap();
        let twice = decide(&db, &programme, ProgrammeState::Closed, "wu.staff", now()).await;
        assert!(matches!(twice, Err(StoreError::Outdated)));
        assert_eq!(propose(&db, &programme, &new(9, 9), "li.staff", now()).await.unwrap(), Err(Refused::NotOpen));
        let waiting = payments(&db, programme.id).await.unwrap();
        let first = |state: PaymentState| waiting.iter().find(|payment| payment.state == state).unwrap().id;
        let (proposed, agreed) = (first(PaymentState::Proposed), first(PaymentState::Approved));
        assert_eq!(go(&db, &programme, proposed, PaymentStep::Approve, "wu.staff").await.unwrap(), Err(Refused::NotOpen));
        assert_eq!(go(&db, &programme, agreed, PaymentStep::Pay, "wu.staff").await.unwrap(), Ok(()), "what is agreed is paid");
    })
    .await;
}

#[tokio::test]
async fn an_open_programme_is_not_written_over() {
    both_engines(|db| async move {
        let open = opened(&db, 100).await;
        let over = Programme { terms: programme(999).terms, ..open.clone() };
        assert!(matches!(write(&db, &over, now()).await, Err(StoreError::Outdated)));
        assert_eq!(list(&db).await.unwrap(), [open]);
    })
    .await;
}
