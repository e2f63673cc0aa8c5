//! What the types alone do not know of a standard.

use std::collections::HashSet;

use super::{Clause, Part, PartKind, Role, Said, Standard, TextStatus};
use crate::code::ClauseId;
use crate::text::Bilingual;

/// Mistakes found, each with the part of the file: a clause's id or a table's name.
struct Found(Vec<(String, Said)>);

impl Found {
    fn say(&mut self, place: &str, what: Said) {
        self.0.push((place.to_owned(), what));
    }

    fn unless(&mut self, holds: bool, place: &str, (zh, en): (&str, &str)) {
        if !holds {
            self.say(place, Said::new(zh, en));
        }
    }

    fn unique<'a>(&mut self, table: &str, ids: impl Iterator<Item = &'a str>) {
        let mut seen = HashSet::new();
        for id in ids {
            if !seen.insert(id) {
                self.say(table, Said::new(format!("{id:?} 出现了两次"), format!("{id:?} stands there twice")));
            }
        }
    }

    fn english(&mut self, place: &str, (zh, en): (&str, &str), text: &Bilingual) {
        if text.en.is_none() {
            let (zh, en) = (
                format!("{zh}没有英文：每段文字都要有 zh 和 en"),
                format!("{en} has no English: every text stands in zh and en"),
            );
            self.say(place, Said::new(zh, en));
        }
    }
}

pub(super) fn check(standard: &Standard) -> Vec<(String, Said)> {
    let mut found = Found(Vec::new());
    let word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    found.unless(word(&standard.id), "id", ("id 只用小写字母、数字和连字符", "an id is lower-case letters, digits and hyphens"));
    found.english("title", ("标题", "the title"), &standard.title);
    found.english("note", ("说明", "the note"), &standard.note);
    found.unique("documents", standard.documents.iter().map(|document| document.id.as_str()));
    found.unique("sections", standard.sections.iter().map(|section| section.id.as_str()));
    found.unique("choices", standard.choices.iter().map(|choices| choices.id.as_str()));
    for choices in &standard.choices {
        let place = format!("choices {}", choices.id);
        found.unique(&place, choices.options.iter().map(|option| option.word.as_str()));
        found.unless(
            choices.options.iter().all(|option| option.share <= 100),
            &place,
            ("share 是 0 到 100 的百分数", "a share is from 0 to 100 percent"),
        );
        let rising = choices.options.windows(2).all(|pair| pair[0].share <= pair[1].share);
        found.unless(rising, &place, ("options 要从最差排到最好", "options stand from the worst to the best"));
        found.unless(choices.options.iter().any(|option| option.passes), &place, ("没有一个选项算通过", "no option passes"));
    }
    let mut seen = HashSet::new();
    for clause in &standard.clauses {
        found.unless(
            seen.insert(clause.id),
            clause.id.as_str(),
            ("前面的条款已经用了这个 id", "this id is used by an earlier clause"),
        );
        of_clause(&mut found, standard, clause);
    }
    of_scheme(&mut found, standard);
    found.0
}

fn of_clause(found: &mut Found, standard: &Standard, clause: &Clause) {
    let at = clause.id.as_str();
    let known = standard.sections.iter().any(|section| section.id == clause.id.section());
    found.unless(known, at, ("sections 里没有它所属的节", "its section is not among the sections"));
    found.english(at, ("标题", "the title"), &clause.title);
    found.unless(
        !clause.sources.is_empty(),
        at,
        ("要写明出处：不能凭记忆提要求", "needs a source: nothing is asked from memory"),
    );
    for source in &clause.sources {
        if standard.document(&source.document).is_none() {
            let document = &source.document;
            let (zh, en) = (format!("documents 里没有 {document:?}"), format!("{document:?} is not among the documents"));
            found.say(at, Said::new(zh, en));
        }
    }
    let scored = clause.role != Role::Record;
    found.unless(
        scored == (clause.points > 0),
        at,
        (
            "points 只用于角色 construction、management 和 bonus，而且这些角色必须有",
            "points stand with the roles construction, management and bonus, and only there",
        ),
    );
    found.unless(
        !scored || clause.points_by.is_some(),
        at,
        ("points_by 要写明分值是谁定的", "points_by must say whose the points are"),
    );
    let judged = clause.parts.iter().any(Part::is_judged);
    found.unless(
        judged || !(scored || clause.gate),
        at,
        ("有分值或是一票否决项，却没有一个部分参与判定", "earns points or is a gate, but none of its parts is judged"),
    );
    let read = clause.sources.iter().any(|source| source.status != TextStatus::NotRead);
    found.unless(
        read || !judged,
        at,
        ("没有读过它的原文：只能记录，不能判定", "no text of it was read: it can be recorded, not judged"),
    );
    found.unless(!clause.parts.is_empty(), at, ("什么都没有问：parts 是空的", "asks for nothing: parts is empty"));
    found.unique(at, clause.parts.iter().map(|part| part.key.as_str()));
    let code = |code: &str| !code.is_empty() && code.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let codes = clause.defect.iter().chain(clause.parts.iter().flat_map(|part| part.defects.values()));
    found.unless(
        codes.into_iter().all(|defect| code(defect)),
        at,
        ("缺陷代码只用大写字母和下划线", "a defect's code is capitals and underscores"),
    );
    for part in &clause.parts {
        of_part(found, standard, at, part);
    }
}

