//! The district pack on the device.

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use chrono::{DateTime, Datelike, NaiveDateTime, Utc};
use domain::awards::Held;
use domain::{Candidate, Hit, Inspected, OpenState, Pack, Packed, Query, Region, Room, RoomCode};
use leptos::prelude::window;
use maud::Render;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::i18n::Lang;
use crate::rooms::answer::{Found, Source};
use crate::rooms::view::{Known, RoomDetail};

thread_local! {
    static PACK: OnceCell<Rc<Pack>> = const { OnceCell::new() };
}

/// The pack, if it has been loaded.
pub(super) fn loaded() -> Option<Rc<Pack>> {
    PACK.with(|pack| pack.get().cloned())
}

/// The pack: fetched once, from the network or from the service worker's copy. `None` when it cannot be had.
pub(super) async fn load() -> Option<Rc<Pack>> {
    if let Some(pack) = loaded() {
        return Some(pack);
    }
    let response = JsFuture::from(window().fetch_with_str("/pack.bin")).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok().filter(web_sys::Response::ok)?;
    let bytes = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    let pack = Pack::decode(&js_sys::Uint8Array::new(&bytes).to_vec()).ok()?;
    PACK.with(|kept| Some(Rc::clone(kept.get_or_init(|| Rc::new(pack)))))
}

/// The device's clock.
fn now() -> DateTime<Utc> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for ages")]
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
}

/// The pack at this moment, as the list's answers are worked out from it.
pub(super) struct At<'a> {
    pack: &'a Pack,
    rooms: Vec<Packed<'a>>,
    local: NaiveDateTime,
}

impl<'a> At<'a> {
    pub(super) fn now(pack: &'a Pack) -> Self {
        Self { rooms: pack.candidates(), local: pack.region.local(now()), pack }
    }
}

impl Source for At<'_> {
    fn search(&self, query: &Query, range: Range<usize>) -> Found {
        let hits = domain::nearest(&self.rooms, query, self.local);
        let total = hits.len();
        let range = range.start.min(total)..range.end.min(total);
        Found { more: range.end < total, hits: hits[range].to_vec(), total: Some(total) }
    }
    fn room(&self, hit: &Hit) -> &Room {
        &self.rooms[hit.index as usize].room.room
    }
    fn state(&self, hit: &Hit) -> OpenState {
        self.rooms[hit.index as usize].state(self.local)
    }
    fn inspected(&self, hit: &Hit) -> Option<Inspected> {
        self.rooms[hit.index as usize].room.inspected
    }
    fn held(&self, hit: &Hit) -> &[Held] {
        &self.rooms[hit.index as usize].room.held
    }
    fn region(&self) -> &Region {
        &self.pack.region
    }
    fn now(&self) -> NaiveDateTime {
        self.local
    }
}

/// The page of a room, from the pack: its title and its HTML.
pub(super) fn room_html(pack: &Pack, code: RoomCode, lang: Lang) -> Option<(String, String)> {
    let at = At::now(pack);
    let packed = at.rooms.iter().find(|packed| packed.code() == code)?;
    let detail = RoomDetail {
        shut: None,
        heard: None,
        care: None,
        citizens: None,
        awards: &packed.room.held,
        inspection: packed.room.inspected.map_or(Known::Never, Known::Mark),
        room: &packed.room.room,
        table: packed.timetable,
        updated: packed.room.updated,
        region: &pack.region,
        now: at.local,
        holidays_known: pack.holidays_until >= at.local.year(),
        lang,
    };
    let (english, region) = (lang.is_english(), &pack.region);
    let region = if english { &region.name_en } else { &region.name_zh };
    Some((lang.room_title(packed.room.room.name.pick(english), region), detail.render().into_string()))
}
