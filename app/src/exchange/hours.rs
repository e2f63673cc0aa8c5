//! Opening hours in free text to OpenStreetMap syntax, only where the whole text is understood; the source's own words
//! are kept wherever it is not, or where a part of it has no exact form.

use std::fmt::Write;

use domain::Calendar;

use super::hours_days::{Days, days, exceptions, leave_out};
use super::hours_tokens::{Token, WEEK, tokens};

/// Hours as read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ReadHours {
    /// In OpenStreetMap syntax.
    pub(super) osm: Option<String>,
    /// The source's words.
    pub(super) note: Option<String>,
}

/// Reads the texts for times (with days or without), days and remarks.
pub(super) fn read_hours(times: &str, days_text: &str, remarks: &[&str]) -> ReadHours {
    let sentences = remarks.iter().flat_map(|remark| sentences(remark));
    let relevant: Vec<&str> = sentences.filter(|remark| speaks_of_hours(remark)).collect();
    let words = [days_text, times].into_iter().chain(relevant.iter().copied()).map(str::trim).filter(|text| !text.is_empty());
    let note = words.collect::<Vec<_>>().join(" ");
    if note.is_empty() {
        return ReadHours::default();
    }
    match understood(times, days_text, &relevant) {
        Some((osm, true)) => ReadHours { osm: Some(osm), note: None },
        Some((osm, false)) => ReadHours { osm: Some(osm), note: Some(note) },
        None => ReadHours { osm: None, note: Some(note) },
    }
}

/// The sentences of a remark, which lists often set off with a dot each.
fn sentences(remark: &str) -> impl Iterator<Item = &str> {
    const ENDS: [&str; 4] = ["除く", "休館", "休室", "休み"];
    let mut from = 0;
    let dots = remark
        .char_indices()
        .filter(|(at, c)| *c == '。' || (*c == '・' && (*at == 0 || ENDS.iter().any(|end| remark[..*at].ends_with(end)))));
    let mut cuts: Vec<(usize, usize)> = dots.map(|(at, c)| (at, at + c.len_utf8())).collect();
    cuts.push((remark.len(), remark.len()));
    cuts.into_iter().map(move |(at, next)| remark[std::mem::replace(&mut from, next).min(at)..at].trim())
}

/// A remark that has to do with hours must be understood; another one is about something else.
fn speaks_of_hours(remark: &str) -> bool {
    const SIGNS: [&str; 16] =
        ["休", "除", "閉", "開", "閑", "時", "时", "曜", "祝", "年末", "平日", "まで", ":", "：", "～", "만"];
    SIGNS.iter().any(|sign| remark.contains(sign))
}

#[derive(Debug, Clone)]
struct Group {
    days: Days,
    times: Vec<(u16, u16)>,
}

/// The expression, and whether it says all that the text does.
fn understood(times: &str, days_text: &str, remarks: &[&str]) -> Option<(String, bool)> {
    let (mut groups, mut over_all) = groups(&tokens(times)?)?;
    if !days_text.trim().is_empty() {
        let named = days(&tokens(days_text)?)?;
        over_all = combine(&mut groups, over_all, named)?;
    }
    for remark in remarks {
        let mut off = exceptions(&tokens(remark)?)?.into_iter();
        off.try_for_each(|off| leave_out(&mut over_all, off))?;
    }
    let mut seen = 0;
    for index in 0..groups.len() {
        let week = groups[index].days.week & !closed(over_all);
        groups[index].days.week = week;
        // Some days of a group before, named again with other times: the later, narrower word holds.
        if week & seen != 0 {
            let earlier = groups[..index].iter_mut().find(|group| group.days.week & week == week && group.days.week != week)?;
            earlier.days.week &= !week;
        }
        if groups[index].days.holidays == Some(true) {
            groups[..index].iter_mut().for_each(|group| group.days.holidays = group.days.holidays.filter(|&open| !open));
        }
        seen |= week;
    }
    write(&groups, over_all, seen)
}

/// Days of the week that an exception over all groups takes out; kept in the complement of `week`.
fn closed(over_all: Days) -> u8 {
    WEEK & !over_all.week
}

/// Days of a column of their own: where the times name no days they are the days; where they do, both must agree.
fn combine(groups: &mut [Group], over_all: Days, named: Days) -> Option<Days> {
    if named.week == 0 {
        return None;
    }
    let plain = Days { week: WEEK, ..Days::default() };
    if groups.first().is_some_and(|group| group.days == plain) {
        groups[0].days = Days { week: named.week, holidays: named.holidays.filter(|&open| open), ..Days::default() };
        groups.iter().all(|group| group.days.week & !named.week == 0).then_some(())?;
    } else {
        let all = groups.iter().fold(0, |all, group| all | group.days.week);
        (all == named.week).then_some(())?;
    }
    let mut both = over_all;
    let off = Days { week: 0, holidays: named.holidays.map(|open| !open).filter(|&off| off), ..named };
    leave_out(&mut both, off)?;
    Some(both)
}

