//! Signatures of calls: HMAC-SHA-256 (RFC 2104) over the moment, a full stop and the body, as many services do it.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::seal::Seal;

/// The secret of a webhook: 64 hexadecimal digits, which are the key as they stand. It is worked out from the seal that all
/// processes share and stored nowhere; each generation has another one.
pub(super) fn secret(seal: &Seal, webhook: Uuid, generation: i64) -> String {
    seal.sign(&format!("webhook\n{webhook}\n{generation}")).to_string()
}

/// The header `Muying-Signature`; `at` in seconds since 1970.
pub(super) fn header(secret: &str, at: i64, body: &str) -> String {
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    let signed = mac.chain_update(format!("{at}.{body}")).finalize().into_bytes();
    let hex = signed.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    format!("t={at},v1={hex}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_what_other_programs_work_out() {
        // printf '1795489200.{"id":"x"}' | openssl dgst -sha256 -hmac 'Jefe'
        let expected = "4df32a4c9f6f94ddfa997b55b4577575dc25ddd910ed28d81564454e49afbdc1";
        assert_eq!(header("Jefe", 1_795_489_200, r#"{"id":"x"}"#), format!("t=1795489200,v1={expected}"));
    }

    #[test]
    fn each_webhook_and_each_generation_has_a_secret_of_its_own() {
        let seal = Seal::new(&[1; 32]);
        let of = |id, generation| secret(&seal, Uuid::from_u128(id), generation);
        assert!(of(1, 1).len() == 64 && of(1, 1) == of(1, 1));
        assert!(of(1, 1) != of(1, 2) && of(1, 1) != of(2, 1));
    }
}
