//! The text that words are looked for in: names, places, pinyin in full and by initials.

use domain::{Region, Room, fold};
use pinyin::ToPinyin;

/// The keys of all rooms in one string, to be scanned from end to end.
#[derive(Default)]
pub(super) struct Keys {
    text: String,
    ends: Vec<usize>,
}

impl Keys {
    pub(super) fn push(&mut self, room: &Room, region: &Region) {
        let street = room.street.and_then(|code| region.street(code));
        let community = room.community.and_then(|code| region.community(code)).map(|(_, community)| community.name_zh.as_str());
        let chinese: Vec<String> = [
            Some(room.name.zh.as_str()),
            Some(room.venue.name.zh.as_str()),
            street.map(|street| street.name_zh.as_str()),
            community,
            room.address.as_ref().map(domain::Line::as_str),
        ]
        .into_iter()
        .flatten()
        .map(fold)
        .collect();
        let english = [
            room.name.en.as_ref().map(domain::Line::as_str),
            room.venue.name.en.as_ref().map(domain::Line::as_str),
            street.map(|street| street.name_en.as_str()),
            Some(room.code.as_str()),
        ];
        let mut lines = chinese.clone();
        lines.extend(english.into_iter().flatten().map(fold));
        lines.extend(chinese.iter().map(|text| pinyin(text, pinyin::Pinyin::plain)));
        lines.extend(chinese.iter().map(|text| pinyin(text, pinyin::Pinyin::first_letter)));
        lines.dedup();
        self.text.push_str(&lines.join("\n"));
        self.ends.push(self.text.len());
    }

    pub(super) fn get(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }
}

/// The pinyin of the Chinese characters run together, since that is how it is typed; other characters stay.
fn pinyin(text: &str, form: impl Fn(pinyin::Pinyin) -> &'static str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| *c != ' ') {
        match c.to_pinyin() {
            Some(sound) => out.push_str(form(sound)),
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinyin_is_run_together_in_full_and_by_initials() {
        assert_eq!(pinyin("龙城 广场b1", pinyin::Pinyin::plain), "longchengguangchangb1");
        assert_eq!(pinyin("龙城广场", pinyin::Pinyin::first_letter), "lcgc");
    }
}
