//! A sheet on the screen.

use app::i18n::Lang;
use app::inspections::sheet::{Asked, Fields, Venue, fields, open, sections, standing, take, venue_form};
use chrono::NaiveDate;
use domain::device::{Change, Delivery, Entry, Outgoing, Record};
use domain::rectification::camera_found;
use domain::score::{MOST_PHOTOS, Outcome, Report, score};
use domain::standard::{Clause, Standard};
use domain::{ClauseId, Digest};
use maud::{Markup, html};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// A sheet, its standard, and what it comes to.
#[wasm_bindgen]
pub struct Paper {
    lang: Lang,
    standard: Standard,
    record: Record,
    report: Report,
}

/// What came of something typed.
#[derive(Serialize, Default)]
struct Told {
    /// What is to be written into the log; none where it was refused or changes nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<Change>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    wrong: Option<String>,
    /// The clause as it stands now, where all of it is to be written again.
    #[serde(skip_serializing_if = "Option::is_none")]
    again: Option<String>,
    /// What came of the clause.
    came: String,
}

/// A finished sheet.
#[derive(Serialize)]
struct Finished {
    body: String,
    outgoing: Outgoing,
}

fn fields_of(form: &str) -> Fields {
    form_urlencoded::parse(form.as_bytes()).into_owned().collect()
}

#[wasm_bindgen]
impl Paper {
    /// A sheet out of its log and the versions of the standard that were taken along, both as JSON.
    ///
    /// # Errors
    /// When they are not what they should be.
    #[wasm_bindgen(constructor)]
    pub fn new(lang: &str, standards: &str, log: &str) -> Result<Paper, String> {
        let log: Vec<Entry> = serde_json::from_str(log).map_err(|error| error.to_string())?;
        let record = Record::of(log).ok_or("a log without a beginning")?;
        let standards: Vec<Standard> = serde_json::from_str(standards).map_err(|error| error.to_string())?;
        let standard = standards.into_iter().find(|standard| standard.id == record.sheet.standard);
        let standard = standard.ok_or_else(|| format!("no version {}", record.sheet.standard))?;
        let report = score(&standard, &record.sheet.venue, &record.sheet.answers);
        Ok(Self { lang: Lang::from_code(lang).unwrap_or_default(), standard, record, report })
    }

    fn path(&self, rest: &str) -> String {
        format!("/inspect/phone/{}/{rest}", self.record.begun.inspection)
    }

    /// The room, for the title.
    pub fn title(&self) -> String {
        let begun = &self.record.begun;
        format!("{} {}", begun.code, begun.name.pick(self.lang.is_english()))
    }

    /// The words above each page of the sheet.
    fn top(&self) -> Markup {
        html! { p { a href=(self.path("")) { (self.title()) } " · " (self.lang.date(self.record.sheet.visited)) } }
    }

    /// Sections, standing, and what can be done.
    pub fn overview(&self) -> String {
        let (lang, sheet) = (self.lang, &self.record.sheet);
        let ready = open(&self.report).is_empty() || camera_found(&self.report);
        let markup = html! {
            p { a href="/inspect/phone" { (lang.phone_title()) } }
            h1 { (self.title()) }
            p { (self.standard.title.pick(lang.is_english())) }
            @if !self.record.begun.remark.is_empty() { p.wrong { (lang.inspect_returned_with(&self.record.begun.remark)) } }
            h2 { (lang.standard_sections()) }
            (sections(&self.standard, &self.report, lang, |section| self.path(section)))
            (standing(&self.standard, &self.report, lang, |section| self.path(section)))
            label.entry { span { (lang.inspect_visited()) } input type="date" name="visited" value=(sheet.visited) data-do="visited"; }
            ul.downloads role="list" {
                li { button.button.button-primary type="button" data-do="finish" disabled[!ready] { (lang.phone_finish()) } }
                li { button.button type="button" data-do="save" { (lang.phone_save()) } }
                li { button.button type="button" data-do="discard" { (lang.phone_discard()) } }
            }
            p.quiet { (lang.phone_kept()) }
        };
        markup.into_string()
    }

