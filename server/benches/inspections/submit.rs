//! Sheets without photographs, one after the other from each of so many clients.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use app::db::Db;
use domain::device::{Delivery, Receipt};
use domain::{Digest, new_id};
use server::clock::random;
use uuid::Uuid;

use super::client::Client;
use super::experts::{Expert, sheets, signed_in};
use super::{now, percentile, say, stored};

/// Every so many sheets one is sent again, as a phone does that did not hear the answer.
const AGAIN: usize = 20;

/// What a client did.
#[derive(Default)]
struct Sent {
    receipts: Vec<Uuid>,
    took: Vec<Duration>,
    again: usize,
}

pub(crate) async fn run(database_url: &str, addr: &str, clients: usize, time: Duration) -> Result<()> {
    let db = Db::open(database_url).await?;
    let run = format!("s{}", now().timestamp_millis());
    let experts = signed_in(&db, addr, &run, clients).await?;
    let sheets = sheets(addr, &experts[0]).await?;
    let began = Instant::now();
    let sending = experts.into_iter().map(|expert| send(addr, expert, sheets.clone(), began + time));
    let sent = futures::future::try_join_all(sending).await?;
    let seconds = began.elapsed().as_secs_f64();
    let receipts: Vec<Uuid> = sent.iter().flat_map(|sent| sent.receipts.iter().copied()).collect();
    let mut took: Vec<Duration> = sent.iter().flat_map(|sent| sent.took.iter().copied()).collect();
    #[expect(clippy::cast_precision_loss, reason = "counts of a run")]
    let rate = receipts.len() as f64 / seconds;
    say("answers", sheets[0].sheet.answers.clauses.len())?;
    say("receipts", receipts.len())?;
    say("rate", format!("{rate:.0}"))?;
    say("p50_ms", percentile(&mut took, 50))?;
    say("p99_ms", percentile(&mut took, 99))?;
    say("again", sent.iter().map(|sent| sent.again).sum::<usize>())?;
    stored::check(&db, &run, &receipts).await
}

/// One client, until the time is over.
async fn send(addr: &str, expert: Expert, mut sheets: Vec<Delivery>, until: Instant) -> Result<Sent> {
    let mut client = Client::connect(addr, &expert.cookie).await?;
    let (mut sent, mut area) = (Sent::default(), 40_000.0);
    for sheet in &mut sheets {
        sheet.expert.clone_from(&expert.login);
    }
    let count = sheets.len();
    while Instant::now() < until {
        // No two sheets are the same.
        let sheet = &mut sheets[sent.receipts.len() % count];
        area += 1.0;
        sheet.sheet.venue.floor_area_m2 = Some(area);
        let body = axum::body::Bytes::from(serde_json::to_vec(sheet)?);
        let (id, digest) = (new_id(now().timestamp_millis(), random()), Digest::of(&body));
        let began = Instant::now();
        let answer = client.sheet(id, body.clone(), digest).await?;
        sent.took.push(began.elapsed());
        ensure!(answer.status == 200, "{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        let receipt: Receipt = serde_json::from_slice(&answer.body)?;
        ensure!((receipt.inspection, receipt.digest) == (id, digest), "the receipt of another sheet");
        sent.receipts.push(id);
        if sent.receipts.len().is_multiple_of(AGAIN) {
            let same = client.sheet(id, body, digest).await?;
            ensure!(same.status == 200 && same.body == answer.body, "another receipt for the same sheet");
            sent.again += 1;
        }
    }
    Ok(sent)
}
