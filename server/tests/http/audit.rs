//! `/staff/audit`: lines by person, action and day, as a page and as CSV, and whether the chain holds.

use app::audit::{Entry, append};
use app::db::Db;
use app::testing::both_engines;
use serde_json::json;

use super::accounts::administrator;
use super::support::{Site, at_eleven};

async fn tell(db: &Db, day: i64, actor: &str, action: &str) {
    let at = at_eleven() + chrono::TimeDelta::days(day);
    let mut tx = db.begin().await.unwrap();
    let entry = Entry { at, actor, action, subject: "=cmd()", detail: json!({ "day": day }) };
    append(&mut tx, &entry).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn lines_are_found_by_who_what_and_when() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let admin = administrator(&site).await;
        for day in 0..60 {
            tell(&site.state.db, day, "test", if day % 2 == 0 { "rooms.even" } else { "rooms.odd" }).await;
        }
        let rows = |page: &str| page.matches("<tr><td class=\"num\"").count();
        let all = admin.get("/staff/audit").await;
        assert_eq!(rows(all.text()), 50);
        let older = all.text().split("href=\"/staff/audit?before=").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert_eq!(rows(admin.get(&format!("/staff/audit?before={older}")).await.text()), 14);
        assert_eq!(rows(admin.get("/staff/audit?actor=test&action=rooms.e").await.text()), 30);
        assert_eq!(rows(admin.get("/staff/audit?actor=test&from=2026-11-25&until=2026-11-26").await.text()), 2);
        assert_eq!(rows(admin.get("/staff/audit?actor=nobody").await.text()), 0);
        let csv = admin.get("/staff/audit.csv?action=rooms.odd").await;
        assert_eq!(csv.text().lines().count(), 31);
        assert!(csv.text().contains(",'=cmd(),"), "no formula: {}", csv.text());
    })
    .await;
}

#[tokio::test]
async fn a_changed_line_breaks_the_chain_and_the_page_says_which() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let admin = administrator(&site).await;
        assert!(admin.get("/staff/audit?check").await.text().contains("记录完整：4 行"));
        match &site.state.db {
            Db::Sqlite(pool) => sqlx::query("update audit set actor = 'x' where seq = 3").execute(pool).await.map(|_| ()),
            Db::Postgres(pool) => sqlx::query("update audit set actor = 'x' where seq = 3").execute(pool).await.map(|_| ()),
        }
        .unwrap();
        assert!(admin.get("/staff/audit?check").await.text().contains("第 3 行对不上"));
    })
    .await;
}
