//! What an expert takes along.

use domain::device::{Begun, Kit, KitAssignment, KitRoom};
use domain::rounds::walk;
use domain::score::VenueFacts;
use domain::{Room, may_inspect};

use super::store::{self, Inspection, StoreError};
use crate::accounts::Person;
use crate::rooms::registry::Registry;
use crate::rounds::{self, rooms_of};
use crate::state::AppState;

/// Beyond so many rooms only those that the expert was asked to inspect, and those returned, are taken along.
const MOST_ROOMS: usize = 1_000;

/// What an expert takes along.
///
/// # Errors
/// When the database cannot be read.
pub async fn kit(state: &AppState, person: &Person) -> Result<Kit, StoreError> {
    let registry = state.registry.load();
    let entries = registry.entries();
    let own = store::of_expert(&state.db, person.id).await?;
    let assigned = rounds::of_expert(&state.db, person.id).await?;
    let asked = rooms_of(&state.db, &registry, assigned.iter().map(|of| of.room)).await?;
    let affiliations = crate::accounts::profile(&state.db, person.id).await.map_err(rounds::StoreError::from)?.affiliations;
    let free = |room: &Room| may_inspect(&affiliations, &room.venue).is_ok();
    let others = if entries.len() > MOST_ROOMS { &[] } else { entries };
    let others = others.iter().map(|entry| &entry.room).filter(|room| !asked.contains_key(&room.id));
    let stops: Vec<_> = assigned.iter().map(|of| asked.get(&of.room).and_then(|room| room.place)).collect();
    let returned = own.into_iter().filter(|of| of.revision > 0 && of.state.is_open());
    let retired = registry.standards.all().iter().filter(|published| published.retired.is_some());
    Ok(Kit {
        login: person.login.as_str().to_owned(),
        name: person.name.as_str().to_owned(),
        made: state.now(),
        standards: registry.standards.all().iter().map(|published| published.version.standard.clone()).collect(),
        retired: retired.map(|published| published.version.standard.id.clone()).collect(),
        rooms: asked.values().chain(others).filter(|room| free(room)).map(|known| room(known, &registry)).collect(),
        assignments: walk(None, &stops)
            .into_iter()
            .map(|index| &assigned[index])
            .map(|of| KitAssignment { id: of.id, room: of.room, due: of.due })
            .collect(),
        returned: returned.filter_map(|of| begun(of, &registry, person)).collect(),
    })
}

fn room(room: &Room, registry: &Registry) -> KitRoom {
    let street = room.street.and_then(|code| registry.region.street(code)).map(|street| street.name_zh.as_str());
    let parts =
        [street, room.address.as_ref().map(domain::Line::as_str), room.floor.as_ref().map(|floor| floor.printed.as_str())];
    let place = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    KitRoom { id: room.id, code: room.code, name: room.name.clone(), place, venue: VenueFacts::from(room) }
}

/// An inspection that came back, to be gone on with on the phone.
fn begun(of: Inspection, registry: &Registry, person: &Person) -> Option<Begun> {
    let entry = registry.by_id(of.room)?;
    Some(Begun {
        inspection: of.id,
        room: of.room,
        code: entry.room.code,
        name: entry.room.name.clone(),
        expert: person.login.as_str().to_owned(),
        assignment: of.assignment,
        revision: of.revision + 1,
        base: Some(of.version),
        remark: of.remark,
        sheet: of.sheet,
    })
}
