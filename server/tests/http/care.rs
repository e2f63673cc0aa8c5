//! Logs of care: a card that an operator makes, an entry by whoever scans it, and what nobody gets past.

use app::audit;
use app::testing::both_engines;
use domain::care::CareMark;
use domain::reports::DoorMark;
use domain::{Action, Role, Word, may};

use super::accounts::{Browser, administrator};
use super::inspections::one;
use super::photos::photo;
use super::rectifications::tie;
use super::support::{Answer, Site, hidden};

/// The operator makes or renews the card of LG-0001; its address.
async fn card(operator: &mut Browser<'_>) -> String {
    let old = hidden(&operator.get("/care/LG-0001").await, "old");
    let made = operator.post("/care/LG-0001/card", &[("old", &old), ("wish", "make")]).await;
    assert_eq!(made.header("location"), "/care/LG-0001/card", "{}", made.text());
    let page = operator.get("/care/LG-0001/card").await;
    assert!(page.text().contains("<svg class=\"qr\""), "{}", page.text());
    let rest = page.text().split("href=\"/c/LG-0001/").nth(1).and_then(|rest| rest.split('"').next());
    format!("/c/LG-0001/{}", rest.unwrap())
}

/// Records by a card, a minute after the form was asked for.
async fn record(site: &Site, card: &str, fields: &[(&str, &str)]) -> Answer {
    let stamp = hidden(&site.get(card).await, "stamp");
    let fields: Vec<_> = [("stamp", stamp.as_str())].into_iter().chain(fields.iter().copied()).collect();
    site.later().post(card, &fields, &[("sec-fetch-site", "same-origin")]).await
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story from the card to the room page")]
async fn who_cleans_scans_and_everybody_sees_that_it_was_recorded() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut operator = one(&site, &mut admin, "wang.mall", Role::Operator).await;
        assert!(operator.get("/care").await.text().contains("还没有房间归您负责"));
        tie(&mut staff, "wang.mall").await;
        assert!(!site.get("/rooms/LG-0001").await.text().contains("清洁记录"), "a room without a log shows nothing");
        assert!(staff.get("/staff/care?log=none").await.text().contains("LG-0001"), "but staff see it");
        let first = card(&mut operator).await;
        let waits = site.get("/rooms/LG-0001").await;
        assert!(waits.text().contains("今天还没有清洁记录"), "{}", waits.text());
        assert!(staff.get("/staff/care?log=today").await.text().contains("LG-0001"));
        let signs = operator.post("/care/LG-0001/signs", &[("signs", "A，07")]).await;
        assert_eq!(signs.status, 303, "{}", signs.text());

        let form = site.get(&first).await;
        assert!(form.status == 200 && form.text().contains("演示·星河里购物中心三楼母婴室"), "{}", form.text());
        let stamp = hidden(&form, "stamp");
        let fields = [
            ("stamp", stamp.as_str()),
            ("done", "cleaned"),
            ("done", "aired"),
            ("sign", "07"),
            ("trouble", "broken"),
            ("words", "水龙头滴水"),
        ];
        let owned = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let later = site.later();
        let cleaner = Browser::new(&later);
        let file = photo(3);
        let kept = cleaner.upload(&first, &owned, &[("file", "tap.jpg", &file)]).await;
        assert_eq!((kept.status.as_u16(), kept.header("location")), (303, &*format!("{first}?kept")), "{}", kept.text());
        let twice = later.post(&first, &fields, &[("sec-fetch-site", "same-origin")]).await;
        assert_eq!(twice.status, 303, "the same form is one entry: {}", twice.text());
        let room = site.get("/rooms/LG-0001").await;
        assert!(
            room.text().contains("今天 11:01 已清洁并记录") && room.text().contains("应记 1 天，当天记了 1 天（100%）"),
            "{}",
            room.text()
        );
        assert!(!room.text().contains(">07<") && !room.text().contains("水龙头"), "no sign and no words in public");
        let log = operator.get("/care/LG-0001").await;
        assert_eq!(log.text().matches("打扫干净了、通风了").count(), 1, "{}", log.text());
        assert!(log.text().contains(" · 07") && log.text().contains("<img src=\"/photos/"), "{}", log.text());
        let desk = staff.get("/staff/reports").await;
        assert!(desk.text().contains("有东西坏了"), "what is wrong is a case: {}", desk.text());
        let csv = staff.get("/care/LG-0001/log.csv").await;
        assert!(
            csv.text().lines().count() == 2 && csv.text().contains("cleaned aired") && csv.text().contains(",card,07,"),
            "{}",
            csv.text()
        );

        let second = card(&mut operator).await;
        let old = record(&later, &second, &[("done", "cleaned")]).await;
        assert_eq!(old.status, 422, "faster than anybody reads: {}", old.text());
        let refused = site.get(&first).await;
        assert!(refused.status == 403 && refused.text().contains("这张卡不能用"), "the old card stops at once");
        let refused = later.post(&first, &fields, &[("sec-fetch-site", "same-origin")]).await;
        assert!(refused.status == 403 && refused.text().contains("没有记下任何内容"));
        assert_eq!(record(&site, &second, &[("done", "disinfected")]).await.status, 303);
        let old = hidden(&operator.get("/care/LG-0001").await, "old");
        assert_eq!(operator.post("/care/LG-0001/card", &[("old", &old), ("wish", "end")]).await.status, 303);
        assert_eq!(site.get(&second).await.status, 403);
        let stale = operator.post("/care/LG-0001/card", &[("old", &old), ("wish", "make")]).await;
        assert!(stale.status == 422 && stale.text().contains("刚刚有人改过"), "{}", stale.text());
        assert!(audit::verify(&site.state.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_forged_mark_the_doors_or_another_rooms_writes_nothing() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut operator = one(&site, &mut admin, "wang.mall", Role::Operator).await;
        tie(&mut staff, "wang.mall").await;
        let card = card(&mut operator).await;
        let mark = card.trim_start_matches("/c/LG-0001/");
        let seal = site.state.seals.of(&site.state.db, [0; 32]).await.unwrap();
        let door = DoorMark::of(seal.sign("door\nLG-0001"));
        let guessed = CareMark::of(seal.sign("door\nLG-0001"));
        let stamp = hidden(&site.get(&card).await, "stamp");
        let fields = [("stamp", stamp.as_str()), ("done", "cleaned")];
        let others = [
            format!("/c/LG-0001/{door}"),
            format!("/c/LG-0001/{guessed}"),
            "/c/LG-0001/0000000000000000".to_owned(),
            format!("/c/LG-0002/{mark}"),
        ];
        for address in &others {
            assert_eq!(site.get(address).await.status, 403, "{address}");
            let sent = site.later().post(address, &fields, &[("sec-fetch-site", "same-origin")]).await;
            assert_eq!(sent.status, 403, "{address}");
        }
        assert!(site.get(&format!("/d/LG-0001/{mark}")).await.text().contains("不是我们为这间房印的"), "nor is it the door's");
        assert_eq!(site.get("/c/LG-9999/0000000000000000").await.status, 404);
        let foreign = site.later().post(&card, &fields, &[("sec-fetch-site", "cross-site")]).await;
        assert_eq!(foreign.status, 403);
        for (fields, why) in
            [(vec![("sign", "07")], "请至少点一样"), (vec![("done", "cleaned"), ("trouble", "other")], "要写一句")]
        {
            let refused = record(&site, &card, &fields).await;
            assert!(refused.status == 422 && refused.text().contains(why), "{}", refused.text());
        }
        let unstamped = site.later().post(&card, &[("done", "cleaned")], &[("sec-fetch-site", "same-origin")]).await;
        assert!(unstamped.status == 422 && unstamped.text().contains("value=\"cleaned\" checked"), "{}", unstamped.text());
        assert!(operator.get("/care/LG-0001").await.text().contains("还没有记录。"), "nothing was kept");
    })
    .await;
}

