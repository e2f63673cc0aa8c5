//! The management guide: drafted, published by somebody else, read, compared and checked by.

use app::audit;
use app::testing::both_engines;
use axum::body::Body;
use axum::http::Request;
use domain::{Action, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::support::{Answer, Site};

const TITLE: &str = "母婴室管理指引（虚构）";
const FIRST: &str = "第一章 总则\n第一条 本文为测试虚构。\n第二章 日常\n第二条 每日清洁 2 次。\n- [ ] 【运营单位每日】台面擦净 <b>\n- [ ] 垃圾清空";
const SECOND: &str = "第一章 总则\n第一条 本文为测试虚构。\n第二章 日常\n第二条 每日清洁 3 次。\n- [ ] 【运营单位每日】台面擦净 <b>\n第三条 设报修电话。";

impl Browser<'_> {
    /// Begins a draft with nothing in it; its address.
    async fn guide(&mut self) -> String {
        let begun = self.post("/staff/guide/begin", &[("of", "")]).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        begun.header("location").to_owned()
    }

    /// Saves a draft as it stands on its page.
    async fn write(&mut self, path: &str, valid_from: &str, body: &str) -> Answer {
        let page = self.get(path).await;
        let typed = [("title", TITLE), ("reference", "虚构〔2026〕1 号"), ("valid_from", valid_from), ("body", body)];
        self.post(path, &[&typed[..], &[("version", version(&page))]].concat()).await
    }

    async fn issue(&mut self, path: &str, note: &str, seen: &str) -> Answer {
        let page = self.get(path).await;
        self.post(&format!("{path}/publish"), &[("note", note), ("seen", seen), ("version", version(&page))]).await
    }
}

fn version(page: &Answer) -> &str {
    page.text().split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap()
}

/// A site with two who may draft and publish, and with the first revision where it is wished.
async fn two(site: &Site, published: bool) -> (Browser<'_>, Browser<'_>, Browser<'_>) {
    let mut admin = administrator(site).await;
    let mut staff = one(site, &mut admin, "li.staff", Role::Staff).await;
    let mut lead = one(site, &mut admin, "wang.lead", Role::LeadExpert).await;
    if published {
        let path = staff.guide().await;
        assert_eq!(staff.write(&path, "2021-06-01", FIRST).await.status, 303);
        assert_eq!(lead.issue(&path, "首次录入", "yes").await.header("location"), "/guide/1");
    }
    (admin, staff, lead)
}

#[tokio::test]
async fn without_a_text_the_page_says_so_and_makes_nothing_up() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let page = site.get("/guide").await;
        assert!(
            page.status == 200 && page.text().contains("正文还没有录入") && !page.text().contains("第一条"),
            "{}",
            page.text()
        );
        assert!(site.get("/guide?lang=en").await.text().contains("The text has not been entered"));
        for address in ["/guide/1", "/guide/x", "/guide/1.txt", "/guide/1/checklist", "/guide/1/diff/2"] {
            assert_eq!(site.get(address).await.status, 404, "{address}");
        }
        assert!(site.get("/standards").await.text().contains("href=\"/guide\""));
        let (admin, ..) = two(&site, false).await;
        assert!(!admin.get("/account").await.text().contains("还没有确认读过"));
    })
    .await;
}

#[tokio::test]
async fn from_a_pasted_text_to_a_revision() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (_, mut staff, mut lead) = two(&site, false).await;
        let path = staff.guide().await;
        let bad = staff.write(&path, "", "第一条 好。\r\n####\r\n- [x] 做完").await;
        assert_eq!(bad.status, 303, "a draft is kept with its mistakes: {}", bad.text());
        let told = staff.get(&path).await;
        for mistake in ["还有 3 处要改", "请填施行日期", "第 2 行：标题最多三级", "第 3 行：核对项要写成"]
        {
            assert!(told.text().contains(mistake), "{mistake}: {}", told.text());
        }
        assert!(!told.text().contains('\r') && told.text().contains("value=\"虚构〔2026〕1 号\""), "what was typed stays");
        assert_eq!(lead.issue(&path, "首次录入", "yes").await.status, 422);

        assert_eq!(staff.write(&path, "2021-06-01", FIRST).await.status, 303);
        let own = staff.issue(&path, "首次录入", "yes").await;
        assert!(own.status == 422 && own.text().contains("最后修改的人不能发布"), "{}", own.text());
        let unseen = lead.issue(&path, "首次录入的说明", "").await;
        assert!(unseen.status == 422 && unseen.text().contains("首次录入的说明"), "the note stays: {}", unseen.text());
        assert!(lead.issue(&path, " ", "yes").await.text().contains("请写发布说明"));
        assert_eq!(site.get("/guide/1").await.status, 404, "drafts are not public");
        assert_eq!(lead.issue(&path, "首次录入", "yes").await.header("location"), "/guide/1");
        assert_eq!(staff.get(&path).await.status, 404, "it is no draft any more");
        assert_eq!(
            staff
                .post(&path, &[("title", "x"), ("reference", ""), ("valid_from", ""), ("body", "x"), ("version", "2")])
                .await
                .status,
            422
        );
        let page = site.get("/guide").await;
        for words in
            [TITLE, "现行", "虚构〔2026〕1 号", "2021 年 6 月 1 日", "首次录入", "台面擦净 &lt;b&gt;", "核对清单（2 项）"]
        {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let plain = site.get("/guide/1.txt").await;
        assert_eq!((plain.text(), plain.header("content-type")), (FIRST, "text/plain; charset=utf-8"));
    })
    .await;
}

