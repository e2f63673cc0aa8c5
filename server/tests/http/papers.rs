//! Documents: added to a step and to a payment, handed out as files only, and taken away with a reason.

use app::audit;
use app::testing::both_engines;
use domain::{Action, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::buildout::PROPOSAL;
use super::inspections::one;
use super::money;
use super::support::{Answer, Site};

const PDF: &[u8] = b"%PDF-1.7 fictional";

impl Browser<'_> {
    async fn adds(&self, to: &str, name: &str, content: &[u8]) -> Answer {
        let number = [("number".to_owned(), "1".to_owned())];
        self.upload(to, &number, &[("file", name, content)]).await
    }
}

/// The address of the first document of a page.
fn link(page: &Answer) -> String {
    let rest = page.text().split("href=\"/staff/papers/").nth(1);
    let id = rest.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| unreachable!("{}", page.text()));
    format!("/staff/papers/{id}")
}

#[tokio::test]
async fn a_step_rests_on_a_document_that_is_handed_out_as_a_file() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        assert_eq!(staff.post("/staff/build/new", &PROPOSAL).await.status, 303);
        let (room, to) = ("/staff/build/LG-0007", "/staff/build/LG-0007/papers");
        for (name, content, why) in [
            ("页面.pdf", b"<html><script>".as_slice(), "是看文件内容，不是看文件名"),
            ("空.pdf", b"".as_slice(), "文件是空的"),
            ("宏.xlsm", b"PK\x03\x04".as_slice(), "只收 PDF"),
        ] {
            let refused = staff.adds(to, name, content).await;
            assert!(refused.status == 422 && refused.text().contains(why), "{name}: {}", refused.text());
        }
        let none = staff.upload(to, &[("number".to_owned(), "2".to_owned())], &[("file", "a.pdf", PDF)]).await;
        assert_eq!(none.status, 422, "there is no such step");
        let mut heavy = PDF.to_vec();
        heavy.resize(20_000_001, 0);
        assert!(staff.adds(to, "大.pdf", &heavy).await.text().contains("超过 20 MB"), "the page says so");
        heavy.resize(5_000_000, 0);
        assert_eq!(staff.adds(to, "资料/批复（虚构）.pdf", &heavy).await.status, 303);
        assert_eq!(staff.adds(to, "再传.pdf", &heavy).await.status, 303);

        let page = staff.get(room).await;
        assert_eq!(page.text().matches("href=\"/staff/papers/").count(), 1, "the same file is one document");
        assert!(page.text().contains("批复（虚构）.pdf") && !page.text().contains("资料/"), "{}", page.text());
        let paper = link(&page);
        let file = staff.get(&paper).await;
        assert_eq!((file.status.as_u16(), file.body.len()), (200, heavy.len()));
        assert_eq!(file.header("content-type"), "application/pdf");
        assert!(file.header("content-disposition").starts_with("attachment; filename*=UTF-8''%E6%89%B9"));

        let remove = format!("{paper}/remove");
        assert_eq!(staff.post(&remove, &[("why", " ")]).await.status, 422, "not without a reason");
        assert_eq!(staff.post(&remove, &[("why", "含个人信息")]).await.header("location"), room);
        assert_eq!(staff.get(&paper).await.status, 404);
        assert!(staff.get(room).await.text().contains("li.staff 于") && staff.get(room).await.text().contains("含个人信息"));
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn who_may_not_handle_a_subject_sees_none_of_its_documents() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let payment = money::proposed(&site, &mut admin, &mut staff).await;
        let to = format!("{payment}/papers");
        assert!(staff.adds(&to, "票.exe", b"MZ").await.text().contains("没有收下"));
        assert_eq!(staff.adds(&to, "票据（虚构）.pdf", PDF).await.header("location"), payment);
        let paper = link(&staff.get(&payment).await);
        for role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("a.{role}"), *role).await;
            let allowed = may(*role, Action::ManageMoney);
            assert_eq!(browser.get(&paper).await.status, if allowed { 200 } else { 403 }, "{role}");
            if !allowed {
                assert_eq!(browser.post(&format!("{paper}/remove"), &[("why", "x")]).await.status, 403, "{role}");
                assert_eq!(browser.adds(&to, "票.pdf", PDF).await.status, 403, "{role}");
            }
            if !may(*role, Action::ManageBuildout) {
                assert_eq!(browser.adds("/staff/build/LG-0001/papers", "票.pdf", PDF).await.status, 403, "{role}");
            }
        }
        assert_eq!(site.get(&paper).await.header("location"), format!("/sign-in?next={}", paper.replace('/', "%2F")));
    })
    .await;
}
