//! What happens on the device: it listens to the form, the map and the address, and answers from the pack.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::{Bbox, Query, RoomCode, Wgs84};
use leptos::prelude::*;
use leptos::task::spawn_local;
use maud::{Render, html};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement, HtmlFormElement};

use super::{dom, map_events, pack};
use crate::i18n::{Lang, query_words};
use crate::rooms::answer::Answer;
use crate::rooms::view::{AnswerView, list_href};

/// The finder on this device.
struct Device {
    lang: Lang,
    live: RwSignal<Option<String>>,
    form: HtmlFormElement,
    /// Where the device is. It stays here: it goes into no address and no request.
    here: Cell<Option<Wgs84>>,
    /// There is no pack to be had: the server answers.
    without_pack: Cell<bool>,
    /// The query string last answered: a jump within the page asks nothing new.
    answered: RefCell<String>,
    /// Questions asked so far: while the pack is being fetched several may wait, and only the last one is answered.
    asked: Cell<u32>,
}

/// How the address changes with an answer.
#[derive(Clone, Copy, PartialEq)]
enum Address {
    Keep,
    Replace,
    Push,
}

/// Begins to listen.
pub(super) fn start(lang: Lang, shell: bool, live: RwSignal<Option<String>>) {
    let Some(form) = dom::form() else { return };
    let answered = RefCell::new(search());
    let device = Rc::new(Device {
        lang,
        live,
        form,
        here: Cell::new(None),
        without_pack: Cell::new(false),
        answered,
        asked: Cell::new(0),
    });
    if shell {
        spawn_local(open_shell(Rc::clone(&device)));
    }
    listen(&device);
    offer_position(&device);
    if !shell {
        spawn_local(async move { catch_up(&device).await });
    }
}

fn search() -> String {
    window().location().search().unwrap_or_default()
}

/// What was ticked before this code arrived, or put back by the browser, is answered now. An address with a mistake in it
/// stays as the server explained it.
async fn catch_up(device: &Device) {
    let first_page = |query: Query| query.at_page(1);
    let asked = dom::parse(&search()).map(first_page);
    if asked.is_ok() && dom::read(&device.form).map(first_page) != asked {
        device.answer_form(Address::Replace).await;
    }
}

/// The shell stands in for the finder or for the page of a room.
async fn open_shell(device: Rc<Device>) {
    let Some(pack) = pack::load().await else { return device.show(message(device.lang.shell_failed())) };
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    // Also of what stands under the page of a room, such as the form at its door.
    let Some(code) = path.strip_prefix("/rooms/").and_then(|rest| rest.split('/').next()) else {
        return device.answer_address().await;
    };
    let room = RoomCode::new(&code.to_ascii_uppercase()).ok().and_then(|code| pack::room_html(&pack, code, device.lang));
    for part in ["main > h1", "main form.search", "main .map", "main .map-toggle"] {
        if let Some(part) = dom::find::<Element>(part) {
            part.remove();
        }
    }
    if let Some(results) = dom::find::<Element>(".results") {
        let _ = results.remove_attribute("aria-labelledby");
    }
    if let Some(main) = dom::find::<Element>("main") {
        main.set_class_name("room");
    }
    if let Some(page) = dom::find::<Element>(".page") {
        page.set_class_name("page");
    }
    if let Some((title, _)) = &room {
        document().set_title(title);
    }
    device.show(room.map_or_else(|| message(device.lang.room_missing_offline()), |(_, html)| html));
}

fn listen(device: &Rc<Device>) {
    let form = &device.form;
    on(form, "change", device, |device, event| {
        // The search field asks at each letter already.
        if !is_search(&event) {
            spawn_local(async move { device.answer_form(Address::Replace).await });
        }
    });
    on(form, "input", device, |device, event| {
        if is_search(&event) {
            spawn_local(async move { device.answer_form(Address::Replace).await });
        }
    });
    on(form, "submit", device, |device, event| {
        if !device.without_pack.get() {
            event.prevent_default();
            spawn_local(async move { device.answer_form(Address::Push).await });
        }
    });
    on(&document(), "muying:area", device, |device, event| {
        let bbox = event.dyn_ref().and_then(map_events::area).and_then(|bbox| Bbox::parse(&bbox).ok());
        spawn_local(async move { device.answer_area(bbox).await });
    });
    on(&window(), "popstate", device, |device, _| {
        if *device.answered.borrow() != search() {
            spawn_local(async move { device.answer_address().await });
        }
    });
    if let Some(results) = dom::find::<HtmlElement>(".results") {
        on(&results, "click", device, follow_link);
    }
}

/// A link of the list to another question is answered here too, with the device's position.
#[expect(clippy::needless_pass_by_value, reason = "a listener")]
fn follow_link(device: Rc<Device>, event: web_sys::Event) {
    let link = event.target().and_then(|target| target.dyn_into::<Element>().ok()?.closest("a[href]").ok()?);
    let href = link.and_then(|link| link.get_attribute("href")).filter(|href| href == "/" || href.starts_with("/?"));
    if let Some(query) = href.and_then(|href| dom::parse(href.trim_start_matches('/')).ok()).filter(|_| pack::loaded().is_some())
    {
        event.prevent_default();
        dom::fill(&device.form, &query);
        spawn_local(async move {
            device.answer(query, Address::Push).await;
            if let Some(results) = dom::find::<HtmlElement>(".results") {
                results.scroll_into_view();
                let _ = results.focus();
            }
        });
    }
}