#[tokio::test]
async fn a_revision_replaces_the_one_before_which_stays_as_it_was() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (admin, mut staff, mut lead) = two(&site, true).await;
        let begun = lead.post("/staff/guide/begin", &[("of", "1")]).await;
        let next = begun.header("location").to_owned();
        assert!(lead.get(&next).await.text().contains("第二条 每日清洁 2 次"), "a copy");
        lead.write(&next, "2021-06-01", SECOND).await;
        assert!(staff.issue(&next, "改为三次", "yes").await.text().contains("已有一版从"));
        lead.write(&next, "2026-11-20", SECOND).await;
        let draft = staff.get(&format!("{next}/diff/1")).await;
        assert!(draft.text().contains("新增 1 段，删去 1 段，修改 1 段"), "{}", draft.text());
        assert_eq!(staff.issue(&next, "改为三次", "yes").await.header("location"), "/guide/2");
        assert!(site.get("/guide").await.text().contains("每日清洁 3 次"));
        let old = site.get("/guide/1").await;
        assert!(
            old.text().contains("2026 年 11 月 20 日 起由后一版取代") && old.text().contains("每日清洁 2 次"),
            "{}",
            old.text()
        );
        assert_eq!(site.get("/guide/1.txt").await.text(), FIRST, "it never changes");
        let changes = site.get("/guide/1/diff/2").await;
        assert!(changes.text().contains("每日清洁 <del>2</del><ins>3</ins> 次"), "{}", changes.text());
        assert!(
            changes.text().contains("<ins>第三条 设报修电话。</ins>") && changes.text().contains("<del>- [ ] 垃圾清空</del>")
        );
        assert!(site.get("/guide/2/diff/2").await.text().contains("两版正文没有差别"));
        assert!(admin.get("/staff/audit?action=guide.").await.text().contains("guide.publish"));
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_revision_that_is_to_come_leaves_the_one_before_in_force() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (_, mut staff, mut lead) = two(&site, false).await;
        for (day, body) in [("2027-01-01", SECOND), ("2021-06-01", FIRST)] {
            let path = staff.guide().await;
            staff.write(&path, day, body).await;
            assert_eq!(lead.issue(&path, "录入", "yes").await.status, 303);
            if day == "2027-01-01" {
                let page = site.get("/guide").await;
                assert!(page.text().contains("还没有施行的版本") && page.text().contains("/guide/1"), "{}", page.text());
            }
        }
        assert!(site.get("/guide").await.text().contains("每日清洁 2 次"));
        assert!(site.get("/guide/1").await.text().contains("尚未施行"));
    })
    .await;
}

