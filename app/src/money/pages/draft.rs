//! `/staff/money/new` and `…/edit`: a programme is entered from a document, and can be changed until it is opened.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::money::{Fen, Milestone, Rule, Terms};
use domain::{Action, AreaClass, Line, UnknownWord, VenueType, Word};
use maud::{Markup, html};
use uuid::Uuid;

use super::find;
use crate::accounts::{Form, SignedIn, new_id};
use crate::i18n::Lang;
use crate::money::store::{self, Programme, ProgrammeState, StoreError};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// Lines of a programme at most.
const LINES: usize = 12;

/// What is typed; it stays through mistakes.
pub(super) struct Typed(Vec<(String, String)>);

impl Typed {
    fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, text)| text.trim())
    }

    fn of_line(&self, name: &str, line: usize) -> &str {
        self.text(&format!("{name}.{line}"))
    }

    fn of(programme: &Programme) -> Self {
        let Terms { from, until, budget, rules } = &programme.terms;
        let mut fields = vec![
            ("title".to_owned(), programme.title.to_string()),
            ("source".to_owned(), programme.source.to_string()),
            ("from".to_owned(), from.to_string()),
            ("until".to_owned(), until.to_string()),
            ("budget".to_owned(), budget.to_string()),
            ("version".to_owned(), programme.version.to_string()),
        ];
        if programme.fictional {
            fields.push(("fictional".to_owned(), "yes".to_owned()));
        }
        for (line, rule) in (1..).zip(rules) {
            let mut put = |name: &str, text: String| fields.push((format!("{name}.{line}"), text));
            put("milestone", rule.milestone.to_string());
            put("class", rule.class.map_or_else(String::new, |class| class.to_string()));
            put("venue", rule.venue.map_or_else(String::new, |venue| venue.to_string()));
            put("amount", rule.amount.to_string());
            put("share", rule.share.map_or_else(String::new, |share| share.to_string()));
        }
        Self(fields)
    }

    /// The terms, or what is wrong with them.
    fn terms(&self, lang: Lang) -> Result<Terms, String> {
        let day = |name: &str| self.text(name).parse().ok().ok_or_else(|| lang.money_wrong_days().to_owned());
        let (from, until) = (day("from")?, day("until")?);
        let budget = self.text("budget").parse().ok().ok_or_else(|| lang.money_wrong_budget().to_owned())?;
        let mut rules = Vec::new();
        for line in 1..=LINES {
            if ["amount", "share", "class", "venue"].iter().any(|field| !self.of_line(field, line).is_empty()) {
                rules.push(self.rule(line).ok_or_else(|| lang.money_wrong_line(line))?);
            }
        }
        let terms = Terms { from, until, budget, rules };
        terms.check().map_err(|error| lang.terms_error(error))?;
        Ok(terms)
    }

    fn rule(&self, line: usize) -> Option<Rule> {
        fn word<W: Word>(text: &str) -> Result<Option<W>, UnknownWord> {
            if text.is_empty() { Ok(None) } else { W::from_word(text).map(Some) }
        }
        let share = self.of_line("share", line).trim_end_matches('%');
        Some(Rule {
            milestone: Milestone::from_word(self.of_line("milestone", line)).ok()?,
            class: word(self.of_line("class", line)).ok()?,
            venue: word(self.of_line("venue", line)).ok()?,
            amount: self.of_line("amount", line).parse::<Fen>().ok()?,
            share: if share.is_empty() { None } else { Some(share.parse().ok()?) },
        })
    }

    /// The programme, or what is wrong with it.
    fn read(&self, id: Uuid, who: &SignedIn, visit: &Visit) -> Result<Programme, String> {
        let lang = visit.lang;
        let line = |name: &str| Line::new(self.text(name)).ok().ok_or_else(|| lang.money_wrong_texts().to_owned());
        Ok(Programme {
            id,
            title: line("title")?,
            source: line("source")?,
            fictional: !self.text("fictional").is_empty(),
            terms: self.terms(lang)?,
            state: ProgrammeState::Draft,
            written_by: who.actor().to_owned(),
            changed: visit.now,
            version: self.text("version").parse().unwrap_or_default(),
        })
    }
}

/// `GET /staff/money/new`
pub(super) async fn new(visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::ManageMoney, &visit) {
        return *refused;
    }
    page(&visit, "/staff/money/new", &Typed(Vec::new()), None)
}

