use super::*;

fn text() -> String {
    include_str!("../../standards/2025-04-01.toml").to_owned()
}

fn mistakes(text: &str) -> Vec<Mistake> {
    Version::read(text).unwrap_err().0
}

#[test]
fn both_versions_ship_and_differ_by_three_clauses() {
    for text in [include_str!("../../standards/2021-06-06.toml"), include_str!("../../standards/2025-04-01.toml")] {
        Version::read(text).unwrap();
    }
    let [old, new] = published() else { unreachable!("two versions") };
    assert_eq!((old.standard.clauses.len(), new.standard.clauses.len()), (57, 60));
    assert!(old.standard.valid_from < new.standard.valid_from);
    assert_eq!(STUBS.len(), 4);
}

#[test]
fn points_are_those_of_the_clauses_file() {
    let points = |standard: &Standard, role| -> u32 {
        standard.clauses.iter().filter(|clause| clause.role == role).map(|clause| clause.points).sum()
    };
    let [old, new] = published() else { unreachable!("two versions") };
    assert_eq!([Role::Construction, Role::Management, Role::Bonus].map(|role| points(&new.standard, role)), [50, 50, 13]);
    assert_eq!([Role::Construction, Role::Management, Role::Bonus].map(|role| points(&old.standard, role)), [50, 45, 12]);
    let gates = new.standard.clauses.iter().filter(|clause| clause.gate).map(|clause| clause.id.to_string());
    assert_eq!(gates.collect::<Vec<_>>(), ["2.06", "3.01", "3.03", "3.09"]);
    let published = new.standard.clauses.iter().filter(|clause| clause.points_by == Some(PointsBy::Published));
    assert_eq!(published.map(|clause| clause.points).sum::<u32>(), 13);
}

#[test]
fn a_mistake_is_told_with_its_line_and_clause() {
    let line = |text: &str, of: &str| 1 + text.lines().position(|line| line == of).unwrap();
    let bad = text().replacen("min = 2.6", "min = 26", 1);
    let found = mistakes(&bad);
    assert_eq!((found[0].line, found[0].place.as_str()), (line(&bad, "id = \"2.02\"") - 1, "2.02"));
    assert!(found[0].what.en.contains("not plausible"), "{}", found[0]);
    let bad = text().replacen("level = \"sheet\"", "level = \"shet\"", 1);
    let found = mistakes(&bad);
    assert_eq!((found[0].line, found[0].place.as_str()), (line(&bad, "level = \"shet\""), "1.03"));
    assert!(found[0].what.en.contains("shet"), "{}", found[0]);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let bad = text().replacen("document = \"kr2020\"", "document = \"kr\"", 1).replacen("points = 8", "points = 0", 1);
    let found = mistakes(&bad);
    assert_eq!(found.iter().map(|mistake| mistake.place.as_str()).collect::<Vec<_>>(), ["6.01", "7.03"]);
}

#[test]
fn nothing_unread_is_judged() {
    let bad = text().replacen(
        "key = \"co2\", kind = \"number\", unit = \"ppm\", plausible = [100, 20000], record = true",
        "key = \"co2\", kind = \"number\", unit = \"ppm\", max = 1000",
        1,
    );
    assert_ne!(bad, text());
    assert!(mistakes(&bad)[0].what.en.contains("not judged"));
}

#[test]
fn a_file_that_is_no_toml_says_where() {
    assert_eq!(mistakes("id = \"x\"\ntitle = {").len(), 1);
    assert_eq!(mistakes("id = \"x\"\n\n[[clauses]]\nid = ").first().map(|mistake| mistake.line), Some(4));
}