#[tokio::test]
async fn a_checklist_is_drawn_from_the_text_and_paragraphs_are_marked() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (_, mut staff, mut lead) = two(&site, true).await;
        let list = site.get("/guide/1/checklist").await;
        for words in ["台面擦净 &lt;b&gt;", "运营单位每日", "没有写明谁做", "第二章 日常 › 第二条", "/guide/1#p5"] {
            assert!(list.text().contains(words), "{words}: {}", list.text());
        }
        let daily = site.get("/guide/1/checklist?who=operator_daily").await;
        assert!(daily.text().contains("台面擦净") && !daily.text().contains("垃圾清空"), "{}", daily.text());

        let next = staff.post("/staff/guide/begin", &[("of", "1")]).await.header("location").to_owned();
        let marks = format!("{next}/marks");
        assert_eq!(staff.write(&next, "2026-11-20", "####").await.status, 303);
        assert_eq!(staff.get(&marks).await.status, 303, "back to its mistakes");
        staff.write(&next, "2026-11-20", FIRST).await;
        let page = staff.get(&marks).await;
        assert!(page.text().contains("<option value=\"operator_daily\" selected>"), "{}", page.text());
        let chosen = [("p0", "expert"), ("p3", "staff_monthly"), ("p4", ""), ("p5", "somebody")];
        let outdated = staff.post(&marks, &[&chosen[..], &[("version", "1")]].concat()).await;
        assert!(outdated.status == 422 && outdated.text().contains("勾选没有保存"), "{}", outdated.text());
        assert_eq!(staff.post(&marks, &[&chosen[..], &[("version", version(&page))]].concat()).await.status, 303);
        assert_eq!(lead.issue(&next, "重新勾选", "yes").await.status, 303);
        let text = site.get("/guide/2.txt").await;
        let expected = "第一章 总则\n第一条 本文为测试虚构。\n\n第二章 日常\n- [ ] 【工作人员每月】第二条 每日清洁 2 次。\n台面擦净 <b>\n- [ ] 垃圾清空\n";
        assert_eq!(text.text(), expected, "headings are not marked");
    })
    .await;
}

#[tokio::test]
async fn everybody_signed_in_confirms_once_to_have_read_it() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (mut admin, mut staff, mut lead) = two(&site, true).await;
        let mut operator = one(&site, &mut admin, "zhao", Role::Operator).await;
        assert!(site.get("/guide").await.text().contains("/sign-in?next=/guide/1"));
        assert!(operator.get("/account").await.text().contains("还没有确认读过现行的"));
        assert!(operator.get("/guide").await.text().contains("我已阅读"));
        for _ in 0..2 {
            assert_eq!(operator.post("/guide/1/read", &[]).await.header("location"), "/guide/1#read");
        }
        assert!(operator.get("/guide").await.text().contains("确认读过这一版"));
        assert!(!operator.get("/account").await.text().contains("还没有确认读过"));
        let lines = admin.get("/staff/audit?action=guide.read").await;
        assert_eq!(lines.text().matches(">guide.read<").count(), 1, "{}", lines.text());
        let readers = staff.get("/staff/guide/readers/1").await;
        assert!(readers.text().contains("1 人已确认，3 人还没有"), "{}", readers.text());
        let csv = staff.get("/staff/guide/readers/1.csv").await;
        assert_eq!(csv.text().lines().count(), 1 + 4, "{}", csv.text());
        assert!(csv.text().contains(",operator,2026-11-24T") && csv.header("cache-control").contains("no-store"));

        let next = lead.post("/staff/guide/begin", &[("of", "1")]).await.header("location").to_owned();
        lead.write(&next, "2026-11-20", SECOND).await;
        assert_eq!(staff.issue(&next, "改为三次", "yes").await.status, 303);
        assert!(operator.get("/account").await.text().contains("还没有确认读过"), "each revision is read anew");
        assert!(!staff.get("/guide/1").await.text().contains("我已阅读"));
        assert_eq!(staff.post("/guide/1/read", &[]).await.status, 409, "it is replaced");
        assert_eq!(staff.post("/guide/9/read", &[]).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_edit_the_second_keeps_what_was_typed() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (_, mut staff, mut lead) = two(&site, false).await;
        let path = staff.guide().await;
        let typed = |body| [("title", "甲"), ("reference", ""), ("valid_from", "2026-11-01"), ("body", body), ("version", "1")];
        assert_eq!(staff.post(&path, &typed("第一条 先。")).await.status, 303);
        let second = lead.post(&path, &typed("第一条 后。")).await;
        assert!(
            second.status == 422 && second.text().contains("第一条 后。") && second.text().contains("这一次没有保存"),
            "{}",
            second.text()
        );
        let again = lead.post(&path, &[&typed("第一条 后。")[..4], &[("version", version(&second))]].concat()).await;
        assert_eq!(again.status, 422, "the page of the refused one does not overwrite either");
        assert!(lead.get(&path).await.text().contains("第一条 先。"));
        let long = "长".repeat(70 * 1024);
        let long = staff.write(&path, "2026-11-01", &long).await;
        assert!(long.status == 422 && long.text().contains("最多 200 KB"), "{}", long.status);
        assert_eq!(staff.post(&format!("{path}/discard"), &[("version", "1")]).await.status, 422);
        assert_eq!(staff.post(&format!("{path}/discard"), &[("version", "2")]).await.status, 303);
        let gone = staff.post(&path, &typed("第一章 写了很久")).await;
        assert!(
            gone.status == 422 && gone.text().contains("另起一份草稿") && gone.text().contains("写了很久"),
            "{}",
            gone.text()
        );
        assert_eq!(staff.get(&path).await.status, 404);
    })
    .await;
}

