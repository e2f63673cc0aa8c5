//! Which visits of a campaign are asked for.

use std::collections::HashMap;

use domain::supervision::{Question, Reply};
use domain::{AreaCode, RoomId, Word};
use serde::Deserialize;
use uuid::Uuid;

use crate::rooms::registry::{Entry, Registry};
use crate::supervision::store::Visit as Kept;

/// Public rooms by their ids, also those that are kept out of the finder: for looking up many.
pub(super) fn by_id(registry: &Registry) -> HashMap<RoomId, &Entry> {
    registry.entries().iter().chain(registry.shut()).map(|entry| (entry.room.id, entry)).collect()
}

/// A question; what is empty does not narrow.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) question: String,
    /// The answer to the question.
    pub(super) reply: String,
    /// The code of a street.
    pub(super) street: String,
    /// One visit, also one that was corrected.
    pub(super) one: String,
}

impl Asked {
    /// Which answer to which question is asked for.
    pub(super) fn answer(&self) -> Option<(Question, Reply)> {
        Some((Question::from_word(&self.question).ok()?, Reply::from_word(&self.reply).ok()?))
    }

    /// The one visit that is asked for.
    pub(super) fn single(&self) -> Option<Uuid> {
        self.one.parse().ok()
    }

    /// Whether a visit is asked for.
    pub(super) fn fits(&self, kept: &Kept, rooms: &HashMap<RoomId, &Entry>) -> bool {
        let answer = self.answer().is_none_or(|(question, reply)| kept.form.reply(question) == reply);
        let street = AreaCode::new(&self.street).ok();
        let in_street = || rooms.get(&kept.room).and_then(|entry| entry.room.street) == street;
        answer && (street.is_none() || in_street())
    }

    /// As a query string with its mark, or nothing.
    pub(super) fn query(&self) -> String {
        let fields = [("question", &self.question), ("reply", &self.reply), ("street", &self.street), ("one", &self.one)];
        let filled = fields.into_iter().filter(|(_, text)| !text.is_empty());
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(filled).finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }
}

/// The address of a campaign's visits with one answer to a question.
pub(super) fn rows(campaign: Uuid, street: &str, (question, reply): (Question, Reply)) -> String {
    let (question, reply) = (question.to_string(), reply.to_string());
    let asked = Asked { question, reply, street: street.to_owned(), one: String::new() };
    format!("/staff/supervision/campaigns/{campaign}/visits{}", asked.query())
}
