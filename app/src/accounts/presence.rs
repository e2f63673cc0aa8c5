//! Who is signed in. Every request asks, and those that ask at the same time are answered by one query.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::store::{Person, StoreError, sessions};
use crate::db::Db;
use crate::together::{Together, Work};

/// Where requests ask whose session theirs is.
#[derive(Clone)]
pub struct Presence(Arc<Together<Lookup>>);

struct Lookup {
    db: Db,
}

/// The hash of a session's token, and when it was asked for.
type Ask = (String, DateTime<Utc>);

type Answer = Result<Option<Person>, Arc<StoreError>>;

impl Presence {
    /// The sessions of a database.
    pub fn new(db: Db) -> Self {
        Self(Arc::new(Together::new(Lookup { db })))
    }

    /// The person of a session that holds.
    pub(super) async fn of(&self, token: &str, now: DateTime<Utc>) -> Answer {
        let answer = self.0.ask((token.to_owned(), now)).await;
        answer.unwrap_or_else(|| Err(Arc::new(sqlx::Error::WorkerCrashed.into())))
    }
}

impl Work for Lookup {
    type Ask = Ask;
    type Answer = Answer;

    const MOST: usize = 256;

    async fn run(&self, asked: Vec<Ask>) -> Vec<Answer> {
        let tokens: Vec<&str> = asked.iter().map(|(token, _)| token.as_str()).collect();
        let now = asked.iter().map(|(_, now)| *now).max().unwrap_or_default();
        match sessions(&self.db, &tokens, now).await {
            Ok(people) => tokens.iter().map(|token| Ok(people.get(*token).cloned())).collect(),
            Err(error) => {
                let error = Arc::new(error);
                asked.iter().map(|_| Err(Arc::clone(&error))).collect()
            }
        }
    }
}
