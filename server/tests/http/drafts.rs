//! The life of a version of the standard: draft, published, retired.

use app::testing::both_engines;
use axum::body::Body;
use axum::http::Request;
use domain::standard::published;
use domain::{Action, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::support::{Answer, Site, at_eleven, plain};

const NEWEST: &str = "longgang-2025-04-01";

/// The newest version under another id, from another day on, with narrower rooms allowed.
fn draft(id: &str, valid_from: &str) -> String {
    let text = published()[1].text.replacen(NEWEST, id, 1);
    text.replacen("valid_from = \"2025-04-01\"", &format!("valid_from = \"{valid_from}\""), 1).replacen(
        "min = 2.6",
        "min = 2.4",
        1,
    )
}

impl Browser<'_> {
    /// Copies the newest version; the address of the draft.
    async fn copy(&mut self) -> String {
        let begun = self.post("/staff/standards/copy", &[("of", NEWEST)]).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        begun.header("location").to_owned()
    }

    /// Saves a draft as it stands on its page.
    async fn keep(&mut self, path: &str, text: &str) -> Answer {
        let page = self.get(path).await;
        self.post(path, &[("text", text), ("version", version_of(&page))]).await
    }

    async fn publish(&mut self, path: &str, note: &str) -> Answer {
        let page = self.get(path).await;
        self.post(&format!("{path}/publish"), &[("note", note), ("version", version_of(&page))]).await
    }
}

fn version_of(page: &Answer) -> &str {
    page.text().split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap()
}

#[tokio::test]
async fn from_a_copy_to_a_version_by_which_rooms_are_inspected_and_back() {
    both_engines(|db| async {
        let site = Site::new(db.clone()).await;
        let other_process = Site::unread(db, &plain());
        other_process.state.registry.refresh(&other_process.state.db, at_eleven()).await.unwrap();
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut lead = one(&site, &mut admin, "wang", Role::LeadExpert).await;
        let path = staff.copy().await;
        let first = staff.get(&path).await;
        assert!(first.text().contains("没有错误：60 条") && first.text().contains("这个 id 已经有版本在用"), "{}", first.text());

        let bad = draft("longgang-2026-11", "2026-11-01").replacen("level = \"sheet\"", "level = \"shet\"", 1);
        assert_eq!(staff.keep(&path, &bad.replace('\n', "\r\n")).await.status, 303);
        let told = staff.get(&path).await;
        let line = 1 + bad.lines().position(|line| line == "level = \"shet\"").unwrap();
        assert!(
            told.text().contains(&format!("第 {line} 行")) && told.text().contains("1.03") && told.text().contains("读不懂"),
            "{}",
            told.text()
        );
        assert!(told.text().contains("level = &quot;shet&quot;") && !told.text().contains('\r'), "what was typed stays");
        assert_eq!(lead.publish(&path, "x").await.status, 422);
        assert_eq!(staff.get(&format!("{path}/diff/{NEWEST}")).await.status, 303, "back to the mistakes");

        assert_eq!(staff.keep(&path, &draft("longgang-2026-11", "2026-11-01")).await.status, 303);
        let difference = staff.get(&format!("{path}/diff/{NEWEST}")).await;
        assert!(difference.text().contains("1 条不同") && difference.text().contains("放宽"), "{}", difference.text());
        let id = path.rsplit('/').next().unwrap();
        let impact = staff.get(&format!("/staff/impact/{NEWEST}/{id}")).await;
        assert!(impact.status == 200 && impact.text().contains("没有可以试算的"), "{}", impact.text());

        let own = staff.publish(&path, "放宽门宽").await;
        assert!(own.status == 422 && own.text().contains("最后修改的人不能发布"), "{}", own.text());
        assert!(lead.publish(&path, " ").await.text().contains("请写明原因或说明"));
        assert_eq!(lead.publish(&path, "放宽门宽").await.status, 303);
        assert_eq!(staff.get(&path).await.status, 404, "it is no draft any more");
        let page = site.get("/standards").await.text().to_owned();
        assert!(page.contains("/standards/longgang-2026-11\""), "{page}");
        assert_eq!(site.get("/standards/longgang-2026-11.toml").await.text(), draft("longgang-2026-11", "2026-11-01"));
        assert_eq!(other_process.get("/standards/longgang-2026-11").await.status, 404);
        other_process.state.registry.refresh(&other_process.state.db, at_eleven()).await.unwrap();
        assert_eq!(other_process.get("/standards/longgang-2026-11").await.status, 200, "the other process has learned of it");

        let begun = lead.begin().await;
        assert!(lead.get(&begun).await.text().contains("/standards/longgang-2026-11"), "the visit was on 20 November");
        let retire = "/staff/standards/versions/longgang-2026-11/retire";
        assert!(staff.post(retire, &[("reason", "")]).await.text().contains("请写明原因或说明"));
        assert_eq!(staff.post(retire, &[("reason", "误发")]).await.status, 303);
        assert!(staff.post(retire, &[("reason", "误发")]).await.text().contains("已经停用"));
        assert!(site.get("/standards/longgang-2026-11").await.text().contains("已停用"));
        assert!(lead.get(&begun).await.text().contains("/standards/longgang-2026-11"), "what was begun goes on by it");
        let kit = lead.get("/api/v1/inspections/kit").await.json();
        assert_eq!(
            (kit["retired"].to_string(), kit["standards"].as_array().unwrap().len()),
            ("[\"longgang-2026-11\"]".to_owned(), 3)
        );
        let after = lead.begin().await;
        assert!(lead.get(&after).await.text().contains(&format!("/standards/{NEWEST}")));
        assert!(admin.get("/staff/audit?action=standards.").await.text().contains("standards.retire"));
    })
    .await;
}

