//! Values as people write them in lists: dates of three calendars, areas, full-width characters, floors in an address.

use chrono::NaiveDate;
use domain::SquareMetres;

/// One 坪 in square metres: 400/121, as Taiwan's and Japan's land offices count.
const PING: f64 = 400.0 / 121.0;

/// Reads `2026-03-31`.
pub(super) fn iso_date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return text.parse().ok();
    }
    NaiveDate::from_ymd_opt(text.get(..4)?.parse().ok()?, text.get(5..7)?.parse().ok()?, text.get(8..)?.parse().ok()?)
}

/// Reads a day: `2026-03-31`, `2026/3/31`, `2026.3.31`, `20260331`, `2026年3月31日`, `115年8月31日` and `民國115年…`
/// (ROC calendar, year 1 is 1912), `令和8年3月31日` (year 1 is 2019); a time of day after it is left aside.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let text = half_width(text.trim());
    let (offset, rest) = match text.strip_prefix("令和").or_else(|| text.strip_prefix('R')) {
        Some(rest) => (Some(2018), rest),
        None => (None, text.trim_start_matches("民國").trim_start_matches("民国")),
    };
    if rest.len() == 8 && rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return iso_date(&format!("{}-{}-{}", &rest[..4], &rest[4..6], &rest[6..]));
    }
    let mut numbers = rest.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let mut next = || numbers.next().and_then(|number| number.parse::<u32>().ok());
    let (year, month, day) = (next()?, next()?, next()?);
    let marked = rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['年', '-', '/', '.']);
    let offset = offset.unwrap_or(if year < 200 { 1911 } else { 0 });
    marked.then_some(())?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()? + offset, month, day)
}

/// An area in square metres.
pub(super) fn square_metres(text: &str) -> Result<SquareMetres, String> {
    let number = text.parse::<f64>().or(Err("must be a number of square metres"))?;
    Ok(SquareMetres::try_from(number)?)
}

/// The unit of an area column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unit {
    /// Square metres.
    #[default]
    M2,
    /// 坪.
    Ping,
}

/// Takes the unit off an area and turns it into square metres. A unit that is written out wins.
pub(super) fn area(text: &str, unit: Unit) -> String {
    const METRES: [&str; 8] = ["平方公尺", "平方米", "平米", "㎡", "m²", "m2", "M2", "제곱미터"];
    let text = half_width(text);
    let text = text.trim();
    let bare = METRES.iter().find_map(|mark| text.strip_suffix(mark));
    let ping = text.strip_suffix('坪').or_else(|| text.strip_suffix('평'));
    let is_ping = ping.is_some() || (bare.is_none() && unit == Unit::Ping);
    let number = bare.or(ping).unwrap_or(text).trim().replace(',', "");
    match number.parse::<f64>() {
        Ok(value) if is_ping => format!("{}", value * PING),
        _ => number,
    }
}

/// Full-width forms and the ideographic space to their ordinary ones.
pub fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(narrow).collect()
}

/// The one floor that a text names, such as `6階` in an address; `None` where it names none or several.
pub(super) fn find_floor(text: &str) -> Option<String> {
    let chars: Vec<char> = half_width(text).chars().collect();
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        match floor_at(&chars, at) {
            Some(end) => {
                let floor: String = chars[at..end].iter().collect();
                if !found.contains(&floor) {
                    found.push(floor);
                }
                at = end;
            }
            None => at += 1,
        }
    }
    (found.len() == 1).then(|| found.swap_remove(0))
}

/// Where a floor that begins here ends: `6階`, `地下1階`, `B1F`, `B1階`, `2F`, `3楼`.
fn floor_at(chars: &[char], start: usize) -> Option<usize> {
    let before = start.checked_sub(1).map(|index| chars[index]);
    let below = match chars[start..] {
        ['地', '下', ..] => 2,
        ['B', next, ..] if next.is_ascii_digit() && !before.is_some_and(|c| c.is_ascii_alphanumeric()) => 1,
        _ => 0,
    };
    let joined = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '~' | '～' | '.' | '・' | ',' | '、' | '下');
    if below == 0 && before.is_some_and(joined) {
        return None;
    }
    let digits = chars[start + below..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mark = *chars.get(start + below + digits)?;
    let after = chars.get(start + below + digits + 1);
    let ends = matches!(mark, '階' | '楼' | '樓' | '层' | '層' | '층')
        || (mark == 'F' && !after.is_some_and(char::is_ascii_alphanumeric));
    // A building of so many floors is not a floor.
    let counted = after.is_some_and(|c| matches!(c, '建' | '数' | '高'));
    ((1..=2).contains(&digits) && ends && !counted).then_some(start + below + digits + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_three_calendars_are_the_same_day() {
        let day = NaiveDate::from_ymd_opt(2026, 8, 31);
        for text in [
            "2026-08-31",
            "2026/8/31",
            "2026.08.31.",
            "20260831",
            "2026年8月31日",
            "115年8月31日",
            "民國115年08月31日",
            "令和8年8月31日",
            "２０２６－０８－３１",
            "2026-08-31T09:00:00Z",
        ] {
            assert_eq!(date(text), day, "{text}");
        }
        for text in ["", "2026", "2026-13-01", "31/8", "依各場所實際內容為主", "115"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn areas_lose_their_unit() {
        assert_eq!(area("11.7", Unit::M2), "11.7");
        assert_eq!(area("１２㎡", Unit::Ping), "12");
        assert_eq!(square_metres(&area("3坪", Unit::M2)).ok(), SquareMetres::new(9.9));
        assert_eq!(square_metres(&area("3", Unit::Ping)).ok(), SquareMetres::new(9.9));
        assert!(square_metres("0").unwrap_err().contains("0.1 to 999.9"));
    }

    #[test]
    fn a_floor_in_an_address_is_found_when_it_is_the_only_one() {
        for (address, floor) in [
            ("千代田区神田和泉町１　ちよだパークサイドプラザ６階", Some("6階")),
            ("豊島区西池袋１－１－２５地下１階", Some("地下1階")),
            ("中野区中野5-64-5 中野サンピオーネビル6F", Some("6F")),
            ("新宿区B1F", Some("B1F")),
            ("港区芝浦1-16-1　みなとパーク芝浦1・2階", None),
            ("港区1階から2階", None),
            ("品川区東品川１－３４－９", None),
            ("大田区１２階建", None),
        ] {
            assert_eq!(find_floor(address).as_deref(), floor, "{address}");
        }
    }
}
