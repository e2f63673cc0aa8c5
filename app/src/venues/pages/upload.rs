//! `/staff/venues/lists`: the lists that came in, and where one is brought in.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Action, Datum, Line, Tri, Word};
use maud::{Markup, html};

use super::preview::read_aside;
use crate::accounts::{FileForm, Piece, SignedIn, new_id};
use crate::i18n::moment_text;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};
use crate::venues::file::{MOST_BYTES, Settings};
use crate::venues::store::{self, Head, Kept};

/// What is typed; it stays through mistakes. A file does not, and has to be chosen again.
#[derive(Default)]
struct Typed(BTreeMap<String, String>);

impl Typed {
    fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    /// What is said of the list, or what is wrong with it.
    fn read(&self, visit: &Visit) -> Result<Settings, &'static str> {
        let lang = visit.lang;
        let line = |name: &str| Line::new(self.text(name)).ok().filter(|line| line.as_str().chars().count() <= 120);
        let day = self.text("day").parse().ok().filter(|day| *day <= visit.today());
        Ok(Settings {
            list: line("list").ok_or(lang.venues_wrong_list())?,
            source: line("source").ok_or(lang.venues_wrong_source())?,
            day: day.ok_or(lang.build_wrong_day())?,
            demo: !self.text("fictional").is_empty(),
            datum: Datum::from_word(self.text("datum")).ok().ok_or(lang.venues_wrong_choice())?,
            frequented: Tri::from_word(self.text("frequented")).ok().ok_or(lang.venues_wrong_choice())?,
        })
    }
}

/// `GET /staff/venues/lists`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::ManageVenues, &visit) {
        return *refused;
    }
    let usual = [("day", visit.today().to_string()), ("frequented", "unknown".to_owned())];
    let typed = Typed(usual.into_iter().map(|(name, text)| (name.to_owned(), text)).collect());
    page(&state, &visit, &typed, None).await
}

/// `POST /staff/venues/lists`: the file is kept as soon as it can be read at all.
pub(super) async fn take(State(state): State<AppState>, visit: Visit, who: SignedIn, mut form: FileForm) -> Response {
    if let Err(refused) = who.needs(Action::ManageVenues, &visit) {
        return *refused;
    }
    let lang = visit.lang;
    let (mut typed, mut file) = (Typed::default(), None);
    loop {
        match form.next().await {
            Ok(Some(Piece::Text(name, text))) => drop(typed.0.insert(name, text)),
            Ok(Some(Piece::File(_, name, bytes))) => file = Some((name, bytes.to_vec())),
            Ok(None) => break,
            Err(_) => return page(&state, &visit, &typed, Some(&lang.import_wrong_big(MOST_BYTES >> 20))).await,
        }
    }
    let was_file = file.is_some();
    let (name, bytes) = file.unwrap_or_else(|| (lang.venues_pasted().to_owned(), typed.text("rows").as_bytes().to_vec()));
    let again = |words: &str| format!("{words}{}", if was_file { lang.venues_choose_again() } else { "" });
    let settings = match typed.read(&visit) {
        Ok(settings) => settings,
        Err(wrong) => return page(&state, &visit, &typed, Some(&again(wrong))).await,
    };
    if bytes.len() > MOST_BYTES {
        return page(&state, &visit, &typed, Some(&lang.import_wrong_big(MOST_BYTES >> 20))).await;
    }
    let name = name.chars().filter(|c| !c.is_control()).take(200).collect();
    let (now, uploaded_by) = (state.now(), who.actor().to_owned());
    let head = Head { id: new_id(now, (state.random)()), name, settings, uploaded_by, uploaded: now, done: None };
    let (kept, read) = read_aside(Kept { head, bytes }, &visit).await;
    if let Err(error) = read {
        return page(&state, &visit, &typed, Some(&again(&lang.import_no_file(&error)))).await;
    }
    match store::upload(&state.db, &kept).await {
        Ok(()) => Redirect::to(&format!("/staff/venues/lists/{}", kept.head.id)).into_response(),
        Err(error) => AppError::away(&error, &visit),
    }
}

