//! HEAD, OPTIONS, and methods that are not allowed.

use app::testing::both_engines;
use axum::http::Method;

use super::support::Site;

#[tokio::test]
async fn head_is_get_without_a_body() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        for address in ["/", "/api/v1/rooms", "/api/v1/rooms.csv", "/healthz", "/geo.json"] {
            let (get, head) = (site.get(address).await, site.ask(&Method::HEAD, address, &[]).await);
            assert_eq!((head.status, head.body.len()), (get.status, 0), "{address}");
            assert_eq!(head.header("content-type"), get.header("content-type"), "{address}");
        }
    })
    .await;
}

#[tokio::test]
async fn other_methods_are_told_what_is_allowed() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        for address in ["/about", "/api/v1/rooms", "/api/v1/rooms/LG-0001", "/geo.json", "/healthz"] {
            let options = site.ask(&Method::OPTIONS, address, &[]).await;
            assert_eq!((options.status.as_u16(), options.header("allow")), (204, "GET,HEAD,OPTIONS"), "{address}");
            for method in [Method::POST, Method::PUT, Method::DELETE] {
                let answer = site.ask(&method, address, &[]).await;
                assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET,HEAD,OPTIONS"), "{method} {address}");
            }
        }
        let problem = site.ask(&Method::DELETE, "/api/v1/rooms/LG-0001", &[]).await;
        assert_eq!(problem.json()["detail"], "Allowed here: GET,HEAD,OPTIONS.");
    })
    .await;
}

#[tokio::test]
async fn addresses_that_lead_nowhere_say_so_to_people_and_to_programs() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        for address in ["/api", "/nowhere", "/rooms/LG-0001/edit"] {
            let answer = site.get(address).await;
            assert_eq!(answer.status, 404, "{address}");
            assert!(answer.header("content-type").starts_with("text/html"), "{address}");
        }
        for address in ["/api/", "/api/v1", "/api/v2/rooms", "/api/v1/rooms/LG-0001/edit"] {
            let answer = site.get(address).await;
            assert_eq!((answer.status.as_u16(), answer.header("content-type")), (404, "application/problem+json"), "{address}");
        }
    })
    .await;
}
