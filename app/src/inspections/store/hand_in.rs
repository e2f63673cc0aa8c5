//! What is handed in: kept as it is for ever, with what scoring said of it.

use chrono::{DateTime, SubsecRound, Utc};
use domain::Digest;
use domain::score::{Report, Sheet, score};
use domain::standard::Version;
use uuid::Uuid;

use super::{Inspection, json_of};
use crate::db::Tx;

/// A sheet as it was handed in.
#[derive(Debug, Clone)]
pub(super) struct HandIn {
    pub(super) inspection: Uuid,
    revision: i64,
    pub(super) sheet: String,
    /// Of the sheet.
    digest: Digest,
    report: String,
    submitted: DateTime<Utc>,
    /// Of what a phone sent.
    sent: Option<Digest>,
    /// The remark of a lead expert who made it of two.
    settled: Option<String>,
}

impl HandIn {
    /// A sheet handed in by a form.
    pub(super) fn new(
        (inspection, revision): (Uuid, i64),
        sheet: &Sheet,
        report: &Report,
        now: DateTime<Utc>,
    ) -> Result<Self, sqlx::Error> {
        let sheet = json_of(sheet)?;
        let report = serde_json::to_string(report).map_err(|error| sqlx::Error::Encode(error.into()))?;
        let (digest, submitted) = (Digest::of(sheet.as_bytes()), now.trunc_subsecs(6));
        Ok(Self { inspection, revision, sheet, digest, report, submitted, sent: None, settled: None })
    }

    /// The same, sent by a phone.
    pub(super) fn sent_as(self, digest: Digest) -> Self {
        Self { sent: Some(digest), ..self }
    }
}

/// Keeps what stands in an inspection as a revision; beside it the remark of a lead expert who made it of two.
pub(super) async fn keep_revision(
    tx: &mut Tx,
    of: &Inspection,
    by: &Version,
    revision: i64,
    settled: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let report = score(&by.standard, &of.sheet.venue, &of.sheet.answers);
    let new = HandIn::new((of.id, revision), &of.sheet, &report, now)?;
    keep_all(tx, &[&HandIn { settled: settled.map(str::to_owned), ..new }]).await
}

/// Keeps what was handed in.
pub(super) async fn keep_all(tx: &mut Tx, new: &[&HandIn]) -> Result<(), sqlx::Error> {
    const SQLITE: &str = "insert into inspection_revisions (inspection, revision, digest, sheet, report, submitted, sent, settled) \
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    const POSTGRES: &str = "insert into inspection_revisions (inspection, revision, digest, sheet, report, submitted, sent, settled) \
        select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[])";
    macro_rules! each {
        ($field:expr) => {
            new.iter().map($field).collect::<Vec<_>>()
        };
    }
    match tx {
        Tx::Sqlite(tx) => {
            for of in new {
                let row = sqlx::query(SQLITE).bind(of.inspection).bind(of.revision).bind(of.digest.to_string());
                let row = row.bind(&of.sheet).bind(&of.report).bind(of.submitted);
                row.bind(of.sent.map(String::from)).bind(&of.settled).execute(&mut **tx).await?;
            }
        }
        Tx::Postgres(tx) => {
            let rows = sqlx::query(POSTGRES).bind(each!(|of| of.inspection)).bind(each!(|of| of.revision));
            let rows = rows.bind(each!(|of| of.digest.to_string())).bind(each!(|of| of.sheet.as_str()));
            let rows = rows.bind(each!(|of| of.report.as_str())).bind(each!(|of| of.submitted));
            let rows = rows.bind(each!(|of| of.sent.map(String::from))).bind(each!(|of| of.settled.as_deref()));
            rows.execute(&mut **tx).await?;
        }
    }
    Ok(())
}
