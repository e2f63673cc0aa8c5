use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;

const TEXT: &str = "\u{feff}第一章　总则\r\n\n　　第一条 为管好母婴室（虚构），制定本指引。\r\n第二节 每日工作\n第二条　运营单位做到：\n\
    - [ ] 【运营单位每日】台面擦净，温水可用\n- [ ] （二）垃圾清空\n# 第二章 附则\n一、解释\n一、本指引自公布之日起施行。\n### 表\n- [ ] 【专家】第九条 复核";

fn body(text: &str) -> Body {
    Body::read(text).unwrap()
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.to_owned() }
}

#[test]
fn headings_paragraphs_and_boxes_are_told_by_how_a_line_begins() {
    let task = |doer, text: &str| Block::Check { doer, text: text.to_owned() };
    let expected = [
        heading(1, "第一章 总则"),
        Block::Paragraph("第一条 为管好母婴室（虚构），制定本指引。".to_owned()),
        heading(2, "第二节 每日工作"),
        Block::Paragraph("第二条 运营单位做到：".to_owned()),
        task(Some(Doer::OperatorDaily), "台面擦净，温水可用"),
        task(None, "（二）垃圾清空"),
        heading(1, "第二章 附则"),
        heading(2, "一、解释"),
        Block::Paragraph("一、本指引自公布之日起施行。".to_owned()),
        heading(3, "表"),
        task(Some(Doer::Expert), "第九条 复核"),
    ];
    assert_eq!(body(TEXT).blocks(), expected);
}

#[test]
fn every_mistake_names_its_line() {
    let long = "长".repeat(MOST_CHARS + 1);
    let text = format!(
        "# 题\n#### 四级\n##\n- [x] 做完\n-[]没有空格\n- [ ] 【谁】做\n- [ ]\n- [链接](/a)\n好\u{7}\n{long}\n\u{202e}反\n1. 对"
    );
    let expected = [
        (2, Wrong::Deep),
        (3, Wrong::NoHeading),
        (4, Wrong::Box),
        (5, Wrong::Box),
        (6, Wrong::Doer("谁".to_owned())),
        (7, Wrong::NoTask),
        (9, Wrong::Control),
        (10, Wrong::Long(MOST_CHARS + 1)),
        (11, Wrong::Control),
    ];
    assert_eq!(Body::read(&text).unwrap_err(), expected);
    for nothing in ["", " \n\u{3000}\n", "# 只有标题"] {
        assert_eq!(Body::read(nothing), Err(vec![(1, Wrong::Empty)]));
    }
}

#[test]
fn a_text_has_limits_and_mistakes_are_told_up_to_fifty() {
    assert!(Body::read(&"一段\n".repeat(MOST_BLOCKS)).is_ok());
    assert_eq!(Body::read(&"一段\n".repeat(MOST_BLOCKS + 9)), Err(vec![(MOST_BLOCKS + 1, Wrong::TooMany)]));
    let large = format!("{}\n", "长".repeat(1000)).repeat(100);
    assert_eq!(Body::read(&large), Err(vec![(MOST_BYTES / 3001 + 1, Wrong::TooMuch)]));
    assert_eq!(Body::read(&"####\n".repeat(99)).unwrap_err().len(), 50);
}

#[test]
fn a_paragraphs_number_is_found_and_a_length_is_none() {
    for (text, expected) in [
        ("第十二条 台面", Some("第十二条")),
        ("第3条台面", Some("第3条")),
        ("（一）台面", Some("（一）")),
        ("(2) 台面", Some("(2)")),
        ("十一、台面。", Some("十一、")),
        ("1. 台面", Some("1.")),
        ("3、台面", Some("3、")),
        ("1.5 米以上", None),
        ("10 平方米", None),
        ("第一次检查", None),
        ("（备注）", None),
        ("一", None),
        ("（一", None),
    ] {
        assert_eq!(number(text), expected, "{text}");
    }
}

