//! Mail: one SMTP server, with TLS unless it is this machine's own.

use std::time::Duration;

use chrono::{DateTime, Utc};
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::transport::smtp;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use uuid::Uuid;

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Also its `Message-ID`, which is the same should it arrive twice.
    pub id: Uuid,
    /// To one address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Why the settings of mail cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The sender is no address.
    #[error("MUYING_MAIL_FROM must be an address, such as Muying <noreply@muying.example>")]
    From,
    /// The server's URL cannot be read. What stands in it may hold a password and is not repeated.
    #[error("MUYING_SMTP_URL must be smtps://USER:PASSWORD@HOST or smtp://USER:PASSWORD@HOST:PORT?tls=required")]
    Url,
    /// Without TLS anybody on the way could read along.
    #[error("MUYING_SMTP_URL without TLS is taken for this machine only; write smtps:// or add ?tls=required")]
    Plain,
}

/// Why a letter was not sent, without anything that the server or an address says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failed {
    /// The server said no, by its code.
    #[error("{0}")]
    Refused(u16),
    /// It took too long.
    #[error("timeout")]
    Timeout,
    /// TLS.
    #[error("tls")]
    Tls,
    /// It cannot be reached, or broke off.
    #[error("connection")]
    Connection,
    /// The address is none.
    #[error("address")]
    Address,
}

impl Failed {
    /// Whether trying again is of no use: RFC 5321 says so of codes from 500. Some of them speak of our own session and sign-in
    /// (RFC 5321 4.2, RFC 4954), not of the letter: those are tried again when somebody has put the settings right.
    pub fn is_for_good(&self) -> bool {
        let of_ours = |code: u16| matches!(code, 500..=504 | 521 | 530 | 534 | 535 | 538);
        matches!(self, Self::Address) || matches!(self, Self::Refused(code) if *code >= 500 && !of_ours(*code))
    }

    fn of(error: &smtp::Error) -> Self {
        match error.status() {
            Some(code) => Self::Refused(u16::from(code)),
            None if error.is_timeout() => Self::Timeout,
            None if error.is_tls() => Self::Tls,
            None => Self::Connection,
        }
    }
}

/// That nobody wrote it, so that nothing answers by itself (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Where letters are handed over.
#[derive(Clone)]
pub struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// How long a letter may take as a whole.
    whole: Duration,
}

impl Post {
    /// By a server's URL, as lettre reads them, and a sender. The server may take `patience` for a command, and three times
    /// as long for a letter, which has to be shorter than a claim of the outbox. That it answers is not tried.
    ///
    /// # Errors
    /// [`PostError`].
    pub fn new(url: &str, from: &str, patience: Duration) -> Result<Self, PostError> {
        let from: Mailbox = from.parse().ok().ok_or(PostError::From)?;
        let (scheme, rest) = url.split_once("://").ok_or(PostError::Url)?;
        let place = rest.rsplit('@').next().unwrap_or_default().split(['/', '?']).next().unwrap_or_default();
        let own = ["localhost", "127.0.0.1", "[::1]"]
            .iter()
            .any(|own| place.strip_prefix(own).is_some_and(|port| port.is_empty() || port.starts_with(':')));
        match scheme {
            "smtp" if !own && !rest.ends_with("tls=required") => return Err(PostError::Plain),
            "smtp" | "smtps" => {}
            _ => return Err(PostError::Url),
        }
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).ok().ok_or(PostError::Url)?;
        Ok(Self { transport: builder.timeout(Some(patience)).build(), from, whole: patience * 3 })
    }

    /// Hands a letter over.
    ///
    /// # Errors
    /// [`Failed`]: then the server has not taken it, as far as we know.
    pub async fn send(&self, letter: &Letter, now: DateTime<Utc>) -> Result<(), Failed> {
        let to: Address = letter.to.parse().ok().ok_or(Failed::Address)?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.as_str())
            .date(now.into())
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone());
        let message = message.ok().ok_or(Failed::Address)?;
        match tokio::time::timeout(self.whole, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Failed::of(&error)),
            Err(_) => Err(Failed::Timeout),
        }
    }
}

/// An address of mail, as it is kept; `None` where it is none.
pub(super) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let parsed: Address = text.parse().ok()?;
    (text.len() <= 254 && parsed.domain().contains('.')).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn mail_goes_without_tls_on_this_machine_only() {
        let post = |url: &str| {
            Post::new(url, "Muying <noreply@muying.example>", Duration::from_secs(1)).map(drop).map_err(|error| error.to_string())
        };
        for good in ["smtps://u:p@mail.example", "smtp://u:p@mail.example:587?tls=required", "smtp://127.0.0.1:2525"] {
            assert_eq!(post(good), Ok(()), "{good}");
        }
        for bad in ["smtp://u:secret@mail.example", "mail.example", "https://mail.example", "smtp://127.0.0.1.mail.example"] {
            let said = post(bad).unwrap_err();
            assert!(!said.contains("secret"), "{said}");
        }
        assert!(Post::new("smtps://mail.example", "nobody", Duration::from_secs(1)).is_err());
    }

    #[test]
    fn an_address_is_one_address() {
        assert_eq!(address(" chen@mail.example "), Some("chen@mail.example".to_owned()));
        for bad in ["", "chen", "chen@localhost", "a@b.c, d@e.f", "a@b.c\nBcc: x@y.z", "Chen <chen@mail.example>"] {
            assert_eq!(address(bad), None, "{bad:?}");
        }
    }
}
