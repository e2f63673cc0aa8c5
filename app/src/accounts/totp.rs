//! One-time codes by time (RFC 6238 over RFC 4226): HMAC-SHA-1, six digits, steps of 30 seconds, as every authenticator
//! app has them.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Seconds of a step.
const STEP: i64 = 30;
/// Clocks may differ by so many steps (RFC 6238, 5.2).
const SKEW: i64 = 1;
/// Six digits.
const MODULUS: u32 = 1_000_000;

/// What an authenticator and the server share: 160 bits, as RFC 4226 recommends (section 4, R6).
///
/// It is kept in the database as it is: codes are worked out from it, so that no hash would do, and a key to wrap it with
/// would stand beside the database. Whoever can read the database can make codes, but has no password yet.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret([u8; 20]);

impl Secret {
    pub(super) fn new(random: [u8; 32]) -> Self {
        let mut bytes = [0; 20];
        bytes.copy_from_slice(&random[..20]);
        Self(bytes)
    }

    /// As it is kept.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As people type it, in groups of four.
    pub(super) fn text(&self) -> String {
        grouped(&self.base32())
    }

    fn base32(&self) -> String {
        base32(&self.0)
    }

    /// The address that authenticator apps read from a QR code (Key Uri Format).
    pub(super) fn uri(&self, login: &str) -> String {
        let login: String = form_urlencoded::byte_serialize(login.as_bytes()).collect();
        format!("otpauth://totp/Muying:{login}?secret={}&issuer=Muying&algorithm=SHA1&digits=6&period=30", self.base32())
    }

    /// The step whose code was typed: now or one step to either side, and later than the last that was used, so that
    /// nobody uses a code that they saw being typed.
    pub(super) fn step_of(&self, typed: &str, now: DateTime<Utc>, last: i64) -> Option<i64> {
        let typed: String = typed.chars().filter(|digit| !digit.is_whitespace()).collect();
        if typed.len() != 6 || !typed.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let (typed, current) = (typed.parse::<u32>().ok()?, now.timestamp().div_euclid(STEP));
        (current - SKEW..=current + SKEW).filter(|step| *step > last).find(|step| self.code(*step) == Some(typed))
    }

    /// The code of a step (RFC 4226, 5.3).
    fn code(&self, step: i64) -> Option<u32> {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).ok()?;
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[19] & 0xf);
        let four = hash[at..at + 4].iter().fold(0_u32, |sum, &byte| sum << 8 | u32::from(byte));
        Some((four & 0x7fff_ffff) % MODULUS)
    }
}

/// A recovery code: 80 random bits, so that a plain hash of it cannot be turned back.
pub(super) fn recovery_code(random: [u8; 32]) -> String {
    grouped(&base32(&random[..10]).to_lowercase())
}

/// A recovery code as typed, the way it is shown.
pub(super) fn recovery_typed(typed: &str) -> String {
    let letters: String = typed.chars().filter(char::is_ascii_alphanumeric).take(16).collect();
    grouped(&letters.to_lowercase())
}

/// RFC 4648, section 6; without padding, which these lengths do not need.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let letters = bytes.chunks(5).flat_map(|five| {
        let bits = five.iter().fold(0_u64, |sum, &byte| sum << 8 | u64::from(byte));
        (0..8).rev().map(move |at| char::from(LETTERS[(bits >> (at * 5) & 31) as usize]))
    });
    letters.collect()
}

fn grouped(letters: &str) -> String {
    let letters: Vec<char> = letters.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret(*b"12345678901234567890")
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_vectors_of_rfc_4226_hold() {
        let codes: Vec<_> = (0..10).filter_map(|step| secret().code(step)).collect();
        assert_eq!(codes, [755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871, 520_489]);
    }

    /// Appendix B has eight digits: these are their last six.
    #[test]
    fn the_vectors_of_rfc_6238_hold() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret().step_of(code, at(seconds), -1), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_holds_one_step_to_either_side_and_only_once() {
        let step = |seconds, last| secret().step_of(" 287 082", at(seconds), last);
        assert_eq!([0, 29, 30, 59, 60, 89].map(|seconds| step(seconds, -1)), [Some(1); 6]);
        assert_eq!((step(90, -1), step(59, 1), step(59, 0)), (None, None, Some(1)));
        for typed in ["", "28708", "2870820", "28708a", "+87082", "２８７０８２"] {
            assert_eq!(secret().step_of(typed, at(59), -1), None, "{typed}");
        }
    }

    #[test]
    fn secrets_and_recovery_codes_are_written_as_people_type_them() {
        assert_eq!(secret().text(), "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ");
        assert_eq!(
            secret().uri("a+b@c.cn"),
            "otpauth://totp/Muying:a%2Bb%40c.cn?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Muying&algorithm=SHA1&digits=6&period=30"
        );
        let code = recovery_code([7; 32]);
        assert_eq!((code.len(), recovery_typed(&format!(" {} ", code.to_uppercase().replace('-', " ")))), (19, code));
    }
}
