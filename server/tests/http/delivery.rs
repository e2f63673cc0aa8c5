//! What phones take along and send: once, twice, damaged, forged, late.

use app::testing::{both_engines, passing_sheet};
use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::device::{Delivery, Kit, Receipt};
use domain::{Action, Digest, Role, RoomId, Word, may, new_id};
use serde_json::{Value, json};
use uuid::Uuid;

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::support::{Answer, Site, at_eleven};

/// An id as a phone makes it.
pub(crate) fn id(number: u8) -> Uuid {
    new_id(at_eleven().timestamp_millis(), [number; 32])
}

/// A sheet of LG-0001 on which everything passes.
pub(crate) fn sheet(kit: &Kit) -> Delivery {
    let room = kit.rooms.iter().find(|room| room.code.as_str() == "LG-0001").unwrap().id;
    Delivery { assignment: None, ..passing_sheet(kit, room, "2026-11-20".parse().unwrap()) }
}

impl Browser<'_> {
    pub(crate) async fn kit(&self) -> Kit {
        serde_json::from_slice(&self.get("/api/v1/inspections/kit").await.body).unwrap()
    }

    async fn put(&self, id: Uuid, body: &[u8], digest: Digest) -> Answer {
        let digest = format!("sha-256=:{}:", BASE64_STANDARD.encode(digest.bytes()));
        let request = Request::put(format!("/api/v1/inspections/{id}"));
        let request =
            request.header("cookie", &self.cookie).header("sec-fetch-site", "same-origin").header("content-digest", digest);
        self.site.send(request.body(Body::from(body.to_vec())).unwrap()).await
    }

    pub(crate) async fn deliver(&self, id: Uuid, delivery: &Delivery) -> Answer {
        let body = serde_json::to_vec(delivery).unwrap();
        self.put(id, &body, Digest::of(&body)).await
    }
}

fn receipt(answer: &Answer) -> Receipt {
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

/// Status, kind and field of a refusal.
pub(crate) fn refusal(answer: &Answer) -> (u16, String, String) {
    let problem = answer.json();
    let text = |name: &str| problem[name].as_str().unwrap_or_default().trim_start_matches("urn:muying:problem:").to_owned();
    (answer.status.as_u16(), text("type"), text("field"))
}

#[tokio::test]
async fn the_same_again_is_the_same_receipt_and_something_else_a_conflict() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let kit = expert.kit().await;
        assert_eq!((kit.login.as_str(), kit.standards.len(), kit.rooms.len()), ("chen", 2, 5));
        let mut delivery = sheet(&kit);
        let first = receipt(&expert.deliver(id(1), &delivery).await);
        assert_eq!(first.digest, Digest::of(&serde_json::to_vec(&delivery).unwrap()));
        assert_eq!(receipt(&expert.deliver(id(1), &delivery).await), first);
        assert!(staff.get("/staff/inspections").await.text().contains(&id(1).to_string()));
        let report = expert.get(&format!("/inspections/{}", id(1))).await;
        assert!(report.text().contains("总分 100.0"), "{}", report.text());

        let mut other = delivery.clone();
        other.sheet.visited = "2026-11-19".parse().unwrap();
        let conflict = |field: &str| (409, "conflict".to_owned(), field.to_owned());
        assert_eq!(refusal(&expert.deliver(id(1), &other).await), conflict("other"));
        other.revision = 2;
        assert_eq!(refusal(&expert.deliver(id(1), &other).await), conflict("closed"));
        other.revision = 3;
        assert_eq!(refusal(&expert.deliver(id(1), &other).await), conflict("gap"));
        assert_eq!(refusal(&expert.deliver(id(2), &other).await), conflict("gap"));

        // Returned, taken along again, and sent as the second revision.
        let decide = format!("/inspections/{}/decide", id(1));
        assert_eq!(staff.post(&decide, &[("step", "return"), ("remark", "5.01 再量一次")]).await.status, 303);
        let back = expert.kit().await.returned.remove(0);
        assert_eq!((back.inspection, back.revision, back.remark.as_str()), (id(1), 2, "5.01 再量一次"));
        delivery.revision = 2;
        assert_eq!(refusal(&expert.deliver(id(1), &delivery).await), conflict("edited"));
        delivery.base = back.base;
        let second = receipt(&expert.deliver(id(1), &delivery).await);
        assert_eq!((second.revision, receipt(&expert.deliver(id(1), &delivery).await)), (2, second));
        assert_eq!(staff.post(&decide, &[("step", "confirm")]).await.status, 303);
        assert!(site.get("/rooms/LG-0001").await.text().contains("优 · 100.0 分"));
        assert!(app::audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn two_at_once_are_one() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let delivery = sheet(&expert.kit().await);
        let sends = (0..8).map(|_| expert.deliver(id(1), &delivery));
        let receipts: Vec<_> = futures::future::join_all(sends).await.iter().map(receipt).collect();
        assert!(receipts.iter().all(|receipt| *receipt == receipts[0]), "{receipts:?}");
        let page = expert.get("/inspect").await;
        assert_eq!(page.text().matches(&id(1).to_string()).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn many_at_once_are_each_judged_alone() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let good = sheet(&expert.kit().await);
        // Every tenth is of a room that is not there; the others come twice, before anybody has heard of the first.
        let nowhere = Delivery { room: RoomId(id(99)), ..good.clone() };
        let wrong = |number: u8| number.is_multiple_of(10);
        let sends = (1..=80).map(|number| {
            let number = number % 40 + 1;
            expert.deliver(id(number), if wrong(number) { &nowhere } else { &good })
        });
        let answers = futures::future::join_all(sends).await;
        let (first, second) = answers.split_at(40);
        for ((first, second), number) in first.iter().zip(second).zip((1..=39).chain([0]).map(|number| number + 1)) {
            if wrong(number) {
                assert_eq!(refusal(first), (422, "not-acceptable".to_owned(), "room".to_owned()), "{number}");
            } else {
                assert_eq!(receipt(first), receipt(second), "{number}");
            }
        }
        assert!(app::audit::verify(&site.state.db).await.unwrap().is_ok());
        let kept = app::audit::search(&site.state.db, &delivered(), 100).await.unwrap();
        assert_eq!(kept.len(), 36);
    })
    .await;
}

