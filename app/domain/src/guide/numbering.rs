//! How Chinese documents number their parts: 第一章, 第一节, 第一条, 一、, （一）, 1.

/// Numerals, Chinese and Arabic.
const NUMERALS: &str = "零〇一二三四五六七八九十百千两0123456789";
/// A line that ends so is a sentence and no heading.
const ENDS_OF_SENTENCES: [char; 4] = ['。', '；', '.', ';'];

/// A numeral at the beginning of a text, and what follows it.
fn numeral(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c| !NUMERALS.contains(c)).unwrap_or(text.len());
    Some(text.split_at(end)).filter(|(numeral, _)| !numeral.is_empty())
}

/// The word that 第 and a numeral stand before, and the length of all three: 第十二条.
fn counted(text: &str) -> Option<(char, usize)> {
    let (_, rest) = numeral(text.strip_prefix('第')?)?;
    let word = rest.chars().next()?;
    Some((word, text.len() - rest.len() + word.len_utf8()))
}

/// Which heading a line is by its number alone: 第X章 is of the first level, 第X节 and 一、 are of the second. A whole
/// sentence behind 一、 is no heading.
pub(super) fn heading_level(line: &str) -> Option<u8> {
    match counted(line) {
        Some(('章', _)) => return Some(1),
        Some(('节', _)) => return Some(2),
        _ => {}
    }
    let (numeral, rest) = numeral(line)?;
    let is_item = rest.starts_with('、') && !numeral.contains(|c: char| c.is_ascii_digit());
    (is_item && !line.ends_with(ENDS_OF_SENTENCES)).then_some(2)
}

/// The number that a paragraph begins with: 第十二条, （一）, (1), 一、, 1. or 1、.
pub fn number(text: &str) -> Option<&str> {
    if let Some((_, end)) = counted(text).filter(|(word, _)| *word == '条') {
        return Some(&text[..end]);
    }
    let end = if let Some(inside) = text.strip_prefix(['（', '(']) {
        let (_, rest) = numeral(inside)?;
        let close = rest.chars().next().filter(|c| matches!(c, '）' | ')'))?;
        text.len() - rest.len() + close.len_utf8()
    } else {
        let (_, rest) = numeral(text)?;
        let dot = rest.chars().next().filter(|c| matches!(c, '、' | '.' | '．'))?;
        // 1.5 米 is a length.
        if rest[dot.len_utf8()..].starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        text.len() - rest.len() + dot.len_utf8()
    };
    Some(&text[..end])
}

/// The number of an article, 第十二条, that a paragraph begins with.
pub(super) fn article(text: &str) -> Option<&str> {
    number(text).filter(|number| number.starts_with('第'))
}
