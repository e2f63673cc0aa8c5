//! Words of opening hours in Japanese, Chinese, Korean and English, taken apart without guessing: a text that holds
//! anything else is not read at all.

use super::hours_words::WORDS;
use super::values::half_width;

/// A word of opening hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// Days of the week, a bit each from Monday.
    Days(u8),
    /// A range of times in minutes after midnight.
    Span(u16, u16),
    /// All day and night.
    AllDay,
    /// Working days.
    Work,
    /// Public holidays.
    Holidays,
    /// The turn of the year, days not said.
    YearEnd,
    /// Days of the year, month and day each.
    Dates([u8; 4]),
    /// "closed", "except", after what it is said of.
    Off,
    /// "closed:", before what it is said of.
    OffAhead,
    /// Now and then closed, or as the house around it: no exact form, the words are kept.
    Sometimes,
    /// A bracket or the end of a sentence.
    Break,
    /// A comma, a dot, white space, "and".
    And,
    /// "to".
    To,
}

/// Every day.
pub(super) const WEEK: u8 = 0x7f;
const WEEKDAYS: [&str; 3] = ["月火水木金土日", "一二三四五六日", "월화수목금토일"];

/// All words of a text; `None` where it holds anything that is not known.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let text = half_width(text);
    let mut rest = text.as_str();
    let mut found: Vec<Token> = Vec::new();
    while let Some(first) = rest.chars().next() {
        let (token, length) = next(rest, &found).or_else(|| sign(first).map(|token| (token, first.len_utf8())))?;
        rest = &rest[length..];
        // Two times or two groups of days that touch were two lines once: which belongs to which is not known.
        if matches!((found.last(), token), (Some(Token::Span(..)), Token::Span(..))) {
            return None;
        }
        // 年末年始（12/29～1/3）: the days in brackets are what the words before them mean.
        match (found.as_slice(), token) {
            ([.., Token::YearEnd, Token::Break, Token::Dates(_)], Token::Break) => drop(found.remove(found.len() - 2)),
            _ => found.push(token),
        }
    }
    Some(found)
}

fn sign(c: char) -> Option<Token> {
    Some(match c {
        '~' | '～' | '〜' | '-' | '–' | '—' | '‐' | '−' | 'ー' | '―' | '至' | '到' => Token::To,
        '・' | '･' | '、' | ',' | '/' | '､' | '及' | '與' | '与' | '和' | '&' | '+' | ';' => Token::And,
        '(' | ')' | '[' | ']' | '【' | '】' | '。' | '※' | '<' | '>' | '《' | '》' => Token::Break,
        c if c.is_whitespace() => Token::And,
        _ => return None,
    })
}

/// The word that a text begins with, and its length.
fn next(text: &str, found: &[Token]) -> Option<(Token, usize)> {
    if let Some(found) = span(text).or_else(|| dates(text)) {
        return Some(found);
    }
    if let Some((word, token)) = WORDS.iter().find(|(word, _)| text.starts_with(word)) {
        return Some((*token, word.len()));
    }
    // Particles between words that are known carry nothing of their own.
    let subject = text.strip_prefix('は').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if subject && !found.is_empty() {
        return Some((Token::And, 'は'.len_utf8()));
    }
    let silent = ["及び", "および", "但し", "ただし", "と", "まで", "も", "です"].iter().find(|word| text.starts_with(**word));
    if let Some(word) = silent {
        return Some((Token::And, word.len()));
    }
    weekdays(text, found)
}

/// One day of the week: `月`, `月曜日`, `週一`, `星期日`, `월요일`, `Mon`; after `週一至` also `五` alone.
fn weekdays(text: &str, found: &[Token]) -> Option<(Token, usize)> {
    let led = ["星期", "礼拜", "禮拜", "週", "周"].iter().find(|lead| text.starts_with(**lead)).map_or(0, |lead| lead.len());
    let c = text[led..].chars().next()?;
    let chinese = WEEKDAYS[1].chars().position(|day| day == c).or((c == '天' && led > 0).then_some(6));
    let follows = matches!(found, [.., Token::Days(_), Token::To | Token::And] | [.., Token::Days(_)]);
    if let Some(day) = chinese.filter(|_| led > 0 || (follows && c != '日')) {
        return Some((Token::Days(1 << day), led + c.len_utf8()));
    }
    let day = WEEKDAYS[0].chars().position(|day| day == c).or_else(|| WEEKDAYS[2].chars().position(|day| day == c));
    if let Some(day) = day.filter(|_| led == 0) {
        let tail =
            ["曜日", "曜", "요일"].iter().find(|tail| text[c.len_utf8()..].starts_with(**tail)).map_or(0, |tail| tail.len());
        return Some((Token::Days(1 << day), c.len_utf8() + tail));
    }
    english(text)
}

