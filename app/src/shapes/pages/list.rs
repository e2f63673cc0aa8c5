//! `/staff/map`: the sets of boundaries, and uploading one. Nothing is kept of a file with a mistake in it; all its mistakes
//! are told by feature and street, and what was typed stays in the form.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::shapes::{Checked, Codes, MOST_AREA_OFF, MOST_OFF, MOST_OVERLAP, Mistake, Reading, Shown, check, shown};
use domain::{Action, Datum, Line, Region, Word, paper_name};
use maud::{Markup, html};
use tokio::sync::Semaphore;

use super::failed;
use crate::accounts::{File, FileForm, Piece, SignedIn, new_id};
use crate::aside::aside;
use crate::i18n::moment_text;
use crate::shapes::file::{MOST_FILE, Unread, read};
use crate::shapes::store::{self, Loaded, Set};
use crate::shapes::words::{mistake, share};
use crate::state::AppState;
use crate::ui::{Frame, Visit};

/// Mistakes that are shown.
const SHOWN: usize = 50;
/// Stands for coordinates that the file itself names.
const AS_SAID: &str = "said";

/// A check takes a processor for seconds: one at a time.
static TURN: Semaphore = Semaphore::const_new(1);

/// What is typed; it stays through mistakes.
#[derive(Default)]
struct Typed {
    fields: BTreeMap<String, String>,
    /// The file, which browsers do not send twice.
    file: Option<File>,
}

impl Typed {
    fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |text| text.trim())
    }
}

/// What was wrong with what was sent.
enum Refused {
    Words(String),
    Mistakes(Vec<Mistake>),
}

/// `GET /staff/map`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn) -> Response {
    if let Err(refused) = who.needs(Action::ManageMap, &visit) {
        return *refused;
    }
    page(&state, &visit, &Typed::default(), None).await
}

/// `POST /staff/map`
pub(super) async fn load(State(state): State<AppState>, visit: Visit, who: SignedIn, form: FileForm) -> Response {
    if let Err(refused) = who.needs(Action::ManageMap, &visit) {
        return *refused;
    }
    let mut typed = Typed::default();
    let taken = match gather(form, &visit, &mut typed).await {
        Ok(()) => taken(&state, &visit, &typed).await,
        Err(refused) => Err(refused),
    };
    let set = match taken {
        Ok(set) => set,
        Err(refused) => return page(&state, &visit, &typed, Some(&refused)).await,
    };
    match store::load(&state.db, &set, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(&format!("/staff/map/{}", set.id)).into_response(),
        Err(error) => failed(&error, &visit),
    }
}

/// Gathers what was sent. What came before a form breaks off is kept: mostly it does so because its file is too large.
async fn gather(mut form: FileForm, visit: &Visit, typed: &mut Typed) -> Result<(), Refused> {
    loop {
        match form.next().await {
            Ok(Some(Piece::Text(name, text))) => drop(typed.fields.insert(name, text)),
            Ok(Some(Piece::File(_, name, bytes))) => typed.file = Some(File { name, bytes }),
            Ok(None) => return Ok(()),
            Err(error) => {
                tracing::info!(%error, "a form with boundaries could not be read");
                return Err(Refused::Words(visit.lang.map_unread(&Unread::Heavy)));
            }
        }
    }
}

async fn taken(state: &AppState, visit: &Visit, typed: &Typed) -> Result<Loaded, Refused> {
    let lang = visit.lang;
    let words = |words: &str| Refused::Words(words.to_owned());
    let source = Line::new(typed.text("source")).ok().filter(|line| line.as_str().chars().count() <= 120);
    let source = source.ok_or_else(|| words(lang.shapes_wrong_source()))?;
    let datum = match typed.text("datum") {
        AS_SAID => None,
        word => Some(Datum::from_word(word).map_err(|_unknown| words(lang.shapes_wrong_choice()))?),
    };
    let codes = Codes::from_word(typed.text("codes")).map_err(|_unknown| words(lang.shapes_wrong_choice()))?;
    let file = typed.file.as_ref().ok_or_else(|| words(lang.shapes_file_empty()))?;
    let (bytes, region) = (file.bytes.clone(), Arc::clone(&visit.registry.region));
    // Boundaries of many positions are checked beside what other visitors wait for. The turn lasts as long as the work, even
    // when nobody waits for it any more.
    let turn = TURN.acquire().await.ok();
    let work = aside(move || {
        let done = checked(&bytes, datum, codes, &region);
        drop(turn);
        done
    });
    let done = work.await.map_err(|why| Refused::Words(lang.map_unread(&why)))?;
    let (checked, shown) = done.map_err(Refused::Mistakes)?;
    Ok(Loaded {
        id: new_id(state.now(), (state.random)()),
        source,
        fictional: !typed.text("fictional").is_empty(),
        file: paper_name(&file.name),
        bytes: file.bytes.to_vec(),
        report: checked.report,
        shapes: checked.shapes,
        shown,
    })
}

