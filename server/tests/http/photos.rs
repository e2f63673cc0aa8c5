//! Photographs: sent by phones and by plain forms, seen by links, and never by those who may not.

use std::io::Cursor;

use app::testing::both_engines;
use axum::body::Body;
use axum::http::{Method, Request};
use domain::{Action, Digest, MOST_PHOTO_BYTES, Role, Word, may};
use image::{ImageFormat, Rgb, RgbImage};

use super::accounts::{Browser, administrator};
use super::inspections::{one, section};
use super::support::{Answer, Site};

/// A photograph of one colour.
pub(crate) fn photo(shade: u8) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    RgbImage::from_pixel(400, 300, Rgb([shade; 3])).write_to(&mut file, ImageFormat::Jpeg).unwrap();
    file.into_inner()
}

impl Browser<'_> {
    async fn put_photo(&self, digest: &str, file: &[u8], headers: &[(&str, &str)]) -> Answer {
        let request = Request::put(format!("/api/v1/photos/{digest}")).header("cookie", &self.cookie);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.site.send(request.body(Body::from(file.to_vec())).unwrap()).await
    }

    pub(crate) async fn send_photo(&self, file: &[u8]) -> Answer {
        self.put_photo(&Digest::of(file).to_string(), file, &[]).await
    }

    /// Sends a form as a browser does that has files to send.
    pub(crate) async fn upload(&self, address: &str, fields: &[(String, String)], files: &[(&str, &str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (name, file, content) in files {
            body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n").bytes());
            body.extend(b"Content-Type: application/octet-stream\r\n\r\n");
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(b"--x--\r\n");
        let request = Request::post(address).header("cookie", &self.cookie).header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "multipart/form-data; boundary=x");
        self.site.send(request.body(body.into()).unwrap()).await
    }
}

/// The addresses of pictures on a page.
fn pictures(page: &Answer) -> Vec<String> {
    let parts = page.text().split("<img src=\"").skip(1);
    parts.map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&")).collect()
}

/// Kind and field of a refusal.
fn refusal(answer: &Answer) -> (u16, String, String) {
    let problem = answer.json();
    let text = |name: &str| problem[name].as_str().unwrap_or_default().trim_start_matches("urn:muying:problem:").to_owned();
    (answer.status.as_u16(), text("type"), text("field"))
}

#[tokio::test]
async fn a_photograph_is_kept_once_and_answered_with_the_same_receipt() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let file = photo(80);
        let sends = futures::future::join_all((0..4).map(|_| expert.send_photo(&file))).await;
        assert_eq!(sends.iter().filter(|answer| answer.status == 201).count(), 1, "{}", sends[0].text());
        let receipt = sends[0].json();
        assert_eq!((receipt["digest"].as_str(), receipt["width"].as_i64()), (Some(&*Digest::of(&file).to_string()), Some(400)));
        assert!(receipt["stored"].is_string() && receipt["bytes"].is_number() && receipt["received"].is_string(), "{receipt}");
        assert!(sends.iter().all(|answer| answer.json() == receipt && answer.header("cache-control") == "no-store"));
        assert_eq!(expert.send_photo(&file).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn every_file_that_is_no_photograph_is_refused_by_name() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let good = photo(80);
        let mut tiny = Cursor::new(Vec::new());
        RgbImage::new(1, 1).write_to(&mut tiny, ImageFormat::Png).unwrap();
        let mut huge = good.clone();
        let at = huge.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        huge[at + 5..at + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
        let named = |status: u16, kind: &str, field: &str| (status, kind.to_owned(), field.to_owned());
        for (file, field, words) in [
            (&b""[..], "empty", "文件是空的"),
            (b"<html></html>", "no-picture", "只收 JPEG"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no-picture", "只收 JPEG"),
            (tiny.get_ref(), "too-small", "1 × 1"),
            (&huge, "too-large", "30000 × 30000"),
            (&good[..good.len() / 2], "broken", "不完整或已损坏"),
        ] {
            let refused = expert.send_photo(file).await;
            assert_eq!(refusal(&refused), named(422, "not-acceptable", field), "{}", refused.text());
            assert!(refused.json()["detail"].as_str().unwrap().contains(words), "{}", refused.text());
            let digest = Digest::of(file).to_string();
            let english = expert.put_photo(&digest, file, &[("accept-language", "en")]).await;
            assert!(!english.json()["detail"].as_str().unwrap().contains(words) || words.contains('×'), "{}", english.text());
        }
        let digest = Digest::of(&good).to_string();
        let half = expert.put_photo(&digest, &good[..good.len() / 2], &[]).await;
        assert_eq!(refusal(&half), named(400, "half-sent", ""), "the device sends it again");
        assert_eq!(refusal(&expert.put_photo("../../etc", &good, &[]).await).0, 404);
        assert_eq!(refusal(&expert.put_photo("ABC", &good, &[]).await), named(400, "query", "digest"));
        assert_eq!(refusal(&expert.put_photo(&format!("{digest}?restricted=yes"), &good, &[]).await).2, "restricted");
        let heavy = vec![0; MOST_PHOTO_BYTES + 1];
        assert_eq!(refusal(&expert.send_photo(&heavy).await), named(413, "too-large", ""));
        let length = [("content-length", "99999999")];
        assert_eq!(refusal(&expert.put_photo(&digest, &[], &length).await), named(413, "too-large", ""));
        assert_eq!(expert.send_photo(&good).await.status, 201, "and nothing of it was kept");
        let audit = admin.get("/staff/audit?action=photos.").await;
        assert_eq!(audit.text().matches(">photos.").count(), 1, "{}", audit.text());
    })
    .await;
}

#[tokio::test]
async fn who_may_not_send_is_refused_first() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let (file, page) = (photo(1), b"<html>".as_slice());
        for &role in Role::ALL {
            let browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let allowed = may(role, Action::SendPhotos);
            assert_eq!(browser.send_photo(page).await.status, if allowed { 422 } else { 403 }, "{role}");
            let other = browser.put_photo(&Digest::of(&file).to_string(), &file, &[("sec-fetch-site", "cross-site")]).await;
            assert_eq!(refusal(&other).1, "not-allowed", "{role} from another site");
        }
        assert_eq!(refusal(&Browser::new(&site).send_photo(&file).await).1, "sign-in");
        let asked = site.ask(&Method::GET, &format!("/api/v1/photos/{}", Digest::of(&file)), &[]).await;
        assert_eq!(asked.status, 405);
    })
    .await;
}