fn is_search(event: &web_sys::Event) -> bool {
    event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|target| target.id() == "q")
}

fn message(words: &str) -> String {
    html! { div.empty { h2 #count { span role="status" { (words) } } } }.into_string()
}

/// Listens for as long as the page lives.
fn on(target: &web_sys::EventTarget, name: &str, device: &Rc<Device>, run: fn(Rc<Device>, web_sys::Event)) {
    let device = Rc::clone(device);
    let listener = Closure::<dyn Fn(web_sys::Event)>::new(move |event| run(Rc::clone(&device), event));
    let _ = target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    listener.forget();
}

impl Device {
    fn show(&self, live: String) {
        if let Some(server) = dom::find::<Element>(".server-answer") {
            server.set_inner_html("");
        }
        self.live.set(Some(live));
    }

    async fn answer_form(&self, address: Address) {
        match dom::read(&self.form) {
            Ok(query) => self.answer(query, address).await,
            Err(error) => dom::complain(Some(&query_words(&error, self.lang))),
        }
    }

    async fn answer_address(&self) {
        match dom::parse(&search()) {
            Ok(query) => {
                dom::fill(&self.form, &query);
                self.answer(query, Address::Keep).await;
            }
            Err(error) => dom::complain(Some(&query_words(&error, self.lang))),
        }
    }

    async fn answer_area(&self, bbox: Option<Bbox>) {
        dom::forget_place(&self.form);
        if let Ok(query) = dom::read(&self.form) {
            self.answer(Query { bbox, page: 1, ..query }, Address::Push).await;
        }
    }

    async fn answer(&self, query: Query, address: Address) {
        let turn = self.asked.get().wrapping_add(1);
        self.asked.set(turn);
        let pack = pack::load().await;
        if self.asked.get() != turn {
            return;
        }
        let Some(pack) = pack else { return self.leave_to_server(address) };
        let asked = list_href(&query);
        let here = self.here.get().filter(|_| query.near.is_none());
        let query = Query { near: query.near.or(here), ..query };
        let source = pack::At::now(&pack);
        let answer = AnswerView::new(&query, &Answer::to(&query, &source), &source, self.lang, here.is_some());
        dom::complain(None);
        map_events::publish(&answer, query.near);
        self.show(answer.render().into_string());
        let history = window().history();
        let null = wasm_bindgen::JsValue::NULL;
        let _ = match (address, history) {
            (Address::Replace, Ok(history)) => history.replace_state_with_url(&null, "", Some(&asked)),
            (Address::Push, Ok(history)) => history.push_state_with_url(&null, "", Some(&asked)),
            _ => Ok(()),
        };
        self.answered.replace(search());
    }

    /// Without a pack the form goes to the server as it does without scripts, unless the device's own position was asked
    /// about: that is never sent.
    fn leave_to_server(&self, address: Address) {
        self.without_pack.set(true);
        if self.here.get().is_some() {
            dom::complain(Some(self.lang.finder_no_pack()));
        } else if address != Address::Keep {
            let _ = self.form.submit();
        }
    }
}

/// "Near me": asks for the position when it is tapped, and only then.
fn offer_position(device: &Rc<Device>) {
    let Some(button) = dom::find::<HtmlElement>("form.search .near") else { return };
    let Ok(geolocation) = window().navigator().geolocation() else { return };
    button.set_hidden(false);
    let device = Rc::clone(device);
    let clicked = Closure::<dyn Fn()>::new(move || locate(&device, &geolocation));
    let _ = button.add_event_listener_with_callback("click", clicked.as_ref().unchecked_ref());
    clicked.forget();
}

fn locate(device: &Rc<Device>, geolocation: &web_sys::Geolocation) {
    busy(true);
    dom::complain(Some(device.lang.finder_locating()));
    let found = {
        let device = Rc::clone(device);
        Closure::once_into_js(move |position: web_sys::Position| {
            busy(false);
            let place = position.coords();
            device.here.set(Wgs84::new(place.longitude(), place.latitude()).ok());
            dom::forget_place(&device.form);
            spawn_local(async move { device.answer_form(Address::Replace).await });
        })
    };
    let failed = {
        let lang = device.lang;
        Closure::once_into_js(move |error: wasm_bindgen::JsValue| {
            busy(false);
            let code = js_sys::Reflect::get(&error, &"code".into()).ok().and_then(|code| code.as_f64());
            let denied = code.is_some_and(|code| (code - 1.0).abs() < f64::EPSILON);
            dom::complain(Some(if denied { lang.finder_denied() } else { lang.finder_no_position() }));
        })
    };
    let options = web_sys::PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_timeout(10_000);
    options.set_maximum_age(60_000);
    let _ = geolocation.get_current_position_with_error_callback_and_options(
        found.unchecked_ref(),
        Some(failed.unchecked_ref()),
        &options,
    );
}

fn busy(on: bool) {
    if let Some(button) = dom::find::<Element>("form.search .near") {
        let _ = button.set_attribute("aria-busy", if on { "true" } else { "false" });
    }
}
