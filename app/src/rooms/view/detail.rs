//! The page of a room, top to bottom: what it is, the way there, hours, who may enter, what it has.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::{Region, Room, Stage, Timetable, nav_links};
use leptos::prelude::*;

use super::card::StateBadge;
use super::facts::facts_view;
use super::hours::HoursView;
use super::icons::Icon;
use crate::i18n::Lang;

/// What the page of a room needs.
#[derive(Debug, Clone, Copy)]
pub struct RoomDetail<'a> {
    /// The room.
    pub room: &'a Room,
    /// Its hours.
    pub table: Option<&'a Timetable>,
    /// When its record last changed.
    pub updated: DateTime<Utc>,
    /// The area served.
    pub region: &'a Region,
    /// The local moment.
    pub now: NaiveDateTime,
    /// Whether this year's public holidays are known.
    pub holidays_known: bool,
    /// The language.
    pub lang: Lang,
}

/// The page of a room below its header.
#[expect(non_snake_case, reason = "a component, called as a function since it borrows")]
pub fn RoomArticle(detail: RoomDetail<'_>) -> impl IntoView + use<> {
    let RoomDetail { room, table, now, holidays_known, lang, .. } = detail;
    let hours = HoursView::new(room, table, now, holidays_known, lang);
    view! {
        <a class="back" href="/"><Icon name="back"/>{lang.room_back()}</a>
        {(room.stage == Stage::Suspended).then(|| suspended(room, lang))}
        <div class="room-grid">
            {head(detail)}
            {entrance(room, lang)}
            <div class="room-side">{navigate(room, lang)}{hours.view()}</div>
            <div class="room-rest">{door(detail)}{who(room, lang)}{facts_view(room, lang)}{foot(detail)}</div>
        </div>
    }
}

fn suspended(room: &Room, lang: Lang) -> impl IntoView + use<> {
    let reason = room.stage_note.as_ref().map_or_else(|| lang.room_suspended_no_reason().to_owned(), ToString::to_string);
    let next = room.place.map(|place| format!("/?near={place}&open=now"));
    view! {
        <div class="notice notice-shut" role="note">
            <Icon name="suspended"/><h2>{lang.state_suspended()}</h2><p>{reason}</p>
            {next.map(|href| view! { <p><a href=href>{lang.room_suspended_next()}</a></p> })}
        </div>
    }
}

fn head(detail: RoomDetail<'_>) -> impl IntoView + use<> {
    let RoomDetail { room, table, region, now, lang, .. } = detail;
    let english = lang.is_english();
    let street = room.street.and_then(|code| region.street(code)).map(|street| street.name(english).to_owned());
    let floor = room.floor.as_ref().map(|floor| floor.printed.to_string());
    let place = [Some(room.venue.name.pick(english).to_owned()), floor, street];
    let area = room.area.map(|area| match area.class() {
        Some(class) => lang.room_area_class(area.get(), class),
        None => lang.room_area_small(area.get()),
    });
    let state = table.map_or(domain::OpenState::Unknown, |table| table.state(now));
    view! {
        <header class="room-head">
            <h1>{room.name.pick(english).to_owned()}</h1>
            <p class="where">{place.into_iter().flatten().collect::<Vec<_>>().join(" · ")}</p>
            <p class="room-status">{StateBadge::of(room, state, now, lang).view()}</p>
            <ul class="tags" role="list">
                <li>{lang.kind(room.kind)}</li>
                {area.map(|area| view! { <li>{area}</li> })}
                <li>{lang.room_uninspected()}</li>
                {room.demo.then(|| view! { <li>{lang.room_demo()}</li> })}
            </ul>
        </header>
    }
}

/// A door with a mother and child on it, drawn for rooms without a photo.
const DOOR: &str = r#"<path d="M6 101h92M28 101V24a8 8 0 0 1 8-8h32a8 8 0 0 1 8 8v77M68 66v8"/><circle cx="47" cy="38" r="5"/><path d="M39 62v-8a8 8 0 0 1 16 0v8ZM57 62"/>"#;

