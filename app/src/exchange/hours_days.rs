//! Which days a text names: those it includes, those it leaves out, and what it says of holidays.

use super::hours_tokens::{Token, WEEK};

/// Days of the week and holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Days {
    /// A bit a day from Monday.
    pub(super) week: u8,
    /// Whether public holidays are in; `None` where nothing is said of them.
    pub(super) holidays: Option<bool>,
    /// Closed at the turn of the year, days not said.
    pub(super) year_end: bool,
    /// Now and then something else holds: the source's words must be kept.
    pub(super) sometimes: bool,
    /// Closed on these days.
    pub(super) dates: Option<[u8; 4]>,
}

/// Reads days; `None` where they can be understood in two ways.
pub(super) fn days(tokens: &[Token]) -> Option<Days> {
    let (mut within, mut without) = (None, Vec::new());
    for (clause, off) in clauses(tokens)? {
        let read = clause_days(clause)?;
        match (off || Days { sometimes: false, ..read } == Days::default(), within) {
            (true, _) => without.push(read),
            (false, None) => within = Some(read),
            (false, Some(_)) => return None,
        }
    }
    let mut days = within.filter(|days: &Days| !days.year_end && days.dates.is_none()).unwrap_or_default();
    if within.is_some() && days.week == 0 && days.holidays.is_none() {
        return None;
    }
    without.into_iter().try_for_each(|off| leave_out(&mut days, off)).map(|()| days)
}

/// Takes the days of an exception out; `None` where it contradicts what was said before.
pub(super) fn leave_out(days: &mut Days, off: Days) -> Option<()> {
    days.week &= !off.week;
    if off.holidays == Some(true) {
        if days.holidays == Some(true) {
            return None;
        }
        days.holidays = Some(false);
    }
    days.year_end |= off.year_end;
    days.sometimes |= off.sometimes;
    if days.dates.is_some() && off.dates.is_some() && days.dates != off.dates {
        return None;
    }
    days.dates = days.dates.or(off.dates);
    Some(())
}

/// Exceptions alone, such as `祝日・年末年始を除く`; `None` where the text says anything else.
pub(super) fn exceptions(tokens: &[Token]) -> Option<Vec<Days>> {
    let only_sometimes = |days: &Days| Days { sometimes: false, ..*days } == Days::default();
    let read = |(clause, off)| clause_days(clause).filter(|days| off || only_sometimes(days));
    clauses(tokens)?.into_iter().map(read).collect()
}

/// The text in clauses, each with whether it leaves days out; `None` where it speaks of closing days and names none.
fn clauses(tokens: &[Token]) -> Option<Vec<(&[Token], bool)>> {
    let mut found = Vec::new();
    for piece in tokens.split(|token| *token == Token::Break) {
        let (before, after) = match piece.iter().position(|token| *token == Token::OffAhead) {
            Some(at) => (&piece[..at], &piece[at + 1..]),
            None => (piece, &piece[..0]),
        };
        for (clause, ahead) in [(before, false), (after, true)] {
            let bare = |token: &Token| !matches!(token, Token::And | Token::Off);
            let names_days = clause.iter().any(bare);
            if ahead && !names_days && before.len() < piece.len() {
                return None;
            }
            if names_days {
                found.push((clause, ahead || clause.iter().rfind(|token| **token != Token::And) == Some(&Token::Off)));
            }
        }
    }
    Some(found)
}

fn clause_days(clause: &[Token]) -> Option<Days> {
    let mut days = Days::default();
    let mut tokens = clause.iter().copied().filter(|token| *token != Token::And).peekable();
    let mut ended = false;
    while let Some(token) = tokens.next() {
        if ended {
            return None;
        }
        match token {
            Token::Days(first) if tokens.next_if_eq(&Token::To).is_some() => match tokens.next() {
                Some(Token::Days(last)) => days.week |= range(first, last)?,
                _ => return None,
            },
            Token::Days(day) => days.week |= day,
            Token::Work if days.week == 0 => {
                days.week = 0x1f;
                days.holidays = Some(false);
            }
            Token::Holidays if days.holidays != Some(false) => days.holidays = Some(true),
            Token::YearEnd => days.year_end = true,
            Token::Sometimes => days.sometimes = true,
            Token::Dates(dates) if days.dates.is_none() => days.dates = Some(dates),
            Token::Off => ended = true,
            _ => return None,
        }
    }
    Some(days)
}

/// The days from one to another, over the end of the week where the first comes later.
fn range(first: u8, last: u8) -> Option<u8> {
    if first.count_ones() != 1 || last.count_ones() != 1 || first == last {
        return None;
    }
    let (mut day, mut all) = (first, first);
    while day != last {
        day = if day == 1 << 6 { 1 } else { day << 1 };
        all |= day;
    }
    Some(all & WEEK)
}