    /// The facts of the venue.
    pub fn venue(&self) -> String {
        let markup = html! {
            (self.top())
            h1 { (self.lang.inspect_venue()) }
            p.quiet { (self.lang.inspect_venue_text()) }
            form data-venue { p.wrong role="alert" hidden {} (venue_form(&Venue::of(&self.record.sheet).fields(), self.lang)) }
            (self.onward("venue"))
        };
        markup.into_string()
    }

    /// A section with its clauses; nothing where there is none of this id.
    pub fn section(&self, id: &str) -> Option<String> {
        let section = self.standard.sections.iter().find(|section| section.id == id)?;
        let filled = fields(&self.standard, &self.record.sheet);
        let markup = html! {
            (self.top())
            h1 { (section.id) " " (section.title.pick(self.lang.is_english())) }
            form data-section=(id) {
                @for clause in self.standard.of_section(section) { (self.asked(clause, &filled, None).html()) }
            }
            (self.onward(id))
        };
        Some(markup.into_string())
    }

    /// The way to the next page.
    fn onward(&self, from: &str) -> Markup {
        let ids: Vec<&str> =
            ["venue"].into_iter().chain(self.standard.sections.iter().map(|section| section.id.as_str())).collect();
        let next = ids.iter().position(|id| *id == from).and_then(|at| ids.get(at + 1));
        html! {
            p { a.button href=(self.path(next.map_or("", |next| next))) {
                @match next { Some(_) => (self.lang.phone_next()), None => (self.lang.phone_to_overview()) }
            } }
        }
    }

    fn asked<'a>(&'a self, clause: &'a Clause, fields: &'a Fields, wrong: Option<&'a str>) -> Asked<'a> {
        let (line, photos) = (self.report.line(clause.id), self.photos(clause));
        Asked { standard: &self.standard, clause, fields, wrong, line, photos, lang: self.lang }
    }

    fn photos(&self, clause: &Clause) -> Markup {
        let taken = self.record.sheet.evidence.get(&clause.id).map_or(&[][..], |evidence| &evidence.photos);
        let lang = self.lang;
        html! {
            div.photos data-photos {
                @for photo in taken {
                    span.photo {
                        img data-photo=(photo) alt=(lang.phone_photo_of(clause.id));
                        button.button type="button" data-do="discard-photo" data-photo=(photo) { (lang.phone_photo_remove()) }
                    }
                }
                @if taken.len() < MOST_PHOTOS {
                    label.button { (lang.phone_photo_take()) input.vh type="file" accept="image/*" capture="environment" data-take; }
                    label.button { (lang.phone_photo_choose()) input.vh type="file" accept="image/*" multiple data-take; }
                }
            }
        }
    }

    /// What stands at the foot of each page: score, open gates, and the next clause without an answer.
    pub fn bar(&self) -> String {
        let (lang, report) = (self.lang, &self.report);
        let waiting = open(report);
        let failed = report.open_gates.iter().filter(|gate| gate.outcome == Outcome::Fail).count();
        let total = report.total.map_or_else(|| "–".to_owned(), |total| total.to_string());
        let markup = html! {
            span.score { (lang.phone_score(total)) }
            @if failed > 0 { span.gates-open { (lang.phone_gates(failed)) } }
            @match waiting.first() {
                Some(id) => a.button href={ (self.path(id.section())) "#c" (id) } { (lang.phone_waiting(waiting.len())) },
                None => a.button.button-primary href=(self.path("")) { (lang.phone_ready()) },
            }
            button.button type="button" data-do="undo" disabled[self.record.last().is_none()] { (lang.phone_undo()) }
        };
        markup.into_string()
    }

    fn clause(&self, id: &str) -> Option<Clause> {
        self.standard.clause(ClauseId::new(id).ok()?).cloned()
    }

    fn take(&mut self, change: Change) {
        self.record.take(change);
        self.report = score(&self.standard, &self.record.sheet.venue, &self.record.sheet.answers);
    }

