//! Which network addresses lie in the public internet: a webhook to any other could ask what only this machine may ask.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is public, by the registries of special addresses (RFC 6890 and what was added since). An IPv6
/// address that stands for an IPv4 address is what that one is.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocols = a == 192 && b == 0 && c == 0;
    let relay = a == 192 && b == 88 && c == 99;
    let benchmarks = a == 198 && (18..20).contains(&b);
    let named = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_documentation() || v4.is_multicast();
    !(named || shared || protocols || relay || benchmarks || a == 0 || a >= 240)
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    if let Some(v4) = v6.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let [first, second, ..] = v6.segments();
    // 2000::/3 is all that is given out; of it, what leads back into IPv4 or is for documents stays out.
    let given_out = first & 0xe000 == 0x2000;
    let special = first == 0x2002 || first == 0x2001 && (second < 0x200 || second == 0xdb8) || first == 0x3fff;
    given_out && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_public_is_told_in_every_spelling() {
        let public = |text: &str| is_public(text.parse().unwrap());
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "240.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!public(inside), "{inside}");
        }
        for outside in ["1.1.1.1", "223.5.5.5", "100.128.0.1", "172.32.0.1", "2400:3200::1", "2606:4700::1111", "::ffff:1.1.1.1"]
        {
            assert!(public(outside), "{outside}");
        }
    }
}
