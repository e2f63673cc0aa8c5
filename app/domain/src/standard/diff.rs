//! What changes from one version to another, clause by clause.

use super::{Clause, Limit, Part, Standard};
use crate::code::ClauseId;

/// What happened to a clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference<'a> {
    /// The clause.
    pub clause: ClauseId,
    /// As it was; none where it is new.
    pub old: Option<&'a Clause>,
    /// As it is; none where it is gone.
    pub new: Option<&'a Clause>,
    /// How it differs; a new one is [`Way::Added`] alone, one that is gone [`Way::Removed`].
    pub ways: Vec<Way>,
}

/// How a clause differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Less passes than before.
    Stricter,
    /// More passes than before.
    Looser,
    /// Something else passes than before.
    OtherThreshold,
    /// It earns other points, or for another half.
    Reweighted,
    /// It applies to other rooms.
    OtherScope,
    /// Other things are answered.
    OtherQuestion,
    /// It comes from other texts, or with other force.
    OtherSource,
    /// Only its words changed.
    Reworded,
}

/// All clauses that differ, in the order of the newer version; those that are gone come last.
pub fn difference<'a>(old: &'a Standard, new: &'a Standard) -> Vec<Difference<'a>> {
    let changed = new.clauses.iter().filter_map(|clause| {
        let before = old.clause(clause.id);
        let ways = before.map_or_else(|| vec![Way::Added], |before| ways((old, before), (new, clause)));
        (!ways.is_empty()).then_some(Difference { clause: clause.id, old: before, new: Some(clause), ways })
    });
    let gone = old.clauses.iter().filter(|clause| new.clause(clause.id).is_none());
    let gone = gone.map(|clause| Difference { clause: clause.id, old: Some(clause), new: None, ways: vec![Way::Removed] });
    changed.chain(gone).collect()
}

fn ways((old_standard, old): (&Standard, &Clause), (new_standard, new): (&Standard, &Clause)) -> Vec<Way> {
    let mut ways = Vec::new();
    let mut tell = |differs: bool, way: Way| {
        if differs && !ways.contains(&way) {
            ways.push(way);
        }
    };
    tell(!old.gate && new.gate, Way::Stricter);
    tell(old.gate && !new.gate, Way::Looser);
    let keys = |clause: &Clause| -> Vec<_> { clause.parts.iter().map(|part| (part.key.clone(), part.kind, part.unit)).collect() };
    tell(keys(old) != keys(new), Way::OtherQuestion);
    for part in &new.parts {
        let Some(before) = old.parts.iter().find(|before| before.key == part.key) else { continue };
        if let Some(way) = threshold(before, part) {
            tell(true, way);
        }
        let words = |standard: &Standard, part: &Part| -> Vec<_> {
            standard.options(part).iter().map(|option| (option.word.clone(), option.passes, option.absent)).collect()
        };
        let shares =
            |standard: &Standard, part: &Part| -> Vec<_> { standard.options(part).iter().map(|option| option.share).collect() };
        let same_words = words(old_standard, before) == words(new_standard, part);
        tell(!same_words, Way::OtherQuestion);
        tell(same_words && shares(old_standard, before) != shares(new_standard, part), Way::Reweighted);
    }
    tell((old.points, old.role) != (new.points, new.role), Way::Reweighted);
    tell((old.applies, old.may_not_apply) != (new.applies, new.may_not_apply), Way::OtherScope);
    tell((&old.sources, old.level, old.force) != (&new.sources, new.level, new.force), Way::OtherSource);
    let words = |clause: &Clause| (clause.title.clone(), clause.note.clone(), clause.method.clone(), clause.photo.clone());
    tell(words(old) != words(new), Way::Reworded);
    ways
}

/// Whether less or more passes a part's threshold.
fn threshold(old: &Part, new: &Part) -> Option<Way> {
    let (before, after): (Vec<_>, Vec<_>) = (old.limits().collect(), new.limits().collect());
    if before == after && old.passes == new.passes {
        return None;
    }
    let paired = || before.iter().zip(&after);
    let same_cases = before.len() == after.len() && paired().all(|(before, after)| before.case == after.case);
    if !same_cases || old.passes != new.passes {
        let way = match (before.is_empty(), after.is_empty()) {
            (true, false) => Way::Stricter,
            (false, true) => Way::Looser,
            _ => Way::OtherThreshold,
        };
        return Some(way);
    }
    match (paired().all(|(before, after)| within(after, before)), paired().all(|(before, after)| within(before, after))) {
        (true, false) => Some(Way::Stricter),
        (false, true) => Some(Way::Looser),
        _ => Some(Way::OtherThreshold),
    }
}

/// Whether all that passes the one passes the other.
fn within(inner: &Limit, outer: &Limit) -> bool {
    let low = |limit: &Limit| limit.min.unwrap_or(f64::NEG_INFINITY);
    let high = |limit: &Limit| limit.max.unwrap_or(f64::INFINITY);
    low(inner) >= low(outer) && high(inner) <= high(outer)
}

#[cfg(feature = "standard-files")]
#[cfg(test)]
mod tests {
    use super::super::{Version, published};
    use super::*;

    fn edited(changes: &[(&str, &str)]) -> Standard {
        let mut text = include_str!("../../standards/2025-04-01.toml").to_owned();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        Version::read(&text).unwrap().standard
    }

    #[test]
    fn the_newer_version_adds_the_camera_clauses_and_product_marking() {
        let [old, new] = published() else { unreachable!("two versions") };
        let told: Vec<_> = difference(&old.standard, &new.standard).into_iter().map(|d| (d.clause.to_string(), d.ways)).collect();
        let added = |id: &str| (id.to_owned(), vec![Way::Added]);
        assert_eq!(told, [added("3.03"), added("3.04"), added("3.11")]);
        assert!(difference(&new.standard, &new.standard).is_empty());
        assert!(difference(&new.standard, &old.standard).iter().all(|gone| gone.ways == [Way::Removed]));
    }

    #[test]
    fn each_way_of_differing_is_told() {
        let new = &published()[1].standard;
        let way = |from: &str, to: &str| {
            let edited = edited(&[(from, to)]);
            difference(new, &edited).first().map(|difference| (difference.clause.to_string(), difference.ways.clone()))
        };
        let told = |id: &str, way: Way| Some((id.to_owned(), vec![way]));
        assert_eq!(way("min = 2.6", "min = 2.8"), told("2.02", Way::Stricter));
        assert_eq!(way("min = 2.6", "min = 2.4"), told("2.02", Way::Looser));
        assert_eq!(way("min = 850, max = 1000", "min = 800, max = 950"), told("5.06", Way::OtherThreshold));
        assert_eq!(way("points = 8", "points = 7"), told("7.03", Way::Reweighted));
        assert_eq!(way("applies = \"not_class_c\"\n", ""), told("4.05", Way::OtherScope));
        assert_eq!(way("en = \"Cot\"", "en = \"A cot\""), told("4.05", Way::Reworded));
        assert_eq!(way("case = \"summer\", min = 26", "case = \"summer\", min = 27"), told("6.02", Way::Stricter));
    }
}
