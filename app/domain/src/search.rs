//! Answering a question over a list: what the phone does with its pack, and what the server's index must equal.

use chrono::NaiveDateTime;

use crate::code::{AreaCode, RoomCode};
use crate::place::{Wgs84, distance_m};
use crate::query::{Query, Traits};

/// A room as the search sees it.
pub trait Candidate {
    /// Its code, the last tie-break.
    fn code(&self) -> RoomCode;
    /// Its position.
    fn place(&self) -> Option<Wgs84>;
    /// Its street.
    fn street(&self) -> Option<AreaCode>;
    /// What filters look at.
    fn traits(&self) -> Traits;
    /// Its folded text: see [`fold`].
    fn key(&self) -> &str;
    /// Whether it is open for certain at a local moment.
    fn open_at(&self, now: NaiveDateTime) -> bool;
}

/// A room found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its index in the list searched.
    pub index: u32,
    /// Metres from where the question asked, if it did and the room has a position.
    pub distance_m: Option<f64>,
}

/// All rooms that answer a question, in order: nearest first where the question says from where (rooms without a
/// position last), otherwise by how early the words stand in the room's text, then by code.
pub fn nearest<C: Candidate>(rooms: &[C], query: &Query, now: NaiveDateTime) -> Vec<Hit> {
    let wanted = query.wanted();
    let words = query.q.as_deref().map(fold).unwrap_or_default();
    let mut found: Vec<(f64, usize, Hit)> = Vec::new();
    for (index, room) in (0_u32..).zip(rooms) {
        let place = room.place();
        let answers = room.traits().holds(wanted)
            && query.street.is_none_or(|street| room.street() == Some(street))
            && query.bbox.is_none_or(|bbox| place.is_some_and(|place| bbox.contains(place)))
            && (!query.open_now || room.open_at(now));
        let Some(rank) = answers.then(|| matches_text(room.key(), &words)).flatten() else { continue };
        let distance = query.near.zip(place).map(|(near, place)| distance_m(near, place));
        let rank = if query.near.is_some() { 0 } else { rank };
        found.push((distance.unwrap_or(f64::INFINITY), rank, Hit { index, distance_m: distance }));
    }
    let code = |hit: &Hit| rooms[hit.index as usize].code();
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then_with(|| code(&a.2).cmp(&code(&b.2))));
    found.into_iter().map(|(_, _, hit)| hit).collect()
}

/// Whether all words stand in a key, and in which of its lines the first one does. No words match everything.
pub fn matches_text(key: &str, words: &str) -> Option<usize> {
    let mut words = words.split(' ').filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return Some(0) };
    let at = key.find(first)?;
    words.all(|word| key.contains(word)).then(|| key[..at].bytes().filter(|&byte| byte == b'\n').count())
}

/// Folds text for searching: lower case, full-width forms to half-width, punctuation to spaces, one space between words.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        };
        // Nearly all of a key is ASCII or a common Chinese character, and needs no table.
        if c.is_ascii_alphanumeric() {
            folded.push(c.to_ascii_lowercase());
        } else if matches!(c, '\u{4e00}'..='\u{9fff}') {
            folded.push(c);
        } else if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if !folded.ends_with(' ') && !folded.is_empty() {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_makes_the_same_words_equal() {
        assert_eq!(fold("　ＬＯＦＴ·城市广场（Ｂ１）"), "loft 城市广场 b1");
        assert_eq!(fold("Long-Gang  Park"), "long gang park");
    }

    #[test]
    fn all_words_must_stand_and_the_earliest_line_wins() {
        let key = "星河里三楼母婴室\n星河里购物中心\nxinghelisanloumuyingshi\nxhlslmys";
        assert_eq!(matches_text(key, &fold("星河里")), Some(0));
        assert_eq!(matches_text(key, &fold("购物 三楼")), Some(1));
        assert_eq!(matches_text(key, &fold("xhl")), Some(3));
        assert_eq!(matches_text(key, &fold("星河里 地铁")), None);
        assert_eq!(matches_text(key, ""), Some(0));
    }
}