/// Groups of days with their times, and exceptions that stand over all of them.
fn groups(tokens: &[Token]) -> Option<(Vec<Group>, Days)> {
    let is_time = |token: &Token| matches!(token, Token::Span(..) | Token::AllDay);
    let mut over_all = Days { week: WEEK, ..Days::default() };
    let mut groups = Vec::new();
    let mut at = 0;
    while let Some(first) = tokens[at..].iter().position(is_time).map(|offset| at + offset) {
        let end = first + tokens[first..].iter().take_while(|token| is_time(token) || **token == Token::And).count();
        let named = &tokens[at..first];
        let says = named.iter().any(|token| !matches!(token, Token::And | Token::Break));
        let group_days = match (says, groups.is_empty()) {
            (true, _) => days(named)?,
            (false, true) => Days { week: WEEK, ..Days::default() },
            (false, false) => return None,
        };
        if group_days.week == 0 && group_days.holidays != Some(true) {
            return None;
        }
        groups.push(Group { days: group_days, times: spans(&tokens[first..end])? });
        at = end;
    }
    for off in exceptions(&tokens[at..])? {
        leave_out(&mut over_all, off)?;
    }
    (!groups.is_empty()).then_some((groups, over_all))
}

/// Times in order that do not overlap.
fn spans(tokens: &[Token]) -> Option<Vec<(u16, u16)>> {
    let mut times = Vec::new();
    for token in tokens {
        match *token {
            Token::Span(from, to) if times.last().is_none_or(|&(_, last)| last <= from) => times.push((from, to)),
            Token::AllDay if times.is_empty() => times.push((0, 24 * 60)),
            Token::And => {}
            _ => return None,
        }
    }
    Some(times)
}

fn write(groups: &[Group], over_all: Days, seen: u8) -> Option<(String, bool)> {
    let mut osm = String::new();
    let mut said = over_all.holidays.is_some();
    let (mut year_end, mut dates, mut sometimes) = (over_all.year_end, over_all.dates, over_all.sometimes);
    let mut off = over_all.holidays == Some(false);
    for Group { days, times } in groups {
        let day_names = names(days.week, days.holidays == Some(true));
        said |= days.holidays.is_some();
        off |= days.holidays == Some(false);
        year_end |= days.year_end;
        dates = dates.or(days.dates);
        sometimes |= days.sometimes;
        if day_names.is_empty() {
            continue;
        }
        let separator = if osm.is_empty() { "" } else { "; " };
        let all_day = times.as_slice() == [(0, 24 * 60)];
        let plain = groups.len() == 1 && days.week == WEEK && days.holidays.is_none();
        let _ = match (plain, all_day) {
            (true, true) => write!(osm, "{separator}24/7"),
            (true, false) => write!(osm, "{separator}Mo-Su {}", clock(times)),
            _ => write!(osm, "{separator}{day_names} {}", clock(times)),
        };
    }
    if off && groups.iter().any(|group| group.days.holidays == Some(true)) {
        return None;
    }
    // Every day at one time means holidays too; on some days, or at several times, nobody has said.
    if off {
        osm.push_str("; PH off");
    } else if !said && (seen != WEEK || groups.len() > 1) {
        osm.push_str("; PH unknown");
    }
    if let Some([from_month, from_day, to_month, to_day]) = dates {
        let _ = write!(osm, "; {} {from_day:02}-{} {to_day:02} off", month(from_month), month(to_month));
    }
    // The turn of the year is not the same days everywhere: on those that it may mean, nobody knows.
    if year_end && dates.is_none() {
        osm.push_str("; Dec 28-Jan 05 unknown");
    }
    let exact = !sometimes && (!year_end || dates.is_some());
    Calendar::check(&osm).ok().map(|()| (osm, exact))
}

fn month(number: u8) -> &'static str {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    MONTHS.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or("Jan")
}

fn clock(times: &[(u16, u16)]) -> String {
    let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    times.iter().map(|&(from, to)| format!("{}-{}", time(from), time(to))).collect::<Vec<_>>().join(",")
}

