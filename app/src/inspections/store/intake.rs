//! Deliveries come in one after the other: the audit chain allows one writer anyway. Those that wait meanwhile are kept by
//! one transaction, so that all of them wait for the disk once.

use std::sync::Arc;

use super::StoreError;
use super::keep::{Outcome, Sent, keep};
use crate::db::Db;
use crate::together::{Together, Work};

/// Where deliveries wait for their turn.
#[derive(Clone)]
pub struct Intake(Arc<Together<Deliveries>>);

struct Deliveries {
    db: Db,
}

type Answer = Result<Outcome, Arc<StoreError>>;

impl Intake {
    /// An intake of a database.
    pub fn new(db: Db) -> Self {
        Self(Arc::new(Together::new(Deliveries { db })))
    }

    pub(super) fn db(&self) -> &Db {
        &self.0.work().db
    }

    /// Waits until a delivery is kept for good, or refused.
    pub(super) async fn take(&self, sent: Sent) -> Answer {
        self.0.ask(sent).await.unwrap_or_else(|| Err(Arc::new(sqlx::Error::WorkerCrashed.into())))
    }
}

impl Work for Deliveries {
    type Ask = Sent;
    type Answer = Answer;

    const MOST: usize = 64;

    /// What is sent twice at the same time is kept first, and found then.
    fn fits(with: &[Sent], next: &Sent) -> bool {
        with.iter().all(|sent| sent.inspection != next.inspection)
    }

    async fn run(&self, sent: Vec<Sent>) -> Vec<Answer> {
        match keep(&self.db, &sent).await {
            Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
            // One of them is at fault: the others are kept.
            Err(error) if sent.len() > 1 && !is_away(&error) => {
                tracing::warn!(%error, deliveries = sent.len(), "deliveries could not be kept together");
                let mut answers = Vec::with_capacity(sent.len());
                for sent in &sent {
                    let outcome = keep(&self.db, std::slice::from_ref(sent)).await;
                    answers.push(outcome.map(|mut outcomes| outcomes.remove(0)).map_err(Arc::new));
                }
                answers
            }
            Err(error) => {
                let error = Arc::new(error);
                sent.iter().map(|_| Err(Arc::clone(&error))).collect()
            }
        }
    }
}

/// Whether the database itself is away, so that trying each alone would only take longer.
fn is_away(error: &StoreError) -> bool {
    matches!(error, StoreError::Sql(error) if error.as_database_error().is_none())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::{DateTime, Utc};
    use domain::device::Delivery;
    use domain::score::{Answers, Sheet, VenueFacts, score};
    use domain::standard::published;
    use domain::{Digest, Line, Role};
    use uuid::Uuid;

    use super::*;
    use crate::accounts::{Person, add};
    use crate::audit;
    use crate::inspections::store::hand_in::HandIn;
    use crate::testing::{both_engines, sample_rooms};

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_489_200, 0).unwrap()
    }

    fn person(login: &str, random: fn() -> [u8; 32]) -> Person {
        Person::new(Line::new("陈小红（虚构）").unwrap(), Line::new(login).unwrap(), Role::Expert, now(), random)
    }

    fn sent(number: u128, by: &Person) -> Sent {
        let standard = &published()[1].standard;
        let (venue, answers, evidence) = (VenueFacts::default(), Answers::default(), BTreeMap::default());
        let sheet = Sheet { standard: standard.id.clone(), visited: "2026-11-20".parse().unwrap(), venue, answers, evidence };
        let report = score(standard, &sheet.venue, &sheet.answers);
        let (inspection, digest) = (Uuid::from_u128(number), Digest::of(&number.to_be_bytes()));
        let hand_in = HandIn::new((inspection, 1), &sheet, &report, now()).unwrap().sent_as(digest);
        let (room, expert) = (sample_rooms()[0].id, by.login.to_string());
        let delivery = Delivery { room, expert, assignment: None, revision: 1, base: None, sheet };
        Sent { inspection, delivery, digest, by: by.clone(), now: now(), guidance: false, hand_in: Ok(hand_in) }
    }

    #[tokio::test]
    async fn one_that_the_database_refuses_does_not_take_the_others_along() {
        both_engines(|db| async move {
            let mut tx = db.begin().await.unwrap();
            crate::rooms::store::insert_many(&mut tx, &sample_rooms(), now()).await.unwrap();
            tx.commit().await.unwrap();
            let (chen, nobody) = (person("chen", || [1; 32]), person("nobody", || [2; 32]));
            add(&db, &chen, "test", now(), || [3; 32]).await.unwrap();
            let intake = Intake::new(db.clone());
            let all = (1..=20).map(|number| intake.take(sent(number, if number == 7 { &nobody } else { &chen })));
            for (number, answer) in (1..).zip(futures::future::join_all(all).await) {
                assert_eq!(answer.is_ok_and(|outcome| outcome == Ok(now())), number != 7, "{number}");
            }
            assert!(intake.take(sent(3, &chen)).await.is_ok_and(|again| again == Ok(now())));
            // The account's line and link, and nineteen deliveries.
            assert_eq!(audit::verify(&db).await.unwrap(), Ok(2 + 19));
        })
        .await;
    }
}
