//! Boundaries of streets: from a file to a map for everybody and back, every mistake of a file, and who may not.

use app::audit;
use app::db::Db;
use app::testing::{both_engines, tiled_streets};
use axum::http::Request;
use domain::{Action, Gcj02, Role, Wgs84, Word, may};
use serde_json::Value;
use server::config::Area;

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::support::{Answer, Site};

fn tiles() -> Value {
    tiled_streets(&Area::load("longgang").unwrap().region)
}

/// The same file with every position turned.
fn turned(file: &Value, turn: &impl Fn(f64, f64) -> (f64, f64)) -> Value {
    match file {
        Value::Array(items) => match items.as_slice() {
            [Value::Number(lon), Value::Number(lat)] => {
                let (lon, lat) = turn(lon.as_f64().unwrap(), lat.as_f64().unwrap());
                serde_json::json!([lon, lat])
            }
            items => items.iter().map(|item| turned(item, turn)).collect(),
        },
        Value::Object(members) => members.iter().map(|(name, member)| (name.clone(), turned(member, turn))).collect(),
        other => other.clone(),
    }
}

fn fields(datum: &str, codes: &str) -> Vec<(String, String)> {
    let pairs = [("source", "演示边界（虚构）"), ("fictional", "yes"), ("datum", datum), ("codes", codes)];
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn upload(who: &Browser<'_>, file: &[u8]) -> Answer {
    who.upload("/staff/map", &fields("wgs84", "statistics"), &[("file", "街道.geojson", file)]).await
}

/// Uploads fictional boundaries; the address of the set.
async fn kept(who: &Browser<'_>) -> String {
    let sent = upload(who, tiles().to_string().as_bytes()).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.header("location").to_owned()
}

async fn staff_of(site: &Site) -> Browser<'_> {
    let mut admin = administrator(site).await;
    one(site, &mut admin, "li.staff", Role::Staff).await
}

async fn step(who: &mut Browser<'_>, set: &str, version: &str, wish: &str) -> u16 {
    who.post(set, &[("wish", wish), ("version", version), ("sure", "yes")]).await.status.as_u16()
}

const NO_MAP: &str = "还没有录入官方的街道边界";

#[tokio::test]
async fn from_a_file_to_a_map_for_everybody_and_back() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut staff = staff_of(&site).await;
        let before = site.get("/progress").await;
        assert!(before.text().contains(NO_MAP) && !before.text().contains("street-map"), "{}", before.text());
        assert!(before.text().contains("aria-label=\"各街道\""), "the table is there all the same");
        assert!(staff.get("/staff/map").await.text().contains("还没有上传过街道边界"));

        let set = kept(&staff).await;
        let preview = staff.get(&set).await;
        for words in ["草稿", "street-map", "街道.geojson", "当作“WGS-84", "平均差", "虚构的，仅供演示", "LG-0003", "有 5 间"]
        {
            assert!(preview.text().contains(words), "{words}: {}", preview.text());
        }
        assert!(preview.text().contains("/staff/build/LG-0003"), "a room that lies elsewhere leads to where it is put right");
        let geojson = format!("{}/streets.geojson", set.replace("/staff/map/", "/geo/"));
        assert!(site.get("/progress").await.text().contains(NO_MAP), "a draft is for nobody else");
        assert_eq!(site.get(&geojson).await.status, 404);

        let unsure = staff.post(&set, &[("wish", "publish"), ("version", "1")]).await;
        assert!(unsure.status == 422 && unsure.text().contains("勾选确认后再公布"), "{}", unsure.text());
        assert_eq!(step(&mut staff, &set, "1", "publish").await, 303);
        assert_eq!(step(&mut staff, &set, "1", "publish").await, 409, "a second click changes nothing");
        everybody_sees_it(&site, &staff, &geojson).await;

        let newer = kept(&staff).await;
        assert_eq!(step(&mut staff, &newer, "1", "publish").await, 303);
        assert!(staff.get(&set).await.text().contains("已被替换") && site.get(&geojson).await.status == 404);
        assert_eq!(step(&mut staff, &newer, "2", "withdraw").await, 303);
        assert!(site.get("/progress").await.text().contains(NO_MAP));
        assert_eq!(step(&mut staff, &set, "3", "publish").await, 303, "the older one is still there");
        assert_eq!(site.get(&geojson).await.status, 200);
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());

        match &site.state.db {
            Db::Sqlite(pool) => pool.close().await,
            Db::Postgres(pool) => pool.close().await,
        }
        let away = site.get("/progress").await;
        assert!(away.status == 200 && away.text().contains("街道地图暂时打不开"), "{}", away.text());
        assert_eq!(site.get(&geojson).await.status, 503);
    })
    .await;
}

