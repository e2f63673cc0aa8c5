//! `/staff/venues/lists/{id}`: what a list would do, and what it did.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::venues::{Ended, Listed, Plan, plan};
use domain::{Action, Digest, Line};
use maud::{Markup, html};
use uuid::Uuid;

use super::field;
use crate::accounts::{Form, SignedIn, new_id};
use crate::aside::aside;
use crate::exchange::ExchangeError;
use crate::i18n::{Lang, moment_text};
use crate::imports::pages::told;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};
use crate::venues::file::{Read, read};
use crate::venues::preview::digest;
use crate::venues::store::{self, Finish, Finished, Head, Kept, StoreError};
use crate::venues::words::text_of;

/// Rows that are shown of each kind.
const SHOWN: usize = 100;

/// What is typed of venues that are missing; it stays through mistakes.
#[derive(Default)]
struct Typed {
    ends: bool,
    on: String,
    why: String,
    without: bool,
}

/// The list of an id, for whoever manages venues, or the page that says why not.
async fn find(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid) -> Result<Kept, Box<Response>> {
    who.needs(Action::ManageVenues, visit)?;
    match store::file(&state.db, id).await {
        Ok(Some(kept)) => Ok(kept),
        Ok(None) => Err(Box::new(AppError::NoPage.page(visit))),
        Err(error) => Err(Box::new(AppError::away(&error, visit))),
    }
}

/// `GET /staff/venues/lists/{id}`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Path(id): Path<Uuid>) -> Response {
    match find(&state, &visit, &who, id).await {
        Ok(kept) if kept.head.done.is_some() => done(&kept.head, &visit),
        Ok(kept) => {
            let on = kept.head.settings.day.to_string();
            page(&state, &visit, kept, &Typed { on, ..Typed::default() }, None).await
        }
        Err(refused) => *refused,
    }
}

/// Reads a file away from the threads that answer.
pub(super) async fn read_aside(kept: Kept, visit: &Visit) -> (Kept, Result<Read, ExchangeError>) {
    let region = std::sync::Arc::clone(&visit.registry.region);
    let looked = aside(move || {
        let read = read(&kept.bytes, &kept.head.settings, &region);
        (kept, read)
    });
    looked.await
}

/// `POST /staff/venues/lists/{id}`: exactly what was seen, or nothing.
pub(super) async fn write(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let kept = match find(&state, &visit, &who, id).await {
        Ok(kept) if kept.head.done.is_none() => kept,
        Ok(_) => return Redirect::to(&format!("/staff/venues/lists/{id}")).into_response(),
        Err(refused) => return *refused,
    };
    let text = |name: &str| field(&form, name).to_owned();
    let (ends, without) = (field(&form, "gone") == "end", !text("without").is_empty());
    let typed = Typed { ends, on: text("end_on"), why: text("end_why"), without };
    let lang = visit.lang;
    let Ok(seen) = Digest::new(field(&form, "seen")) else {
        return page(&state, &visit, kept, &typed, Some(lang.venues_changed_meanwhile())).await;
    };
    let end = match typed.end(&visit) {
        Ok(end) => end,
        Err(wrong) => return page(&state, &visit, kept, &typed, Some(wrong)).await,
    };
    let (kept, read) = read_aside(kept, &visit).await;
    let read = match read {
        Ok(read) => read,
        Err(error) => return page(&state, &visit, kept, &typed, Some(&lang.import_no_file(&error))).await,
    };
    let list = kept.head.settings.list();
    let now = state.now();
    let finish = Finish {
        id,
        drafts: &read.drafts,
        list: &list,
        refused: read.refused(),
        seen: &seen,
        end: end.as_ref(),
        without,
        by: who.actor(),
        now,
    };
    let wrong = match store::finish(&state.db, &finish, &mut || new_id(now, (state.random)())).await {
        Ok(Finished::Done(_)) => return Redirect::to(&format!("/staff/venues/lists/{id}")).into_response(),
        Ok(Finished::Different) => lang.venues_changed_meanwhile(),
        Ok(Finished::Unread) => lang.venues_say_without(),
        Ok(Finished::Nothing) => lang.venues_nothing(),
        Err(StoreError::Outdated) => return AppError::Outdated.page(&visit),
        Err(error) => return AppError::away(&error, &visit),
    };
    page(&state, &visit, kept, &typed, Some(wrong)).await
}