/// `Mo-Fr,Su,PH`.
fn names(week: u8, holidays: bool) -> String {
    const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for day in (0..7).filter(|day| week & (1 << day) != 0) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let mut names: Vec<String> = runs
        .into_iter()
        .map(|(first, last)| if first == last { DAYS[first].to_owned() } else { format!("{}-{}", DAYS[first], DAYS[last]) })
        .collect();
    if holidays {
        names.push("PH".to_owned());
    }
    names.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn osm(times: &str, days: &str) -> Option<String> {
        read_hours(times, days, &[]).osm
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic_and_what_is_read_is_valid(
            times in "[0-9０-９:：～~ 時半分月火水木金土日祝休館全は、・（）除くAMPM午前後から至年末/一Mon週]{0,30}",
            days in "[月火水木金土日曜祝～〜・、（） 休館除くを毎全年末始は12/月日週一至]{0,20}",
        ) {
            for osm in [read_hours(&times, &days, &[]), read_hours(&days, &times, &[&days])].into_iter().filter_map(|read| read.osm) {
                proptest::prop_assert!(Calendar::check(&osm).is_ok());
            }
        }
    }

    #[test]
    fn hours_that_are_understood_become_osm() {
        for (times, days, expected) in [
            ("9:00～17:00", "", "Mo-Su 09:00-17:00"),
            ("週一至週五 08:30~17:30", "", "Mo-Fr 08:30-17:30; PH unknown"),
            ("24小時", "", "24/7"),
            ("周一至周五 9:00-12:00,14:00-18:00", "", "Mo-Fr 09:00-12:00,14:00-18:00; PH unknown"),
            ("９：００～１７：００", "月～土", "Mo-Sa 09:00-17:00; PH unknown"),
            ("9時～22時", "全日", "Mo-Su 09:00-22:00"),
            ("9:30–17:30", "月～土（祝日を除く）", "Mo-Sa 09:30-17:30; PH off"),
            ("9:00〜17:00", "月曜日から日曜日、祝日", "Mo-Su,PH 09:00-17:00"),
            ("9:00～17:00", "月～土（休館日：日・休日）", "Mo-Sa 09:00-17:00; PH off"),
            ("9:00～17:00", "全日（12月29日～1月3日を除く）", "Mo-Su 09:00-17:00; Dec 29-Jan 03 off"),
            ("9:00～17:00", "全日（日曜を除く）", "Mo-Sa 09:00-17:00; PH unknown"),
            ("（月曜日～金曜日）8:30～17:00（土曜日）8:30～12:00", "月～土", "Mo-Fr 08:30-17:00; Sa 08:30-12:00; PH unknown"),
            ("平日 9:00-18:00", "", "Mo-Fr 09:00-18:00; PH off"),
            ("午前10時～午後4時30分", "火、水、木", "Tu-Th 10:00-16:30; PH unknown"),
            ("20:00-02:00", "", "Mo-Su 20:00-02:00"),
            ("9:00～17:00(祝日休み)", "", "Mo-Su 09:00-17:00; PH off"),
            ("11:00～23:00（日曜・祝日は11:00～22:00）", "全日", "Mo-Sa 11:00-23:00; Su,PH 11:00-22:00"),
            ("8:30～20:00祝日 （8:30～13:00）", "月～土", "Mo-Sa 08:30-20:00; PH 08:30-13:00"),
            ("8:30～17:15", "月～金 年末年始（12/29～1/3）除く", ""),
            ("8:30～17:15", "月～金（年末年始（12/29～1/3）除く）", "Mo-Fr 08:30-17:15; PH unknown; Dec 29-Jan 03 off"),
            ("10:00～20:00 営業時間に準じる", "全日", "Mo-Su 10:00-20:00"),
        ] {
            let expected = Some(expected).filter(|osm| !osm.is_empty());
            assert_eq!(osm(times, days).as_deref(), expected, "{days} {times}");
        }
    }

    #[test]
    fn hours_that_could_mean_two_things_stay_text() {
        for (times, days) in [
            ("9:30～19:309:30～17:00", "火～金土・日・祝日"),
            ("8:30～1730", "月～土"),
            ("17:00～9:00", "月～金"),
            ("9:00～17:00", "月～日、祝日年末年始は休業"),
            ("9:00～17:00", "月～土（第一月曜除く）"),
            ("①10:00～18:00②9:00～18:00", "①月～金②土"),
            ("随商场营业", ""),
            ("10:00～15:00", "月曜日～金曜日、第２・４土曜日"),
            ("依各場所實際公告內容為主", ""),
            ("9:00～17:00", "月～土（休館日：）"),
            ("9:00～17:00（土は休憩時間あり）", "月～土"),
        ] {
            assert_eq!(osm(times, days), None, "{days} {times}");
            assert!(read_hours(times, days, &[]).note.is_some());
        }
    }

    #[test]
    fn the_turn_of_the_year_is_unknown_and_the_words_are_kept() {
        let read = read_hours("9:00～17:00", "月～土（祝日・年末年始を除く）", &[]);
        assert_eq!(read.osm.as_deref(), Some("Mo-Sa 09:00-17:00; PH off; Dec 28-Jan 05 unknown"));
        assert_eq!(read.note.as_deref(), Some("月～土（祝日・年末年始を除く） 9:00～17:00"));
    }

    #[test]
    fn closing_days_that_are_not_named_keep_the_words_beside_the_usual_hours() {
        let read = read_hours("9:00～17:00", "月～土（休業日を除く）", &[]);
        assert_eq!(read.osm.as_deref(), Some("Mo-Sa 09:00-17:00; PH unknown"));
        assert!(read.note.is_some());
    }

    #[test]
    fn a_remark_about_hours_must_be_understood_too() {
        let read = |remark| read_hours("9:00～17:00", "全日", &[remark]).osm;
        assert_eq!(read("板橋区での事業名は「赤ちゃんの駅」").as_deref(), Some("Mo-Su 09:00-17:00"));
        let dotted = "・祝日を除く。・あらかわベビーステーション認定施設";
        assert_eq!(read(dotted).as_deref(), Some("Mo-Su 09:00-17:00; PH off"));
        assert_eq!(read("祝日を除く").as_deref(), Some("Mo-Su 09:00-17:00; PH off"));
        assert_eq!(read("年末年始ほか年６回程度の臨時休館日有"), None);
    }
}