/// The lines of what was delivered.
fn delivered() -> app::audit::Filter {
    app::audit::Filter { action: "inspections.deliver".to_owned(), ..app::audit::Filter::default() }
}

#[tokio::test]
async fn what_is_wrong_is_told_and_nothing_is_kept() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let other = one(&site, &mut admin, "wang", Role::Expert).await;
        let good = sheet(&expert.kit().await);
        let body = serde_json::to_vec(&good).unwrap();
        let named = |status: u16, kind: &str, field: &str| (status, kind.to_owned(), field.to_owned());
        assert_eq!(refusal(&expert.put(id(1), &body[..body.len() / 2], Digest::of(&body)).await), named(400, "half-sent", ""));
        assert_eq!(refusal(&other.deliver(id(1), &good).await), named(403, "not-allowed", ""), "a forged expert");
        assert_eq!(refusal(&Browser::new(&site).deliver(id(1), &good).await), named(401, "sign-in", ""));
        let changed = |path: &str, value: Value| {
            let mut sheet = serde_json::to_value(&good).unwrap();
            *sheet.pointer_mut(path).unwrap() = value;
            sheet.to_string().into_bytes()
        };
        for (body, field) in [
            (b"{".to_vec(), ""),
            (changed("/room", json!(id(9))), "room"),
            (changed("/sheet/visited", json!("2026-12-31")), "visited"),
            (changed("/sheet/visited", json!("2024-01-01")), "standard"),
            (changed("/sheet/standard", json!("longgang-2030-01-01")), "standard"),
            (changed("/sheet/answers/clauses", json!({ "9.99": { "given": { "value": true } } })), "answers"),
            (changed("/sheet/answers/clauses/2.01", json!({ "given": { "value": 1e308 } })), "answers"),
            (changed("/sheet/answers/clauses/2.01", json!({ "given": { "value": -8 } })), "answers"),
            (changed("/sheet/answers/clauses/2.01", json!({ "could_not_check": "" })), "answers"),
            (changed("/sheet/answers/clauses", json!({})), "answers"),
        ] {
            let refused = expert.put(id(1), &body, Digest::of(&body)).await;
            assert_eq!(refusal(&refused), named(422, "not-acceptable", field), "{}", refused.text());
        }
        assert!(!expert.get("/inspect").await.text().contains(&id(1).to_string()));
        receipt(&expert.deliver(id(1), &good).await);
        assert_eq!(
            refusal(&other.deliver(id(1), &Delivery { expert: "wang".to_owned(), ..good }).await),
            named(409, "conflict", "foreign")
        );
    })
    .await;
}

#[tokio::test]
async fn only_those_who_inspect_take_along_and_send() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        for &role in Role::ALL {
            let browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = if may(role, Action::Inspect) { 200 } else { 403 };
            assert_eq!(browser.get("/api/v1/inspections/kit").await.status, expected, "{role}");
            let sent = browser.put(id(1), b"{}", Digest::of(b"{}")).await;
            assert_eq!(sent.status, if may(role, Action::Inspect) { 422 } else { 403 }, "{role}");
        }
        assert_eq!(site.get("/api/v1/inspections/kit").await.status, 401);
    })
    .await;
}
