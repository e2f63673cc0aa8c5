//! Links that show a photograph for a day to whoever has them.

use chrono::{DateTime, Utc};
use domain::Digest;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::media::Size;

/// How long a link shows its photograph at least.
const SECONDS: i64 = 24 * 3600;
/// Links made in the same hour are the same, so that browsers need not fetch the picture again.
const STEP: i64 = 3600;

/// Signs links and tells whether they were signed (HMAC-SHA-256, RFC 2104).
pub(super) struct Signer(Hmac<Sha256>);

/// Why a link shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotShown;

impl Signer {
    pub(super) fn new(key: &[u8; 32]) -> Self {
        // A key shorter than a block is filled up with zeros (RFC 2104).
        let mut block = [0; 64];
        block[..key.len()].copy_from_slice(key);
        Self(Hmac::new(&block.into()))
    }

    fn over(&self, photo: Digest, size: Size, until: i64) -> Hmac<Sha256> {
        let text = format!("photo\n{photo}\n{}\n{until}", size.word());
        self.0.clone().chain_update(text.as_bytes())
    }

    /// The path that shows a photograph until a day from now, at least.
    pub(super) fn link(&self, photo: Digest, size: Size, now: DateTime<Utc>) -> String {
        let until = (now.timestamp() / STEP + 1) * STEP + SECONDS;
        let sig: [u8; 32] = self.over(photo, size, until).finalize().into_bytes().into();
        format!("/photos/{photo}?size={}&until={until}&sig={}", size.word(), Digest::from(sig))
    }

    /// Whether a link is ours and its time has not run out.
    pub(super) fn verify(&self, photo: Digest, size: Size, until: i64, sig: &str, now: DateTime<Utc>) -> Result<(), NotShown> {
        let sig = Digest::new(sig).ok().ok_or(NotShown)?;
        let signed = self.over(photo, size, until).verify_slice(&sig.bytes()).is_ok();
        if signed && now.timestamp() < until { Ok(()) } else { Err(NotShown) }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_link_holds_for_a_day_and_for_nothing_else() {
        let (signer, other) = (Signer::new(&[1; 32]), Signer::new(&[2; 32]));
        let now = DateTime::from_timestamp(1_795_489_200, 0).unwrap();
        let photo = Digest::of(b"photo");
        let link = signer.link(photo, Size::Small, now);
        let (path, query) = link.split_once('?').unwrap();
        assert_eq!(path, format!("/photos/{photo}"));
        let [size, until, sig] = query.split('&').map(|pair| pair.split_once('=').unwrap().1).collect::<Vec<_>>()[..] else {
            unreachable!("{query}")
        };
        let until: i64 = until.parse().unwrap();
        assert_eq!((size, signer.verify(photo, Size::Small, until, sig, now)), ("small", Ok(())));
        assert_eq!(signer.verify(photo, Size::Small, until, sig, now + TimeDelta::hours(24)), Ok(()));
        assert!(signer.verify(photo, Size::Small, until, sig, now + TimeDelta::hours(25)).is_err(), "too late");
        assert!(signer.verify(photo, Size::Full, until, sig, now).is_err());
        assert!(signer.verify(photo, Size::Small, until + 3600, sig, now).is_err());
        assert!(signer.verify(Digest::of(b"another"), Size::Small, until, sig, now).is_err());
        assert!(other.verify(photo, Size::Small, until, sig, now).is_err());
        assert!(signer.verify(photo, Size::Small, until, "", now).is_err());
    }
}
