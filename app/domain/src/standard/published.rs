//! The versions that are published: those that ship with the program, and those published here.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;

use super::{Standard, TextStatus, Version};

const FILES: [&str; 2] = [include_str!("../../standards/2021-06-06.toml"), include_str!("../../standards/2025-04-01.toml")];

/// The versions that ship with the program, from the oldest on.
pub fn published() -> &'static [Arc<Version>] {
    static VERSIONS: LazyLock<Vec<Arc<Version>>> =
        LazyLock::new(|| FILES.iter().filter_map(|text| Version::read(text).ok()).map(Arc::new).collect());
    &VERSIONS
}

/// A version that was published. It never changes; it can only be retired.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// The version.
    pub version: Arc<Version>,
    /// Whether it ships with the program.
    pub built_in: bool,
    /// Why no inspection begins by it any more.
    pub retired: Option<String>,
}

/// All versions that are published, as they stand at a moment, from the oldest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Standards {
    published: Vec<Published>,
    /// Positions by id: a registry looks a version up for each certified room.
    by_id: HashMap<String, usize>,
}

impl Standards {
    /// Those that ship with the program, and nothing else.
    pub fn built_in() -> Arc<Self> {
        static BUILT_IN: LazyLock<Arc<Standards>> = LazyLock::new(|| Arc::new(Standards::new(Vec::new(), &BTreeMap::new())));
        Arc::clone(&BUILT_IN)
    }

    /// Those that ship with the program and those published here, with the reasons of those that are retired, by id.
    /// A version with an id that is known already is left out: what ships stays what it is.
    pub fn new(here: Vec<Arc<Version>>, retired: &BTreeMap<String, String>) -> Self {
        let shipped = published().iter().map(|version| (Arc::clone(version), true));
        let mut all: Vec<Published> = Vec::new();
        for (version, built_in) in shipped.chain(here.into_iter().map(|version| (version, false))) {
            if all.iter().all(|known| known.version.standard.id != version.standard.id) {
                let retired = retired.get(&version.standard.id).cloned();
                all.push(Published { version, built_in, retired });
            }
        }
        all.sort_by_key(|published| published.version.standard.valid_from);
        let by_id = all.iter().enumerate().map(|(at, published)| (published.version.standard.id.clone(), at)).collect();
        Self { published: all, by_id }
    }

    /// All of them, from the oldest on.
    pub fn all(&self) -> &[Published] {
        &self.published
    }

    /// The published version of an id, with how it stands.
    pub fn find(&self, id: &str) -> Option<&Published> {
        self.by_id.get(id).and_then(|&at| self.published.get(at))
    }

    /// The version of an id, also when it is retired: what was judged by it stays explained.
    pub fn version(&self, id: &str) -> Option<&Arc<Version>> {
        self.find(id).map(|published| &published.version)
    }

    /// The version in force on a day: the latest that had begun and is not retired.
    pub fn in_force(&self, day: NaiveDate) -> Option<&Arc<Version>> {
        let begun = |published: &&Published| published.retired.is_none() && published.version.standard.valid_from <= day;
        self.published.iter().rev().find(begun).map(|published| &published.version)
    }

    /// The version of an id, when it judges visits of a day: it was in force then, or would have been had it not been
    /// retired meanwhile, which a phone without a signal does not know.
    pub fn judging(&self, id: &str, day: NaiveDate) -> Option<&Arc<Version>> {
        let begins = |version: &Version| version.standard.valid_from;
        let version = self.version(id).filter(|version| begins(version) <= day)?;
        let later = self.in_force(day).is_some_and(|right| begins(right) > begins(version));
        (!later).then_some(version)
    }

    /// The version that takes the place of another: the next to begin that is not retired.
    pub fn successor(&self, standard: &Standard) -> Option<&Standard> {
        let later =
            |published: &&Published| published.retired.is_none() && published.version.standard.valid_from > standard.valid_from;
        self.published.iter().find(later).map(|published| &published.version.standard)
    }

    /// The latest version that names a text among its documents as read, at least in part.
    pub fn with_text(&self, document: &str) -> Option<&Standard> {
        let reads = |standard: &&Standard| {
            let read = |status| matches!(status, TextStatus::Read | TextStatus::Secondary);
            standard.document(document).is_some_and(|document| read(document.status))
        };
        self.published.iter().rev().map(|published| &published.version.standard).find(reads)
    }
}

/// What stands in the way of a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A version with this id is published already.
    Id,
    /// This version begins on the same day.
    Day(String),
    /// It would begin today or earlier, and a room was visited that day or later: on this day, the latest. What was
    /// inspected by one version is not judged by another.
    Inspected(NaiveDate),
}

impl Standards {
    /// What stands in the way of publishing a version today, where rooms were visited until `latest`.
    pub fn obstacles(&self, new: &Standard, today: NaiveDate, latest: Option<NaiveDate>) -> Vec<Obstacle> {
        let mut obstacles = Vec::new();
        if self.find(&new.id).is_some() {
            obstacles.push(Obstacle::Id);
        }
        let same_day = |other: &&Published| {
            let standard = &other.version.standard;
            other.retired.is_none() && standard.id != new.id && standard.valid_from == new.valid_from
        };
        obstacles.extend(self.published.iter().find(same_day).map(|other| Obstacle::Day(other.version.standard.id.clone())));
        let over = latest.filter(|latest| new.valid_from <= today && *latest >= new.valid_from);
        obstacles.extend(over.map(Obstacle::Inspected));
        obstacles
    }

