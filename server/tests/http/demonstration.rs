//! What the demonstration inspections show: the rooms that the newer version of the standard judges otherwise.

use std::collections::BTreeMap;
use std::process::Command;

use app::db::Db;
use app::testing::{both_engines, url};
use domain::Role;

use super::accounts::administrator;
use super::inspections::one;
use super::support::{Site, at_eleven, plain};

const OLD: &str = "longgang-2021-06-06";
const NEW: &str = "longgang-2025-04-01";
/// The first day of the newer version.
const NEWER_SINCE: &str = "2025-04-01";

/// Runs `muying seed --demo` on a registry.
fn seed(db: &Db) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muying"));
    let done = command.args(["seed", "--demo"]).env("MUYING_DATABASE_URL", url(db)).env_remove("MUYING_REGION").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// The rooms of the page, each with what is said of it.
fn rooms(page: &str) -> BTreeMap<String, String> {
    let items = page.split("<li class=\"panel\">").skip(1);
    items
        .map(|item| {
            let code = item.find("LG-").map(|at| item[at..at + 7].to_owned()).unwrap();
            (code, item.split("</li>").next().unwrap().to_owned())
        })
        .collect()
}

#[tokio::test]
async fn the_impact_of_the_newer_version_is_right_on_the_demonstration_inspections() {
    #[derive(serde::Deserialize)]
    struct Visit {
        room: String,
        visited: String,
    }
    let file: toml::Table = toml::from_str(include_str!("../../../data/demo/inspections.toml")).unwrap();
    let visits: Vec<Visit> = file["visits"].clone().try_into().unwrap();
    both_engines(|db| async {
        seed(&db);
        let site = Site::unread(db, &plain());
        site.state.registry.refresh(&site.state.db, at_eleven()).await.unwrap();
        let mut admin = administrator(&site).await;
        let staff = one(&site, &mut admin, "li.staff", Role::Staff).await;
        let page = staff.get(&format!("/staff/impact/{OLD}/{NEW}")).await;
        let listed = rooms(page.text());
        let before: Vec<&Visit> = visits.iter().filter(|visit| &*visit.visited < NEWER_SINCE).collect();
        for visit in &before {
            let said = listed.get(&visit.room).unwrap_or_else(|| panic!("{} is not listed", visit.room));
            assert!(said.contains("→ 不通过") && said.contains("<dd>3.03</dd>"), "never looked for cameras: {said}");
        }
        // Of those visited under the newer version: a camera check that could not be made is no gate of the older one, and
        // 3.04 (5 points of management, in the newer version only) takes them below the 90 points of the best band.
        assert!(listed["LG-0086"].contains("通过 → 不通过") && listed["LG-0086"].contains("<dd>3.03</dd>"));
        for (code, step) in [("LG-0096", "优 · 94.0 分（自拟） → 良 · 89.0"), ("LG-0114", "优 · 90.0 分（自拟） → 良 · 85.0")]
        {
            assert!(listed[code].contains(step), "{}", listed[code]);
        }
        assert_eq!((before.len(), listed.len()), (14, 14 + 3), "{:?}", listed.keys());
    })
    .await;
}
