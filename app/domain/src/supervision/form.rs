//! The short form of a visit.

use std::collections::BTreeMap;

use crate::reports::Trouble;
use crate::words::{Word, words};

/// Characters of a remark at most.
pub const MOST_REMARK: usize = 300;

words! {
    /// What a supervisor is asked, from the way there to what is inside. **Ours**, after what parents complain of most.
    Question {
        /// Do the signs lead to the door?
        Signs = "signs",
        /// Is it open in its hours, or does somebody open at once?
        Open = "open",
        /// Is it used as a mother-and-baby room, and for nothing else?
        Proper = "proper",
        /// May fathers come in with their child?
        Fathers = "fathers",
        /// Can one lock the door or close the curtain?
        Lock = "lock",
        /// Does the buckle of the changing table hold?
        Buckle = "buckle",
        /// Is there hot water?
        HotWater = "hot_water",
        /// Are soap and paper there?
        Supplies = "supplies",
        /// Can somebody be reached, by a number or a call button?
        Reachable = "reachable",
    }
}

words! {
    /// What is answered.
    Reply {
        /// It is so.
        Yes = "yes",
        /// It is not so.
        No = "no",
        /// It could not be told.
        Unknown = "unknown",
    }
}

impl Question {
    /// What parents would report where the answer is no; `None` where that is nothing for a case.
    pub fn trouble(self) -> Option<Trouble> {
        match self {
            Self::Open => Some(Trouble::Locked),
            Self::Proper => Some(Trouble::Diverted),
            Self::Lock | Self::Buckle => Some(Trouble::Broken),
            Self::HotWater | Self::Supplies => Some(Trouble::NoConsumables),
            Self::Signs | Self::Fathers | Self::Reachable => None,
        }
    }
}

/// What a supervisor found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    answers: BTreeMap<Question, Reply>,
    clean: Option<u8>,
    finding: Option<u8>,
    remark: String,
}

/// Why a form is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadForm {
    /// Questions without an answer.
    #[error("{} questions are not answered", .0.len())]
    Missing(Vec<Question>),
    /// A rating that is not from 1 to 5.
    #[error("ratings are from 1 to 5")]
    Scale,
    /// A remark that is too long.
    #[error("a remark has at most {MOST_REMARK} characters")]
    Long,
}

impl Form {
    /// A form with an answer to every question. Whoever stood before a locked door has answered that one: what they did not
    /// answer then could not be told. `clean` and `finding` are from 1 (bad) to 5 (very good), or left out.
    ///
    /// # Errors
    /// [`BadForm`].
    pub fn new(
        mut answers: BTreeMap<Question, Reply>,
        clean: Option<u8>,
        finding: Option<u8>,
        remark: &str,
    ) -> Result<Self, BadForm> {
        if answers.get(&Question::Open) == Some(&Reply::No) {
            for question in Question::ALL {
                answers.entry(*question).or_insert(Reply::Unknown);
            }
        }
        let missing: Vec<Question> = Question::ALL.iter().copied().filter(|question| !answers.contains_key(question)).collect();
        if !missing.is_empty() {
            return Err(BadForm::Missing(missing));
        }
        if [clean, finding].into_iter().flatten().any(|rating| !(1..=5).contains(&rating)) {
            return Err(BadForm::Scale);
        }
        let shown = remark.trim().chars().filter(|c| *c == '\n' || !c.is_control());
        let remark: String = shown.collect();
        if remark.chars().count() > MOST_REMARK {
            return Err(BadForm::Long);
        }
        Ok(Self { answers, clean, finding, remark })
    }

    /// The answer to a question.
    pub fn reply(&self, question: Question) -> Reply {
        self.answers.get(&question).copied().unwrap_or(Reply::Unknown)
    }

    /// All answers.
    pub fn answers(&self) -> &BTreeMap<Question, Reply> {
        &self.answers
    }

    /// How clean, from 1 to 5.
    pub fn clean(&self) -> Option<u8> {
        self.clean
    }

    /// How easy to find, from 1 to 5.
    pub fn finding(&self) -> Option<u8> {
        self.finding
    }

    /// What should be improved; may be empty.
    pub fn remark(&self) -> &str {
        &self.remark
    }

    /// What a case could be made of, by the questions that were answered with no.
    pub fn troubles(&self) -> impl Iterator<Item = (Question, Trouble)> {
        let no = Question::ALL.iter().copied().filter(|question| self.reply(*question) == Reply::No);
        no.filter_map(|question| Some((question, question.trouble()?)))
    }
}
