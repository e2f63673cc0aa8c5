//! `/staff/inbox`: what waits for staff, who looks after it, and until when.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use chrono::NaiveDate;
use domain::inbox::{InboxKind, Matter};
use domain::{Action, Role, Word, may};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::items::{About, Item, waiting};
use super::store::{Held, StoreError, hold};
use crate::accounts::{self, Form, Person, SignedIn};
use crate::i18n::Lang;
use crate::inspections::pages::room_name;
use crate::rooms::view::icon;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new().route("/staff/inbox", get(show).post(change))
}

/// Which things are asked for; what is empty does not narrow.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    kind: String,
    /// `me`, `nobody`, or a person's id.
    owner: String,
    /// Not empty: overdue ones only.
    late: String,
}

impl Asked {
    fn fits(&self, item: &Item, me: Uuid, today: NaiveDate) -> bool {
        let owner = match self.owner.as_str() {
            "" => true,
            "me" => item.held.owner == Some(me),
            "nobody" => item.held.owner.is_none(),
            id => item.held.owner.is_some_and(|owner| owner.to_string() == id),
        };
        owner
            && (self.kind.is_empty() || item.matter.kind().word() == self.kind)
            && (self.late.is_empty() || item.days_over(today) > 0)
    }

    /// The same question as an address.
    fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let fields = [("kind", &self.kind), ("owner", &self.owner), ("late", &self.late)];
        query.extend_pairs(fields.into_iter().filter(|(_, value)| !value.is_empty()));
        let query = query.finish();
        if query.is_empty() { "/staff/inbox".to_owned() } else { format!("/staff/inbox?{query}") }
    }
}

/// What the page is made of.
struct Desk {
    items: Vec<Item>,
    /// Who may look after something.
    staff: Vec<Person>,
    today: NaiveDate,
}

impl Desk {
    async fn read(state: &AppState, visit: &Visit, role: Role) -> Result<Self, StoreError> {
        let region = &visit.registry.region;
        let today = visit.today();
        let items = waiting(&state.db, (region, visit.standards()), today, role).await?;
        let mut staff = accounts::people(&state.db).await?;
        staff.retain(|person| person.active && may(person.role, Action::SeeInbox));
        Ok(Self { items, staff, today })
    }

    fn name(&self, id: Uuid) -> Option<&str> {
        self.staff.iter().find(|person| person.id == id).map(|person| person.name.as_str())
    }
}

/// `GET /staff/inbox`
async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::SeeInbox, &visit) {
        return *refused;
    }
    match Desk::read(&state, &visit, who.person.role).await {
        Ok(desk) => page(&desk, &visit, &who, &asked, None),
        Err(error) => AppError::away(&error, &visit),
    }
}

fn page(desk: &Desk, visit: &Visit, who: &SignedIn, asked: &Asked, wrong: Option<&str>) -> Response {
    let (lang, me, today) = (visit.lang, who.person.id, desk.today);
    let late = desk.items.iter().filter(|item| item.days_over(today) > 0).count();
    let mine = desk.items.iter().filter(|item| item.held.owner == Some(me)).count();
    let shown: Vec<&Item> = desk.items.iter().filter(|item| asked.fits(item, me, today)).collect();
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.inbox_title()) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (icon("info")) span { (wrong) } } }
            p { (lang.inbox_lead()) }
            nav.wishes aria-label=(lang.inbox_title()) {
                a.button href="/staff/inbox" { (lang.inbox_all(desk.items.len())) }
                a.button href="/staff/inbox?owner=me" { (lang.inbox_mine(mine)) }
                a.button href="/staff/inbox?owner=nobody" { (lang.inbox_nobodys(desk.items.iter().filter(|item| item.held.owner.is_none()).count())) }
                a.button href="/staff/inbox?late=1" { (lang.inbox_late(late)) }
            }
            (question(desk, asked, who.person.role, lang))
            @if shown.is_empty() {
                p.quiet { (if desk.items.is_empty() { lang.inbox_none() } else { lang.inbox_none_such() }) }
            } @else {
                (table(desk, &shown, visit, who, asked))
            }
            p.quiet { (lang.inbox_days()) }
        }
    };
    Frame::form(visit, lang.inbox_title(), wrong.is_some()).around(&main)
}

