//! `muying seed --demo`, and export and import without loss.

use app::testing::both_engines;

use super::support::{Desk, repository};

#[tokio::test]
async fn seed_gives_the_same_rooms_each_time_and_tells_the_audit_once() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let first = desk.run(&["seed", "--demo"]);
        let told = "Demonstration rooms: 153 added, 0 changed, 0 unchanged.\nDemonstration inspections: 44 added.\nDemonstration awards: 4 added.\nDemonstration venues: 13 added.";
        assert_eq!((first.code, first.out.trim()), (0, told), "{}", first.err);
        assert_eq!(desk.export().lines().count(), 154);
        let lines = desk.audit_lines().await;
        let told = "Demonstration rooms: 0 added, 0 changed, 153 unchanged.\nDemonstration inspections: 0 added.\nDemonstration awards: 0 added.\nDemonstration venues: 0 added.";
        assert_eq!(desk.run(&["seed", "--demo"]).out.trim(), told);
        assert!(desk.run(&["seed", "--demo", "--if-empty"]).out.contains("153 rooms already"));
        assert_eq!(desk.audit_lines().await, lines);
        assert_eq!(desk.run(&["audit", "verify"]).out.trim(), format!("The chain holds: {lines} lines."));
    })
    .await;
}

#[tokio::test]
async fn seed_refuses_without_demo_and_beside_real_rooms() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let unsaid = desk.run(&["seed"]);
        assert_eq!(unsaid.code, 1);
        assert!(unsaid.err.contains("muying seed --demo"), "{}", unsaid.err);
        let file = desk.file("real.csv", "code,name_zh\nLG-0200,真实母婴室\n");
        assert_eq!(desk.run(&["import", "rooms", &file]).code, 0);
        let mixed = desk.run(&["seed", "--demo"]);
        assert_eq!(mixed.code, 1);
        assert!(mixed.err.contains("holds 1 real rooms") && mixed.err.contains("--database-url"), "{}", mixed.err);
    })
    .await;
}

#[tokio::test]
async fn export_into_an_empty_registry_exports_the_same_bytes() {
    for format in ["csv", "geojson"] {
        both_engines(|db| async {
            let desk = Desk::new(db);
            let demo = repository("data/demo/rooms.csv");
            assert_eq!(desk.run(&["import", "rooms", demo.to_str().unwrap()]).code, 0);
            let (csv, out) = (desk.export(), desk.path(&format!("out.{format}")));
            let out = out.to_str().unwrap();
            assert_eq!(desk.run(&["export", "rooms", "--format", format, "--output", out]).code, 0);
            let empty = format!("sqlite:{}", desk.path("second.db").display());
            assert_eq!(desk.run(&["migrate", "--database-url", &empty]).code, 0);
            let back = desk.run(&["import", "rooms", out, "--database-url", &empty]);
            assert_eq!(back.code, 0, "{}{}", back.out, back.err);
            let again = desk.run(&["export", "rooms", "--format", "csv", "--database-url", &empty]);
            assert!(again.out == csv, "CSV of what was imported from {format} differs");
            let again = desk.run(&["export", "rooms", "--format", format, "--database-url", &empty]);
            assert!(again.out == std::fs::read_to_string(out).unwrap(), "{format} differs");
        })
        .await;
    }
}