    /// Takes the fields of a clause, as a form sends them; says what to write into the log.
    pub fn answer(&mut self, clause: &str, form: &str) -> String {
        let Some(clause) = self.clause(clause) else { return String::new() };
        let (form, mut sheet) = (fields_of(form), self.record.sheet.clone());
        let before = self.report.line(clause.id).map(|line| line.outcome);
        if let Err(wrong) = take(&self.standard, &clause, &form, &mut sheet, self.lang) {
            return json(&Told { wrong: Some(wrong), ..Told::default() });
        }
        let answer = sheet.answers.clauses.get(&clause.id).cloned();
        let note = sheet.evidence.get(&clause.id).map(|evidence| evidence.note.clone()).unwrap_or_default();
        let change = (sheet != self.record.sheet).then_some(Change::Answered { clause: clause.id, answer, note });
        if let Some(change) = &change {
            self.take(change.clone());
        }
        let doubtful = [before, self.report.line(clause.id).map(|line| line.outcome)].contains(&Some(Outcome::Doubtful));
        let asked = self.asked(&clause, &form, None);
        let again = doubtful.then(|| asked.html().into_string());
        json(&Told { change, wrong: None, again, came: asked.came().into_string() })
    }

    /// Takes the facts of the venue.
    pub fn tell_venue(&mut self, form: &str) -> String {
        let Some(Venue { facts, season }) = Venue::read(&fields_of(form)) else {
            return json(&Told { wrong: Some(self.lang.inspect_bad_venue().to_owned()), ..Told::default() });
        };
        let change = Change::Venue { facts, season };
        self.take(change.clone());
        json(&Told { change: Some(change), ..Told::default() })
    }

    fn evidence(&mut self, clause: &str, photo: &str, change: fn(ClauseId, Digest) -> Change) -> String {
        let (Some(clause), Ok(photo)) = (self.clause(clause), Digest::new(photo)) else { return String::new() };
        let change = change(clause.id, photo);
        self.take(change.clone());
        let filled = fields(&self.standard, &self.record.sheet);
        let again = Some(self.asked(&clause, &filled, None).html().into_string());
        json(&Told { change: Some(change), again, ..Told::default() })
    }

    /// A photograph was taken.
    pub fn photographed(&mut self, clause: &str, photo: &str) -> String {
        self.evidence(clause, photo, |clause, photo| Change::Photographed { clause, photo })
    }

    /// A photograph was thrown away.
    pub fn discarded(&mut self, clause: &str, photo: &str) -> String {
        self.evidence(clause, photo, |clause, photo| Change::Discarded { clause, photo })
    }

    /// The day of the visit was put right.
    pub fn visited(&mut self, day: &str) -> String {
        let Ok(day) = day.parse::<NaiveDate>() else {
            return json(&Told { wrong: Some(self.lang.inspect_bad_day().to_owned()), ..Told::default() });
        };
        let change = Change::Visited(day);
        self.take(change.clone());
        json(&Told { change: Some(change), ..Told::default() })
    }

    /// Whether photographs of a clause are for the authorities alone.
    pub fn is_restricted(&self, clause: &str) -> bool {
        self.clause(clause).is_some_and(|clause| clause.is_restricted())
    }

    /// Takes the last change back.
    pub fn undo(&mut self) -> String {
        if self.record.last().is_none() {
            return json(&Told::default());
        }
        self.take(Change::Undone);
        json(&Told { change: Some(Change::Undone), ..Told::default() })
    }

    /// The report as JSON, as `muying score` prints it.
    pub fn report(&self) -> String {
        json(&self.report)
    }

    /// The body to be sent, and what waits with it.
    ///
    /// # Errors
    /// Words, when clauses still need an answer.
    pub fn finish(&self, now: f64) -> Result<String, String> {
        let waiting = open(&self.report).len();
        if waiting > 0 && !camera_found(&self.report) {
            return Err(self.lang.inspect_open(waiting));
        }
        let body = serde_json::to_string(&Delivery::from(&self.record)).map_err(|error| error.to_string())?;
        let photos = self.record.sheet.photos();
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for ages")]
        let outgoing = Outgoing::new(self.record.begun.inspection, Digest::of(body.as_bytes()), photos, now as i64);
        Ok(json(&Finished { body, outgoing }))
    }
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
