//! Links that show a photograph for a day to whoever has them.

use chrono::{DateTime, Utc};
use domain::Digest;

use super::media::Size;
use crate::seal::Seal;

/// How long a link shows its photograph at least.
const SECONDS: i64 = 24 * 3600;
/// Links made in the same hour are the same, so that browsers need not fetch the picture again.
const STEP: i64 = 3600;

/// Why a link shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotShown;

fn text(photo: Digest, size: Size, until: i64) -> String {
    format!("photo\n{photo}\n{}\n{until}", size.word())
}

/// The path that shows a photograph until a day from now, at least.
pub(super) fn link(seal: &Seal, photo: Digest, size: Size, now: DateTime<Utc>) -> String {
    let until = (now.timestamp() / STEP + 1) * STEP + SECONDS;
    let sig = seal.sign(&text(photo, size, until));
    format!("/photos/{photo}?size={}&until={until}&sig={sig}", size.word())
}

/// Whether a link is ours and its time has not run out.
pub(super) fn verify(
    seal: &Seal,
    photo: Digest,
    size: Size,
    (until, sig): (i64, &str),
    now: DateTime<Utc>,
) -> Result<(), NotShown> {
    let sig = Digest::new(sig).ok().ok_or(NotShown)?;
    let signed = seal.holds(&text(photo, size, until), sig);
    if signed && now.timestamp() < until { Ok(()) } else { Err(NotShown) }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_link_holds_for_a_day_and_for_nothing_else() {
        let (seal, other) = (Seal::new(&[1; 32]), Seal::new(&[2; 32]));
        let now = DateTime::from_timestamp(1_795_489_200, 0).unwrap();
        let photo = Digest::of(b"photo");
        let made = link(&seal, photo, Size::Small, now);
        let (path, query) = made.split_once('?').unwrap();
        assert_eq!(path, format!("/photos/{photo}"));
        let [size, until, sig] = query.split('&').map(|pair| pair.split_once('=').unwrap().1).collect::<Vec<_>>()[..] else {
            unreachable!("{query}")
        };
        let until: i64 = until.parse().unwrap();
        assert_eq!((size, verify(&seal, photo, Size::Small, (until, sig), now)), ("small", Ok(())));
        assert_eq!(verify(&seal, photo, Size::Small, (until, sig), now + TimeDelta::hours(24)), Ok(()));
        assert!(verify(&seal, photo, Size::Small, (until, sig), now + TimeDelta::hours(25)).is_err(), "too late");
        assert!(verify(&seal, photo, Size::Full, (until, sig), now).is_err());
        assert!(verify(&seal, photo, Size::Small, (until + 3600, sig), now).is_err());
        assert!(verify(&seal, Digest::of(b"another"), Size::Small, (until, sig), now).is_err());
        assert!(verify(&other, photo, Size::Small, (until, sig), now).is_err());
        assert!(verify(&seal, photo, Size::Small, (until, ""), now).is_err());
    }
}
