//! `muying import rooms`

use app::testing::both_engines;

use super::support::{Desk, repository};

const THREE: &str = "code,name_zh,kind,lon,lat,hot_water\n\
                     LG-0301,甲母婴室,independent,114.1,22.6,yes\n\
                     LG-0302,乙母婴室,mobile_pod,114.2,22.7,unknown\n\
                     LG-0303,丙母婴室,independent,22.7,114.2,no\n";

#[tokio::test]
async fn a_dry_run_tells_everything_and_writes_nothing() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let version = desk.version().await;
        let done = desk.run(&["import", "rooms", &desk.file("three.csv", THREE), "--dry-run"]);
        assert_eq!(done.code, 2);
        for words in
            ["added     LG-0301 (row 2) 甲母婴室", "refused   row 4", "look swapped", "2 added, 0 changed", "nothing was written"]
        {
            assert!(done.out.contains(words), "{words} in {}", done.out);
        }
        assert_eq!((desk.version().await, desk.audit_lines().await), (version, 0));
        assert_eq!(desk.export().lines().count(), 1);
        assert!(!desk.path("three.csv.refused.csv").exists());
    })
    .await;
}

#[tokio::test]
async fn a_real_run_is_written_with_its_audit_line_and_a_second_run_changes_nothing() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let file = desk.file("three.csv", THREE);
        let first = desk.run(&["import", "rooms", &file]);
        assert_eq!(first.code, 2, "{}", first.err);
        assert!(first.out.contains("2 added, 0 changed, 0 unchanged, 1 refused"), "{}", first.out);
        let refused = std::fs::read_to_string(desk.path("three.csv.refused.csv")).unwrap();
        assert!(refused.contains("丙母婴室") && refused.contains("原因") && !refused.contains("甲母婴室"), "{refused}");
        let version = desk.version().await;
        let second = desk.run(&["import", "rooms", &file]);
        assert!(second.out.contains("0 added, 0 changed, 2 unchanged, 1 refused"), "{}", second.out);
        assert_eq!((desk.version().await, desk.audit_lines().await), (version, 1));
    })
    .await;
}

#[tokio::test]
async fn a_change_is_told_by_its_fields() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let file = desk.file("three.csv", THREE);
        desk.run(&["import", "rooms", &file]);
        desk.file("three.csv", THREE.replace("甲母婴室,independent", "甲新母婴室,independent").replace("unknown", "yes"));
        let done = desk.run(&["import", "rooms", &file, "--refused", "elsewhere.csv"]);
        assert!(done.out.contains("changed   LG-0301 (row 2) name_zh"), "{}", done.out);
        assert!(done.out.contains("changed   LG-0302 (row 3) hot_water"), "{}", done.out);
        assert!(desk.path("elsewhere.csv").exists());
        assert!(desk.export().contains("甲新母婴室"));
        assert_eq!(desk.audit_lines().await, 2);
    })
    .await;
}

#[tokio::test]
async fn real_rooms_take_the_place_of_demonstration_rooms_when_told_to() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        desk.run(&["seed", "--demo"]);
        let file = desk.file("real.csv", "code,name_zh\nLG-0301,真实母婴室\n");
        let beside = desk.run(&["import", "rooms", &file]);
        assert!(beside.err.contains("153 demonstration rooms stay") && beside.err.contains("--replace-demo"), "{}", beside.err);
        let replaced = desk.run(&["import", "rooms", &file, "--replace-demo"]);
        assert!(replaced.out.contains("153 demonstration rooms closed"), "{}", replaced.out);
        let stored = app::rooms::store::list(&desk.db).await.unwrap();
        let public: Vec<_> =
            stored.iter().filter(|stored| stored.room.is_public()).map(|stored| stored.room.code.as_str()).collect();
        assert_eq!(public, ["LG-0301"]);
        assert_eq!(desk.run(&["import", "rooms", &file, "--replace-demo"]).err, "");
    })
    .await;
}

#[tokio::test]
async fn long_lists_are_cut_unless_all_is_wanted() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let demo = repository("data/demo/rooms.csv");
        let demo = demo.to_str().unwrap();
        let cut = desk.run(&["import", "rooms", demo, "--dry-run"]);
        assert!(cut.out.contains("… and 133 more") && cut.out.lines().count() < 25, "{}", cut.out);
        let all = desk.run(&["import", "rooms", demo, "--dry-run", "--verbose"]);
        assert_eq!(all.out.lines().filter(|line| line.starts_with("added")).count(), 153);
    })
    .await;
}

#[tokio::test]
async fn the_mapping_for_tokyo_reads_its_own_region() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let mapping = repository("data/mappings/tokyo.toml");
        let done = desk.run(&["import", "rooms", "missing.geojson", "--mapping", mapping.to_str().unwrap(), "--region", "tokyo"]);
        assert_eq!(done.code, 1);
        assert!(done.err.contains("missing.geojson: No such file"), "{}", done.err);
    })
    .await;
}
