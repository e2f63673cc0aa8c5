//! Passwords: what is accepted, how they are kept.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Characters at least (NIST SP 800-63B asks for eight).
pub(super) const LEAST: usize = 10;
/// Characters at most, so that hashing cannot be made expensive.
pub(super) const MOST: usize = 200;

/// Why a password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weak {
    Short,
    Long,
    /// Among those that are guessed first: known lists, names, dates, keyboard rows.
    Guessable,
}

/// Hashing takes 19 MiB each: no more at once than this.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Checks a new password, without asking anybody outside: zxcvbn carries the lists of the most common passwords and
/// names, and `words` are the person's own.
pub(super) fn check(password: &str, words: &[&str]) -> Result<(), Weak> {
    let length = password.chars().count();
    if length < LEAST {
        return Err(Weak::Short);
    }
    if length > MOST {
        return Err(Weak::Long);
    }
    let strong = zxcvbn::zxcvbn(password, words).score() >= zxcvbn::Score::Three;
    strong.then_some(()).ok_or(Weak::Guessable)
}

/// The password as it is kept: Argon2id with the parameters of RFC 9106's second choice scaled by the crate (19 MiB, two
/// passes), in PHC form.
pub(super) async fn keep(password: String, salt: [u8; 32]) -> Option<String> {
    let _turn = AT_ONCE.acquire().await.ok()?;
    let hashed = move || {
        let salt = SaltString::encode_b64(&salt[..16]).ok()?;
        Some(Argon2::default().hash_password(password.as_bytes(), &salt).ok()?.to_string())
    };
    spawn_blocking(hashed).await.ok()?
}

/// Whether a password is the one kept. Without one kept it takes as long and says no, so that nobody can tell from the
/// time who has an account.
pub(super) async fn verify(password: String, kept: Option<String>) -> bool {
    let Ok(_turn) = AT_ONCE.acquire().await else { return false };
    let verified = move || {
        let nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let known = kept.is_some();
        let hash = kept.as_deref().unwrap_or(nobody);
        let same =
            PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        known && same
    };
    spawn_blocking(verified).await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_kept_password_is_known_again_and_no_other() {
        let kept = keep("纸飞机 竹蜻蜓 2026".to_owned(), [7; 32]).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("纸飞机 竹蜻蜓 2026".to_owned(), Some(kept.clone())).await);
        assert!(!verify("纸飞机 竹蜻蜓 2027".to_owned(), Some(kept)).await);
        assert!(!verify(String::new(), None).await);
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        assert_eq!(check("short", &[]), Err(Weak::Short));
        assert_eq!(check(&"x".repeat(201), &[]), Err(Weak::Long));
        for password in ["1234567890", "qwertyuiop", "password123", "iloveyou2026"] {
            assert_eq!(check(password, &[]), Err(Weak::Guessable), "{password}");
        }
        assert_eq!(check("zhangfang88", &["zhangfang"]), Err(Weak::Guessable));
        assert_eq!(check("kite-lantern-42-river", &[]), Ok(()));
    }
}