fn question(desk: &Desk, asked: &Asked, role: Role, lang: Lang) -> Markup {
    html! {
        form.question method="get" action="/staff/inbox" {
            label.entry {
                span { (lang.inbox_kind()) }
                select name="kind" {
                    option value="" { (lang.rectify_all()) }
                    @for kind in InboxKind::ALL.iter().filter(|kind| may(role, kind.needs())) {
                        option value=(kind) selected[asked.kind == kind.word()] {
                            (lang.inbox_kind_of(*kind)) " " (desk.items.iter().filter(|item| item.matter.kind() == *kind).count())
                        }
                    }
                }
            }
            label.entry {
                span { (lang.inbox_owner()) }
                select name="owner" {
                    option value="" { (lang.rectify_all()) }
                    option value="me" selected[asked.owner == "me"] { (lang.inbox_me()) }
                    option value="nobody" selected[asked.owner == "nobody"] { (lang.inbox_nobody()) }
                    @for person in &desk.staff {
                        option value=(person.id) selected[asked.owner == person.id.to_string()] { (person.name) }
                    }
                }
            }
            label.check { input type="checkbox" name="late" value="1" checked[!asked.late.is_empty()]; span { (lang.inbox_only_late()) } }
            button.button { (lang.audit_show()) }
        }
    }
}

fn table(desk: &Desk, items: &[&Item], visit: &Visit, who: &SignedIn, asked: &Asked) -> Markup {
    let lang = visit.lang;
    let heads = [lang.inbox_what(), lang.rectify_room(), lang.inbox_waits(), lang.inbox_due(), lang.inbox_owner()];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.inbox_title()) {
            table.stack.inbox {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for item in items {
                        tr data-urgent[item.matter.is_urgent()] {
                            td data-label=(heads[0]) { a href=(target(item)) { (what(item, lang)) } }
                            td data-label=(heads[1]) {
                                @if let Some(room) = item.room { (room_name(&visit.registry, room, lang.is_english())) } @else { "–" }
                            }
                            td.nowrap data-label=(heads[2]) {
                                (match (desk.today - item.since).num_days() { 0 => lang.inbox_today().to_owned(), days => lang.inbox_since(days) })
                            }
                            td data-label=(heads[3]) {
                                time.nowrap datetime=(item.due()) { (lang.date(item.due())) }
                                @if item.held.due.is_some() { " " small.quiet { (lang.inbox_due_set()) } }
                                @if item.days_over(desk.today) > 0 { " " strong.late.nowrap { (lang.rectify_over(item.days_over(desk.today))) } }
                            }
                            td data-label=(heads[4]) { (holding(desk, item, who, asked, lang)) }
                        }
                    }
                }
            }
        }
    }
}

/// Who looks after it, and the forms to change that.
fn holding(desk: &Desk, item: &Item, who: &SignedIn, asked: &Asked, lang: Lang) -> Markup {
    let Held { owner, due, version } = item.held;
    let mine = owner == Some(who.person.id);
    let hidden = html! {
        input type="hidden" name="kind" value=(item.matter.kind());
        input type="hidden" name="subject" value=(item.subject);
        input type="hidden" name="version" value=(version);
        input type="hidden" name="back" value=(asked.address());
    };
    html! {
        @match owner {
            None => span.quiet { (lang.inbox_nobody()) },
            Some(_) if mine => strong { (lang.inbox_me()) },
            Some(id) => (desk.name(id).unwrap_or(lang.inbox_gone())),
        }
        form.wishes method="post" action="/staff/inbox" {
            (hidden)
            @if mine { button.button name="wish" value="release" { (lang.inbox_release()) } }
            @else { button.button name="wish" value="take" { (lang.inbox_take()) } }
        }
        details {
            summary { (lang.inbox_change()) }
            form.entries method="post" action="/staff/inbox" {
                (hidden)
                label.entry {
                    span { (lang.inbox_give()) }
                    select name="owner" {
                        option value="" { (lang.inbox_nobody()) }
                        @for person in desk.staff.iter().filter(|person| may(person.role, item.matter.kind().needs())) {
                            option value=(person.id) selected[owner == Some(person.id)] { (person.name) }
                        }
                    }
                }
                label.entry {
                    span { (lang.inbox_due_own()) }
                    input type="date" name="due" value=[due];
                    small { (lang.inbox_due_hint()) }
                }
                button.button name="wish" value="set" { (lang.inbox_save()) }
            }
        }
    }
}

fn what(item: &Item, lang: Lang) -> String {
    match (item.matter, &item.about) {
        (Matter::Report(trouble), About::Facility(facility)) => lang.trouble_about(trouble, Some(*facility)),
        (Matter::Report(trouble), _) => lang.trouble(trouble).to_owned(),
        (Matter::Rectification(_), About::Clause(clause)) => lang.inbox_rectification(*clause),
        (Matter::Rectification(_), _) => lang.inbox_kind_rectification().to_owned(),
        (Matter::Inspection, _) => lang.inbox_inspection().to_owned(),
        (Matter::Payment, About::Milestone(milestone)) => lang.inbox_payment(lang.milestone(*milestone)),
        (Matter::Payment, _) => lang.inbox_kind_payment().to_owned(),
        (Matter::Import, About::File(name)) => lang.inbox_import(name),
        (Matter::Import, _) => lang.inbox_kind_import().to_owned(),
        (Matter::Nomination, _) => lang.award_inbox_nomination().to_owned(),
        (Matter::Doubt, _) => lang.award_inbox_doubt().to_owned(),
    }
}