fn english(text: &str) -> Option<(Token, usize)> {
    let lower = text.get(..text.len().min(9)).or_else(|| text.get(..3))?.to_ascii_lowercase();
    let full = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    full.iter().enumerate().find_map(|(day, name)| {
        let length = [name.len(), 3].into_iter().find(|&length| lower.starts_with(&name[..length]))?;
        let ends = !text[length..].starts_with(|c: char| c.is_ascii_alphabetic());
        ends.then_some((Token::Days(1 << day), length))
    })
}

/// `9:00～17:00`, `9時30分～17時`, `午前9時～午後5時`.
fn span(text: &str) -> Option<(Token, usize)> {
    let (from, first) = time(text)?;
    let rest = text[first..].trim_start();
    let to_sign = rest.chars().next().filter(|&c| sign(c) == Some(Token::To)).map(char::len_utf8);
    let sign = to_sign.or_else(|| rest.starts_with("から").then_some("から".len()))?;
    let rest = rest[sign..].trim_start();
    let (to, second) = time(rest)?;
    let rest = &rest[second..];
    let rest = rest.strip_prefix("まで").unwrap_or(rest);
    // An end before the beginning is a night only where it looks like one; otherwise it is a slip.
    let night = to <= from && from >= 17 * 60 && to <= 6 * 60;
    (to > from || night).then_some((Token::Span(from, to), text.len() - rest.len()))
}

fn time(text: &str) -> Option<(u16, usize)> {
    let (later, lead) = ["午前", "上午", "AM", "오전"].iter().find(|word| text.starts_with(**word)).map_or_else(
        || ["午後", "下午", "PM", "오후"].iter().find(|word| text.starts_with(**word)).map_or((0, 0), |word| (12, word.len())),
        |word| (0, word.len()),
    );
    let rest = &text[lead..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let hour = rest[..digits].parse::<u16>().ok().filter(|hour| digits <= 2 && *hour <= 29)?;
    let hour = if later > 0 && hour < 12 { hour + later } else { hour };
    let after = &rest[digits..];
    if let Some(minutes) = after.strip_prefix(':') {
        let minute = minutes.get(..2).filter(|two| two.bytes().all(|byte| byte.is_ascii_digit()))?.parse::<u16>().ok()?;
        let ends = !minutes[2..].starts_with(|c: char| c.is_ascii_digit() || c == ':');
        return (minute < 60 && ends).then_some((hour * 60 + minute, lead + digits + 3));
    }
    let mark = ["時", "时", "點", "点", "시"].iter().find(|mark| after.starts_with(**mark))?.len();
    let after = &after[mark..];
    if after.starts_with('半') {
        return Some((hour * 60 + 30, lead + digits + mark + '半'.len_utf8()));
    }
    let count = after.bytes().take_while(u8::is_ascii_digit).count();
    let unit = ["分", "분"].iter().find(|unit| count > 0 && after[count..].starts_with(**unit)).map_or(0, |unit| unit.len());
    match after[..count].parse::<u16>() {
        Ok(minute) if unit > 0 && minute < 60 => Some((hour * 60 + minute, lead + digits + mark + count + unit)),
        _ => (count == 0).then_some((hour * 60, lead + digits + mark)),
    }
}

/// `12月29日～1月3日`, `12/29～1/3`.
fn dates(text: &str) -> Option<(Token, usize)> {
    let (from, first) = day(text)?;
    let rest = text[first..].trim_start();
    let sign_length = rest.chars().next().filter(|&c| sign(c) == Some(Token::To)).map(char::len_utf8);
    let length = sign_length.or_else(|| rest.starts_with("から").then_some("から".len()))?;
    let rest = rest[length..].trim_start();
    let rest = rest.strip_prefix("翌年").unwrap_or(rest);
    let (to, second) = day(rest)?;
    Some((Token::Dates([from.0, from.1, to.0, to.1]), text.len() - rest.len() + second))
}

fn day(text: &str) -> Option<((u8, u8), usize)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let month = text[..first].parse::<u8>().ok().filter(|month| (1..=12).contains(month))?;
    let (mark, tail) = if text[first..].starts_with('月') { ("月", "日") } else { ("/", "") };
    let rest = text[first..].strip_prefix(mark)?;
    let second = digits(rest);
    let day = rest[..second].parse::<u8>().ok().filter(|day| (1..=31).contains(day))?;
    let tail = rest[second..].starts_with(tail).then_some(tail.len())?;
    Some(((month, day), first + mark.len() + second + tail))
}
