//! Files that are none: a clear message, exit code 1, nothing written.

use std::fmt::Write;

use app::testing::both_engines;

use super::support::Desk;

#[tokio::test]
async fn files_that_cannot_be_read_say_why_and_change_nothing() {
    let utf16: Vec<u8> = "code,name_zh\nLG-0001,室\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [&[0xff, 0xfe][..], &utf16].concat();
    let gbk = b"code,name_zh\nLG-0001,\xc4\xb8\xd3\xa4\xca\xd2\n";
    let files: [(&str, &[u8], &str); 7] = [
        ("empty.csv", b"", "the file is empty"),
        ("rooms.xlsx", b"PK\x03\x04\x14\x00\x06\x00", "workbook cannot be read"),
        ("utf16.csv", &with_mark, "UTF-16"),
        ("gbk.csv", gbk, "is not UTF-8"),
        ("other.csv", b"name,place\nx,y\n", "needs a mapping file"),
        ("header.csv", b"code,name_zh\n", "no rows"),
        ("broken.geojson", b"{\"type\":\"FeatureCollection\",\"features\":[{", "JSON"),
    ];
    both_engines(|db| async {
        let desk = Desk::new(db);
        let version = desk.version().await;
        for (name, bytes, words) in files {
            let done = desk.run(&["import", "rooms", &desk.file(name, bytes)]);
            assert_eq!(done.code, 1, "{name}: {}{}", done.out, done.err);
            assert!(done.err.contains(words) && done.err.contains(name), "{name}: {}", done.err);
        }
        assert_eq!((desk.version().await, desk.audit_lines().await), (version, 0));
    })
    .await;
}

#[tokio::test]
async fn one_bad_row_among_many_is_refused_alone() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let mut csv = "code,name_zh,area_m2\n".to_owned();
        for number in 1..=20_000 {
            let area = if number == 13_000 { "large" } else { "10.5" };
            writeln!(csv, "LG-{number:04},母婴室 {number},{area}").unwrap();
        }
        let done = desk.run(&["import", "rooms", &desk.file("many.csv", csv)]);
        assert_eq!(done.code, 2, "{}", done.err);
        assert!(done.out.contains("refused   row 13001, area_m2, \"large\""), "{}", done.out);
        assert!(done.out.contains("19999 added"), "{}", done.out);
    })
    .await;
}

#[tokio::test]
async fn a_database_without_tables_says_what_to_do() {
    both_engines(|db| async {
        let desk = Desk::new(db);
        let empty = format!("sqlite:{}", desk.path("empty.db").display());
        for words in [&["export", "rooms", "--format", "csv"][..], &["seed", "--demo"], &["audit", "verify"]] {
            let done = desk.run(&[words, &["--database-url", &empty]].concat());
            assert_eq!(done.code, 1);
            assert!(done.err.contains("muying migrate"), "{}", done.err);
        }
        let wrong = desk.run(&["migrate", "--database-url", "mysql://x"]);
        assert!(wrong.err.contains("must begin with sqlite: or postgres://"), "{}", wrong.err);
    })
    .await;
}
