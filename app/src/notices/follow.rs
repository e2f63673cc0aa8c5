//! The loops outside of every transaction: from the audit chain to notices and letters, and from the outbox to the post.

use std::time::Duration;

use super::letter;
use super::store::{self, StoreError};
use crate::accounts::{self, new_id};
use crate::state::AppState;

/// Something new is told at the latest after this.
const EVERY: Duration = Duration::from_secs(2);
/// How long to wait after the database did not answer.
const REST: Duration = Duration::from_secs(30);
/// How often what is long over is forgotten, in rounds.
const SWEEP: u32 = 1800;

/// Takes in what was written since and writes the letters that are due; how many lines were taken in.
///
/// # Errors
/// [`StoreError`]; the next step does the rest.
pub async fn step(state: &AppState) -> Result<usize, StoreError> {
    let mut lines = 0;
    loop {
        match store::take_in(&state.db, state.registry.region(), state.now(), state.random).await? {
            0 => break,
            more => lines += more,
        }
    }
    letters(state).await?;
    Ok(lines)
}

async fn letters(state: &AppState) -> Result<(), StoreError> {
    let now = state.now();
    let due = store::due(&state.db, now).await?;
    if due.is_empty() {
        return Ok(());
    }
    let people = accounts::people(&state.db).await?;
    for id in due {
        let settings = store::settings(&state.db, id).await?;
        let person = people.iter().find(|person| person.id == id && person.active);
        let registry = state.registry.load();
        let letter = |notices: Vec<store::Notice>| {
            let (person, address) = person.zip(settings.address.as_deref())?;
            let head = (new_id(now, (state.random)()), address, settings.lang);
            letter::of(&notices, head, person.name.as_str(), &registry, &state.site.base_url)
        };
        store::write(&state.db, id, now, letter).await?;
    }
    Ok(())
}

/// Hands over the letters that wait, one after the other; how many were tried. Without a mail server they wait.
///
/// # Errors
/// [`StoreError`].
pub async fn post(state: &AppState) -> Result<usize, StoreError> {
    let Some(post) = &state.outward.post else { return Ok(0) };
    let mut tried = 0;
    while let Some((letter, tries)) = store::claim(&state.db, state.now()).await? {
        tried += 1;
        match post.send(&letter, state.now()).await {
            Ok(()) => store::done(&state.db, letter.id, state.now()).await?,
            Err(why) => {
                tracing::warn!(letter = %letter.id, %why, tries, "a mail was not sent");
                store::failed(&state.db, letter.id, tries, &why, state.now()).await?;
            }
        }
    }
    Ok(tried)
}

/// Follows until the process ends: three loops, so that a mail server or another system that hangs holds up nobody else.
pub async fn follow(state: AppState) {
    let telling = async {
        for round in 0_u32.. {
            if round.is_multiple_of(SWEEP) {
                report(store::sweep(&state.db, state.now()).await, "old mails are forgotten later");
            }
            tokio::time::sleep(report(step(&state).await.map(drop), "notices are taken in again later")).await;
        }
    };
    let posting = async {
        loop {
            tokio::time::sleep(report(post(&state).await.map(drop), "mails are sent again later")).await;
        }
    };
    tokio::join!(telling, posting, crate::webhooks::follow(&state));
}

/// Says what went wrong; how long to wait.
fn report(result: Result<(), StoreError>, words: &str) -> Duration {
    let Err(error) = result else { return EVERY };
    tracing::warn!(%error, "{words}");
    REST
}