/// Where it is seen to.
fn target(item: &Item) -> String {
    let subject = item.subject;
    match item.matter {
        Matter::Report(_) => format!("/staff/reports/{subject}"),
        Matter::Rectification(_) => format!("/rectifications/{subject}"),
        Matter::Inspection => format!("/inspections/{subject}"),
        Matter::Payment => format!("/staff/money/payments/{subject}"),
        Matter::Import => format!("/staff/imports/{subject}"),
        Matter::Nomination | Matter::Doubt => format!("/staff/awards/{subject}"),
    }
}

impl Lang {
    fn inbox_kind_of(self, kind: InboxKind) -> &'static str {
        match kind {
            InboxKind::Report => self.inbox_kind_report(),
            InboxKind::Rectification => self.inbox_kind_rectification(),
            InboxKind::Inspection => self.inbox_kind_inspection(),
            InboxKind::Payment => self.inbox_kind_payment(),
            InboxKind::Import => self.inbox_kind_import(),
            InboxKind::Award => self.award_inbox_kind(),
        }
    }
}

/// What somebody wishes.
#[derive(Debug, Deserialize)]
struct Sent {
    kind: String,
    subject: Uuid,
    version: i64,
    wish: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    due: String,
    /// Where they came from.
    #[serde(default)]
    back: String,
}

impl Sent {
    /// What is wished of a thing, or what is wrong with the wish.
    fn read(&self, item: &Item, me: Uuid, desk: &Desk, lang: Lang) -> Result<Held, &'static str> {
        let held = Held { version: self.version, ..item.held };
        match self.wish.as_str() {
            "take" => Ok(Held { owner: Some(me), ..held }),
            "release" => Ok(Held { owner: None, ..held }),
            _ => {
                let fits = |person: &&Person| may(person.role, item.matter.kind().needs()) && person.id.to_string() == self.owner;
                let owner = desk.staff.iter().find(fits).map(|person| person.id);
                if owner.is_none() && !self.owner.is_empty() {
                    return Err(lang.inbox_wrong_owner());
                }
                let due = if self.due.is_empty() { None } else { Some(self.due.parse().ok().ok_or(lang.inbox_wrong_due())?) };
                Ok(Held { owner, due, ..held })
            }
        }
    }

    /// Back to where they came from, which is one of our own pages.
    fn back(&self) -> &str {
        if self.back.starts_with("/staff/inbox?") { &self.back } else { "/staff/inbox" }
    }
}

/// `POST /staff/inbox`
async fn change(State(state): State<AppState>, visit: Visit, who: SignedIn, Form(wish): Form<Sent>) -> Response {
    if let Err(refused) = who.needs(Action::SeeInbox, &visit) {
        return *refused;
    }
    let (lang, me) = (visit.lang, who.person.id);
    let desk = match Desk::read(&state, &visit, who.person.role).await {
        Ok(desk) => desk,
        Err(error) => return AppError::away(&error, &visit),
    };
    let asked = Asked::default();
    let found = desk.items.iter().find(|item| item.matter.kind().word() == wish.kind && item.subject == wish.subject);
    let Some(item) = found else { return page(&desk, &visit, &who, &asked, Some(lang.inbox_over())) };
    let held = match wish.read(item, me, &desk, lang) {
        Ok(held) => held,
        Err(wrong) => return page(&desk, &visit, &who, &asked, Some(wrong)),
    };
    let login = desk.staff.iter().find(|person| Some(person.id) == held.owner).map(|person| person.login.as_str());
    match hold(&state.db, item.key(), held, login, who.actor(), state.now()).await {
        Ok(()) => Redirect::to(wish.back()).into_response(),
        Err(StoreError::Outdated) => faster(&state, &visit, &who, &wish).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

/// Somebody was faster: the page as it stands now says who looks after it.
async fn faster(state: &AppState, visit: &Visit, who: &SignedIn, wish: &Sent) -> Response {
    let desk = match Desk::read(state, visit, who.person.role).await {
        Ok(desk) => desk,
        Err(error) => return AppError::away(&error, visit),
    };
    let item = desk.items.iter().find(|item| item.subject == wish.subject);
    let owner = item.and_then(|item| item.held.owner).and_then(|id| desk.name(id));
    let words = owner.map_or_else(|| visit.lang.inbox_outdated().to_owned(), |name| visit.lang.inbox_taken(name));
    page(&desk, visit, who, &Asked::default(), Some(&words))
}