/// `POST /staff/money/new`
pub(super) async fn add(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManageMoney, &visit) {
        return *refused;
    }
    let id = new_id(state.now(), (state.random)());
    write(&state, &visit, &who, id, "/staff/money/new", &Typed(fields)).await
}

/// `GET /staff/money/{id}/edit`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(programme) if programme.state == ProgrammeState::Draft => {
            page(&visit, &format!("/staff/money/{id}/edit"), &Typed::of(&programme), None)
        }
        Ok(_) => Redirect::to(&format!("/staff/money/{id}")).into_response(),
        Err(refused) => *refused,
    }
}

/// `POST /staff/money/{id}/edit`
pub(super) async fn save(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    if let Err(refused) = find(&state, &visit, &who, id).await {
        return *refused;
    }
    write(&state, &visit, &who, id, &format!("/staff/money/{id}/edit"), &Typed(fields)).await
}

async fn write(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid, to: &str, typed: &Typed) -> Response {
    let programme = match typed.read(id, who, visit) {
        Ok(programme) => programme,
        Err(wrong) => return page(visit, to, typed, Some(&wrong)),
    };
    match store::write(&state.db, &programme, state.now()).await {
        Ok(()) => Redirect::to(&format!("/staff/money/{id}")).into_response(),
        Err(StoreError::Outdated) => page(visit, to, typed, Some(visit.lang.money_outdated())),
        Err(error) => AppError::away(&error, visit),
    }
}

fn page(visit: &Visit, to: &str, typed: &Typed, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let used = (1..=LINES)
        .rev()
        .find(|line| ["amount", "class", "venue"].iter().any(|field| !typed.of_line(field, *line).is_empty()))
        .unwrap_or(0);
    let shown = (used + 2).clamp(4, LINES);
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/money" { (lang.money_title()) } }
            h1 { (lang.money_new()) }
            p { (lang.money_new_lead()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            form method="post" action=(to) {
                input type="hidden" name="version" value=(typed.text("version"));
                div.entries {
                    label.entry { span { (lang.money_name()) } input name="title" value=(typed.text("title")) required maxlength="120" autocomplete="off"; }
                    label.entry { span { (lang.build_paper()) } input name="source" value=(typed.text("source")) required maxlength="200" autocomplete="off"; small { (lang.money_source_hint()) } }
                    label.check { input type="checkbox" name="fictional" value="yes" checked[!typed.text("fictional").is_empty()]; (lang.money_is_fictional()) }
                    label.entry { span { (lang.money_from()) } input type="date" name="from" value=(typed.text("from")) required; }
                    label.entry { span { (lang.money_until()) } input type="date" name="until" value=(typed.text("until")) required; }
                    label.entry { span { (lang.money_budget()) } input name="budget" value=(typed.text("budget")) required inputmode="decimal" autocomplete="off"; }
                }
                h2 { (lang.money_rules()) }
                p.quiet { (lang.money_rules_hint()) }
                @for line in 1..=shown { (of_line(line, typed, lang)) }
                p { button.button.button-primary { (lang.build_save()) } }
            }
        }
    };
    Frame::form(visit, lang.money_new(), wrong.is_some()).around(&main)
}

fn of_line(line: usize, typed: &Typed, lang: Lang) -> Markup {
    let name = |field: &str| format!("{field}.{line}");
    html! {
        fieldset.panel.question {
            legend { (lang.money_line_number(line)) }
            label.entry { span { (lang.money_milestone()) }
                select name=(name("milestone")) {
                    @for milestone in Milestone::ALL { option value=(milestone) selected[typed.of_line("milestone", line) == milestone.word()] { (lang.milestone(*milestone)) } }
                } }
            label.entry { span { (lang.finder_class()) }
                select name=(name("class")) {
                    option value="" { (lang.finder_any()) }
                    @for class in AreaClass::ALL { option value=(class) selected[typed.of_line("class", line) == class.word()] { (lang.class(*class)) } }
                } }
            label.entry { span { (lang.build_venue_type()) }
                select name=(name("venue")) {
                    option value="" { (lang.finder_any()) }
                    @for venue in VenueType::ALL { option value=(venue) selected[typed.of_line("venue", line) == venue.word()] { (lang.venue_type(*venue)) } }
                } }
            label.entry { span { (lang.money_amount()) } input name=(name("amount")) value=(typed.of_line("amount", line)) inputmode="decimal" autocomplete="off"; }
            label.entry { span { (lang.money_share()) } input name=(name("share")) value=(typed.of_line("share", line)) inputmode="numeric" autocomplete="off"; }
        }
    }
}
