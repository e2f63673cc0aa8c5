//! What is said of a venue: which rooms stand in it, and that it has ended or is there again.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::venues::{Ended, Listed};
use domain::{Line, RoomCode, RoomId};
use uuid::Uuid;

use super::venue::{Typed, page};
use super::{field, find, to};
use crate::accounts::{Form, SignedIn};
use crate::rooms::store as registry;
use crate::state::AppState;
use crate::ui::{AppError, Visit};
use crate::venues::store::{self, Act, StoreError, Stored};

/// `POST /staff/venues/{id}/rooms`
pub(super) async fn rooms(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let stored = match find(&state, &visit, &who, id).await {
        Ok(stored) => stored,
        Err(refused) => return *refused,
    };
    let lang = visit.lang;
    let typed = Typed { code: field(&form, "code").to_uppercase(), ..Typed::default() };
    if field(&form, "version") != stored.version.to_string() {
        return page(&state, &visit, &who, stored, &typed, Some(lang.venues_outdated())).await;
    }
    // A room that is linked is named by its id: one that was removed has no code any more.
    let linked = stored.venue.rooms.iter().copied().find(|room| room.0.to_string() == field(&form, "room"));
    let room = match (linked, RoomCode::new(&typed.code)) {
        (Some(room), _) => Some(room),
        (None, Ok(code)) => match registry::find(&state.db, code).await {
            Ok(room) => room.map(|found| found.room.id),
            Err(error) => return AppError::away(&error, &visit),
        },
        (None, Err(_)) => None,
    };
    let Some(room) = room else { return page(&state, &visit, &who, stored, &typed, Some(lang.venues_no_room())).await };
    let Some((action, new)) = said(&stored.venue, room, field(&form, "wish")) else {
        return AppError::BadForm.page(&visit);
    };
    if new == stored.venue {
        return to(id);
    }
    let act = Act { action, why: "", by: who.actor(), now: state.now() };
    let wrong = match store::change(&state.db, &stored, &new, &act).await {
        Ok(()) => return to(id),
        Err(StoreError::Outdated) => lang.venues_outdated().to_owned(),
        Err(StoreError::Linked) => match elsewhere(&state, room).await {
            Ok(name) => lang.venues_linked_elsewhere(&typed.code, name),
            Err(error) => return AppError::away(&error, &visit),
        },
        Err(error) => return AppError::away(&error, &visit),
    };
    again(&state, &visit, &who, id, &typed, &wrong).await
}

/// The venue once it is said that a room stands in it, or does not; `None` of a wish that is none.
fn said(venue: &Listed, room: RoomId, wish: &str) -> Option<(&'static str, Listed)> {
    let without = |rooms: &[RoomId]| rooms.iter().copied().filter(|one| *one != room).collect::<Vec<_>>();
    let with = |rooms: &[RoomId]| without(rooms).into_iter().chain([room]).collect::<Vec<_>>();
    let (linked, refused) = (&venue.rooms[..], &venue.refused[..]);
    let (action, rooms, refused) = match wish {
        "link" if linked.contains(&room) => ("venues.link", linked.to_vec(), refused.to_vec()),
        "link" => ("venues.link", with(linked), without(refused)),
        "unlink" => ("venues.unlink", without(linked), refused.to_vec()),
        "refuse" => ("venues.refuse", without(linked), with(refused)),
        "allow" => ("venues.allow", linked.to_vec(), without(refused)),
        _ => return None,
    };
    Some((action, Listed { rooms, refused, ..venue.clone() }))
}

/// The name of the venue that a room is linked to.
async fn elsewhere(state: &AppState, room: RoomId) -> Result<String, StoreError> {
    let Some(id) = store::venue_of_room(&state.db, room).await? else { return Ok(String::new()) };
    Ok(store::find(&state.db, id).await?.map_or_else(String::new, |stored| stored.venue.details.name.zh.to_string()))
}

/// The page as it stands now, with what was typed.
async fn again(state: &AppState, visit: &Visit, who: &SignedIn, id: Uuid, typed: &Typed, wrong: &str) -> Response {
    match find(state, visit, who, id).await {
        Ok(stored) => page(state, visit, who, stored, typed, Some(wrong)).await,
        Err(refused) => *refused,
    }
}

/// `POST /staff/venues/{id}/end`: it ends, or is there again. Rooms that stood in it are to be said anew then.
pub(super) async fn end(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let stored = match find(&state, &visit, &who, id).await {
        Ok(stored) => stored,
        Err(refused) => return *refused,
    };
    let lang = visit.lang;
    let text = |name: &str| field(&form, name).to_owned();
    let typed = Typed { code: String::new(), end_on: text("end_on"), why: text("why") };
    if field(&form, "version") != stored.version.to_string() {
        return page(&state, &visit, &who, stored, &typed, Some(lang.venues_outdated())).await;
    }
    let Some(why) = Line::new(&typed.why).ok() else {
        return page(&state, &visit, &who, stored, &typed, Some(lang.venues_wrong_why())).await;
    };
    let new = match ended(&stored, &typed.end_on, &why, &visit) {
        Ok(new) => new,
        Err(wrong) => return page(&state, &visit, &who, stored, &typed, Some(wrong)).await,
    };
    let action = if new.ended.is_some() { "venues.end" } else { "venues.reopen" };
    let act = Act { action, why: why.as_str(), by: who.actor(), now: state.now() };
    match store::change(&state.db, &stored, &new, &act).await {
        Ok(()) => to(id),
        Err(StoreError::Outdated) => again(&state, &visit, &who, id, &typed, lang.venues_outdated()).await,
        Err(error) => AppError::away(&error, &visit),
    }
}

fn ended(stored: &Stored, on: &str, why: &Line, visit: &Visit) -> Result<Listed, &'static str> {
    let venue = stored.venue.clone();
    if venue.ended.is_some() {
        return Ok(Listed { ended: None, rooms: Vec::new(), ..venue });
    }
    let on = on.parse().ok().filter(|on| *on <= visit.today()).ok_or(visit.lang.build_wrong_day())?;
    Ok(Listed { ended: Some(Ended { on, why: why.clone() }), ..venue })
}
