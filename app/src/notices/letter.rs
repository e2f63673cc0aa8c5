//! What letters say: plain text in the person's language, without a parent's words and without anything that tracks.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::post::Letter;
use super::store::Notice;
use crate::i18n::{Lang, moment_text};
use crate::rooms::registry::Registry;

/// Notices of one letter at most; the rest is counted.
const MOST: usize = 50;

/// The letter of what a person is told.
pub(super) fn of(
    notices: &[Notice],
    (id, to, lang): (Uuid, &str, Lang),
    name: &str,
    registry: &Registry,
    base_url: &str,
) -> Option<Letter> {
    let first = notices.first()?;
    let about = first.text(lang, registry);
    let subject = match notices.len() {
        1 => lang.notice_mail_subject(&about),
        count => lang.notice_mail_subject_many(about, count),
    };
    let mut parts = vec![lang.notice_mail_hello(name)];
    for notice in notices.iter().take(MOST) {
        let at = moment_text(lang, registry.region.local(notice.at));
        parts.push(format!("{at}\n{}\n{base_url}/notices/{}", notice.text(lang, registry), notice.id));
    }
    if notices.len() > MOST {
        parts.push(format!("{}\n{base_url}/notices", lang.notice_mail_more(notices.len() - MOST)));
    }
    parts.push(lang.notice_mail_foot(format!("{base_url}/account/notices")));
    let body = parts.join("\n\n");
    Some(Letter { id, to: to.to_owned(), subject, body })
}

/// The letter by which an address is confirmed.
pub(super) fn confirmation(
    (id, to, lang): (Uuid, &str, Lang),
    name: &str,
    link: &str,
    until: DateTime<Utc>,
    registry: &Registry,
) -> Letter {
    let until = moment_text(lang, registry.region.local(until));
    let body = lang.notice_mail_confirm(name, link, until);
    Letter { id, to: to.to_owned(), subject: lang.notice_mail_confirm_subject().to_owned(), body }
}