#[tokio::test]
async fn an_operator_enters_by_hand_and_strikes_out_with_a_reason() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut operator = one(&site, &mut admin, "wang.mall", Role::Operator).await;
        tie(&mut staff, "wang.mall").await;
        let page = operator.get("/care/LG-0001").await;
        let id = hidden(&page, "id");
        let to = "/care/LG-0001/enter";
        for day in ["2026-11-16", "2026-11-25", "gestern"] {
            let refused = operator.post(to, &[("id", &id), ("day", day), ("done", "cleaned")]).await;
            assert!(refused.status == 422 && refused.text().contains("最近 7 天以内"), "{day}: {}", refused.text());
        }
        assert!(operator.post(to, &[("id", &id), ("day", "2026-11-23")]).await.text().contains("请至少点一样"));
        for _ in 0..2 {
            let kept = operator.post(to, &[("id", &id), ("day", "2026-11-23"), ("done", "cleaned")]).await;
            assert_eq!(kept.status, 303, "{}", kept.text());
        }
        let log = operator.get("/care/LG-0001").await;
        assert_eq!(log.text().matches("后补，").count(), 1, "{}", log.text());
        assert!(site.get("/rooms/LG-0001").await.text().contains("今天还没有清洁记录"));
        let strike = "/care/LG-0001/strike";
        assert!(operator.post(strike, &[("id", &id), ("why", " ")]).await.text().contains("请写明为什么划掉"));
        assert_eq!(operator.post(strike, &[("id", &id), ("why", "=填错了")]).await.status, 303);
        assert!(operator.get("/care/LG-0001").await.text().contains("已划掉（wang.mall）：=填错了"));
        assert!(operator.post(strike, &[("id", &id), ("why", "又")]).await.text().contains("刚刚有人改过"));
        assert!(operator.get("/care/LG-0001/log.csv").await.text().contains("'=填错了"));
        let long = operator.post("/care/LG-0001/signs", &[("signs", "王小红的电话")]).await;
        assert!(long.status == 422 && long.text().contains("王小红的电话"), "{}", long.text());
    })
    .await;
}

