//! The rooms that do not lie in the street that is recorded for them: rows to look into, never changed from here.

use domain::shapes::{Shape, Stray, strays as of};
use maud::{Markup, html};

use crate::aside::aside;
use crate::rooms::store::{self, StoreError};
use crate::state::AppState;
use crate::ui::Visit;

/// Rooms that are shown.
const SHOWN: usize = 200;
/// Up to so many metres two drawings of one edge may be apart.
const NEAR_M: f64 = 200.0;

/// The rooms that could be compared, how many they are, and those that lie elsewhere with their names.
pub(super) struct Strays {
    compared: usize,
    rows: Vec<(Stray, String)>,
}

/// Compares all registered rooms.
pub(super) async fn strays(state: &AppState, visit: &Visit, shapes: Vec<Shape>) -> Result<Strays, StoreError> {
    let rooms: Vec<domain::Room> = store::list(&state.db).await?.into_iter().map(|stored| stored.room).collect();
    let (middle, english) = (visit.registry.region.center, visit.lang.is_english());
    let work = aside(move || {
        let compared = rooms.iter().filter(|room| room.place.is_some() && room.street.is_some()).count();
        let name = |stray: &Stray| {
            let room = rooms.iter().find(|room| room.code == stray.code);
            let name = |room: &domain::Room| room.name.en.as_ref().filter(|_| english).unwrap_or(&room.name.zh).to_string();
            room.map(name).unwrap_or_default()
        };
        let rows = of(&shapes, middle, &rooms).into_iter().map(|stray| (stray, name(&stray))).collect();
        Strays { compared, rows }
    });
    Ok(work.await)
}

pub(super) fn table(strays: &Strays, may_edit: bool, visit: &Visit) -> Markup {
    let lang = visit.lang;
    let heads = [lang.shapes_room(), lang.shapes_recorded(), lang.shapes_lies_in(), lang.shapes_distance()];
    html! {
        p { (lang.shapes_strays_found(strays.compared, strays.rows.len())) }
        @if !strays.rows.is_empty() {
            p.quiet { (lang.shapes_strays_hint()) }
            div.scroll-x tabindex="0" role="region" aria-label=(lang.shapes_strays()) {
                table.stack {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for (stray, name) in strays.rows.iter().take(SHOWN) {
                            tr {
                                td data-label=(heads[0]) {
                                    @if may_edit { a href={ "/staff/build/" (stray.code) } { (stray.code) } } @else { (stray.code) }
                                    " " (name)
                                }
                                td data-label=(heads[1]) { (visit.street_name(stray.street)) }
                                td data-label=(heads[2]) { @match stray.lies_in { Some(street) => (visit.street_name(street)), None => (lang.shapes_lies_nowhere()) } }
                                td data-label=(heads[3]) { (lang.shapes_metres(format!("{:.0}", stray.metres))) @if stray.metres < NEAR_M { " " (lang.shapes_near_edge()) } }
                            }
                        }
                    }
                }
            }
            @if strays.rows.len() > SHOWN { p.quiet { (lang.shapes_more_strays(strays.rows.len() - SHOWN)) } }
        }
    }
}
