//! `/rooms/{code}`: one room.

use axum::extract::Path;
use axum::response::Response;
use chrono::Datelike;
use domain::RoomCode;
use maud::{Render, html};

use super::structured::json_ld;
use crate::care::pages::panel as care;
use crate::inspections::pages::panel;
use crate::reports::pages::panel as heard;
use crate::rooms::view::{Known, RoomDetail};
use crate::supervision::pages::panel as citizens;
use crate::ui::{AppError, Frame, Visit};

/// `/rooms/{code}`
pub async fn room(Path(code): Path<String>, visit: Visit) -> Response {
    let found = RoomCode::new(&code.to_uppercase()).ok().and_then(|code| visit.registry.find(code));
    let Some(entry) = found else { return AppError::NoRoom.page(&visit) };
    let lang = visit.lang;
    let now = visit.local();
    let region = &visit.registry.region;
    let shut = visit.registry.suspension(entry).map(|suspension| lang.suspension(suspension, region));
    let let_back = visit.registry.let_back(entry).map(|suspension| lang.let_back(suspension, region));
    let panel = visit.registry.certified(entry).map(|certified| panel(certified, let_back.as_deref(), &visit, lang));
    let (cases, rating) = visit.registry.heard(entry);
    let heard = heard(cases, rating, &visit);
    let care = care(&entry.room, &visit);
    let citizens = citizens(visit.registry.impression(entry), &visit);
    let detail = RoomDetail {
        shut: shut.as_deref(),
        heard: heard.as_ref(),
        care: care.as_ref(),
        citizens: citizens.as_ref(),
        awards: visit.registry.awards(entry),
        inspection: panel.as_ref().map_or(Known::Never, Known::Panel),
        room: &entry.room,
        table: visit.registry.timetable(entry),
        updated: entry.updated,
        region,
        now,
        holidays_known: visit.registry.holidays_until(visit.now) >= now.year(),
        lang,
    };
    let name = entry.room.name.pick(lang.is_english());
    let steps = entry.room.steps(lang.is_english()).join("，");
    let frame = Frame {
        description: Some(if steps.is_empty() { name.to_owned() } else { steps }),
        head: json_ld(&entry.room, &visit.site.base_url),
        ..Frame::new(&visit, lang.room_title(name, visit.region_name()))
    };
    frame.around(&html! { main #main.room tabindex="-1" { (detail.render()) } })
}
