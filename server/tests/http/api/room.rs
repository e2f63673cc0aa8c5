//! `GET /api/v1/rooms/{code}`

use app::testing::both_engines;

use super::super::support::Site;

#[tokio::test]
async fn one_room_is_one_feature_in_either_case_of_its_code() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        for code in ["LG-0004", "lg-0004"] {
            let answer = site.get(&format!("/api/v1/rooms/{code}")).await;
            let json = answer.json();
            assert_eq!((&json["type"], &json["id"]), (&"Feature".into(), &"LG-0004".into()));
            assert_eq!(json["properties"]["stage_note"], "水管维修");
            let again = site.get_with(&format!("/api/v1/rooms/{code}"), &[("if-none-match", answer.header("etag"))]).await;
            assert_eq!(again.status, 304);
        }
    })
    .await;
}

#[tokio::test]
async fn a_code_of_no_room_is_not_found_and_what_is_no_code_is_told_so() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let none = site.get("/api/v1/rooms/LG-9999").await;
        assert_eq!((none.status.as_u16(), none.header("content-type")), (404, "application/problem+json"));
        assert_eq!(none.json()["type"], "urn:muying:problem:no-room");
        let bad = site.get("/api/v1/rooms/nowhere").await;
        assert_eq!((bad.status.as_u16(), &bad.json()["field"]), (400, &"code".into()));
    })
    .await;
}
