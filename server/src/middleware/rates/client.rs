//! From which address a request comes: its peer's, unless the peer is a proxy of ours that says for whom it asks.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderMap;
use axum::http::header::FORWARDED;

use crate::config::Networks;

/// The address; `None` where the request did not come by a network.
pub(super) fn of(request: &Request, trusted: &Networks) -> Option<IpAddr> {
    let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    let (peer, headers) = (peer.ip().to_canonical(), request.headers());
    if !trusted.contain(peer) {
        return Some(peer);
    }
    let (plain, forwarded) = (lines(headers, "x-forwarded-for"), lines(headers, FORWARDED.as_str()));
    let plain = (!plain.is_empty()).then(|| behind(peer, plain.iter().map(|text| address(text)), trusted));
    let forwarded = (!forwarded.is_empty()).then(|| behind(peer, forwarded.iter().map(|text| for_of(text)), trusted));
    match (plain, forwarded) {
        // A proxy writes one of the two, the visitor may have sent the other: what they do not agree on is not believed.
        (Some(one), Some(other)) => Some(if one == other { one } else { peer }),
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) => Some(peer),
    }
}

/// From the nearest proxy outwards: the first address that is none of ours. Beyond one that cannot be read, or is not
/// ours, anybody may have written anything.
fn behind(peer: IpAddr, hops: impl DoubleEndedIterator<Item = Option<IpAddr>>, trusted: &Networks) -> IpAddr {
    let mut nearest = peer;
    for hop in hops.rev() {
        let Some(hop) = hop else { break };
        nearest = hop;
        if !trusted.contain(hop) {
            break;
        }
    }
    nearest
}

/// The members of a header's list, of all its lines.
fn lines<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or_default());
    lines.flat_map(|line| line.split(',')).map(str::trim).collect()
}

/// The `for` of a member of `Forwarded` (RFC 7239, 4).
fn for_of(member: &str) -> Option<IpAddr> {
    let mut pairs = member.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, node) = pairs.find(|(name, _)| name.eq_ignore_ascii_case("for"))?;
    address(node.trim().trim_matches('"'))
}

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').split(']').next().unwrap_or_default();
    let read = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()));
    read.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn client(peer: &str, headers: &[(&str, &str)]) -> String {
        let trusted = "10.0.0.0/8,2001:db8:ffff::/48".parse().unwrap();
        let mut request = Request::get("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        of(&request, &trusted).unwrap().to_string()
    }

    #[test]
    fn only_a_proxy_of_ours_is_believed() {
        assert_eq!(client("203.0.113.7", &[("x-forwarded-for", "198.51.100.1")]), "203.0.113.7");
        assert_eq!(client("10.1.2.3", &[("x-forwarded-for", "198.51.100.1")]), "198.51.100.1");
        assert_eq!(client("::ffff:10.1.2.3", &[("x-forwarded-for", "198.51.100.1:99")]), "198.51.100.1");
        assert_eq!(client("10.1.2.3", &[]), "10.1.2.3");
    }

    #[test]
    fn what_a_visitor_wrote_in_front_is_not_read() {
        assert_eq!(client("10.1.2.3", &[("x-forwarded-for", "1.1.1.1, 198.51.100.1, 10.9.9.9")]), "198.51.100.1");
        let two_lines = [("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "198.51.100.1")];
        assert_eq!(client("10.1.2.3", &two_lines), "198.51.100.1");
        assert_eq!(client("10.1.2.3", &[("x-forwarded-for", "1.1.1.1, nonsense")]), "10.1.2.3");
        assert_eq!(client("10.1.2.3", &[("x-forwarded-for", "10.7.7.7")]), "10.7.7.7", "from inside");
    }

    #[test]
    fn forwarded_is_read_as_rfc_7239_writes_it() {
        let forwarded = |value: &str| client("10.1.2.3", &[("forwarded", value)]);
        assert_eq!(forwarded("for=192.0.2.60;proto=http;by=203.0.113.43"), "192.0.2.60");
        assert_eq!(forwarded("For=\"[2001:db8:cafe::17]:4711\""), "2001:db8:cafe::17");
        assert_eq!(forwarded("for=1.1.1.1, for=192.0.2.43, for=\"[2001:db8:ffff::1]\""), "192.0.2.43");
        assert_eq!(forwarded("for=unknown"), "10.1.2.3");
        assert_eq!(forwarded("for=_hidden, for=192.0.2.43"), "192.0.2.43");
    }

    #[test]
    fn headers_that_disagree_are_not_believed() {
        let both = |forwarded: &str| client("10.1.2.3", &[("x-forwarded-for", "198.51.100.1"), ("forwarded", forwarded)]);
        assert_eq!((both("for=198.51.100.1"), both("for=1.1.1.1")), ("198.51.100.1".to_owned(), "10.1.2.3".to_owned()));
    }
}