async fn page(state: &AppState, visit: &Visit, typed: &Typed, wrong: Option<&str>) -> Response {
    let heads = match store::heads(&state.db).await {
        Ok(heads) => heads,
        Err(error) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let (past, drafts): (Vec<&Head>, Vec<&Head>) = heads.iter().partition(|head| head.done.is_some());
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/venues" { (lang.venues_title()) } }
            h1 { (lang.venues_bring_in()) }
            p.lead { (lang.venues_bring_in_lead()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            p { (lang.venues_columns()) " " a href="/staff/venues/template.csv" download { (lang.cover_template()) } }
            (form(typed, &heads, visit))
            @if !drafts.is_empty() {
                h2 { (lang.import_drafts()) }
                ul.people role="list" { @for head in drafts { (row(head, visit)) } }
            }
            h2 { (lang.import_past()) }
            @if past.is_empty() { p.quiet { (lang.import_none()) } }
            ul.people role="list" { @for head in past { (row(head, visit)) } }
        }
    };
    Frame::form(visit, lang.venues_bring_in(), wrong.is_some()).around(&main)
}

fn form(typed: &Typed, heads: &[Head], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let mut lists: Vec<&str> = heads.iter().map(|head| head.settings.list.as_str()).collect();
    lists.sort_unstable();
    lists.dedup();
    html! {
        form.entries method="post" action="/staff/venues/lists" enctype="multipart/form-data" {
            label.entry { span { (lang.venues_list()) }
                input name="list" value=(typed.text("list")) required maxlength="120" autocomplete="off" list="venue-lists";
                small { (lang.venues_list_hint()) } }
            datalist #venue-lists { @for list in lists { option value=(list) {} } }
            label.entry { span { (lang.target_source()) } input name="source" value=(typed.text("source")) required maxlength="120" autocomplete="off"; small { (lang.venues_source_hint()) } }
            label.entry { span { (lang.venues_source_day()) } input type="date" name="day" value=(typed.text("day")) max=(visit.today()) required; }
            label.check { input type="checkbox" name="fictional" value="yes" checked[!typed.text("fictional").is_empty()]; (lang.money_is_fictional()) }
            label.entry { span { (lang.cover_datum()) }
                select name="datum" { @for datum in Datum::ALL { option value=(datum.word()) selected[typed.text("datum") == datum.word()] { (lang.datum(*datum)) } } }
                small { (lang.import_datum_hint()) } }
            label.entry { span { (lang.venues_frequented()) }
                select name="frequented" { @for value in Tri::ALL { option value=(value.word()) selected[typed.text("frequented") == value.word()] { (lang.venue_tri(*value)) } } }
                small { (lang.venues_frequented_hint()) } }
            label.entry { span { (lang.cover_file()) } input type="file" name="file" accept=".csv,.txt,.tsv,.xlsx,.geojson,.json"; small { (lang.venues_file_hint(MOST_BYTES >> 20)) } }
            label.entry { span { (lang.cover_rows()) } textarea name="rows" rows="5" spellcheck="false" { (typed.text("rows")) } }
            button.button.button-primary { (lang.venues_look()) }
        }
    }
}

fn row(head: &Head, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let at = |moment| moment_text(lang, visit.registry.region.local(moment));
    html! {
        li.panel {
            h3 { a href={ "/staff/venues/lists/" (head.id) } { (head.settings.list) " · " (head.name) } }
            p { (head.settings.source) " · " (lang.date(head.settings.day)) }
            p { (lang.import_uploaded(&head.uploaded_by, at(head.uploaded))) }
            @if let Some((by, when, counts)) = &head.done {
                p { (lang.venues_did(counts.added, counts.changed, counts.ended)) " · " (by) " " (at(*when)) }
            }
        }
    }
}
