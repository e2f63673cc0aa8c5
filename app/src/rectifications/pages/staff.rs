//! `/staff/rectifications`: what is to be mended in all rooms, the overdue first, and rooms kept out of the finder.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::rectification::{ItemState, Severity};
use domain::{Action, AreaCode, Role, RoomId, Word};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::shown_at_once;
use crate::accounts::{Form, Person, SignedIn, of_role};
use crate::i18n::Lang;
use crate::inspections::pages::room_name;
use crate::rectifications::store::{self, Item, StoreError, Suspension, Tie};
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// What is asked for, as typed; what is empty or unknown does not narrow.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    street: String,
    state: String,
}

impl Asked {
    /// Whether an item is asked for: without a state, those on which something is to be done.
    fn wants(&self, item: &Item, visit: &Visit) -> bool {
        let state = ItemState::from_word(&self.state).ok();
        let street = AreaCode::new(&self.street).ok();
        let of = || visit.registry.by_id(item.room).and_then(|entry| entry.room.street);
        state.map_or_else(|| item.state.is_open(), |state| item.state == state)
            && street.is_none_or(|street| of() == Some(street))
    }

    fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let fields = [("street", &self.street), ("state", &self.state)];
        query.extend_pairs(fields.into_iter().filter(|(_, text)| !text.is_empty()));
        query.finish()
    }
}

/// The items that are asked for: first those put before the staff, then the most overdue, then by the day they are due.
pub(super) async fn wanted(state: &AppState, visit: &Visit, asked: &Asked) -> Result<Vec<Item>, StoreError> {
    let mut items = store::all(&state.db).await?;
    items.retain(|item| asked.wants(item, visit));
    let region = &visit.registry.region;
    let today = visit.today();
    let late = |item: &Item| -item.days_over(region, today);
    let put = |item: &Item| !(item.escalated.is_some() && item.state.is_open());
    items.sort_by_key(|item| (put(item), late(item), item.due(region), item.id));
    Ok(items)
}

/// The operators of a room, by name.
pub(super) fn holders(room: RoomId, ties: &[Tie], people: &[Person]) -> String {
    let tied = |person: &&Person| ties.iter().any(|tie| tie.person == person.id && tie.room == room);
    people.iter().filter(tied).map(|person| person.name.as_str()).collect::<Vec<_>>().join("、")
}

/// Who has an item now: the operator while it is to be mended, the experts once it was.
pub(super) fn holder(item: &Item, ties: &[Tie], people: &[Person], lang: Lang) -> String {
    match item.state {
        ItemState::Open if item.camera => lang.rectify_with_staff().to_owned(),
        ItemState::Open => Some(holders(item.room, ties, people))
            .filter(|names| !names.is_empty())
            .unwrap_or_else(|| lang.rectify_with_nobody().to_owned()),
        ItemState::Answered => lang.rectify_with_experts().to_owned(),
        ItemState::Closed | ItemState::Superseded => String::new(),
    }
}

/// `GET /staff/rectifications`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageRectifications, &visit) {
        return *refused;
    }
    page(&state, &visit, &asked, None).await
}

async fn page(state: &AppState, visit: &Visit, asked: &Asked, wrong: Option<(RoomId, &str)>) -> Response {
    let read = async {
        let items = wanted(state, visit, asked).await?;
        Ok::<_, StoreError>((items, store::ties(&state.db).await?, store::now_suspended(&state.db).await?))
    };
    let ((items, ties, suspended), people) = match (read.await, of_role(&state.db, Role::Operator).await) {
        (Ok(read), Ok(people)) => (read, people),
        (Err(error), _) => return AppError::away(&error, visit),
        (_, Err(error)) => return AppError::away(&error, visit),
    };
    let lang = visit.lang;
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            h1 { (lang.rectify_staff_title()) }
            p.quiet { (lang.deadlines_are_ours()) }
            @if !suspended.is_empty() {
                h2 { (lang.rectify_shut_title()) }
                ul.people role="list" { @for one in &suspended { (shut(one, wrong, visit)) } }
            }
            h2 { (lang.rectify_count(items.len())) }
            (question(asked, visit))
            @if items.is_empty() { p.quiet { (lang.rectify_none()) } } @else { (table(&items, &ties, &people, visit)) }
            ul.downloads role="list" {
                li { a.button href={ "/staff/rectifications.csv?" (asked.query()) } download { (lang.audit_export()) } }
                li { a.button href="/staff/operators" { (lang.rectify_operators()) } }
            }
        }
    };
    Frame::form(visit, lang.rectify_staff_title(), wrong.is_some()).around(&main)
}