#[tokio::test]
async fn only_operators_of_the_room_keep_its_log() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let mut admin = administrator(&site).await;
        let mut staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let mut mine = one(&site, &mut admin, "wang.mall", Role::Operator).await;
        tie(&mut staff, "wang.mall").await;
        card(&mut mine).await;
        let writes = ["card", "enter", "signs", "strike"].map(|what| format!("/care/LG-0001/{what}"));
        for address in ["/care", "/staff/care", "/care/LG-0001", "/care/LG-0001/card", "/care/LG-0001/log.csv"] {
            assert!(site.get(address).await.header("location").starts_with("/sign-in"), "{address}");
        }
        for address in &writes {
            let sent = site.post(address, &[], &[("sec-fetch-site", "same-origin")]).await;
            assert!(sent.header("location").starts_with("/sign-in"), "{address}");
        }
        for &role in Role::ALL {
            let mut browser = one(&site, &mut admin, &format!("one-{role}"), role).await;
            let (sees, keeps) = (may(role, Action::SeeCare), may(role, Action::KeepCareLog));
            let expected = |yes, no| if yes { 200 } else { no };
            assert_eq!(browser.get("/staff/care").await.status, expected(sees, 403), "{role}");
            // An operator of other rooms is not told that there is one.
            let no = if keeps { 404 } else { 403 };
            for address in ["/care/LG-0001", "/care/LG-0001/log.csv"] {
                assert_eq!(browser.get(address).await.status, expected(sees, no), "{role} {address}");
            }
            assert_eq!(browser.get("/care/LG-0001/card").await.status, no, "{role}");
            for address in &writes {
                assert_eq!(browser.post(address, &[("why", "x"), ("done", "cleaned")]).await.status, no, "{role} {address}");
            }
        }
        assert!(mine.get("/care/LG-0001").await.text().contains("还没有记录。"));
    })
    .await;
}
