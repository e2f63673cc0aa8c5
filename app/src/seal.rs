//! Seals: what we signed ourselves (HMAC-SHA-256, RFC 2104), by one secret that all processes share. Each text that is
//! sealed begins with what it is for, so that a seal for one thing holds for no other.

use std::sync::Arc;

use domain::Digest;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio::sync::OnceCell;

use crate::db::{Db, on};

/// Where the secret is had; it is read once.
#[derive(Clone, Default)]
pub struct Seals(Arc<OnceCell<Seal>>);

impl Seals {
    /// The seal that all processes share; `fresh` becomes its secret where there is none yet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of(&self, db: &Db, fresh: [u8; 32]) -> Result<&Seal, sqlx::Error> {
        self.0.get_or_try_init(|| async { Ok(Seal::new(&secret(db, Digest::of(&fresh)).await?)) }).await
    }
}

/// Signs texts and tells whether they were signed.
#[derive(Clone)]
pub struct Seal(Hmac<Sha256>);

impl Seal {
    /// With a secret.
    pub fn new(secret: &[u8; 32]) -> Self {
        // A key shorter than a block is filled up with zeros (RFC 2104).
        let mut block = [0; 64];
        block[..secret.len()].copy_from_slice(secret);
        Self(Hmac::new(&block.into()))
    }

    /// The signature of a text.
    pub fn sign(&self, text: &str) -> Digest {
        let signed: [u8; 32] = self.0.clone().chain_update(text.as_bytes()).finalize().into_bytes().into();
        Digest::from(signed)
    }

    /// Whether a text was signed by us; takes as long for a wrong signature as for a right one.
    pub fn holds(&self, text: &str, signature: Digest) -> bool {
        self.0.clone().chain_update(text.as_bytes()).verify_slice(&signature.bytes()).is_ok()
    }
}

/// The secret. It goes by the name of what it was first made for.
async fn secret(db: &Db, fresh: Digest) -> Result<[u8; 32], sqlx::Error> {
    const MAKE: &str = "insert into secrets (name, secret) values ('photo-links', $1) on conflict (name) do nothing";
    const READ: &str = "select secret from secrets where name = 'photo-links'";
    let read = async || -> Result<Option<String>, sqlx::Error> { on!(db, pool => sqlx::query_scalar(READ).fetch_optional(pool)) };
    let mut kept = read().await?;
    if kept.is_none() {
        on!(db, pool => async { sqlx::query(MAKE).bind(fresh.to_string()).execute(pool).await.map(|_| ()) })?;
        kept = read().await?;
    }
    let kept = kept.and_then(|text| Digest::new(&text).ok());
    kept.map(|digest| digest.bytes()).ok_or_else(|| sqlx::Error::Decode("the secret as stored is not valid".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::both_engines;

    #[test]
    fn a_seal_holds_for_its_text_and_its_secret_only() {
        let (ours, other) = (Seal::new(&[1; 32]), Seal::new(&[2; 32]));
        let signed = ours.sign("door\nLG-0001");
        assert!(ours.holds("door\nLG-0001", signed));
        assert!(!ours.holds("door\nLG-0002", signed) && !other.holds("door\nLG-0001", signed));
    }

    #[tokio::test]
    async fn all_processes_share_one_secret() {
        both_engines(|db| async move {
            let made = (0..4_u8).map(|number| {
                let db = &db;
                async move { Seals::default().of(db, [number; 32]).await.map(|seal| seal.sign("x")) }
            });
            let signed: Vec<Digest> = futures::future::join_all(made).await.into_iter().map(Result::unwrap).collect();
            assert!(signed.iter().all(|one| *one == signed[0]), "{signed:?}");
        })
        .await;
    }
}
