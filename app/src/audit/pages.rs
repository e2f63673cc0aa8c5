//! `/staff/audit`: who did what, the same as CSV, and whether the chain holds.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{Action, Region};
use maud::{Markup, html};
use serde::Deserialize;

use super::store::{Filter, Line, search, verify};
use crate::accounts::SignedIn;
use crate::i18n::{Lang, moment_text};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit, safe, spreadsheet};

/// Lines of a page.
const PAGE: i64 = 50;
/// Lines of an export.
const MOST: i64 = 100_000;

/// What is asked for, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    actor: String,
    action: String,
    subject: String,
    from: String,
    until: String,
    before: Option<i64>,
    /// Whether to follow the whole chain: that reads every line there is.
    check: Option<String>,
}

impl Asked {
    /// Days are those of the region, the last one included. What is no day does not narrow.
    fn filter(&self, region: &Region) -> Filter {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let begins = |day: NaiveDate| region.begin_of(day);
        Filter {
            actor: self.actor.trim().to_owned(),
            action: self.action.trim().to_owned(),
            subject: self.subject.trim().to_owned(),
            from: day(&self.from).and_then(begins),
            until: day(&self.until).and_then(|day| day.checked_add_days(Days::new(1))).and_then(begins),
            before: self.before,
        }
    }

    /// The same question as a query string.
    fn query(&self, before: Option<i64>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let fields = [
            ("actor", &self.actor),
            ("action", &self.action),
            ("subject", &self.subject),
            ("from", &self.from),
            ("until", &self.until),
        ];
        query.extend_pairs(fields.into_iter().filter(|(_, text)| !text.is_empty()));
        query.extend_pairs(before.map(|seq| ("before", seq.to_string())));
        query.finish()
    }
}

/// `/staff/audit`
pub async fn audit(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::SeeAudit, &visit) {
        return *refused;
    }
    let filter = asked.filter(&visit.registry.region);
    let read = async {
        let lines = search(&state.db, &filter, PAGE + 1).await?;
        let chain = if asked.check.is_some() { Some(verify(&state.db).await?) } else { None };
        Ok::<_, sqlx::Error>((lines, chain))
    };
    let (mut lines, chain) = match read.await {
        Ok(read) => read,
        Err(error) => return AppError::away(&error, &visit),
    };
    let more = lines.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    lines.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let (lang, region) = (visit.lang, &visit.registry.region);
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.audit_title()) }
            @match chain {
                Some(Ok(lines)) => p.done role="status" { (lang.audit_holds(lines)) },
                Some(Err(line)) => p.wrong role="alert" { (lang.audit_broken(line)) },
                None => p { a.button href="/staff/audit?check" { (lang.audit_check()) } },
            }
            (question(&asked, lang))
            @if lines.is_empty() { p { (lang.audit_nothing()) } } @else { (table(&lines, region, lang)) }
            ul.downloads role="list" {
                @if let Some(last) = lines.last().filter(|_| more) {
                    li { a.button href={ "/staff/audit?" (asked.query(Some(last.seq))) } { (lang.audit_older()) } }
                }
                li { a.button href={ "/staff/audit.csv?" (asked.query(None)) } download { (lang.audit_export()) } }
            }
        }
    };
    Frame::new(&visit, lang.audit_title()).around(&main)
}

fn question(asked: &Asked, lang: Lang) -> Markup {
    let text = |name: &str, label: &str, value: &str, hint: &str| {
        html! { label.entry { span { (label) } input name=(name) value=(value) placeholder=(hint) autocomplete="off"; } }
    };
    let day = |name: &str, label: &str, value: &str| {
        html! { label.entry { span { (label) } input type="date" name=(name) value=(value); } }
    };
    html! {
        form.question action="/staff/audit" {
            (text("actor", lang.audit_actor(), &asked.actor, "admin"))
            (text("action", lang.audit_action(), &asked.action, "people."))
            (text("subject", lang.audit_subject(), &asked.subject, ""))
            (day("from", lang.audit_from(), &asked.from))
            (day("until", lang.audit_until(), &asked.until))
            button.button { (lang.audit_show()) }
        }
    }
}

fn table(lines: &[Line], region: &Region, lang: Lang) -> Markup {
    let heads = [lang.audit_when(), lang.audit_actor(), lang.audit_action(), lang.audit_subject(), lang.audit_detail()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.audit_title()) {
            table.audit.stack {
                thead { tr { th scope="col" { "#" } @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for line in lines {
                        tr {
                            td.num data-label="#" { (line.seq) }
                            td.nowrap data-label=(heads[0]) { time datetime=(line.at.to_rfc3339()) { (moment_text(lang, region.local(line.at))) } }
                            td data-label=(heads[1]) { (line.actor) }
                            td data-label=(heads[2]) { (line.action) }
                            td data-label=(heads[3]) { (line.subject) }
                            td data-label=(heads[4]) { code { (line.detail.0) } }
                        }
                    }
                }
            }
        }
    }
}

/// `/staff/audit.csv`
pub async fn export(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::SeeAudit, &visit) {
        return *refused;
    }
    match search(&state.db, &asked.filter(&visit.registry.region), MOST).await {
        Ok(lines) => csv(&lines),
        Err(error) => AppError::away(&error, &visit),
    }
}

fn csv(lines: &[Line]) -> Response {
    let row = |line: &Line| {
        let at: DateTime<Utc> = line.at;
        [
            line.seq.to_string(),
            at.to_rfc3339(),
            safe(&line.actor),
            safe(&line.action),
            safe(&line.subject),
            line.detail.0.to_string(),
            line.hash.clone(),
        ]
    };
    let head = ["seq", "at", "actor", "action", "subject", "detail", "hash"];
    spreadsheet("muying-audit.csv", head, lines.iter().map(row))
}
