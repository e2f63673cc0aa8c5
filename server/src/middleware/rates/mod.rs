//! How often one network address may try to sign in, and send forms at all. Each process counts for itself: behind a
//! proxy with several of them the limits are as many times as high.

mod client;

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use app::ui::too_many;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use domain::Rate;

use super::{Around, is_api};
use crate::config::Limits;
use crate::problem::{Kind, Problem};

/// Addresses that are remembered at most. Who comes from more than these is not stopped by an address anyway.
const MOST: usize = 100_000;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Counted {
    /// Whatever asks for a password, a code or a link.
    Door,
    /// Any form.
    Form,
    /// What anybody may send without an account, and others then have to read.
    Report,
}

/// The buckets of all addresses.
#[derive(Default)]
pub(crate) struct Rates {
    limits: Limits,
    /// When each is full again; those that are, are forgotten.
    full: Mutex<HashMap<(Counted, IpAddr), DateTime<Utc>>>,
}

impl Rates {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, full: Mutex::default() }
    }

    /// How long the sender of a request has to wait before it is looked at; `None` when it is looked at now. What does
    /// not come by the network has no address, and is not counted.
    pub(super) fn wait(&self, request: &Request, now: DateTime<Utc>) -> Option<TimeDelta> {
        let (counted, rate) = match counted(request)? {
            Counted::Door => (Counted::Door, self.limits.sign_in_rate),
            Counted::Form => (Counted::Form, Rate::FORMS),
            Counted::Report => (Counted::Report, Rate::REPORTS),
        };
        let client = network(client::of(request, &self.limits.trusted_proxies)?);
        let mut full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        if full.len() >= MOST {
            full.retain(|_, at| *at > now);
            if full.len() >= MOST {
                full.clear();
            }
        }
        let bucket = full.entry((counted, client)).or_insert(now);
        match rate.take(*bucket, now) {
            Ok(at) => {
                *bucket = at;
                None
            }
            Err(wait) => Some(wait),
        }
    }
}

fn counted(request: &Request) -> Option<Counted> {
    let path = request.uri().path();
    if request.method() != Method::POST {
        return path.starts_with("/join/").then_some(Counted::Form);
    }
    let door = matches!(path, "/sign-in" | "/sign-in/code" | "/account/password")
        || path.starts_with("/join/")
        || path.starts_with("/account/second-factor");
    let report = path.starts_with("/rooms/") && (path.ends_with("/report") || path.ends_with("/check"));
    Some(match (door, report) {
        (true, _) => Counted::Door,
        (_, true) => Counted::Report,
        _ => Counted::Form,
    })
}

/// Whose address it is: one customer has a whole /64 of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        IpAddr::V4(v4) => IpAddr::V4(v4),
    }
}

/// Says so, in words or as a problem.
pub(super) async fn refused(around: &Around, request: Request, wait: TimeDelta) -> Response {
    let seconds = (wait.num_milliseconds() + 999) / 1000;
    if is_api(request.uri().path()) {
        let detail = format!("Too much came from this network address. Please try again in {seconds} s.");
        return Problem { after: Some(seconds), ..Problem::new(Kind::TooMany, detail) }.into_response();
    }
    too_many(State(around.state.clone()), seconds, request).await
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::body::Body;
    use axum::extract::ConnectInfo;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_489_200, 0).unwrap()
    }

    fn post(path: &str, peer: &str) -> Request {
        let mut request = Request::post(path).body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4711)));
        request
    }

    #[test]
    fn an_address_waits_after_its_burst_and_others_do_not() {
        let rates = Rates::new(Limits { sign_in_rate: "3/2".parse().unwrap(), ..Limits::default() });
        let wait = |peer: &str, seconds: i64| {
            rates.wait(&post("/sign-in", peer), now() + TimeDelta::seconds(seconds)).map(|wait| wait.num_seconds())
        };
        assert_eq!([0; 4].map(|_| wait("203.0.113.7", 0)), [None, None, None, Some(2)]);
        assert_eq!((wait("203.0.113.8", 0), wait("203.0.113.7", 2), wait("203.0.113.7", 2)), (None, None, Some(2)));
        let six = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::2", "2001:db8:1:2::3", "2001:db8:1:2::4", "2001:db8:1:3::1"];
        assert_eq!(six.map(|peer| wait(peer, 0)), [None, None, None, Some(2), None]);
        assert_eq!(wait("::ffff:203.0.113.7", 2), Some(2), "the same address written as IPv6");
    }

    #[test]
    fn doors_and_other_forms_are_counted_apart_and_reading_is_not_counted() {
        let rates = Rates::new(Limits { sign_in_rate: "1/60".parse().unwrap(), ..Limits::default() });
        let wait = |path: &str| rates.wait(&post(path, "203.0.113.7"), now()).is_some();
        assert!(!wait("/sign-in"));
        for door in ["/sign-in", "/sign-in/code", "/join/abc", "/account/password", "/account/second-factor"] {
            assert!(wait(door), "{door}");
        }
        assert_eq!((0..301).filter(|_| wait("/inspect")).count(), 1);
        let reports =
            (0..1000).map(|number| wait(if number % 2 == 0 { "/rooms/LG-0001/report" } else { "/rooms/LG-0002/check" }));
        assert_eq!(reports.filter(|waits| !waits).count(), 10, "a flood from one address");
        let mut get = post("/", "203.0.113.7");
        *get.method_mut() = Method::GET;
        assert!(rates.wait(&get, now()).is_none());
        assert!(rates.wait(&Request::post("/sign-in").body(Body::empty()).unwrap(), now()).is_none());
    }
}