    /// Whether a version is in force today when this one is retired.
    pub fn can_spare(&self, id: &str, today: NaiveDate) -> bool {
        self.published.iter().any(|other| {
            let standard = &other.version.standard;
            other.retired.is_none() && standard.id != id && standard.valid_from <= today
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn later(id: &str, valid_from: &str) -> Arc<Version> {
        let text = published()[1].text.replacen("longgang-2025-04-01", id, 1);
        let text = text.replacen("valid_from = \"2025-04-01\"", &format!("valid_from = \"{valid_from}\""), 1);
        Arc::new(Version::read(&text).unwrap())
    }

    fn ids(standards: &Standards, days: &[&str]) -> Vec<String> {
        let id = |day_: &&str| standards.in_force(day(day_)).map_or_else(String::new, |version| version.standard.id.clone());
        days.iter().map(id).collect()
    }

    #[test]
    fn a_day_is_judged_by_the_latest_version_that_had_begun() {
        let standards = Standards::new(vec![later("newer", "2027-01-01")], &BTreeMap::new());
        let days = ["2021-06-05", "2021-06-06", "2025-03-31", "2025-04-01", "2026-12-31", "2027-01-01"];
        let [old, new] = ["longgang-2021-06-06", "longgang-2025-04-01"];
        assert_eq!(ids(&standards, &days), ["", old, old, new, new, "newer"]);
        assert_eq!(standards.successor(&published()[1].standard).map(|next| next.id.as_str()), Some("newer"));
        assert_eq!(standards.all().iter().map(|published| published.built_in).collect::<Vec<_>>(), [true, true, false]);
    }

    #[test]
    fn a_retired_version_begins_nothing_and_is_still_found() {
        let retired = BTreeMap::from([("newer".to_owned(), "误发".to_owned())]);
        let standards = Standards::new(vec![later("newer", "2026-01-01")], &retired);
        assert_eq!(ids(&standards, &["2026-06-01"]), ["longgang-2025-04-01"]);
        let judged = |id: &str, on: &str| standards.judging(id, day(on)).is_some();
        assert!(judged("newer", "2026-06-01") && judged("longgang-2025-04-01", "2026-06-01"), "taken along, or begun after");
        assert!(!judged("newer", "2025-12-31") && !judged("longgang-2021-06-06", "2026-06-01") && !judged("none", "2026-06-01"));
        assert!(standards.version("newer").is_some() && standards.successor(&published()[1].standard).is_none());
    }

    #[test]
    fn a_version_begins_after_today_unless_nothing_was_inspected_since() {
        let (standards, today) = (Standards::built_in(), day("2026-11-24"));
        let told = |id: &str, begins: &str, latest: Option<&str>| {
            standards.obstacles(&later(id, begins).standard, today, latest.map(day))
        };
        assert_eq!(told("newer", "2026-11-25", Some("2026-11-24")), []);
        assert_eq!(told("newer", "2026-11-24", Some("2026-11-24")), [Obstacle::Inspected(today)]);
        assert_eq!(told("newer", "2026-11-24", Some("2026-11-23")), []);
        assert_eq!(told("newer", "2026-01-01", None), []);
        assert_eq!(told("longgang-2021-06-06", "2027-01-01", None), [Obstacle::Id]);
        assert_eq!(told("newer", "2025-04-01", None), [Obstacle::Day("longgang-2025-04-01".to_owned())]);
    }

    #[test]
    fn one_version_in_force_is_not_spared() {
        let (standards, today) = (Standards::built_in(), day("2026-11-24"));
        assert!(standards.can_spare("longgang-2025-04-01", today));
        let retired = BTreeMap::from([("longgang-2021-06-06".to_owned(), "x".to_owned())]);
        assert!(!Standards::new(vec![later("newer", "2027-01-01")], &retired).can_spare("longgang-2025-04-01", today));
    }

    #[test]
    fn nobody_takes_the_place_of_a_version_that_ships() {
        let standards = Standards::new(vec![later("longgang-2025-04-01", "2030-01-01")], &BTreeMap::new());
        assert_eq!(standards, *Standards::built_in());
    }

    #[test]
    fn a_text_is_there_once_a_version_has_read_it() {
        let text = later("with-text", "2027-01-01").text.replacen("id = \"jiujiang2018\"", "id = \"sjg-54-2019\"", 1);
        let text = text.replace("document = \"jiujiang2018\"", "document = \"sjg-54-2019\"");
        let standards = Standards::new(vec![Arc::new(Version::read(&text).unwrap())], &BTreeMap::new());
        assert_eq!(standards.with_text("sjg-54-2019").map(|standard| standard.id.as_str()), Some("with-text"));
        assert!(Standards::built_in().with_text("sjg-54-2019").is_none() && standards.with_text("gbt18883").is_none());
    }
}
