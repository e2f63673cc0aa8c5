//! The text that words are looked for in: names, places, pinyin in full and by initials.

use std::collections::HashMap;

use domain::{Line, Region, Room, fold};
use pinyin::ToPinyin;

use super::Entry;

/// The keys of all rooms in one string, to be scanned from end to end.
#[derive(Default)]
pub(super) struct Keys {
    text: String,
    ends: Vec<usize>,
}

impl Keys {
    /// The keys of rooms in their order; half of them are made on another thread.
    pub(super) fn of(entries: &[Entry], region: &Region) -> Self {
        let (first, second) = entries.split_at(entries.len() / 2);
        std::thread::scope(|scope| {
            let second = scope.spawn(|| Self::of_some(second, region));
            let mut keys = Self::of_some(first, region);
            keys.append(&second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            keys
        })
    }

    fn append(&mut self, more: &Self) {
        let end = self.text.len();
        self.text.reserve_exact(more.text.len());
        self.text.push_str(&more.text);
        self.ends.extend(more.ends.iter().map(|more| end + more));
        self.ends.shrink_to_fit();
    }

    fn of_some(entries: &[Entry], region: &Region) -> Self {
        let mut keys = Self::default();
        let mut places = HashMap::new();
        for Entry { room, .. } in entries {
            let place = places.entry((room.street, room.community)).or_insert_with(|| place_lines(room, region));
            keys.push(room, place);
        }
        keys.text.shrink_to_fit();
        keys
    }

    /// Names first, then places, then how both are typed: the earlier a word is found, the better it fits.
    fn push(&mut self, room: &Room, place: &[String; 2]) {
        let names = names([Some(&room.name.zh), Some(&room.venue.name.zh)]);
        let mut lines = names.clone();
        lines.extend(self::names([room.name.en.as_ref(), room.venue.name.en.as_ref()]));
        lines.push(place[0].clone());
        lines.extend(room.address.as_ref().map(|address| fold(address.as_str())));
        lines.push(fold(room.code.as_str()));
        lines.extend(names.iter().map(|text| pinyin(text, pinyin::Pinyin::plain)));
        lines.extend(names.iter().map(|text| pinyin(text, pinyin::Pinyin::first_letter)));
        lines.push(place[1].clone());
        for (index, line) in lines.iter().enumerate() {
            self.text.push_str(if index > 0 { "\n" } else { "" });
            self.text.push_str(line);
        }
        self.ends.push(self.text.len());
    }

    pub(super) fn get(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }
}

/// The room's name and its venue's, unless the one says the other already.
fn names([room, venue]: [Option<&Line>; 2]) -> Vec<String> {
    let mut names: Vec<String> = room.into_iter().map(|name| fold(name.as_str())).collect();
    let venue = venue.map(|name| fold(name.as_str()));
    names.extend(venue.filter(|venue| !names.first().is_some_and(|name| name.contains(venue))));
    names
}

/// Street and community as written, and as typed.
fn place_lines(room: &Room, region: &Region) -> [String; 2] {
    let street = room.street.and_then(|code| region.street(code));
    let community = room.community.and_then(|code| region.community(code)).map(|(_, community)| community.name_zh.as_str());
    let chinese: Vec<String> = street.map(|street| street.name_zh.as_str()).into_iter().chain(community).map(fold).collect();
    let mut written = chinese.clone();
    written.extend(street.map(|street| fold(&street.name_en)));
    let typed = [pinyin::Pinyin::plain, pinyin::Pinyin::first_letter];
    let typed: Vec<String> = typed.into_iter().flat_map(|form| chinese.iter().map(move |text| pinyin(text, form))).collect();
    [written.join("\n"), typed.join("\n")]
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