async fn upload(site: &Site, cookie: &str, from: &str, bytes: &[u8]) -> Answer {
    let mut body =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"指引（虚构）.txt\"\r\n\r\n".as_bytes().to_vec();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::post("/staff/guide/upload")
        .header("content-type", "multipart/form-data; boundary=x")
        .header("cookie", cookie)
        .header("sec-fetch-site", from);
    site.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_file_is_uploaded_in_either_encoding_and_no_other_kind_of_file() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (_, staff, _) = two(&site, false).await;
        let cookie = staff.cookie.clone();
        for bytes in ["\u{feff}母乳".as_bytes(), b"\xc4\xb8\xc8\xe9"] {
            let begun = upload(&site, &cookie, "same-origin", bytes).await;
            assert_eq!(begun.status, 303, "{}", begun.text());
            let page = staff.get(begun.header("location")).await;
            assert!(
                page.text().contains("\n母乳</textarea>") && page.text().contains("value=\"指引（虚构）\""),
                "{}",
                page.text()
            );
        }
        for other in [&b"PK\x03\x04rest"[..], b"%PDF-1.7", b"a\0b", b"\xff\xff\xff"] {
            assert!(upload(&site, &cookie, "same-origin", other).await.text().contains("不是纯文字"), "{other:?}");
        }
        assert!(upload(&site, &cookie, "same-origin", b" \n").await.text().contains("文件是空的"));
        assert!(upload(&site, &cookie, "same-origin", &vec![b'x'; 300 * 1024]).await.text().contains("最多 200 KB"));
        assert_eq!(upload(&site, &cookie, "cross-site", b"x").await.status, 403);
        assert_eq!(upload(&site, "", "same-origin", b"x").await.status, 303);
        assert_eq!(staff.get("/staff/guide").await.text().matches("/staff/guide/drafts/").count(), 2);
    })
    .await;
}

#[tokio::test]
async fn each_role_drafts_publishes_and_reads_as_the_table_says() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (mut admin, mut staff, _) = two(&site, true).await;
        let path = staff.guide().await;
        let typed = [("title", "x"), ("reference", ""), ("valid_from", ""), ("body", "x"), ("version", "9")];
        let (marks, diff) = (format!("{path}/marks"), format!("{path}/diff/1"));
        let (publish, discard) = (format!("{path}/publish"), format!("{path}/discard"));
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |action, yes| if may(role, action) { yes } else { 403 };
            let edit = |yes| expected(Action::EditGuide, yes);
            for (address, yes) in [
                ("/staff/guide", 200),
                (path.as_str(), 200),
                (marks.as_str(), 303),
                (diff.as_str(), 303),
                ("/staff/guide/readers/1", 200),
                ("/staff/guide/readers/1.csv", 200),
            ] {
                assert_eq!(browser.get(address).await.status, edit(yes), "{role} {address}");
            }
            assert_eq!(browser.get("/account").await.text().contains("/staff/guide"), may(role, Action::EditGuide), "{role}");
            assert_eq!(browser.post("/staff/guide/begin", &[("of", "99")]).await.status, edit(404), "{role}");
            assert_eq!(browser.post(&path, &typed).await.status, edit(422), "{role}");
            assert_eq!(browser.post(&marks, &[("version", "9")]).await.status, edit(422), "{role}");
            assert_eq!(browser.post(&discard, &[("version", "9")]).await.status, edit(422), "{role}");
            assert_eq!(upload(&site, &browser.cookie, "same-origin", b" ").await.status, edit(422), "{role}");
            let published = browser.post(&publish, &[("note", "x"), ("seen", "yes"), ("version", "1")]).await.status;
            assert_eq!(published, expected(Action::PublishGuide, 422), "{role}");
            assert_eq!(browser.post("/guide/1/read", &[]).await.status, expected(Action::ReadGuide, 303), "{role}");
        }
        for address in ["/staff/guide", &path, &marks, &diff, "/staff/guide/readers/1", "/staff/guide/readers/1.csv"] {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
        for address in ["/staff/guide/begin", &path, &marks, &publish, &discard, "/guide/1/read"] {
            let unknown = Browser::new(&site).post(address, &[]).await;
            assert!(unknown.header("location").starts_with("/sign-in"), "{address}");
        }
        let foreign = [("cookie", staff.cookie.as_str()), ("sec-fetch-site", "cross-site")];
        assert_eq!(site.post("/guide/1/read", &[], &foreign).await.status, 403);
        assert!(!staff.get("/guide").await.text().contains("确认读过这一版"));
    })
    .await;
}
