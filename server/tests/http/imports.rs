//! Lists that are uploaded, looked at, put right, written and taken back.

use app::audit;
use app::exchange::decode_as;
use app::testing::both_engines;
use axum::body::Body;
use axum::http::Request;
use domain::{Action, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::support::{Answer, Site, hidden};

/// As Seoul's list is, in a few fictional rows.
const SEOUL: &str = r#"[
{"연번":"1","호선":"1호선","역명":"가나역(虚构)","주소":"서울특별시 종로구 종로 1","상세위치":"B1 개찰구 옆","조성연도":"2007","면적(제곱미터)":"11.7","시설구분":"가족수유실","운임 비운임":"비운임","고객안전실 경유":"단독","비품(손소독제)":"O","비품(기저귀교환대)":"1","비품(기저귀수거함)":"O","비품(수유용칸막이)":"O","비품(1인용 소파)":"X","비품(2인용 소파)":"O","비품(탁자)":"O"},
{"연번":"2","호선":"2호선","역명":"다라역(虚构)","주소":"서울특별시 중구 길 2","상세위치":"B2","조성연도":"2010","면적(제곱미터)":"넓음","시설구분":"모유수유실","운임 비운임":"운임","고객안전실 경유":"단독","비품(손소독제)":"X","비품(기저귀교환대)":"0","비품(기저귀수거함)":"O","비품(수유용칸막이)":"X","비품(1인용 소파)":"O","비품(2인용 소파)":"X","비품(탁자)":"X"}]"#;

/// Sends a file; the address of its draft, or what is wrong with it.
async fn upload(staff: &Browser<'_>, name: &str, bytes: &[u8]) -> Answer {
    sent(staff.site, &staff.cookie, "same-origin", name, bytes).await
}

async fn sent(site: &Site, cookie: &str, from: &str, name: &str, bytes: &[u8]) -> Answer {
    let mut body = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::post("/staff/imports")
        .header("content-type", "multipart/form-data; boundary=x")
        .header("content-length", body.len())
        .header("cookie", cookie)
        .header("sec-fetch-site", from);
    site.send(request.body(Body::from(body)).unwrap()).await
}

async fn begun(staff: &Browser<'_>, name: &str, bytes: &[u8]) -> String {
    let answer = upload(staff, name, bytes).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").to_owned()
}

async fn write(staff: &mut Browser<'_>, path: &str) -> Answer {
    let page = staff.get(&format!("{path}/preview")).await;
    let (version, seen) = (hidden(&page, "version"), hidden(&page, "seen"));
    staff.post(&format!("{path}/write"), &[("version", &version), ("seen", &seen), ("without", "yes")]).await
}

async fn staffed(site: &Site) -> (Browser<'_>, Browser<'_>) {
    let mut admin = administrator(site).await;
    let staff = one(site, &mut admin, "li.staff", Role::Staff).await;
    (admin, staff)
}

