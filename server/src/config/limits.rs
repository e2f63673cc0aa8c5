//! Limits by network address, and whose word on addresses is believed.

use std::net::IpAddr;

use domain::Rate;
use ipnet::IpNet;

/// How often one network address may do what asks for a password, and which proxies say for whom they ask.
#[derive(Debug, Clone, clap::Args)]
pub struct Limits {
    /// Tries to sign in, join or pass a code from one network address: BURST/SECONDS, at once and then one each
    #[arg(long, value_name = "BURST/SECONDS", env = "MUYING_SIGN_IN_RATE", default_value = "30/2")]
    pub sign_in_rate: Rate,

    /// Proxies whose Forwarded or X-Forwarded-For is believed: addresses or networks such as 10.0.0.0/8, commas between
    #[arg(long, value_name = "NETWORKS", env = "MUYING_TRUSTED_PROXIES", value_delimiter = ',', value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { sign_in_rate: Rate::SIGN_IN, trusted_proxies: Vec::new() }
    }
}

fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let read = text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    read.ok_or_else(|| format!("{text:?} is no address and no network such as 10.0.0.0/8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_an_address_or_a_range() {
        assert_eq!(network(" 10.0.0.0/8").unwrap().to_string(), "10.0.0.0/8");
        assert_eq!(network("2001:db8::1").unwrap().to_string(), "2001:db8::1/128");
        assert!(network("proxy.local").is_err() && network("10.0.0.0/33").is_err());
    }

    #[test]
    fn the_default_is_what_the_help_says() {
        assert_eq!("30/2".parse(), Ok(Limits::default().sign_in_rate));
    }
}
