//! The built site's files, and a site that has not been built.

use std::fs;

use app::testing::{both_engines, sample_rooms};
use server::site::BuiltSite;

use super::support::{Site, plain};

#[tokio::test]
async fn files_with_a_version_are_kept_for_ever_and_the_service_worker_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (name, text) in [
        ("pkg/abc/style.css", "body{}"),
        ("pkg/abc/style.css.br", "compressed"),
        ("sw.js", "// worker"),
        ("icons/icon-192.png", "png"),
        ("site.json", r#"{"version":"abc","files":{"pkg/abc/style.css":{},"sw.js":{},"icons/icon-192.png":{}}}"#),
    ] {
        fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        fs::write(root.join(name), text).unwrap();
    }
    both_engines(|db| async {
        let web = server::router::Web { site: BuiltSite::read(root), ..plain() };
        let site = Site::with(db, &sample_rooms(), &web).await;
        let style = site.get("/pkg/abc/style.css").await;
        assert_eq!((style.text(), style.header("content-type")), ("body{}", "text/css"));
        assert_eq!(style.header("cache-control"), "public, max-age=31536000, immutable");
        let small = site.get_with("/pkg/abc/style.css", &[("accept-encoding", "br, gzip")]).await;
        assert_eq!((small.text(), small.header("content-encoding")), ("compressed", "br"));
        let worker = site.get("/sw.js").await;
        assert_eq!((worker.text(), worker.header("cache-control")), ("// worker", "no-cache"));
        assert_eq!(site.get("/icons/icon-192.png").await.header("cache-control"), "public, max-age=86400");
        for address in ["/pkg/abc/none.js", "/pkg/", "/pkg/..%2fsite.json", "/site.json", "/vendor/x.js"] {
            assert_eq!(site.get(address).await.status, 404, "{address}");
        }
        assert_eq!(site.get("/pkg/abc/none.js").await.header("cache-control"), "no-store");
        assert!(site.get("/").await.text().contains("/pkg/abc/style.css"));
    })
    .await;
}

#[tokio::test]
async fn without_a_built_site_pages_still_come() {
    both_engines(|db| async {
        let site = Site::new(db).await;
        assert_eq!(site.get("/").await.status, 200);
        assert_eq!(site.get("/pkg/abc/style.css").await.status, 404);
    })
    .await;
}