impl Typed {
    /// Why venues end that are missing, where they are to.
    fn end(&self, visit: &Visit) -> Result<Option<Ended>, &'static str> {
        let lang = visit.lang;
        if !self.ends {
            return Ok(None);
        }
        let on = self.on.parse().ok().filter(|on| *on <= visit.today()).ok_or(lang.build_wrong_day())?;
        let why = Line::new(&self.why).ok().ok_or(lang.venues_wrong_why())?;
        Ok(Some(Ended { on, why }))
    }
}

/// `POST /staff/venues/lists/{id}/drop`
pub(super) async fn give_up(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(_): Form<Vec<(String, String)>>,
) -> Response {
    if let Err(refused) = find(&state, &visit, &who, id).await {
        return *refused;
    }
    match store::drop_draft(&state.db, id, who.actor(), state.now()).await {
        Ok(()) => Redirect::to("/staff/venues/lists").into_response(),
        Err(StoreError::Outdated) => AppError::Outdated.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}

async fn page(state: &AppState, visit: &Visit, kept: Kept, typed: &Typed, wrong: Option<&str>) -> Response {
    let lang = visit.lang;
    let stored: Vec<Listed> = match store::list(&state.db).await {
        Ok(stored) => stored.into_iter().map(|stored| stored.venue).collect(),
        Err(error) => return AppError::away(&error, visit),
    };
    let (kept, read) = read_aside(kept, visit).await;
    let head = &kept.head;
    let body = match &read {
        Err(error) => html! { p.wrong role="alert" { (lang.import_no_file(error)) } },
        Ok(read) => {
            let plan = plan(&read.drafts, &head.settings.list(), &stored);
            would(head, read, &plan, typed, visit)
        }
    };
    let main = html! {
        main #main.prose.wide.desk tabindex="-1" {
            p { a href="/staff/venues/lists" { (lang.venues_bring_in()) } }
            h1 { (head.settings.list) }
            p.quiet { (head.name) " · " (head.settings.source) " · " (lang.date(head.settings.day)) @if head.settings.demo { (lang.money_fictional()) } }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            (body)
            details {
                summary { (lang.import_give_up()) }
                p { (lang.venues_give_up_text()) }
                form method="post" action={ "/staff/venues/lists/" (head.id) "/drop" } { button.button { (lang.import_give_up()) } }
            }
        }
    };
    Frame::form(visit, head.settings.list.as_str(), wrong.is_some()).around(&main)
}

fn would(head: &Head, read: &Read, plan: &Plan<'_>, typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let refused = read.refused() + plan.refused.len();
    html! {
        p.lead { (lang.venues_would(plan.added.len(), plan.changed.len(), plan.same, plan.gone.len(), refused)) }
        @if !read.unread.is_empty() { p.quiet { (lang.import_unread(read.unread.join(lang.answer_list_separator()))) } }
        (told(&read.told, lang))
        (not_taken(read, plan, lang))
        (changed(plan, visit))
        (added(plan, visit))
        form.entries method="post" action={ "/staff/venues/lists/" (head.id) } {
            input type="hidden" name="seen" value=(digest(plan));
            (gone(plan, typed, visit))
            @if refused > 0 {
                label.check { input type="checkbox" name="without" value="yes" checked[typed.without]; (lang.venues_without(refused)) }
            }
            p { (lang.venues_write_lead()) }
            button.button.button-primary { (lang.venues_write(plan.added.len(), plan.changed.len())) }
        }
    }
}

fn and_more(all: usize, lang: Lang) -> Markup {
    html! { @if all > SHOWN { p.quiet { (lang.import_and_more(all - SHOWN)) } } }
}

fn not_taken(read: &Read, plan: &Plan<'_>, lang: Lang) -> Markup {
    let cells = read
        .wrong
        .iter()
        .map(|wrong| (wrong.row, wrong.column.clone(), wrong.got.clone(), lang.venue_wrong(wrong.why).to_owned()));
    let rows = plan.refused.iter().map(|(row, why)| (*row, "–".to_owned(), String::new(), lang.venue_refused(*why)));
    let mut all: Vec<_> = cells.chain(rows).collect();
    all.sort_by_key(|(row, ..)| *row);
    let heads = [lang.import_row(), lang.import_column(), lang.venues_got(), lang.import_reason_head()];
    html! {
        @if !all.is_empty() {
            h2 #refused { (lang.import_refused(all.len())) }
            p { (lang.venues_refused_lead()) }
            div.scroll-x tabindex="0" role="region" aria-label=(lang.import_reason_head()) {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for (row, column, got, why) in all.iter().take(SHOWN) {
                            tr {
                                td.num data-label=(heads[0]) { (row) }
                                td data-label=(heads[1]) { (column) }
                                td data-label=(heads[2]) { @if got.is_empty() { "–" } @else { (got) } }
                                td data-label=(heads[3]) { (why) }
                            }
                        }
                    }
                }
            }
            (and_more(all.len(), lang))
        }
    }
}

