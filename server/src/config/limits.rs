//! Limits by network address, and whose word on addresses is believed.

use std::net::IpAddr;
use std::str::FromStr;

use domain::Rate;
use ipnet::IpNet;

/// How often one network address may do what asks for a password, and which proxies say for whom they ask.
#[derive(Debug, Clone, clap::Args)]
pub struct Limits {
    /// Tries to sign in, join or pass a code from one network address: BURST/SECONDS, at once and then one each
    #[arg(long, value_name = "BURST/SECONDS", env = "MUYING_SIGN_IN_RATE", default_value = "30/2")]
    pub sign_in_rate: Rate,

    /// Proxies whose Forwarded or X-Forwarded-For is believed: addresses or networks such as 10.0.0.0/8, commas between
    #[arg(long, value_name = "NETWORKS", env = "MUYING_TRUSTED_PROXIES", default_value = "")]
    pub trusted_proxies: Networks,
}

impl Default for Limits {
    fn default() -> Self {
        Self { sign_in_rate: Rate::SIGN_IN, trusted_proxies: Networks::default() }
    }
}

/// Networks, none or several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// Whether an address lies in one of them.
    pub fn contain(&self, address: IpAddr) -> bool {
        self.0.iter().any(|net| net.contains(&address))
    }
}

impl FromStr for Networks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let each = text.split(',').map(str::trim).filter(|text| !text.is_empty());
        each.map(network).collect::<Result<_, _>>().map(Self)
    }
}

fn network(text: &str) -> Result<IpNet, String> {
    let read = text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    read.ok_or_else(|| format!("{text:?} is no address and no network such as 10.0.0.0/8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_addresses_or_ranges_with_commas_between() {
        let networks: Networks = "10.0.0.0/8, 2001:db8::1".parse().unwrap();
        let inside = |address: &str| networks.contain(address.parse().unwrap());
        assert!(inside("10.255.0.1") && inside("2001:db8::1") && !inside("11.0.0.1") && !inside("2001:db8::2"));
        assert_eq!(" ".parse(), Ok(Networks::default()));
        for bad in ["proxy.local", "10.0.0.0/33", "10.0.0.1 10.0.0.2"] {
            assert!(bad.parse::<Networks>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_default_is_what_the_help_says() {
        assert_eq!("30/2".parse(), Ok(Limits::default().sign_in_rate));
    }
}