fn of_part(found: &mut Found, standard: &Standard, at: &str, part: &Part) {
    let key = &part.key;
    let mut unless = |holds: bool, (zh, en): (&str, &str)| {
        if !holds {
            found.say(at, Said::new(format!("部分 {key:?}：{zh}"), format!("part {key:?}: {en}")));
        }
    };
    let options = standard.options(part);
    match part.kind {
        PartKind::Choice => {
            unless(!options.is_empty(), ("choices 里没有它的选项表", "its choices are not among the lists of choices"));
        }
        _ => unless(part.choices.is_none(), ("choices 只用于 kind = choice", "choices stand only with the kind choice")),
    }
    match part.kind {
        PartKind::Number => unless(part.unit.is_some(), ("数值要有单位 unit", "a number needs a unit")),
        PartKind::Computed => unless(
            part.rule.is_some(),
            ("推算的部分要有 rule：duty 或 total_area", "what is computed needs a rule: duty or total_area"),
        ),
        _ => {}
    }
    let limits: Vec<_> = part.limits().collect();
    let numeric = matches!(part.kind, PartKind::Number | PartKind::Count | PartKind::Computed);
    unless(
        numeric || limits.is_empty(),
        ("min、max 和 cases 只用于数值和个数", "min, max and cases stand with numbers and counts only"),
    );
    unless(
        part.cases.is_empty() || (part.min.is_none() && part.max.is_none()),
        ("min、max 与 cases 只能用一种", "has both min or max and cases: one of them"),
    );
    for limit in &limits {
        let finite = [limit.min, limit.max].into_iter().flatten().all(f64::is_finite);
        let ordered = limit.min.zip(limit.max).is_none_or(|(min, max)| min <= max);
        unless(
            finite && ordered && (limit.min.is_some() || limit.max.is_some()),
            ("min 不能大于 max，并且至少给出一个", "min must be at most max, and one of them given"),
        );
        let inside = |value: f64| part.plausible.is_none_or(|[low, high]| low <= value && value <= high);
        unless(
            [limit.min, limit.max].into_iter().flatten().all(inside),
            ("限值本身就不在 plausible 范围内", "a threshold is not plausible itself"),
        );
    }
    unless(part.plausible.is_none_or(|[low, high]| low < high), ("plausible 是 [低, 高]", "plausible is [low, high]"));
    let known = |word: &String| options.iter().any(|option| option.word == *word);
    unless(
        part.defects.keys().all(known),
        ("缺陷代码对应的选项不在选项表里", "a defect stands with an option that its list does not have"),
    );
}

fn of_scheme(found: &mut Found, standard: &Standard) {
    let limits = standard.class.at_least;
    found.unless(
        limits.A > limits.B && limits.B > limits.C && limits.C > 0.0,
        "class",
        ("A、B、C 要依次变小，C 要大于 0", "A, B and C must fall, and C be over 0"),
    );
    let area = standard
        .clause(standard.class.clause)
        .is_some_and(|clause| clause.parts.iter().any(|part| part.kind == PartKind::Number));
    found.unless(area, "class", ("它的条款不存在，或者不测量任何数值", "its clause is missing or measures nothing"));
    for id in [standard.duty.clause, standard.duty.total_clause] {
        if standard.clause(id).is_none() {
            found.say("duty", no_clause(id));
        }
    }
    let bands = &standard.score.bands;
    found.unless(
        bands.last().is_some_and(|band| band.at_least == 0),
        "score",
        ("最后一档要从 0 开始", "the last band must begin at 0"),
    );
    found.unless(
        bands.windows(2).all(|pair| pair[0].at_least > pair[1].at_least),
        "score",
        ("各档要从高到低排列", "bands must fall, the best first"),
    );
    found.unique("score", bands.iter().map(|band| band.word.as_str()));
    for list in &standard.lists {
        let place = format!("lists {}", list.id);
        found.unless(
            standard.document(&list.document).is_some(),
            &place,
            ("documents 里没有它的文件", "its document is not among the documents"),
        );
        for id in list.items.iter().flatten().filter(|id| standard.clause(**id).is_none()) {
            found.say(&place, no_clause(*id));
        }
    }
}

fn no_clause(id: ClauseId) -> Said {
    Said::new(format!("没有条款 {id}"), format!("there is no clause {id}"))
}
