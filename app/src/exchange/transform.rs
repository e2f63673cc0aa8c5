//! The cells of a row to the text of one field, by the steps a mapping gives: always in the order written here.

use super::mapping_rules::{FieldRule, Find};
use super::names::Piece;
use super::table::Row;
use super::values::{area, find_floor, half_width};

/// The text of a field; `None` where the file says nothing.
///
/// # Errors
/// The reason, where the text is on no list of values.
pub(super) fn field_text(row: &Row<'_>, FieldRule(rule): &FieldRule) -> Result<Option<String>, String> {
    let mut text = gather(row, rule);
    if rule.half_width {
        text = half_width(&text);
    }
    let mut part = text.trim();
    if let Some(mark) = &rule.after {
        part = part.split_once(mark.as_str()).map_or("", |(_, rest)| rest).trim();
    }
    if let Some(mark) = &rule.before {
        part = part.split_once(mark.as_str()).map_or(part, |(first, _)| first).trim();
    }
    part = rule.strip_prefix.0.iter().fold(part, |part, word| part.strip_prefix(word.as_str()).unwrap_or(part).trim());
    part = rule.strip_suffix.0.iter().fold(part, |part, word| part.strip_suffix(word.as_str()).unwrap_or(part).trim());
    let mut text = rule.remove.0.iter().fold(part.to_owned(), |part, word| part.replace(word.as_str(), ""));
    if let Some(number) = rule.word {
        text = text.split_whitespace().nth(number.max(1) - 1).unwrap_or_default().to_owned();
    }
    if rule.find == Some(Find::Floor) {
        text = find_floor(&text).unwrap_or_default();
    }
    if let Some(unit) = rule.unit {
        text = area(&text, unit);
    }
    let text = text.trim();
    if text.is_empty() || rule.empty.0.iter().any(|empty| empty == text) {
        return Ok(None);
    }
    value(text, rule).map(|value| value.map(|value| format!("{}{value}", rule.prefix)))
}

fn gather(row: &Row<'_>, rule: &super::mapping_rules::FieldRuleBody) -> String {
    let Some(template) = &rule.template else {
        let cells: Vec<&str> = rule.from.0.iter().map(|column| row.get(column)).filter(|cell| !cell.is_empty()).collect();
        return cells.join(rule.join.as_deref().unwrap_or(" "));
    };
    let mut text = String::new();
    for piece in &template.0 {
        match piece {
            Piece::Text(fixed) => text.push_str(fixed),
            Piece::Cell { column, suffix } => {
                let cell = row.get(column);
                text.push_str(cell);
                if !cell.is_empty() && !cell.ends_with(suffix.as_str()) {
                    text.push_str(suffix);
                }
            }
        }
    }
    text
}

fn value(text: &str, rule: &super::mapping_rules::FieldRuleBody) -> Result<Option<String>, String> {
    if let Some(value) = rule.values.get(text) {
        return Ok(Some(value.get_ref().clone()));
    }
    let default = if rule.values.is_empty() { "keep" } else { "refuse" };
    match rule.otherwise.as_ref().map_or(default, |otherwise| otherwise.get_ref().as_str()) {
        "keep" => Ok(Some(text.to_owned())),
        "none" => Ok(None),
        "refuse" => {
            let known = rule.values.keys().take(20).cloned().collect::<Vec<_>>().join(", ");
            Err(format!("is none of the words the mapping knows: {known}"))
        }
        word => Ok(Some(word.to_owned())),
    }
}