async fn everybody_sees_it(site: &Site, staff: &Browser<'_>, geojson: &str) {
    let page = site.get("/progress").await;
    assert!(!page.text().contains(NO_MAP) && !page.text().contains("style="), "{}", page.text());
    assert_eq!(page.text().matches("<path class=\"street").count(), 11);
    for words in ["role=\"img\"", "平湖街道 1", "这些边界是虚构的", "演示边界（虚构）", geojson] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    assert!(!page.text().contains("/staff/"), "no way to what is not public");
    let target = site.get("/progress?map=target").await;
    assert!(target.text().contains("没有目标 · 11 个街道") && target.text().contains("url(#streets-none)"), "{}", target.text());
    let checked = site.get("/progress?map=checked&lang=en").await;
    assert!(checked.text().contains("Share checked in the last year") && checked.text().contains("none open"));
    let figures = staff.get("/staff/figures?on=2026-11-24&map=checked").await;
    assert!(figures.text().contains("street-map") && figures.text().contains("on=2026-11-24&amp;map=open#streets"));

    let file = site.get(geojson).await;
    assert_eq!((file.status.as_u16(), file.header("content-type")), (200, "application/geo+json"));
    let text = file.json();
    assert_eq!((&text["fictional"], text["features"].as_array().unwrap().len()), (&Value::Bool(true), 11));
    assert_eq!(text["features"][0]["properties"]["code"], "440307003000");
    assert!(file.body.len() < 200_000, "{}", file.body.len());
    let again = site.get_with(geojson, &[("if-none-match", file.header("etag"))]).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    assert_eq!(again.header("cache-control"), "public, max-age=3600");
}

#[tokio::test]
async fn what_staff_download_can_be_uploaded_again() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let staff = staff_of(&site).await;
        let set = kept(&staff).await;
        let original = staff.get(&format!("{set}/file")).await;
        assert!(
            original.body == tiles().to_string().into_bytes() && original.header("content-disposition").starts_with("attachment")
        );
        let all = staff.get(&format!("{set}/streets.geojson")).await;
        let again = staff.upload("/staff/map", &fields("said", "statistics"), &[("file", "a.json", &all.body)]).await;
        assert_eq!(again.status, 303, "{}", again.text());
        let gcj = turned(&tiles(), &|lon, lat| {
            let gcj = Gcj02::from(Wgs84::new(lon, lat).unwrap());
            (gcj.lon, gcj.lat)
        });
        let chosen =
            staff.upload("/staff/map", &fields("gcj02", "statistics"), &[("file", "a.json", gcj.to_string().as_bytes())]).await;
        assert_eq!(chosen.status, 303, "{}", chosen.text());
        let wrong = upload(&staff, gcj.to_string().as_bytes()).await;
        assert!(wrong.status == 422 && wrong.text().contains("当作“GCJ-02"), "{}", wrong.text());
    })
    .await;
}