/// How the links of a report serve its photographs: these two are on it.
async fn links_hold(site: &Site, expert: &mut Browser<'_>, report: &str, [lock, camera]: [&[u8]; 2]) {
    let small = &pictures(&site.get(report).await)[0];
    let shown = site.get(small).await;
    assert_eq!((shown.status.as_u16(), shown.header("content-type")), (200, "image/jpeg"));
    assert_eq!((shown.header("x-content-type-options"), shown.header("cache-control")), ("nosniff", "private, max-age=3600"));
    assert_eq!(image::guess_format(&shown.body).unwrap(), ImageFormat::Jpeg);
    assert_eq!(site.get_with(small, &[("if-none-match", shown.header("etag"))]).await.status, 304);
    let restricted = pictures(&expert.get(report).await).into_iter().find(|link| link.contains(&Digest::of(camera).to_string()));
    assert_eq!(site.get(&restricted.unwrap()).await.header("cache-control"), "private, no-store");
    for forged in [
        small.replace("size=small", "size=full"),
        small.replace(&Digest::of(lock).to_string(), &Digest::of(camera).to_string()),
        small.replace("until=1", "until=2"),
        format!("{small}0"),
        format!("/photos/{}", Digest::of(lock)),
        "/photos/x?size=small&until=x&sig=x".to_owned(),
    ] {
        let refused = site.get(&forged).await;
        assert!(refused.status == 404 && refused.text().contains("照片看不到"), "{forged}");
    }
}

