//! How each wants to be told.

use std::collections::HashMap;

use chrono::{DateTime, NaiveTime, SubsecRound, Utc};
use domain::Word;
use domain::notices::{Channel, Kind, Quiet};
use uuid::Uuid;

use super::StoreError;
use crate::db::{Db, Tx, on};
use crate::i18n::Lang;

/// How somebody wants to be told.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::notices) struct Settings {
    /// The language of mails.
    pub(in crate::notices) lang: Lang,
    pub(in crate::notices) quiet: Option<Quiet>,
    /// The hour of the mail of the day, from 0 to 23.
    pub(in crate::notices) digest_hour: u32,
    /// The address, once its owner has confirmed it. Nothing is sent to any other.
    pub(in crate::notices) address: Option<String>,
    /// An address that is to be confirmed, and until when.
    pub(in crate::notices) pending: Option<(String, DateTime<Utc>)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { lang: Lang::Zh, quiet: None, digest_hour: 9, address: None, pending: None }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    person: Uuid,
    lang: String,
    quiet_from: Option<String>,
    quiet_until: Option<String>,
    digest_hour: i64,
    address: Option<String>,
    pending: Option<String>,
    pending_until: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Settings {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let bad = || StoreError::Row(row.person);
        let time = |text: String| NaiveTime::parse_from_str(&text, "%H:%M").ok().ok_or_else(bad);
        let quiet = match (row.quiet_from, row.quiet_until) {
            (Some(from), Some(until)) => Quiet::new(time(from)?, time(until)?),
            _ => None,
        };
        Ok(Self {
            lang: Lang::from_code(&row.lang).ok_or_else(bad)?,
            quiet,
            digest_hour: u32::try_from(row.digest_hour).ok().ok_or_else(bad)?,
            address: row.address,
            pending: row.pending.zip(row.pending_until),
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select person, lang, quiet_from, quiet_until, digest_hour, address, pending, pending_until from notice_settings",
            $rest
        )
    };
}

/// How a person wants to be told; what is usual where they never said.
pub(in crate::notices) async fn settings(db: &Db, person: Uuid) -> Result<Settings, StoreError> {
    const SQL: &str = select!(" where person = $1");
    let row: Option<Row> = on!(db, pool => sqlx::query_as(SQL).bind(person).fetch_optional(pool))?;
    row.map_or_else(|| Ok(Settings::default()), Settings::try_from)
}

pub(super) async fn all_settings(db: &Db) -> Result<HashMap<Uuid, Settings>, StoreError> {
    const SQL: &str = select!("");
    let rows: Vec<Row> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    rows.into_iter().map(|row| Ok((row.person, Settings::try_from(row)?))).collect()
}

/// What a person chose, by kind.
pub(in crate::notices) async fn choices(db: &Db, person: Uuid) -> Result<HashMap<Kind, Channel>, StoreError> {
    const SQL: &str = "select person, kind, channel from notice_choices where person = $1";
    let rows: Vec<Choice> = on!(db, pool => sqlx::query_as(SQL).bind(person).fetch_all(pool))?;
    rows.into_iter().map(|row| choice(row).map(|(_, kind, channel)| (kind, channel))).collect()
}

pub(super) async fn all_choices(db: &Db) -> Result<HashMap<(Uuid, Kind), Channel>, StoreError> {
    const SQL: &str = "select person, kind, channel from notice_choices";
    let rows: Vec<Choice> = on!(db, pool => sqlx::query_as(SQL).fetch_all(pool))?;
    rows.into_iter().map(|row| choice(row).map(|(person, kind, channel)| ((person, kind), channel))).collect()
}

type Choice = (Uuid, String, String);

fn choice((person, kind, channel): Choice) -> Result<(Uuid, Kind, Channel), StoreError> {
    let words = Kind::from_word(&kind).ok().zip(Channel::from_word(&channel).ok());
    words.map(|(kind, channel)| (person, kind, channel)).ok_or(StoreError::Row(person))
}

/// Keeps language, hours and choices of a person. What is to be mailed already leaves as it was to.
pub(in crate::notices) async fn choose(
    db: &Db,
    person: Uuid,
    settings: &Settings,
    choices: &[(Kind, Channel)],
) -> Result<(), StoreError> {
    const SQL: &str = "insert into notice_settings (person, lang, quiet_from, quiet_until, digest_hour) \
        values ($1, $2, $3, $4, $5) on conflict (person) do update set lang = excluded.lang, \
        quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, digest_hour = excluded.digest_hour";
    const CHOICE: &str = "insert into notice_choices (person, kind, channel) values ($1, $2, $3) \
        on conflict (person, kind) do update set channel = excluded.channel";
    let time = |time: NaiveTime| time.format("%H:%M").to_string();
    let (from, until) = (settings.quiet.map(|quiet| time(quiet.from())), settings.quiet.map(|quiet| time(quiet.until())));
    let mut tx = db.begin().await?;
    on!(tx &mut tx, conn => async {
        let row = sqlx::query(SQL).bind(person).bind(settings.lang.code()).bind(&from).bind(&until);
        row.bind(i64::from(settings.digest_hour)).execute(conn).await.map(|_| ())
    })?;
    for (kind, channel) in choices {
        on!(tx &mut tx, conn => async {
            sqlx::query(CHOICE).bind(person).bind(kind.word()).bind(channel.word()).execute(conn).await.map(|_| ())
        })?;
    }
    Ok(tx.commit().await?)
}

/// Keeps an address that is to be confirmed until a moment; `false` where one was kept until later than `unless`, that is
/// shortly before.
pub(in crate::notices) async fn ask_address(
    tx: &mut Tx,
    person: Uuid,
    address: &str,
    lang: Lang,
    (until, unless): (DateTime<Utc>, DateTime<Utc>),
) -> Result<bool, StoreError> {
    const SQL: &str = "insert into notice_settings (person, lang, digest_hour, pending, pending_until) values ($1, $2, 9, $3, $4) \
        on conflict (person) do update set pending = excluded.pending, pending_until = excluded.pending_until \
        where notice_settings.pending_until is null or notice_settings.pending_until <= $5";
    let (until, unless) = (until.trunc_subsecs(6), unless.trunc_subsecs(6));
    let done = on!(tx tx, conn => async {
        let row = sqlx::query(SQL).bind(person).bind(lang.code()).bind(address).bind(until).bind(unless);
        row.execute(conn).await.map(|done| done.rows_affected())
    })?;
    Ok(done == 1)
}

/// Makes the address that was to be confirmed the one to which mails go; whether it still was.
pub(in crate::notices) async fn confirm_address(db: &Db, person: Uuid, address: &str) -> Result<bool, StoreError> {
    const SQL: &str = "update notice_settings set address = pending, pending = null \
        where person = $1 and pending = $2";
    let done = on!(db, pool => async {
        sqlx::query(SQL).bind(person).bind(address).execute(pool).await.map(|done| done.rows_affected())
    })?;
    Ok(done == 1)
}

/// Forgets a person's addresses: no mail leaves any more, also none that was due.
pub(in crate::notices) async fn drop_address(db: &Db, person: Uuid) -> Result<(), StoreError> {
    const SETTINGS: &str = "update notice_settings set address = null, pending = null where person = $1";
    const DUE: &str = "update notices set mail_at = null where person = $1 and mailed is null";
    const WAITING: &str = "delete from outbox where person = $1";
    let mut tx = db.begin().await?;
    for sql in [SETTINGS, DUE, WAITING] {
        on!(tx &mut tx, conn => async { sqlx::query(sql).bind(person).execute(conn).await.map(|_| ()) })?;
    }
    Ok(tx.commit().await?)
}