fn shut(one: &Suspension, wrong: Option<(RoomId, &str)>, visit: &Visit) -> Markup {
    let (lang, region) = (visit.lang, &visit.registry.region);
    let wrong = wrong.filter(|(room, _)| *room == one.room).map(|(_, words)| words);
    html! {
        li.panel {
            h3 { (room_name(&visit.registry, one.room, lang.is_english())) }
            p { (lang.suspension(one, region)) @if one.camera { " " (lang.rectify_camera_title()) } }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            details open[wrong.is_some()] {
                summary { (lang.rectify_lift()) }
                form.entries method="post" action={ "/staff/suspensions/" (one.room.0) } {
                    label.entry { span { (lang.rectify_reason()) } textarea name="reason" rows="2" maxlength="300" required {} small { (lang.rectify_lift_hint()) } }
                    button.button { (lang.rectify_lift()) }
                }
            }
        }
    }
}

fn question(asked: &Asked, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        form.question action="/staff/rectifications" {
            label.entry { span { (lang.opendata_street_column()) }
                select name="street" {
                    option value="" { (lang.rectify_all()) }
                    @for street in &visit.registry.region.streets {
                        option value=(street.code) selected[asked.street == street.code.to_string()] { (street.name(lang.is_english())) }
                    }
                } }
            label.entry { span { (lang.rectify_state()) }
                select name="state" {
                    option value="" { (lang.rectify_to_do()) }
                    @for state in ItemState::ALL {
                        option value=(state.word()) selected[asked.state == state.word()] { (lang.item_state(*state)) }
                    }
                } }
            button.button { (lang.audit_show()) }
        }
    }
}

fn table(items: &[Item], ties: &[Tie], people: &[Person], visit: &Visit) -> Markup {
    let (lang, region) = (visit.lang, &visit.registry.region);
    let today = visit.today();
    let heads = [
        lang.rectify_what(),
        lang.rectify_room(),
        lang.rectify_severity(),
        lang.rectify_state(),
        lang.rectify_due_day(),
        lang.rectify_holder(),
    ];
    html! {
        div.scroll-x tabindex="0" role="region" aria-label=(lang.rectify_staff_title()) {
            table.stack {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for item in items {
                        @let over = item.days_over(region, today);
                        tr {
                            td data-label=(heads[0]) { a href={ "/rectifications/" (item.id) } { (item.clause) " " (lang.clause_title(item.clause)) } }
                            td data-label=(heads[1]) { (room_name(&visit.registry, item.room, lang.is_english())) }
                            td data-label=(heads[2]) { @if item.severity == Severity::Gate { strong.gate { (lang.severity(item.severity)) } } @else { (lang.severity(item.severity)) } }
                            td data-label=(heads[3]) { (lang.item_state(item.state)) }
                            td data-label=(heads[4]) {
                                time datetime=(item.due(region)) { (lang.date(item.due(region))) }
                                @if over > 0 { br; strong.late { (lang.rectify_over(over)) } }
                                @if item.escalated.is_some() && item.state.is_open() { br; strong.late { (lang.rectify_escalated()) } }
                            }
                            td data-label=(heads[5]) { (holder(item, ties, people, lang)) }
                        }
                    }
                }
            }
        }
    }
}

/// Why a room is let back.
#[derive(Deserialize)]
pub(super) struct Wish {
    reason: String,
}

/// `POST /staff/suspensions/{room}`: lets a room back into the finder; the reason stands on its page.
pub(super) async fn lift(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(room): Path<Uuid>,
    Form(Wish { reason }): Form<Wish>,
) -> Response {
    if let Err(refused) = who.needs(Action::ManageRectifications, &visit) {
        return *refused;
    }
    let reason: String = reason.trim().chars().take(300).collect();
    if reason.is_empty() {
        return page(&state, &visit, &Asked::default(), Some((RoomId(room), visit.lang.rectify_no_words()))).await;
    }
    match store::lift(&state.db, RoomId(room), &reason, who.actor(), state.now()).await {
        Ok(()) => {
            shown_at_once(&state).await;
            Redirect::to("/staff/rectifications").into_response()
        }
        Err(StoreError::Outdated) => AppError::Outdated.page(&visit),
        Err(error) => AppError::away(&error, &visit),
    }
}