#[tokio::test]
async fn photographs_come_with_a_plain_form_and_are_seen_in_the_report() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let other = one(&site, &mut admin, "wang", Role::Expert).await;
        let path = expert.begin().await;
        expert.fill(&path).await;
        let wanted = expert.get(&path).await;
        assert!(wanted.text().contains("还要拍的照片") && wanted.text().contains(&format!("href=\"{path}/3#c3.01\"")));
        let address = format!("{path}/3");
        let mut fields = section("3");
        fields.push(("3.01.note".to_owned(), "锁芯很松".to_owned()));
        let [lock, lock_too, camera] = [photo(10), photo(20), photo(30)];
        let files = [
            ("3.01.photo", "", &b""[..]),
            ("3.01.photo", "lock.jpg", &lock),
            ("3.01.photo", "too.jpg", &lock_too),
            ("3.01.photo", "lock.jpg", &lock),
            ("3.03.photo", "ceiling.jpg", &camera),
            ("9.99.photo", "x.jpg", &camera),
        ];
        let saved = expert.upload(&address, &fields, &files).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let page = expert.get(&address).await;
        assert_eq!(pictures(&page).len(), 3);
        assert!(page.text().contains("照片（2）") && page.text().contains("value=\"锁芯很松\""));
        assert!(!expert.get(&path).await.text().contains("#c3.01\""), "not wanted any more");

        assert_eq!(expert.post(&path, &[("step", "submit")]).await.status, 303);
        let report = path.replace("/inspect/", "/inspections/");
        assert_eq!(pictures(&staff.get(&report).await).len(), 3, "staff see all of them");
        assert_eq!(staff.post(&format!("{report}/decide"), &[("step", "confirm")]).await.status, 303);
        for public in [site.get(&report).await, other.get(&report).await, admin.get(&report).await] {
            assert_eq!(pictures(&public).len(), 2, "what shows a camera is not for the public");
            assert!(public.text().contains("锁芯很松"));
        }
        assert_eq!(pictures(&expert.get(&report).await).len(), 3);
        let swept = app::inspections::photos(&site.state.db).await.unwrap();
        assert_eq!(swept.len(), 3, "a sheet refers to them");

        links_hold(&site, &mut expert, &report, [&lock, &camera]).await;
    })
    .await;
}

#[tokio::test]
async fn a_refused_photograph_costs_nothing_that_was_typed_or_sent() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut expert = one(&site, &mut admin, "chen", Role::Expert).await;
        let path = expert.begin().await;
        let address = format!("{path}/3");
        let fields = [("3.01.value", "works"), ("3.01.note", "锁芯很松")].map(|(name, text)| (name.to_owned(), text.to_owned()));
        let (good, page) = (photo(10), b"<html></html>".as_slice());
        let told = expert.upload(&address, &fields, &[("3.01.photo", "a.jpg", &good), ("3.01.photo", "b.html", page)]).await;
        assert_eq!(told.status, 422);
        let text = told.text();
        assert!(text.contains("照片“b.html”没有收下") && text.contains("value=\"锁芯很松\""), "{text}");
        assert_eq!(pictures(&told).len(), 1, "the other one is attached");
        assert_eq!(pictures(&expert.get(&address).await).len(), 1);
        assert!(!expert.get(&address).await.text().contains("锁芯很松"), "as with every mistake, answers are not saved");

        let six: Vec<Vec<u8>> = (1..=6).map(photo).collect();
        let many: Vec<_> = six.iter().map(|file| ("3.01.photo", "many.jpg", file.as_slice())).collect();
        let told = expert.upload(&address, &fields, &many).await;
        assert!(told.text().contains("一条最多 6 张") && pictures(&told).len() == 6, "{}", told.text());
        let gone = ("3.01.remove".to_owned(), Digest::of(&good).to_string());
        let removed = expert.upload(&address, &[fields.to_vec(), vec![gone]].concat(), &[]).await;
        assert_eq!(removed.status, 303, "{}", removed.text());
        assert_eq!(pictures(&expert.get(&address).await).len(), 5);
        let stranger = Browser::new(&site);
        assert_eq!(stranger.upload(&address, &fields, &[("3.01.photo", "a.jpg", &good)]).await.status, 303, "to sign in");
        let cut =
            Request::post(&address).header("cookie", &expert.cookie).header("content-type", "multipart/form-data; boundary=x");
        let cut = cut.body(Body::from("--x\r\nContent-Disposition: form-data; name=\"3.01.note\"\r\n\r\nhalf")).unwrap();
        assert_eq!(site.send(cut).await.status, 422);
        let other_site = Request::post(&address).header("cookie", &expert.cookie).header("sec-fetch-site", "cross-site");
        let other_site = other_site.header("content-type", "multipart/form-data; boundary=x").body(Body::from("--x--")).unwrap();
        assert_eq!(site.send(other_site).await.status, 403);
        assert_eq!(pictures(&expert.get(&address).await).len(), 5);
    })
    .await;
}
