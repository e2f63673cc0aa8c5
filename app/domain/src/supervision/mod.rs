//! Citizen supervisors (市民监督员): people who are no experts visit rooms in a campaign and answer a short form. What they
//! say stands beside the experts' result and never in it.
//!
//! Shenzhen recruited fifty in 2019 for one year, asked them to visit 200 rooms by a day, and used what they said for
//! choosing demonstration sites and for daily management (深圳晚报, 2019-10-17). Their form, 《深圳母婴室社会评价单》, could not
//! be read: the questions here are **ours**, and every page that shows them says so.

mod campaign;
mod form;
mod summary;
mod term;
#[cfg(test)]
mod tests;

pub use campaign::{BadCampaign, Campaign, MOST_ROOMS};
pub use form::{BadForm, Form, MOST_REMARK, Question, Reply};
pub use summary::{LEAST_SHOWN, SHOWN_DAYS, Summary, Tally};
pub use term::{BadTerm, Term};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};

/// Days after a visit until whose end it may be told. **Ours.**
pub const LATE_DAYS: u64 = 14;
/// Hours after the form was first sent in which whoever sent it may correct it. **Ours.**
pub const CORRECT_HOURS: i64 = 24;

/// Why a visit is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It lies in the future, or its hour is none.
    #[error("a visit that has not been made cannot be told")]
    Future,
    /// It was made too long ago.
    #[error("a visit is told within {LATE_DAYS} days")]
    TooOld,
    /// Whoever made it was no supervisor on that day.
    #[error("the day is outside of the supervisor's terms")]
    NoTerm,
    /// The campaign did not run on that day, or is closed.
    #[error("the campaign did not run on that day")]
    NotThen,
}

/// Whether a visit may be told: on a local day, at an hour from 0 to 23, by somebody with these terms, in a campaign, at
/// the local moment `now`.
///
/// # Errors
/// [`Refused`], the first thing that stands against it.
pub fn may_tell((day, hour): (NaiveDate, u32), terms: &[Term], campaign: &Campaign, now: NaiveDateTime) -> Result<(), Refused> {
    may_tell_from(now.date(), (day, hour), terms, campaign, now)
}

/// The same of a visit that was first sent on a local day: whether it was made too long ago counts from there.
///
/// # Errors
/// [`Refused`], the first thing that stands against it.
pub fn may_tell_from(
    sent: NaiveDate,
    (day, hour): (NaiveDate, u32),
    terms: &[Term],
    campaign: &Campaign,
    now: NaiveDateTime,
) -> Result<(), Refused> {
    has_been((day, hour), now)?;
    if day < first_told(sent) {
        return Err(Refused::TooOld);
    }
    if !terms.iter().any(|term| term.holds(day)) {
        return Err(Refused::NoTerm);
    }
    if campaign.closed || !campaign.runs(day) {
        return Err(Refused::NotThen);
    }
    Ok(())
}

/// Whether a local day and hour have been, at the local moment `now`.
///
/// # Errors
/// [`Refused::Future`].
pub fn has_been((day, hour): (NaiveDate, u32), now: NaiveDateTime) -> Result<(), Refused> {
    let today = now.date();
    if day > today || hour > 23 || day == today && hour > now.hour() { Err(Refused::Future) } else { Ok(()) }
}

/// The earliest day of which a visit may be told today.
pub fn first_told(today: NaiveDate) -> NaiveDate {
    today.checked_sub_days(Days::new(LATE_DAYS)).unwrap_or(today)
}

/// Whether somebody with these terms may tell of any visit today.
pub fn may_tell_today(terms: &[Term], today: NaiveDate) -> bool {
    terms.iter().any(|term| term.first() <= today && term.last() >= first_told(today))
}

/// Whether what was first sent at a moment may still be corrected.
pub fn correctable(first_sent: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - first_sent <= TimeDelta::hours(CORRECT_HOURS)
}