#[tokio::test]
async fn a_known_list_is_recognised_put_right_written_and_taken_back() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (_, mut staff) = staffed(&site).await;
        let path = begun(&staff, "수유실.json", SEOUL.as_bytes()).await;
        let waits = "导入写完或放弃：수유실.json";
        assert!(staff.get("/staff/inbox").await.text().contains(waits));
        let file = staff.get(&path).await;
        assert!(file.text().contains("共 2 行，17 栏") && file.text().contains("가나역"), "{}", file.text());
        let columns = staff.get(&format!("{path}/columns")).await;
        assert!(columns.text().contains("看起来是“서울교통공사 수유실현황”"), "{}", columns.text());
        let preview = staff.get(&format!("{path}/preview")).await;
        assert!(
            preview.text().contains("增加 1 间，改动 0 间，0 间不变，1 处读不了") && preview.text().contains("要是平方米数"),
            "{}",
            preview.text()
        );
        let version = hidden(&preview, "version");
        let cell = "name=\"cell.2.";
        let place = preview.text().split(cell).nth(1).unwrap().split('"').next().unwrap().to_owned();
        let name = format!("cell.2.{place}");
        let stale = staff.post(&format!("{path}/preview"), &[("version", "9"), (&name, "8.5")]).await;
        assert_eq!(stale.status, 409);
        assert_eq!(staff.post(&format!("{path}/preview"), &[("version", &version), (&name, "8.5")]).await.status, 303);
        let right = staff.get(&format!("{path}/preview")).await;
        assert!(right.text().contains("增加 2 间，改动 0 间，0 间不变，0 处读不了"), "{}", right.text());
        let old = staff.post(&format!("{path}/write"), &[("version", &version), ("seen", &"0".repeat(64))]).await;
        assert!(old.status == 422 && old.text().contains("刚才没有写入"), "{}", old.text());
        assert_eq!(write(&mut staff, &path).await.status, 303);
        assert!(!staff.get("/staff/inbox").await.text().contains(waits), "what is written waits no more");
        let done = staff.get(&path).await;
        assert!(done.text().contains("li.staff 于") && done.text().contains("LG-0007"), "{}", done.text());
        let room = staff.get("/staff/build/LG-0008").await;
        assert!(room.text().contains("随名单导入") && room.text().contains("수유실.json"), "{}", room.text());
        let again = begun(&staff, "수유실.json", SEOUL.as_bytes()).await;
        assert!(staff.get(&format!("{again}/preview")).await.text().contains("1 间不变"));
        let version = hidden(&done, "version");
        assert_eq!(staff.post(&format!("{path}/undo"), &[("version", &version)]).await.status, 303);
        assert!(staff.get(&path).await.text().contains("撤销了这次导入"));
        assert_eq!(staff.get("/staff/build/LG-0008").await.status, 404);
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn columns_are_chosen_and_kept_for_the_next_time() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (_, mut staff) = staffed(&site).await;
        let list = "室名,在哪,性质,街道\n甲母婴室（虚构）,某路 1 号,独立,龙城街道\n乙母婴室（虚构）,某路 2 号,不明,龙城街道\n";
        let path = begun(&staff, "名单.csv", list.as_bytes()).await;
        let columns = format!("{path}/columns");
        let typed = |name: &'static str, source: &'static str| {
            [
                ("version", "1"),
                ("c.0", name),
                ("c.1", "address"),
                ("c.2", "kind"),
                ("c.3", "street_name"),
                ("source", source),
                ("keep_as", "区里的名单"),
            ]
        };
        let nameless = staff.post(&columns, &typed("", "区里")).await;
        assert!(
            nameless.status == 422
                && nameless.text().contains("请指定哪一栏是母婴室名称")
                && nameless.text().contains("value=\"区里的名单\""),
            "{}",
            nameless.text()
        );
        assert!(staff.post(&columns, &typed("name_zh", " ")).await.text().contains("请填名单来源"));
        let saved = staff.post(&columns, &typed("name_zh", "区里")).await;
        assert_eq!(saved.header("location"), format!("{path}/preview"), "{}", saved.text());
        let preview = staff.get(&format!("{path}/preview")).await;
        assert!(preview.text().contains("增加 1 间") && preview.text().contains("这个词不认得"), "{}", preview.text());
        let row = staff.get(&format!("{path}/rows/3")).await;
        assert!(row.text().contains("value=\"某路 2 号\""), "{}", row.text());
        let version = hidden(&row, "version");
        assert_eq!(staff.post(&format!("{path}/rows/3"), &[("version", &version), ("skip", "yes")]).await.status, 303);
        let out = staff.get(&format!("{path}/preview")).await;
        assert!(out.text().contains("勾掉的 1 行") && out.text().contains("0 处读不了"), "{}", out.text());
        assert_eq!(write(&mut staff, &path).await.status, 303);
        let next = begun(&staff, "名单二.csv", list.replace("某路 1 号", "某路 9 号").as_bytes()).await;
        assert!(staff.get(&format!("{next}/columns")).await.text().contains("照上次存的“区里的名单”"));
    })
    .await;
}