fn changed(plan: &Plan<'_>, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        @if !plan.changed.is_empty() {
            h2 #changed { (lang.venues_changed(plan.changed.len())) }
            ul.people role="list" {
                @for change in plan.changed.iter().take(SHOWN) {
                    li.panel {
                        h3 { a href={ "/staff/venues/" (change.old.id) } { (change.old.details.name.zh) } " " small.quiet { (lang.import_in_row(change.row)) } }
                        @if change.again { p { (lang.venues_again()) } }
                        @if let Some(key) = &change.key { p { (lang.venues_key()) ": – → " strong { (key) } } }
                        @for field in &change.fields {
                            p { (lang.venue_field(*field)) ": " (text_of(&change.old.details, *field, visit)) " → " strong { (text_of(&change.new, *field, visit)) } }
                        }
                    }
                }
            }
            (and_more(plan.changed.len(), lang))
        }
    }
}

fn added(plan: &Plan<'_>, visit: &Visit) -> Markup {
    use domain::venues::Field;
    let lang = visit.lang;
    let fields = [Field::Name, Field::Street, Field::Kind, Field::Area, Field::Visitors, Field::Frequented, Field::Place];
    html! {
        @if !plan.added.is_empty() {
            h2 #added { (lang.venues_added(plan.added.len())) }
            div.scroll-x tabindex="0" role="region" aria-label=(lang.venues_added(plan.added.len())) {
                table.stack {
                    thead { tr { th scope="col" { (lang.import_row()) } @for field in fields { th scope="col" { (lang.venue_field(field)) } } } }
                    tbody {
                        @for new in plan.added.iter().take(SHOWN) {
                            tr {
                                td.num data-label=(lang.import_row()) { (new.row) }
                                @for field in fields { td data-label=(lang.venue_field(field)) { (text_of(&new.details, field, visit)) } }
                            }
                        }
                    }
                }
            }
            (and_more(plan.added.len(), lang))
        }
    }
}

/// What becomes of venues that this edition does not have.
fn gone(plan: &Plan<'_>, typed: &Typed, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        @if !plan.gone.is_empty() {
            h2 #gone { (lang.venues_gone(plan.gone.len())) }
            ul { @for venue in plan.gone.iter().take(SHOWN) { li { a href={ "/staff/venues/" (venue.id) } { (venue.details.name.zh) } } } }
            (and_more(plan.gone.len(), lang))
            fieldset.entries {
                legend { (lang.venues_gone_what()) }
                label.check { input type="radio" name="gone" value="keep" checked[!typed.ends]; (lang.venues_gone_keep()) }
                label.check { input type="radio" name="gone" value="end" checked[typed.ends]; (lang.venues_gone_end()) }
                label.entry { span { (lang.venues_end_on()) } input type="date" name="end_on" value=(typed.on) max=(visit.today()); }
                label.entry { span { (lang.venues_end_why()) } input name="end_why" value=(typed.why) maxlength="200" autocomplete="off"; small { (lang.venues_end_why_hint()) } }
            }
        }
    }
}

/// A list that is written.
fn done(head: &Head, visit: &Visit) -> Response {
    let lang = visit.lang;
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href="/staff/venues/lists" { (lang.venues_bring_in()) } }
            h1 { (head.settings.list) }
            p.quiet { (head.name) " · " (head.settings.source) " · " (lang.date(head.settings.day)) }
            @if let Some((by, at, counts)) = &head.done {
                p.done role="status" { (lang.venues_did(counts.added, counts.changed, counts.ended)) }
                p { (lang.venues_left(counts.same, counts.refused)) }
                p.quiet { (lang.import_written(by, moment_text(lang, visit.registry.region.local(*at)))) }
            }
            ul.downloads role="list" {
                li { a.button.button-primary href="/staff/venues" { (lang.venues_title()) } }
                li { a.button href="/staff/targets/duty" { (lang.duty_title()) } }
            }
        }
    };
    Frame::new(visit, head.settings.list.as_str()).around(&main)
}
