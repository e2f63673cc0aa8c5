//! Floors: as printed on the venue's signs, with a level that sorts.

use serde::{Deserialize, Serialize};

use crate::text::Line;

/// A floor as the venue prints it, and its level in storeys above the ground floor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Floor {
    /// As printed: `B1`, `L2`, `3楼`.
    pub printed: Line,
    /// Storeys above the ground floor, ground = 0, first basement = -1, a mezzanine 0.5. `None` where nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<f32>,
}

impl Floor {
    /// A floor with the level that its print tells.
    pub fn printed(printed: Line) -> Self {
        let level = level_of(printed.as_str());
        Self { printed, level }
    }
}

/// Reads the level out of a print, for the forms seen in the files at hand. Chinese and American
/// counting (1 is the ground floor) is taken, except for `G`, which is the ground itself.
fn level_of(printed: &str) -> Option<f32> {
    let text: String = printed.chars().filter(|c| !c.is_whitespace()).map(half_width).collect::<String>().to_uppercase();
    match text.as_str() {
        "G" | "GF" | "首层" | "首层大堂" | "地面" => return Some(0.0),
        "M" | "MF" | "夹层" => return Some(0.5),
        _ => {}
    }
    let below = ["B", "地下", "负", "-"].iter().find_map(|mark| text.strip_prefix(mark));
    let rest = below.or_else(|| ["L", "F", "地上"].iter().find_map(|mark| text.strip_prefix(mark))).unwrap_or(&text);
    let rest = rest.strip_prefix('第').unwrap_or(rest);
    let digits = ["楼", "层", "F", "階", "阶", "层楼"].iter().find_map(|mark| rest.strip_suffix(mark)).unwrap_or(rest);
    let number = storeys(digits).filter(|&number| (1.0..=200.0).contains(&number))?;
    Some(if below.is_some() { -number } else { number - 1.0 })
}

fn storeys(digits: &str) -> Option<f32> {
    let han = |c: char| "一二三四五六七八九".chars().position(|h| h == c).and_then(|i| u8::try_from(i + 1).ok());
    let chars: Vec<char> = digits.chars().collect();
    match chars.as_slice() {
        ['十'] => Some(10.0),
        ['十', unit] => han(*unit).map(|n| 10.0 + f32::from(n)),
        [tens, '十'] => han(*tens).map(|n| 10.0 * f32::from(n)),
        [one] if han(*one).is_some() => han(*one).map(f32::from),
        _ if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') => digits.parse().ok(),
        _ => None,
    }
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(printed: &str) -> Option<f32> {
        Floor::printed(Line::new(printed).unwrap()).level
    }

    #[test]
    fn prints_of_the_field_sort() {
        for (printed, expected) in [
            ("B1", -1.0),
            ("B2", -2.0),
            ("L2", 1.0),
            ("1F", 0.0),
            ("3楼", 2.0),
            ("首层", 0.0),
            ("G", 0.0),
            ("M", 0.5),
            ("负一层", -1.0),
            ("地下2层", -2.0),
            ("十二楼", 11.0),
            ("６階", 5.0),
            ("F5", 4.0),
            ("二楼", 1.0),
        ] {
            assert_eq!(level(printed), Some(expected), "{printed}");
        }
    }

    #[test]
    fn a_print_that_tells_no_level_has_none() {
        for printed in ["P", "东区", "L", "999楼", "3-4F", "站厅"] {
            assert_eq!(level(printed), None, "{printed}");
        }
    }
}
