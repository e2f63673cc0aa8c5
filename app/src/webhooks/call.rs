//! Making a call: to an address that was looked at first, without following it anywhere else.

use std::net::SocketAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::Url;
use reqwest::redirect::Policy;

use super::sign::{header, secret};
use super::store::{self, Delivery, StoreError, Webhook};
use crate::outward::{Outward, Reach};
use crate::state::AppState;

/// How long it may take to look a name up.
const LOOK_UP: Duration = Duration::from_secs(5);
/// Calls under way at once.
const AT_ONCE: usize = 8;
/// How often it is looked whether there is something to call.
const EVERY: Duration = Duration::from_secs(2);
/// How long to wait after the database did not answer.
const REST: Duration = Duration::from_secs(30);
/// How often what is long over is forgotten, in rounds.
const SWEEP: u32 = 1800;

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failed {
    /// The answer was not yes.
    Status(u16),
    /// It took too long.
    Timeout,
    /// Its name leads nowhere, or nothing answers there.
    Connection,
    /// Its name leads to a network that may not be called, or it would go without TLS through a network.
    NotAllowed,
}

impl Failed {
    /// As it is kept.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Status(_) => "status",
            Self::Timeout => "timeout",
            Self::Connection => "connection",
            Self::NotAllowed => "not_allowed",
        }
    }

    fn status(&self) -> Option<u16> {
        if let Self::Status(status) = self { Some(*status) } else { None }
    }
}

/// The address of a webhook, as far as that can be told without looking its name up: https, or http on this machine.
pub(super) fn address(text: &str) -> Option<Url> {
    let url: Url = text.trim().parse().ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let host = url.host_str()?;
    let own = matches!(host, "localhost" | "[::1]") || host.starts_with("127.");
    let scheme = url.scheme() == "https" || url.scheme() == "http" && own;
    (plain && scheme && text.len() <= 500).then_some(url)
}

/// Where a URL leads, of which only what may be called is left. The call then goes to these addresses and asks no more.
async fn looked_up(url: &Url, reach: &Reach) -> Result<Vec<SocketAddr>, Failed> {
    let host = url.host_str().ok_or(Failed::Connection)?.trim_matches(['[', ']']);
    let port = url.port_or_known_default().ok_or(Failed::Connection)?;
    let found = tokio::time::timeout(LOOK_UP, tokio::net::lookup_host((host, port))).await;
    let found = found.ok().ok_or(Failed::Timeout)?.ok().ok_or(Failed::Connection)?;
    let secure = url.scheme() == "https";
    let allowed = |at: &SocketAddr| reach.allows(at.ip()) && (secure || at.ip().is_loopback());
    let allowed: Vec<SocketAddr> = found.filter(allowed).collect();
    if allowed.is_empty() { Err(Failed::NotAllowed) } else { Ok(allowed) }
}

/// Makes a call; the status of a yes.
async fn call(to: &Webhook, of: &Delivery, secret: &str, outward: &Outward, now: DateTime<Utc>) -> Result<u16, Failed> {
    let url = address(&to.url).ok_or(Failed::NotAllowed)?;
    let addresses = looked_up(&url, &outward.reach).await?;
    let host = url.host_str().unwrap_or_default().to_owned();
    // An error says that the process has one already.
    drop(rustls::crypto::ring::default_provider().install_default());
    let client = reqwest::Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .timeout(outward.patience)
        .resolve_to_addrs(&host, &addresses)
        .user_agent("Muying-Webhook/1");
    let client = client.build().ok().ok_or(Failed::Connection)?;
    let request = client
        .post(url)
        .header("content-type", "application/json")
        .header("muying-event", &of.kind)
        .header("muying-delivery", of.id.to_string())
        .header("muying-signature", header(secret, now.timestamp(), &of.body))
        .body(of.body.clone());
    // What is answered is not read: it could be without end.
    match request.send().await {
        Ok(answer) if answer.status().is_success() => Ok(answer.status().as_u16()),
        Ok(answer) => Err(Failed::Status(answer.status().as_u16())),
        Err(error) if error.is_timeout() => Err(Failed::Timeout),
        Err(_) => Err(Failed::Connection),
    }
}

/// Makes the calls that are due, some at once; how many.
pub async fn step(state: &AppState) -> Result<usize, Box<dyn std::error::Error + Send + Sync>> {
    let mut made = 0;
    loop {
        let mut claimed = Vec::new();
        while claimed.len() < AT_ONCE
            && let Some(delivery) = store::claim(&state.db, state.now()).await?
        {
            claimed.push(delivery);
        }
        if claimed.is_empty() {
            return Ok(made);
        }
        made += claimed.len();
        for done in futures::future::join_all(claimed.iter().map(|delivery| one(state, delivery))).await {
            done?;
        }
    }
}

async fn one(state: &AppState, delivery: &Delivery) -> Result<(), StoreError> {
    let Some(to) = store::find(&state.db, delivery.webhook).await? else { return Ok(()) };
    let seal = state.seals.of(&state.db, (state.random)()).await?;
    let secret = secret(seal, to.id, to.generation);
    match call(&to, delivery, &secret, &state.outward, state.now()).await {
        Ok(status) => store::done(&state.db, delivery, status, state.now()).await,
        Err(why) => {
            tracing::info!(webhook = %to.id, delivery = %delivery.id, ?why, tries = delivery.tries, "a call failed");
            store::failed(&state.db, delivery, (why.status(), why.word()), state.now()).await
        }
    }
}

/// Calls until the process ends.
pub async fn follow(state: &AppState) {
    for round in 0_u32.. {
        let made = step(state).await;
        if let Err(error) = &made {
            tracing::warn!(%error, "other systems are called later");
        }
        if round.is_multiple_of(SWEEP)
            && let Err(error) = store::sweep(&state.db, state.now()).await
        {
            tracing::warn!(%error, "old calls are forgotten later");
        }
        tokio::time::sleep(if made.is_ok() { EVERY } else { REST }).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_or_this_machine() {
        for good in ["https://city.example/hook?x=1", "https://10.0.0.1:8443/", "http://127.0.0.1:9000/hook", "http://[::1]/"] {
            assert!(address(good).is_some(), "{good}");
        }
        for bad in ["http://city.example/", "ftp://city.example", "https://user:pass@city.example/", "city.example", "https://"] {
            assert!(address(bad).is_none(), "{bad}");
        }
    }

    #[tokio::test]
    async fn no_name_and_no_spelling_leads_into_our_own_network() {
        let open = Reach::with(|ip| ip.is_loopback());
        for (url, reach, allowed) in [
            ("https://127.0.0.1/", Reach::default(), false),
            ("https://localhost/", Reach::default(), false),
            ("https://2130706433/", Reach::default(), false),
            ("https://0x7f.1/", Reach::default(), false),
            ("https://[::ffff:127.0.0.1]/", Reach::default(), false),
            ("https://169.254.169.254/latest/meta-data", open.clone(), false),
            ("http://127.0.0.1/", open.clone(), true),
            ("https://127.0.0.1/", open, true),
        ] {
            let found = looked_up(&url.parse().unwrap(), &reach).await;
            assert_eq!(found.is_ok(), allowed, "{url}: {found:?}");
        }
    }
}