fn entrance(room: &Room, lang: Lang) -> impl IntoView + use<> {
    let name = room.name.pick(lang.is_english()).to_owned();
    match &room.photo {
        Some(path) => view! {
            <figure class="entrance"><img src=path.to_string() alt=lang.room_entrance_alt(name) loading="lazy"/></figure>
        }
        .into_any(),
        None => view! {
            <figure class="entrance entrance-none">
                <svg viewBox="0 0 104 104" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round"
                    stroke-linejoin="round" aria-hidden="true" inner_html=DOOR></svg>
                <figcaption>{lang.room_entrance_none()}</figcaption>
            </figure>
        }
        .into_any(),
    }
}

fn navigate(room: &Room, lang: Lang) -> impl IntoView + use<> {
    let Some(place) = room.place else {
        return view! {
            <section class="panel" aria-labelledby="go"><h2 id="go">{lang.room_no_place()}</h2><p>{lang.room_no_place_text()}</p></section>
        }
        .into_any();
    };
    let shut = room.stage == Stage::Suspended;
    let links = nav_links(place, room.name.pick(lang.is_english())).into_iter().enumerate().map(|(index, link)| {
        let first = index == 0 && !shut;
        let class = if first { "button button-primary" } else { "button" };
        view! {
            <li><a class=class href=link.url rel="noopener">{first.then(|| view! { <Icon name="go"/> })}{lang.nav_app(link.app)}</a></li>
        }
    });
    view! {
        <section class="panel" aria-labelledby="go">
            <h2 id="go">{lang.room_navigate()}</h2>
            <ul class="go" role="list">{links.collect_view()}</ul>
            <p>{lang.room_navigate_note()}</p>
        </section>
    }
    .into_any()
}

fn door(detail: RoomDetail<'_>) -> impl IntoView + use<> {
    let RoomDetail { room, lang, .. } = detail;
    let english = lang.is_english();
    let venue = room.venue.name.pick(english).to_owned();
    let address = room.address.as_ref().map(|address| view! { <small>{address.to_string()}</small> });
    let floor = room.floor.as_ref().map(|floor| {
        view! { <li><span>{lang.room_floor()}" "<strong>{floor.printed.to_string()}</strong></span></li> }
    });
    let steps = room.steps(english).into_iter().map(|step| view! { <li><span>{step.to_owned()}</span></li> }).collect_view();
    view! {
        <section class="panel door" aria-labelledby="door">
            <h2 id="door">{lang.room_door()}</h2>
            <ol class="steps" role="list">
                <li><span>{lang.room_go_to()}" "<strong>{venue}</strong>{address}</span></li>
                {floor}
                {steps}
            </ol>
            {room.way.is_none().then(|| view! { <p class="quiet">{lang.room_way_none()}</p> })}
        </section>
    }
}

fn who(room: &Room, lang: Lang) -> impl IntoView + use<> {
    let note = room.access_note.as_ref().map(|note| view! { <br/><small>{note.to_string()}</small> });
    view! {
        <section class="panel" aria-labelledby="who">
            <h2 id="who">{lang.room_who()}</h2>
            <dl class="pairs">
                <dt>{lang.room_who_entry()}</dt><dd>{lang.entry(room.entry)}</dd>
                <dt>{lang.room_who_access()}</dt><dd>{lang.access(room.access)}{note}</dd>
                <dt>{lang.room_who_paid()}</dt><dd>{lang.paid_area(room.paid_area)}</dd>
            </dl>
        </section>
    }
}

fn foot(detail: RoomDetail<'_>) -> impl IntoView + use<> {
    let RoomDetail { room, updated, region, lang, .. } = detail;
    let day = updated.with_timezone(&region.offset()).date_naive();
    let code = room.code.to_string();
    let source = room
        .source
        .as_ref()
        .filter(|_| !room.demo)
        .map(|source| view! { <span>{lang.room_source()}" "{source.to_string()}</span> });
    view! {
        <div class="room-foot">
            <span>{lang.room_code()}" "<span class="num">{code.clone()}</span></span>
            <span>{lang.room_updated()}" "<time datetime=day.to_string()>{lang.date(day)}</time></span>
            {source}
            <a class="share button" href=format!("/rooms/{code}") data-copied=lang.room_copied()>
                <Icon name="share"/>" "<span aria-live="polite">{lang.room_share()}</span>
            </a>
        </div>
    }
}
