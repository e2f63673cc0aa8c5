//! `/standards`: versions, clauses, the difference of two, the file and the form of a sheet.

use app::testing::both_engines;

use super::support::Site;

#[tokio::test]
async fn both_versions_are_listed_and_the_unread_texts_are_named() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let page = site.get("/standards").await.text().to_owned();
        assert!(page.contains("/standards/longgang-2021-06-06\"") && page.contains("/standards/longgang-2025-04-01\""), "{page}");
        assert_eq!(page.matches("文本暂缺").count(), 4);
        assert_eq!(page.matches("现行").count(), 1);
        let english = site.get("/standards?lang=en").await.text().to_owned();
        assert_eq!(english.matches("Text not available").count(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_version_shows_every_clause_with_its_source_and_hands_out_its_file() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let page = site.get("/standards/longgang-2025-04-01").await.text().to_owned();
        assert_eq!(page.matches("<article").count(), 60);
        assert!(page.contains("id=\"c3.03\"") && page.contains("第八条第一款第三项"));
        assert!(page.contains("新建、扩建：≥ 900 mm、改造：≥ 800 mm"));
        let file = site.get("/standards/longgang-2025-04-01.toml").await;
        assert_eq!(file.header("content-type"), "application/toml; charset=utf-8");
        assert!(file.text().contains("valid_from = \"2025-04-01\""));
        assert_eq!(site.get("/standards/sheet.schema.json").await.json()["title"], "Sheet");
        assert_eq!(site.get("/standards/none").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn the_difference_of_two_versions_is_told_clause_by_clause() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        let page = site.get("/standards/longgang-2021-06-06/diff/longgang-2025-04-01").await.text().to_owned();
        assert!(page.contains("3 条不同"));
        assert_eq!(page.matches("<h2><span class=\"num\">").count(), 3);
        assert!(["3.03", "3.04", "3.11"].iter().all(|id| page.contains(&format!("id=\"c{id}\""))));
        let same = site.get("/standards/longgang-2025-04-01/diff/longgang-2025-04-01?lang=en").await.text().to_owned();
        assert!(same.contains("The clauses are the same in both."));
    })
    .await;
}
