//! `muying standard check` and `muying score`.

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::support::{Done, repository};

fn run(words: &[&str]) -> Done {
    let output = Command::new(env!("CARGO_BIN_EXE_muying")).args(words).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Done { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// A station's room on a day in 2025: small, its buckle broken, two things not looked at.
fn sheet() -> Value {
    json!({
        "standard": "longgang-2025-04-01",
        "visited": "2025-07-02",
        "venue": { "frequented": true, "floor_area_m2": 4000, "visitors_per_day": 22000, "rooms_area_m2": 8.6,
                   "building": "refurbished", "door": "hinged", "glass_door": false },
        "answers": { "season": "summer", "clauses": {
            "1.03": { "given": { "value": "good" } },
            "1.04": { "given": { "value": "fair" } },
            "1.05": { "could_not_check": "电梯停用" },
            "2.01": { "given": { "value": [{ "value": 8.6 }, { "value": 8.7 }] } },
            "2.02": { "given": { "value": 2.6 } },
            "2.04": { "given": { "value": true } },
            "2.06": { "given": { "value": true } },
            "3.01": { "given": { "value": "works" } },
            "3.02": { "given": { "value": true } },
            "3.03": { "given": { "value": false } },
            "3.09": { "given": { "value": "broken" } },
            "3.10": { "not_applicable": "没有座椅" },
            "4.01": { "given": { "value": 1 } },
            "4.03": { "given": { "value": "works", "temperature": 41.5 } },
            "4.10": { "given": { "value": "open" } },
            "5.01": { "given": { "value": [{ "value": 82, "unit": "cm" }] } },
            "6.02": { "given": { "value": 27.5 } },
            "7.03": { "given": { "value": 2, "latest": "09:40" } },
            "7.07": { "given": { "value": "ask_staff" } }
        } }
    })
}

fn scored(sheet: &Value, more: &[&str]) -> Done {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sheet.json");
    std::fs::write(&file, sheet.to_string()).unwrap();
    let mut words = vec!["score", file.to_str().unwrap()];
    words.extend(more);
    run(&words)
}

#[test]
fn a_sheet_gives_the_numbers_worked_out_by_hand() {
    let done = scored(&sheet(), &[]);
    assert_eq!(done.code, 0, "{}", done.err);
    let report: Value = serde_json::from_str(&done.out).unwrap();
    // Construction: 5 + 3 + 0 (2.01) + 1 + 2 + 3 + 2 + 0 (3.09) + 2 + 2 + 0.6 + 2 of 50; class B, so the cot applies.
    assert_eq!(report["halves"][0], json!({ "role": "construction", "earned": 2260, "applicable": 5000, "score": 22.6 }));
    // Management: 2 + 8 + 3 of 50.
    assert_eq!(report["halves"][1], json!({ "role": "management", "earned": 1300, "applicable": 5000, "score": 13.0 }));
    assert_eq!((&report["total"], &report["band"], &report["passes"]), (&json!(35.6), &json!("fail"), &json!(false)));
    assert_eq!(report["open_gates"], json!([{ "clause": "3.09", "outcome": "fail" }]));
    assert_eq!(report["lists"][0], json!({ "list": "basic", "met": 3, "of": 10, "missing": [1, 3, 4, 5, 6, 7, 8] }));
    assert_eq!((&report["class"], &report["duty"]), (&json!("B"), &json!({ "needed": true, "enough": false })));
}

#[test]
fn every_line_is_explained_in_both_languages() {
    let zh = scored(&sheet(), &["--explain", "zh"]).out;
    assert!(zh.contains("8.6 m²、8.7 m²（要求 ≥ 10 m²） → 不通过，0 / 4 分"), "{zh}");
    assert!(zh.contains("电梯停用 → 没能查清，0 / 3 分"), "{zh}");
    let en = scored(&sheet(), &["--explain", "en"]).out;
    assert!(en.contains("820 mm (asked for: refurbished: ≥ 800 mm) → pass, 2 of 2"), "{en}");
    assert!(en.contains("Score 35.6 (construction 22.6, management 13.0), Fails: to be put right"), "{en}");
    assert_eq!(en.lines().count(), zh.lines().count());
}

#[test]
fn what_is_wrong_with_a_sheet_is_told_and_nothing_is_scored() {
    let mut bad = sheet();
    bad["answers"]["clauses"]["2.01"] = json!({ "given": { "value": -3 } });
    bad["answers"]["clauses"]["9.01"] = json!({ "given": { "value": true } });
    let done = scored(&bad, &[]);
    assert_eq!(done.code, 1);
    assert!(done.err.contains("2.01, value: must be a number from 0 to 1000000"), "{}", done.err);
    assert!(done.err.contains("9.01: this version of the standard has no such clause"), "{}", done.err);
    assert!(done.err.contains("2 answer(s)"), "{}", done.err);
}

#[test]
fn a_visit_is_judged_by_the_version_in_force_on_its_day() {
    let with = |standard: &str, visited: &str| {
        let mut sheet = sheet();
        (sheet["standard"], sheet["visited"]) = (standard.into(), visited.into());
        scored(&sheet, &[]).err
    };
    assert!(with("longgang-2025-04-01", "2025-03-31").contains("was not in force"));
    assert!(with("longgang-2021-06-06", "2025-04-01").contains("longgang-2025-04-01 was in force"));
    assert!(with("longgang-2025-04-01", "2999-01-01").contains("lies ahead"));
    assert!(with("sjg-54-2019", "2025-07-02").contains("there are longgang-2021-06-06, longgang-2025-04-01"));
}

#[test]
fn of_many_sheets_the_bad_lines_are_told_and_the_others_scored_in_order() {
    let mut old = sheet();
    (old["standard"], old["visited"]) = ("longgang-2021-06-06".into(), "2024-05-06".into());
    old["answers"]["clauses"].as_object_mut().unwrap().remove("3.03");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sheets.jsonl");
    std::fs::write(&file, format!("{}\nnonsense\n\n{old}\n", sheet())).unwrap();
    let done = run(&["score", file.to_str().unwrap()]);
    assert_eq!(done.code, 2);
    let reports: Vec<Value> = done.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let whole: Value = serde_json::from_str(&scored(&sheet(), &[]).out).unwrap();
    assert_eq!((reports.len(), &reports[0], &reports[1]["standard"]), (2, &whole, &json!("longgang-2021-06-06")));
    assert!(done.err.contains("sheets.jsonl: line 2: ") && !done.err.contains("line 3"), "{}", done.err);
}

#[test]
fn the_schema_names_every_part_of_a_sheet() {
    let schema: Value = serde_json::from_str(&run(&["score", "--schema"]).out).unwrap();
    assert_eq!(schema["required"], json!(["standard", "visited"]));
    assert!(schema["$defs"]["Answer"].to_string().contains("could_not_check"));
}

#[test]
fn a_standard_is_checked_with_line_and_clause() {
    let good = repository("app/domain/standards/2025-04-01.toml");
    let done = run(&["standard", "check", good.to_str().unwrap()]);
    assert!(done.code == 0 && done.out.contains("60 clauses, valid from 2025-04-01"), "{}{}", done.out, done.err);
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad.toml");
    std::fs::write(&bad, std::fs::read_to_string(&good).unwrap().replacen("points = 8", "points = 0", 1)).unwrap();
    let done = run(&["standard", "check", bad.to_str().unwrap()]);
    assert_eq!(done.code, 1);
    assert!(done.out.contains("bad.toml: line ") && done.out.contains("7.03: points stand with the roles"), "{}", done.out);
}
