//! What the types alone do not know of a standard.

use std::collections::HashSet;

use super::{Clause, Part, PartKind, Role, Standard, TextStatus};
use crate::text::Bilingual;

/// Mistakes found, each with the part of the file: a clause's id or a table's name.
struct Found(Vec<(String, String)>);

impl Found {
    fn say(&mut self, place: &str, what: impl Into<String>) {
        self.0.push((place.to_owned(), what.into()));
    }

    fn unless(&mut self, holds: bool, place: &str, what: &str) {
        if !holds {
            self.say(place, what);
        }
    }

    fn unique<'a>(&mut self, table: &str, ids: impl Iterator<Item = &'a str>) {
        let mut seen = HashSet::new();
        for id in ids {
            if !seen.insert(id) {
                self.say(table, format!("{id:?} stands there twice"));
            }
        }
    }

    fn english(&mut self, place: &str, what: &str, text: &Bilingual) {
        if text.en.is_none() {
            self.say(place, format!("{what} has no English: every text stands in zh and en"));
        }
    }
}

pub(super) fn check(standard: &Standard) -> Vec<(String, String)> {
    let mut found = Found(Vec::new());
    let word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    found.unless(word(&standard.id), "id", "an id is lower-case letters, digits and hyphens");
    found.english("title", "the title", &standard.title);
    found.english("note", "the note", &standard.note);
    found.unique("documents", standard.documents.iter().map(|document| document.id.as_str()));
    found.unique("sections", standard.sections.iter().map(|section| section.id.as_str()));
    found.unique("choices", standard.choices.iter().map(|choices| choices.id.as_str()));
    for choices in &standard.choices {
        let place = format!("choices {}", choices.id);
        found.unique(&place, choices.options.iter().map(|option| option.word.as_str()));
        found.unless(choices.options.iter().all(|option| option.share <= 100), &place, "a share is from 0 to 100 percent");
        let rising = choices.options.windows(2).all(|pair| pair[0].share <= pair[1].share);
        found.unless(rising, &place, "options stand from the worst to the best");
        found.unless(choices.options.iter().any(|option| option.passes), &place, "no option passes");
    }
    let mut seen = HashSet::new();
    for clause in &standard.clauses {
        found.unless(seen.insert(clause.id), clause.id.as_str(), "this id is used by an earlier clause");
        of_clause(&mut found, standard, clause);
    }
    of_scheme(&mut found, standard);
    found.0
}

fn of_clause(found: &mut Found, standard: &Standard, clause: &Clause) {
    let at = clause.id.as_str();
    let known = standard.sections.iter().any(|section| section.id == clause.id.section());
    found.unless(known, at, "its section is not among the sections");
    found.english(at, "the title", &clause.title);
    found.unless(!clause.sources.is_empty(), at, "needs a source: nothing is asked from memory");
    for source in &clause.sources {
        if standard.document(&source.document).is_none() {
            found.say(at, format!("{:?} is not among the documents", source.document));
        }
    }
    let scored = clause.role != Role::Record;
    found.unless(
        scored == (clause.points > 0),
        at,
        "points stand with the roles construction, management and bonus, and only there",
    );
    found.unless(!scored || clause.points_by.is_some(), at, "points_by must say whose the points are");
    let judged = clause.parts.iter().any(Part::is_judged);
    found.unless(judged || !(scored || clause.gate), at, "earns points or is a gate, but none of its parts is judged");
    let read = clause.sources.iter().any(|source| source.status != TextStatus::NotRead);
    found.unless(read || !judged, at, "no text of it was read: it can be recorded, not judged");
    found.unless(!clause.parts.is_empty(), at, "asks for nothing: parts is empty");
    found.unique(at, clause.parts.iter().map(|part| part.key.as_str()));
    let code = |code: &str| !code.is_empty() && code.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let codes = clause.defect.iter().chain(clause.parts.iter().flat_map(|part| part.defects.values()));
    found.unless(codes.into_iter().all(|defect| code(defect)), at, "a defect's code is capitals and underscores");
    for part in &clause.parts {
        of_part(found, standard, at, part);
    }
}

fn of_part(found: &mut Found, standard: &Standard, at: &str, part: &Part) {
    let key = &part.key;
    let mut unless = |holds: bool, what: &str| {
        if !holds {
            found.say(at, format!("part {key:?}: {what}"));
        }
    };
    let options = standard.options(part);
    match part.kind {
        PartKind::Choice => unless(!options.is_empty(), "its choices are not among the lists of choices"),
        _ => unless(part.choices.is_none(), "choices stand only with the kind choice"),
    }
    match part.kind {
        PartKind::Number => unless(part.unit.is_some(), "a number needs a unit"),
        PartKind::Computed => unless(part.rule.is_some(), "what is computed needs a rule: duty or total_area"),
        _ => {}
    }
    let limits = part.limits();
    let numeric = matches!(part.kind, PartKind::Number | PartKind::Count | PartKind::Computed);
    unless(numeric || limits.is_empty(), "min, max and cases stand with numbers and counts only");
    unless(part.cases.is_empty() || (part.min.is_none() && part.max.is_none()), "has both min or max and cases: one of them");
    for limit in &limits {
        let finite = [limit.min, limit.max].into_iter().flatten().all(f64::is_finite);
        let ordered = limit.min.zip(limit.max).is_none_or(|(min, max)| min <= max);
        unless(
            finite && ordered && (limit.min.is_some() || limit.max.is_some()),
            "min must be at most max, and one of them given",
        );
        let inside = |value: f64| part.plausible.is_none_or(|[low, high]| low <= value && value <= high);
        unless([limit.min, limit.max].into_iter().flatten().all(inside), "a threshold is not plausible itself");
    }
    unless(part.plausible.is_none_or(|[low, high]| low < high), "plausible is [low, high]");
    let known = |word: &String| options.iter().any(|option| option.word == *word);
    unless(part.defects.keys().all(known), "a defect stands with an option that its list does not have");
}

fn of_scheme(found: &mut Found, standard: &Standard) {
    let limits = standard.class.at_least;
    found.unless(limits.A > limits.B && limits.B > limits.C && limits.C > 0.0, "class", "A, B and C must fall, and C be over 0");
    let area = standard
        .clause(standard.class.clause)
        .is_some_and(|clause| clause.parts.iter().any(|part| part.kind == PartKind::Number));
    found.unless(area, "class", "its clause is missing or measures nothing");
    for id in [standard.duty.clause, standard.duty.total_clause] {
        if standard.clause(id).is_none() {
            found.say("duty", format!("there is no clause {id}"));
        }
    }
    let bands = &standard.score.bands;
    found.unless(bands.last().is_some_and(|band| band.at_least == 0), "score", "the last band must begin at 0");
    found.unless(bands.windows(2).all(|pair| pair[0].at_least > pair[1].at_least), "score", "bands must fall, the best first");
    found.unique("score", bands.iter().map(|band| band.word.as_str()));
    for list in &standard.lists {
        let place = format!("lists {}", list.id);
        found.unless(standard.document(&list.document).is_some(), &place, "its document is not among the documents");
        for id in list.items.iter().flatten().filter(|id| standard.clause(**id).is_none()) {
            found.say(&place, format!("there is no clause {id}"));
        }
    }
}