#[tokio::test]
async fn files_that_cannot_be_read_are_told_in_plain_words() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (_, staff) = staffed(&site).await;
        for (name, bytes, words) in [
            ("a.csv", &b""[..], "文件是空的"),
            ("a.csv", b"name\n", "没有数据行"),
            ("a.pdf", b"%PDF-1.7", "这不是名单文件"),
            ("a.xls", b"\xd0\xcf\x11\xe0rest", "这不是名单文件"),
            ("a.csv", b"a\0b\n", "这不是名单文件"),
            ("a.xlsx", b"PK\x03\x04rest", "工作簿读不了"),
            ("a.json", b"[{\"a\": 1", "JSON 有错"),
            ("a.csv", b"\xff\xfd\xff ok \xff\n", "文字对不上"),
        ] {
            let answer = upload(&staff, name, bytes).await;
            assert!(answer.status == 422 && answer.text().contains(words), "{name} {words}: {}", answer.text());
        }
        let large = vec![b'x'; (16 << 20) + 1];
        assert!(upload(&staff, "a.csv", &large).await.text().contains("最多 16 MB"));
        assert!(staff.get("/staff/imports").await.text().contains("没有写到一半的名单"));
        let two_megabytes = format!("code,name_zh\n{}", "LG-0900,甲（虚构）\n".repeat(80_000));
        assert_eq!(upload(&staff, "a.csv", two_megabytes.as_bytes()).await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn another_encoding_is_guessed_and_can_be_changed() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (_, mut staff) = staffed(&site).await;
        // 名称,地址 / 母婴室,深圳市龙岗区 in GB 18030.
        let bytes =
            b"\xc3\xfb\xb3\xc6,\xb5\xd8\xd6\xb7\n\xc4\xb8\xd3\xa4\xca\xd2,\xc9\xee\xdb\xda\xca\xd0\xc1\xfa\xb8\xda\xc7\xf8\n";
        assert!(decode_as(bytes, "gb18030").unwrap().contains("龙岗区"));
        let path = begun(&staff, "gb.csv", bytes).await;
        assert!(staff.get(&path).await.text().contains("深圳市龙岗区"));
        assert_eq!(staff.post(&path, &[("version", "1"), ("encoding", "big5"), ("header_rows", "1")]).await.status, 303);
        assert!(!staff.get(&path).await.text().contains("深圳市龙岗区"));
        let wrong = staff.post(&path, &[("version", "2"), ("encoding", "utf-8")]).await;
        assert!(wrong.status == 422 && wrong.text().contains("换一种") && wrong.text().contains("都还在"), "{}", wrong.text());
        assert_eq!(staff.post(&format!("{path}/drop"), &[("version", "2")]).await.status, 303);
        assert_eq!(staff.get(&path).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn each_role_imports_as_the_table_says() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let (mut admin, staff) = staffed(&site).await;
        let path = begun(&staff, "a.csv", "code,name_zh\nLG-0900,甲（虚构）\n".as_bytes()).await;
        let pages = ["", "/columns", "/preview", "/rows/2"].map(|page| format!("{path}{page}"));
        let posts =
            [("", 409), ("/columns", 409), ("/preview", 409), ("/rows/2", 409), ("/write", 422), ("/undo", 409), ("/drop", 409)];
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let expected = |yes: u16| if may(role, Action::ImportRooms) { yes } else { 403 };
            for address in pages.iter().map(String::as_str).chain(["/staff/imports"]) {
                assert_eq!(browser.get(address).await.status, expected(200), "{role} {address}");
            }
            for (page, yes) in posts {
                let answer = browser.post(&format!("{path}{page}"), &[("version", "7")]).await;
                assert_eq!(answer.status, expected(yes), "{role} {page}: {}", answer.text());
            }
            assert_eq!(upload(&browser, "a.csv", b"").await.status, expected(422), "{role}");
            assert_eq!(browser.get("/account").await.text().contains("/staff/imports"), may(role, Action::ImportRooms), "{role}");
        }
        for address in pages.iter().map(String::as_str).chain(["/staff/imports"]) {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
        assert_eq!(sent(&site, &staff.cookie, "cross-site", "a.csv", b"x").await.status, 403);
    })
    .await;
}
