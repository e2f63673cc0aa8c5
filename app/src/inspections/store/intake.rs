//! Deliveries come in one after the other: the audit chain allows one writer anyway. Those that wait meanwhile are kept by
//! one transaction, so that all of them wait for the disk once.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::StoreError;
use super::keep::{Outcome, Sent, keep};
use crate::db::Db;

/// Deliveries of one transaction: more would make the first of them wait for the last.
const MOST: usize = 64;

/// Where deliveries wait for their turn.
pub struct Intake {
    db: Db,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Waiting>,
    /// Whether a task is emptying it.
    is_served: bool,
}

struct Waiting {
    sent: Sent,
    answer: oneshot::Sender<Answer>,
}

type Answer = Result<Outcome, Arc<StoreError>>;

impl Intake {
    /// An intake of a database.
    pub fn new(db: Db) -> Self {
        Self { db, queue: Mutex::default() }
    }

    pub(super) fn db(&self) -> &Db {
        &self.db
    }

    /// Waits until a delivery is kept for good, or refused.
    pub(super) async fn take(self: &Arc<Self>, sent: Sent) -> Answer {
        let (answer, kept) = oneshot::channel();
        let is_served = self.add(Waiting { sent, answer });
        if !is_served {
            // A task of its own: the caller may go away, and what others have sent with it goes on.
            tokio::spawn(Arc::clone(self).serve());
        }
        kept.await.unwrap_or_else(|_| Err(Arc::new(sqlx::Error::WorkerCrashed.into())))
    }

    /// Puts somebody at the end of the queue; whether it is served already.
    fn add(&self, waiting: Waiting) -> bool {
        let mut queue = self.queue();
        queue.waiting.push_back(waiting);
        std::mem::replace(&mut queue.is_served, true)
    }

    async fn serve(self: Arc<Self>) {
        while let Some(batch) = self.next() {
            let intake = Arc::clone(&self);
            if let Err(error) = tokio::spawn(async move { intake.keep(batch).await }).await {
                tracing::error!(%error, "keeping deliveries ended early");
            }
        }
    }

    /// Whose turn it is; `None`, and nobody serves any more, where nothing waits. What is sent twice at the same time is
    /// kept first and found then.
    fn next(&self) -> Option<Vec<Waiting>> {
        let (mut queue, mut ids, mut batch) = (self.queue(), HashSet::new(), Vec::new());
        while batch.len() < MOST
            && let Some(next) = queue.waiting.pop_front_if(|next| ids.insert(next.sent.inspection))
        {
            batch.push(next);
        }
        queue.is_served = !batch.is_empty();
        queue.is_served.then_some(batch)
    }

    async fn keep(&self, batch: Vec<Waiting>) {
        let (sent, answers): (Vec<_>, Vec<_>) = batch.into_iter().map(|waiting| (waiting.sent, waiting.answer)).unzip();
        match keep(&self.db, &sent).await {
            Ok(outcomes) => {
                for (answer, outcome) in answers.into_iter().zip(outcomes) {
                    tell(answer, Ok(outcome));
                }
            }
            // One of them is at fault: the others are kept.
            Err(error) if sent.len() > 1 && !is_away(&error) => {
                tracing::warn!(%error, deliveries = sent.len(), "deliveries could not be kept together");
                for (sent, answer) in sent.iter().zip(answers) {
                    let outcome = keep(&self.db, std::slice::from_ref(sent)).await;
                    tell(answer, outcome.map(|mut outcomes| outcomes.remove(0)).map_err(Arc::new));
                }
            }
            Err(error) => {
                let error = Arc::new(error);
                for answer in answers {
                    tell(answer, Err(Arc::clone(&error)));
                }
            }
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the database itself is away, so that trying each alone would only take longer.
fn is_away(error: &StoreError) -> bool {
    matches!(error, StoreError::Sql(error) if error.as_database_error().is_none())
}

fn tell(to: oneshot::Sender<Answer>, answer: Answer) {
    // Whoever is gone asks again.
    drop(to.send(answer));
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
            let intake = Arc::new(Intake::new(db.clone()));
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