#[test]
fn a_checklist_says_where_each_task_stands() {
    let body = body(TEXT);
    let told: Vec<_> = body.checklist().into_iter().map(|task| (task.at, task.doer, task.text, task.place)).collect();
    let expected = [
        (4, Some(Doer::OperatorDaily), "台面擦净，温水可用", vec!["第一章 总则", "第二节 每日工作", "第二条"]),
        (5, None, "（二）垃圾清空", vec!["第一章 总则", "第二节 每日工作", "第二条"]),
        (10, Some(Doer::Expert), "第九条 复核", vec!["第二章 附则", "一、解释", "表"]),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_difference_tells_what_was_added_removed_and_changed_within_a_line() {
    let old = body("第一章 总则\n第一条 每日清洁 2 次。\n第二条 备有温水。\n第三条 本条作废。");
    let new = body("第一章 总则\n第一条 每日清洁 12 次。\n第二条 备有温水。\n第三条 设置报修电话。\n## 附则");
    let changes = difference(&old, &new);
    let run = |mark, text: &str| Run { mark, text: text.to_owned() };
    let (was, is) = (old.blocks(), new.blocks());
    let runs = vec![run(Mark::Same, "第一条 每日清洁 "), run(Mark::Gone, "2"), run(Mark::New, "12"), run(Mark::Same, " 次。")];
    assert_eq!(changes[..3], [Change::Same(&is[0]), Change::Changed { old: &was[1], new: &is[1], runs }, Change::Same(&is[2]),]);
    assert_eq!(changes[3..], [Change::Removed(&was[3]), Change::Added(&is[3]), Change::Added(&is[4])]);
}

#[test]
fn what_becomes_a_task_is_changed_and_not_new() {
    let (old, new) = (body("垃圾清空"), body("- [ ] 【运营单位每日】垃圾清空"));
    let changes = difference(&old, &new);
    assert!(matches!(&changes[..], [Change::Changed { runs, .. }] if runs[0].text == "- [ ] 【运营单位每日】"), "{changes:?}");
}

#[test]
fn paragraphs_are_marked_to_be_checked_and_headings_are_not() {
    let text = body(TEXT);
    let marked = text.marked(|at| match at {
        0 | 1 => Some(Checked::By(Some(Doer::StaffMonthly))),
        4 => Some(Checked::No),
        5 => Some(Checked::By(Some(Doer::Expert))),
        _ => None,
    });
    let written = marked.to_string();
    assert!(written.starts_with("第一章 总则\n- [ ] 【工作人员每月】第一条 为管好"), "{written}");
    assert!(written.contains("\n台面擦净，温水可用\n- [ ] 【专家】（二）垃圾清空\n"), "{written}");
    assert_eq!(Body::read(&written).unwrap(), marked);
    assert_eq!(text.marked(|_| None), text);
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(number)
}

#[test]
fn a_draft_is_published_by_somebody_else_with_a_note_and_a_day_of_its_own() {
    let draft = Revision::read("管理指引（虚构）", " ", "2026-01-03", "第一条 试。");
    let go = |by, note, days: &[u64]| may_publish(&draft, ("li", by), note, days.iter().map(|of| day(*of)));
    assert_eq!(go("li", "新增", &[]), Err(Refused::OwnEdit));
    assert_eq!(go("wang", " ", &[]), Err(Refused::NoNote));
    assert_eq!(go("wang", "新增", &[1, 2]), Err(Refused::SameDay(day(2))));
    assert_eq!(go("wang", "新增", &[1, 3]), Ok(()));
    assert_eq!(draft.as_ref().unwrap().head.reference, None);
    let wrong = Revision::read("", &"号".repeat(501), "21-6-1", "####");
    let expected = vec![Mistake::Title, Mistake::Reference, Mistake::Day, Mistake::Line(1, Wrong::Deep)];
    assert_eq!(wrong, Err(expected));
    assert_eq!(may_publish(&wrong, ("li", "wang"), "x", []), Err(Refused::Mistakes));
}

/// Lines of all kinds, mistakes among them.
fn any_text() -> impl Strategy<Value = String> {
    let line = "(#{0,4} ?|第[一2]{1,2}[章节条] ?|[一十]、|（一）|- \\[[ x]?\\] ?|【专家】|-|　){0,3}[台面#。： \\[\\]【】-]{0,6}";
    proptest::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
}

/// Texts that are alike.
fn any_body() -> impl Strategy<Value = Body> {
    let line = prop_oneof!["第[一二]章 [总附]则", "- \\[ \\] (【专家】)?[甲乙丙丁 ]{0,4}戊", "第[一二三]条 [甲乙丙丁 a1]{1,12}"];
    proptest::collection::vec(line, 1..14).prop_map(|lines| body(&format!("{}\n段", lines.join("\n"))))
}

proptest! {
    #[test]
    fn what_is_read_is_written_and_read_again_as_the_same(text in any_text()) {
        if let Ok(body) = Body::read(&text) {
            prop_assert_eq!(Body::read(&body.to_string()).unwrap(), body);
        }
    }

    #[test]
    fn a_difference_holds_both_texts_whole(old in any_body(), new in any_body()) {
        let changes = difference(&old, &new);
        let (mut was, mut is) = (Vec::new(), Vec::new());
        for change in &changes {
            match change {
                Change::Same(block) => { was.push((*block).clone()); is.push((*block).clone()); }
                Change::Added(block) => is.push((*block).clone()),
                Change::Removed(block) => was.push((*block).clone()),
                Change::Changed { old, new, runs } => {
                    let but = |mark| runs.iter().filter(|run| run.mark != mark).map(|run| run.text.as_str()).collect::<String>();
                    prop_assert_eq!(but(Mark::New), old.to_string());
                    prop_assert_eq!(but(Mark::Gone), new.to_string());
                    was.push((*old).clone());
                    is.push((*new).clone());
                }
            }
        }
        prop_assert_eq!(was, old.blocks());
        prop_assert_eq!(is, new.blocks());
        let all_same = changes.iter().all(|change| matches!(change, Change::Same(_)));
        prop_assert_eq!(all_same, old == new);
    }

    /// On every day one revision is in force from the first one on, and before that none.
    #[test]
    fn one_revision_is_in_force(days in proptest::collection::hash_set(0_u64..50, 0..6), today in 0_u64..60) {
        let all: Vec<NaiveDate> = days.iter().map(|of| day(*of)).collect();
        let current: Vec<_> = all.iter().filter(|from| standing(**from, all.iter().copied(), day(today)) == Standing::Current).collect();
        prop_assert_eq!(current.first().copied(), all.iter().filter(|from| **from <= day(today)).max());
        prop_assert!(current.len() <= 1);
        for &from in &all {
            if let Standing::Replaced(next) = standing(from, all.iter().copied(), day(today)) {
                prop_assert!(from < next && next <= day(today) && all.contains(&next));
            }
        }
    }
}
