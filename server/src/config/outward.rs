//! Mail, and which networks other systems may be called in.

use std::time::Duration;

use anyhow::{Result, bail};
use app::notices::Post;
use app::outward::{Outward, Reach};

use super::Networks;

/// How long the mail server may take for one command.
const PATIENCE: Duration = Duration::from_secs(20);

/// What leaves the process by itself.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct OutwardArgs {
    /// The mail server: smtps://USER:PASSWORD@HOST or smtp://USER:PASSWORD@HOST:PORT?tls=required; off when not given
    #[arg(long, value_name = "URL", env = "MUYING_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// The sender of mails, such as Muying <noreply@muying.example>; needed with --smtp-url
    #[arg(long, value_name = "ADDRESS", env = "MUYING_MAIL_FROM")]
    pub mail_from: Option<String>,

    /// Private networks in which webhooks may be called: addresses or networks such as 10.0.0.0/8, commas between
    #[arg(long, value_name = "NETWORKS", env = "MUYING_WEBHOOK_NETWORKS", default_value = "")]
    pub webhook_networks: Networks,
}

impl OutwardArgs {
    /// Makes ready what is set; that the mail server answers is not tried. What is empty counts as not given.
    ///
    /// # Errors
    /// When a setting cannot be used. A password is not repeated.
    pub fn open(&self) -> Result<Outward> {
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let post = match (filled(&self.smtp_url), filled(&self.mail_from)) {
            (None, _) => None,
            (Some(_), None) => bail!("MUYING_SMTP_URL needs MUYING_MAIL_FROM, the sender of mails"),
            (Some(url), Some(from)) => Some(Post::new(&url, &from, PATIENCE)?),
        };
        let networks = self.webhook_networks.clone();
        let reach = Reach::with(move |address| networks.contain(address));
        Ok(Outward { post, reach, ..Outward::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(url: &str, from: &str) -> OutwardArgs {
        OutwardArgs { smtp_url: Some(url.to_owned()), mail_from: Some(from.to_owned()), webhook_networks: Networks::default() }
    }

    #[tokio::test]
    async fn mail_is_off_until_both_settings_are_there_and_says_what_is_missing() {
        assert!(OutwardArgs::default().open().unwrap().post.is_none());
        assert!(args("", "").open().unwrap().post.is_none());
        assert!(args("smtps://mail.example", "noreply@muying.example").open().unwrap().post.is_some());
        let said = |url, from| args(url, from).open().err().map(|error| error.to_string()).unwrap_or_default();
        assert!(said("smtps://mail.example", " ").contains("MUYING_MAIL_FROM"));
        let open = said("smtp://u:hunter2@mail.example", "noreply@muying.example");
        assert!(open.contains("TLS") && !open.contains("hunter2"), "{open}");
    }

    #[test]
    fn webhooks_reach_the_public_internet_and_what_is_allowed() {
        let reach =
            OutwardArgs { webhook_networks: "10.1.0.0/16".parse().unwrap(), ..OutwardArgs::default() }.open().unwrap().reach;
        let allows = |address: &str| reach.allows(address.parse().unwrap());
        assert!(allows("1.1.1.1") && allows("10.1.2.3") && allows("::ffff:10.1.2.3"));
        assert!(!allows("10.2.0.1") && !allows("127.0.0.1") && !allows("::1"));
    }
}