#[tokio::test]
async fn days_that_were_inspected_keep_their_version() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut lead = one(&site, &mut admin, "wang", Role::LeadExpert).await;
        lead.begin().await;
        let path = staff.copy().await;
        assert_eq!(staff.keep(&path, &draft("newer", "2026-11-20")).await.status, 303);
        let refused = lead.publish(&path, "x").await;
        assert!(refused.status == 422 && refused.text().contains("不能改用新的版本"), "{}", refused.text());
        assert_eq!(staff.keep(&path, &draft("newer", "2026-11-25")).await.status, 303);
        assert_eq!(lead.publish(&path, "x").await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_edit_the_second_keeps_what_was_typed() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let path = staff.copy().await;
        assert_eq!(staff.post(&path, &[("text", "id = 1"), ("version", "1")]).await.status, 303);
        let second = staff.post(&path, &[("text", "id = 2"), ("version", "1")]).await;
        assert!(
            second.status == 422 && second.text().contains("id = 2") && second.text().contains("这一次没有保存"),
            "{}",
            second.text()
        );
        let again = staff.post(&path, &[("text", "id = 2"), ("version", version_of(&second))]).await;
        assert_eq!(again.status, 422, "the page of the refused one does not overwrite either");
        assert!(staff.get(&path).await.text().contains("id = 1"));
        let long = "x".repeat(300 * 1024);
        let long = staff.keep(&path, &long).await;
        assert!(long.status == 422 && long.text().contains("最多 256 KB"));
        assert_eq!(staff.post(&format!("{path}/discard"), &[("version", "1")]).await.status, 422);
        assert_eq!(staff.post(&format!("{path}/discard"), &[("version", "2")]).await.status, 303);
        assert_eq!(staff.get(&path).await.status, 404);
    })
    .await;
}

async fn upload(site: &Site, cookie: &str, from: &str, bytes: &[u8]) -> Answer {
    let mut body = b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"ours.toml\"\r\n\r\n".to_vec();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::post("/staff/standards/upload")
        .header("content-type", "multipart/form-data; boundary=x")
        .header("cookie", cookie)
        .header("sec-fetch-site", from);
    site.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_file_is_uploaded_with_its_mistakes_and_no_other_kind_of_file() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let cookie = staff.cookie.clone();
        let begun = upload(&site, &cookie, "same-origin", "id = \"x\"\ntitle = {".as_bytes()).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        let page = staff.get(begun.header("location")).await;
        assert!(page.text().contains("草稿 ours.toml") && page.text().contains("第 2 行"), "{}", page.text());
        assert!(upload(&site, &cookie, "same-origin", b"").await.text().contains("文件是空的"));
        assert!(upload(&site, &cookie, "same-origin", b"\xff\xfe\x00").await.text().contains("不是 UTF-8"));
        assert!(upload(&site, &cookie, "same-origin", &vec![b'x'; 300 * 1024]).await.text().contains("最多 256 KB"));
        assert_eq!(upload(&site, &cookie, "cross-site", b"id").await.status, 403);
        assert_eq!(upload(&site, "", "same-origin", b"id").await.status, 303);
        assert!(staff.get("/staff/standards").await.text().matches("/staff/standards/drafts/").count() == 1);
    })
    .await;
}

#[tokio::test]
async fn each_role_drafts_publishes_and_retires_as_the_table_says() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let path = staff.copy().await;
        let uuid = path.rsplit('/').next().unwrap();
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |action, yes| if may(role, action) { yes } else { 403 };
            let edit = |yes| expected(Action::EditStandards, yes);
            assert_eq!(browser.get("/staff/standards").await.status, edit(200), "{role}");
            assert_eq!(browser.get(&path).await.status, edit(200), "{role}");
            assert_eq!(browser.get(&format!("{path}/diff/{NEWEST}")).await.status, edit(200), "{role}");
            let impact = format!("/staff/impact/{NEWEST}/{uuid}");
            assert_eq!(browser.get(&impact).await.status, expected(Action::ReviewInspections, 200), "{role}");
            assert_eq!(browser.post("/staff/standards/copy", &[("of", "none")]).await.status, edit(404), "{role}");
            assert_eq!(browser.post(&path, &[("text", "x"), ("version", "9")]).await.status, edit(422), "{role}");
            assert_eq!(browser.post(&format!("{path}/discard"), &[("version", "9")]).await.status, edit(422), "{role}");
            let publish = [("note", "x"), ("version", "1")];
            let published = browser.post(&format!("{path}/publish"), &publish).await.status;
            assert_eq!(published, expected(Action::PublishStandards, 422), "{role}");
            let retired = browser.post("/staff/standards/versions/none/retire", &[("reason", "x")]).await.status;
            assert_eq!(retired, expected(Action::PublishStandards, 404), "{role}");
            let uploaded = upload(&site, &browser.cookie, "same-origin", b"").await.status;
            assert_eq!(uploaded, edit(422), "{role}");
        }
        assert_eq!(site.get("/staff/standards").await.status, 303);
        assert_eq!(site.get(&path).await.status, 303);
        let actions = ["/staff/standards/copy", &path, &format!("{path}/publish"), &format!("{path}/discard")];
        for address in actions.into_iter().chain(["/staff/standards/versions/none/retire"]) {
            assert_eq!(Browser::new(&site).post(address, &[]).await.status, 303, "{address}");
        }
        assert_eq!(site.get(&format!("/standards/{NEWEST}/diff/{uuid}")).await.status, 404, "drafts are not public");
    })
    .await;
}
