//! What every answer carries: a policy with a nonce of its own, a request id, what other sites may read.

use app::testing::{both_engines, sample_rooms};
use axum::http::Method;

use super::support::{Site, plain};

fn nonce(policy: &str) -> &str {
    policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap()
}

#[tokio::test]
async fn each_page_has_its_own_nonce_and_its_scripts_carry_it() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (first, second) = (site.get("/").await, site.get("/").await);
        let policy = first.header("content-security-policy");
        assert_eq!(nonce(policy).len(), 24);
        assert_ne!(nonce(policy), nonce(second.header("content-security-policy")));
        assert!(first.text().contains(&format!("nonce=\"{}\"", nonce(policy))));
        let inline = first.text().split("<script").skip(1).all(|script| script.split('>').next().unwrap().contains("nonce="));
        assert!(inline, "a script without a nonce");
        for part in
            ["default-src 'self'", "style-src 'self';", "object-src 'none'", "frame-ancestors 'none'", "connect-src 'self';"]
        {
            assert!(policy.contains(part), "{part} in {policy}");
        }
        assert!(!policy.contains("unsafe-inline"));
    })
    .await;
}

#[tokio::test]
async fn pages_keep_to_themselves() {
    both_engines(|db| async {
        let answer = Site::new(db).await.get("/about").await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert!(answer.header("permissions-policy").starts_with("geolocation=(self)"));
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("strict-transport-security"), "");
    })
    .await;
}

#[tokio::test]
async fn an_operators_map_and_https_show_in_the_headers() {
    both_engines(|db| async {
        let web = server::router::Web {
            map_style: "https://tiles.example/style.json".parse().unwrap(),
            base_url: "https://muying.example".parse().unwrap(),
            ..plain()
        };
        let answer = Site::with(db, &sample_rooms(), &web).await.get("/").await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("connect-src 'self' https://tiles.example;"), "{policy}");
        assert!(answer.header("strict-transport-security").starts_with("max-age=31536000"));
    })
    .await;
}

#[tokio::test]
async fn other_sites_may_read_the_api_and_nothing_else() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let origin = [("origin", "https://other.example"), ("access-control-request-method", "GET")];
        for address in ["/api/v1/rooms", "/api/v1/rooms/XX-9999", "/api/v1/openapi.json"] {
            let answer = site.get_with(address, &origin).await;
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{address}");
            assert!(answer.header("access-control-expose-headers").contains("etag"));
        }
        let preflight = site.ask(&Method::OPTIONS, "/api/v1/rooms", &origin).await;
        assert_eq!((preflight.status.as_u16(), preflight.header("access-control-allow-methods")), (204, "GET, HEAD, OPTIONS"));
        assert!(preflight.header("access-control-allow-headers").contains("if-none-match"));
        assert_eq!(site.get_with("/", &origin).await.header("access-control-allow-origin"), "");
    })
    .await;
}

#[tokio::test]
async fn a_request_keeps_the_id_it_came_with_when_that_is_a_plain_word() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let kept = site.get_with("/api/v1/rooms?class=D", &[("x-request-id", "edge-42")]).await;
        assert_eq!(kept.header("x-request-id"), "edge-42");
        assert_eq!(kept.json()["instance"], "urn:muying:request:edge-42");
        let replaced = site.get_with("/", &[("x-request-id", "a b")]).await;
        assert_eq!(replaced.header("x-request-id").len(), 32);
    })
    .await;
}

#[tokio::test]
async fn pages_and_lists_are_compressed_for_those_who_can() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        for address in ["/", "/api/v1/rooms", "/pack.bin", "/geo.json", "/api/v1/rooms.csv"] {
            let plain = site.get(address).await;
            for coding in ["br", "gzip"] {
                let small = site.get_with(address, &[("accept-encoding", coding)]).await;
                assert_eq!(small.header("content-encoding"), coding, "{address}");
                assert!(small.body.len() < plain.body.len(), "{address}");
            }
        }
    })
    .await;
}