type Done = Result<(Checked, Shown), Vec<Mistake>>;

fn checked(bytes: &[u8], datum: Option<Datum>, codes: Codes, region: &Region) -> Result<Done, Unread> {
    let (features, datum) = read(bytes, datum)?;
    let with_picture = |checked: Checked| {
        let shown = shown(&checked.shapes, region.center);
        (checked, shown)
    };
    Ok(check(&features, Reading { datum, codes }, region).map(with_picture))
}

async fn page(state: &AppState, visit: &Visit, typed: &Typed, wrong: Option<&Refused>) -> Response {
    let sets = match store::list(&state.db).await {
        Ok(sets) => sets,
        Err(error) => return failed(&error, visit),
    };
    let lang = visit.lang;
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.shapes_title()) }
            p { (lang.shapes_lead()) }
            @if sets.is_empty() { p.quiet { (lang.shapes_no_sets()) } } @else { (table(&sets, visit)) }
            h2 #load { (lang.shapes_load()) }
            @match wrong {
                Some(Refused::Words(words)) => p.wrong role="alert" { (words) @if typed.file.is_some() { " " (lang.shapes_choose_again()) } },
                Some(Refused::Mistakes(mistakes)) => (told(mistakes, visit)),
                None => {},
            }
            (rules(visit))
            (form(typed, visit))
        }
    };
    Frame::form(visit, lang.shapes_title(), wrong.is_some()).around(&main)
}

fn told(mistakes: &[Mistake], visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        div.panel role="alert" {
            p.wrong { (lang.shapes_mistakes(mistakes.len())) " " (lang.shapes_choose_again()) }
            ul.mistakes { @for one in mistakes.iter().take(SHOWN) { li { (mistake(one, visit)) } } }
            @if mistakes.len() > SHOWN { p.quiet { (lang.shapes_more_mistakes(mistakes.len() - SHOWN)) } }
        }
    }
}

/// What is checked, with the limits.
fn rules(visit: &Visit) -> Markup {
    let lang = visit.lang;
    let region = &visit.registry.region;
    html! {
        ul {
            li { (lang.shapes_rule_streets(region.streets.len())) }
            li { (lang.shapes_rule_rings()) }
            li { (lang.shapes_rule_overlap(share(MOST_OVERLAP))) }
            li {
                @if region.outline.is_empty() { (lang.shapes_rule_no_outline()) }
                @else { (lang.shapes_rule_outline(share(MOST_AREA_OFF), share(MOST_OFF))) }
            }
        }
    }
}

fn form(typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let has_both = visit.registry.region.streets.iter().any(|street| street.code_mca.is_some());
    let datum = typed.text("datum");
    html! {
        form.entries method="post" action="/staff/map#load" enctype="multipart/form-data" {
            label.entry { span { (lang.shapes_source()) } input name="source" value=(typed.text("source")) required maxlength="120" autocomplete="off"; small { (lang.shapes_source_hint()) } }
            label.check { input type="checkbox" name="fictional" value="yes" checked[!typed.text("fictional").is_empty()]; (lang.money_is_fictional()) }
            label.entry { span { (lang.cover_datum()) }
                select name="datum" required {
                    option value="" selected[datum.is_empty()] { (lang.shapes_choose()) }
                    option value=(AS_SAID) selected[datum == AS_SAID] { (lang.shapes_as_said()) }
                    @for one in Datum::ALL { option value=(one) selected[one.word() == datum] { (lang.datum(*one)) } }
                }
                small { (lang.shapes_datum_hint()) }
            }
            @if has_both {
                label.entry { span { (lang.shapes_codes()) }
                    select name="codes" { @for codes in Codes::ALL { option value=(codes) selected[codes.word() == typed.text("codes")] { (lang.map_codes(*codes)) } } }
                    small { (lang.shapes_codes_hint()) }
                }
            } @else { input type="hidden" name="codes" value=(Codes::Statistics); }
            label.entry { span { (lang.cover_file()) } input type="file" name="file" required accept=".geojson,.json,application/geo+json"; small { (lang.shapes_file_hint(MOST_FILE / 1024 / 1024)) } }
            button.button.button-primary { (lang.shapes_do_load()) }
        }
    }
}

fn table(sets: &[Set], visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.shapes_source(), lang.shapes_state(), lang.cover_loaded(), lang.shapes_changed()];
    let moment = |at| moment_text(lang, visit.registry.region.local(at));
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.shapes_title()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for set in sets {
                        tr {
                            td data-label=(heads[0]) { a href={ "/staff/map/" (set.id) } { (set.source) } @if set.fictional { " " span.quiet { (lang.shapes_is_fictional()) } } }
                            td data-label=(heads[1]) { (lang.map_state(set.state)) }
                            td data-label=(heads[2]) { (set.loaded_by) " · " (moment(set.loaded)) }
                            td data-label=(heads[3]) { (set.changed_by) " · " (moment(set.changed)) }
                        }
                    }
                }
            }
        }
    }
}