#[tokio::test]
async fn every_mistake_says_where_it_is_and_what_to_do() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let staff = staff_of(&site).await;
        let with = |change: &dyn Fn(&mut Value)| {
            let mut file = tiles();
            change(&mut file);
            file.to_string().into_bytes()
        };
        let code = |file: &mut Value, code: &str| file["features"][0]["properties"] = serde_json::json!({ "code": code });
        let whole = tiles().to_string();
        let dapeng = serde_json::json!([[[114.36, 22.5], [114.65, 22.5], [114.65, 22.65], [114.36, 22.65], [114.36, 22.5]]]);
        for (file, words) in [
            (b"<!DOCTYPE html><title>sign in</title>".to_vec(), "这是一个网页，不是 GeoJSON"),
            (whole.as_bytes()[..whole.len() / 2].to_vec(), "像是没有下载完整"),
            (b"{\"type\":\"Topology\"}".to_vec(), "类型是“Topology”"),
            (b"PK\x03\x04".to_vec(), "这是压缩文件"),
            (vec![b' '; 9 * 1024 * 1024], "文件太大，最大 8 MB"),
            (turned(&tiles(), &|lon, lat| (lat, lon)).to_string().into_bytes(), "第 1 个要素（平湖街道）：22."),
            (with(&|file| drop(file["features"].as_array_mut().unwrap().pop())), "宝龙街道：文件里没有这个街道"),
            (with(&|file| code(file, "440307008000")), "“440307008000”是民政部门的行政区划代码，指的是平湖街道"),
            (with(&|file| code(file, "440307013000")), "第 2 个要素（坂田街道）：这个街道在第 1 个要素里已经有了"),
            (with(&|file| code(file, "1")), "两套代码里都没有“1”"),
            (with(&|file| file["features"][0]["geometry"]["type"] = "LineString".into()), "不是 Polygon，也不是 MultiPolygon"),
            (
                with(&|file| file["features"][10]["geometry"]["coordinates"].as_array_mut().unwrap().push(dapeng.clone())),
                "就把大鹏算在龙岗里",
            ),
        ] {
            let refused = upload(&staff, &file).await;
            assert_eq!(refused.status, 422, "{words}");
            assert!(refused.text().contains(words), "{words}: {}", refused.text());
            assert!(refused.text().contains("value=\"演示边界（虚构）\""), "what was typed stays");
        }
        for (fields, words) in [
            (fields("said", "statistics"), "文件里没有写明坐标系"),
            (fields("", "statistics"), "请选坐标系和街道代码"),
            (fields("wgs84", "civil_affairs"), "是统计用区划代码"),
            (fields("wgs84", "statistics")[1..].to_vec(), "请填来源"),
        ] {
            let refused = staff.upload("/staff/map", &fields, &[("file", "a.json", whole.as_bytes())]).await;
            assert!(refused.status == 422 && refused.text().contains(words), "{words}: {}", refused.text());
        }
        let none = staff.upload("/staff/map", &fields("wgs84", "statistics"), &[]).await;
        assert!(none.status == 422 && none.text().contains("请选一个文件"), "{}", none.text());
        let heavy = upload(&staff, &vec![b' '; 17 * 1024 * 1024]).await;
        assert_eq!(heavy.status, 413);
        assert!(staff.get("/staff/map").await.text().contains("还没有上传过街道边界"), "nothing was kept");
    })
    .await;
}

#[tokio::test]
async fn a_form_that_breaks_off_comes_back_with_what_was_typed() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let staff = staff_of(&site).await;
        let head = "Content-Disposition: form-data; name=";
        let body = format!(
            "--x\r\n{head}\"source\"\r\n\r\n演示边界（虚构）\r\n--x\r\n{head}\"file\"; filename=\"街道.geojson\"\r\n\r\n{{\"type\":"
        );
        let request = Request::post("/staff/map").header("cookie", &staff.cookie).header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "multipart/form-data; boundary=x");
        let refused = site.send(request.body(body.into()).unwrap()).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        for words in ["文件太大，最大 8 MB", "value=\"演示边界（虚构）\""] {
            assert!(refused.text().contains(words), "{words}: {}", refused.text());
        }
    })
    .await;
}

#[tokio::test]
async fn only_who_manages_the_map_sees_and_does_any_of_it() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let set = kept(&staff).await;
        let nobody = format!("/staff/map/{}", uuid::Uuid::nil());
        let pages = ["/staff/map".to_owned(), set.clone(), format!("{set}/file"), format!("{set}/streets.geojson")];
        for address in &pages {
            assert_eq!(site.get(address).await.status, 303, "{address}");
        }
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let allowed = may(role, Action::ManageMap);
            let expected = |yes: u16| if allowed { yes } else { 403 };
            for address in &pages {
                assert_eq!(browser.get(address).await.status, expected(200), "{role} {address}");
            }
            assert_eq!(browser.get(&nobody).await.status, expected(404), "{role}");
            let empty = browser.upload("/staff/map", &fields("wgs84", "statistics"), &[]).await;
            assert_eq!(empty.status, expected(422), "{role}");
            assert_eq!(browser.post(&set, &[("wish", "x"), ("version", "1")]).await.status, expected(422), "{role}");
            let account = browser.get("/account").await;
            assert_eq!(account.text().contains("href=\"/staff/map\""), allowed, "{role}");
        }
        let cookie = staff.cookie.clone();
        let typed = [("wish", "publish"), ("version", "1"), ("sure", "yes")];
        let foreign = site.post(&set, &typed, &[("cookie", &cookie), ("sec-fetch-site", "cross-site")]).await;
        assert_eq!(foreign.status, 403);
        assert!(site.get("/progress").await.text().contains(NO_MAP));
    })
    .await;
}
