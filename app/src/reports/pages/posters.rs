//! `/staff/posters`: posters with a room's QR code, to be printed and put up by its door.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::{Action, AreaCode, Room, RoomCode};
use maud::{Markup, html};
use serde::Deserialize;

use super::door::seal;
use crate::accounts::SignedIn;
use crate::reports::stamp;
use crate::seal::Seal;
use crate::state::AppState;
use crate::ui::{Frame, Visit, qr};

/// Posters of one page at most: more make a browser slow.
const MOST: usize = 300;

/// Which posters are asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    codes: String,
    street: String,
    size: String,
    /// All rooms of the street, or of the district.
    all: String,
}

impl Asked {
    /// Codes that were typed and are no public room's.
    fn unknown(&self, visit: &Visit) -> Vec<String> {
        let known = |word: &&str| RoomCode::new(&word.to_uppercase()).is_ok_and(|code| visit.registry.find(code).is_some());
        self.words().filter(|word| !known(word)).map(|word| word.chars().take(20).collect()).collect()
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.codes.split(|c: char| c.is_whitespace() || ",，、;；".contains(c)).filter(|word| !word.is_empty())
    }

    /// The rooms, in order of their codes.
    fn rooms<'a>(&self, visit: &'a Visit) -> Vec<&'a Room> {
        let typed: Vec<RoomCode> = self.words().filter_map(|word| RoomCode::new(&word.to_uppercase()).ok()).collect();
        let street = AreaCode::new(&self.street).ok();
        let all = !self.all.is_empty();
        let wanted = |room: &Room| {
            typed.contains(&room.code) || all && (self.street.is_empty() || street.is_some() && room.street == street)
        };
        let registry = &visit.registry;
        let rooms = registry.entries().iter().chain(registry.shut()).map(|entry| &entry.room);
        let mut rooms: Vec<&Room> = rooms.filter(|room| wanted(room)).collect();
        rooms.sort_by_key(|room| room.code);
        rooms
    }
}

/// `GET /staff/posters`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::HandleReports, &visit) {
        return *refused;
    }
    let seal = match seal(&state, &visit).await {
        Ok(seal) => seal,
        Err(refused) => return *refused,
    };
    let (lang, rooms, unknown) = (visit.lang, asked.rooms(&visit), asked.unknown(&visit));
    let wrong = if !unknown.is_empty() {
        Some(lang.round_wrong_codes(unknown.join(lang.answer_list_separator())))
    } else if rooms.len() > MOST {
        Some(lang.voice_posters_many(rooms.len(), MOST))
    } else {
        None
    };
    let shown = if wrong.is_some() { &[][..] } else { rooms.as_slice() };
    let a4 = asked.size == "a4";
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            div.on-paper {
                p { a href="/staff/reports" { (lang.voice_desk()) } }
                h1 { (lang.voice_posters()) }
                p { (lang.voice_posters_lead()) }
                @if visit.site.base_url.is_empty() { p.wrong { (lang.voice_posters_address(visit.origin())) } }
                @if let Some(wrong) = &wrong { p.wrong role="alert" { (wrong) } }
                (question(&asked, &visit))
                @if !shown.is_empty() {
                    p { (lang.voice_posters_count(shown.len())) " " button.button.button-primary type="button" data-print hidden { (lang.voice_print()) } }
                    noscript { p.quiet { (lang.voice_print_hint()) } }
                }
            }
            div.posters {
                @for room in shown { (poster(room, a4, seal, &visit)) }
            }
        }
    };
    Frame::form(&visit, lang.voice_posters(), wrong.is_some()).around(&main)
}

fn question(asked: &Asked, visit: &Visit) -> Markup {
    let lang = visit.lang;
    html! {
        form.entries method="get" action="/staff/posters" {
            label.entry { span { (lang.build_many_list()) } textarea name="codes" rows="2" placeholder="LG-0001 LG-0002" { (asked.codes) } small { (lang.build_many_hint(MOST)) } }
            label.check { input type="checkbox" name="all" value="yes" checked[!asked.all.is_empty()]; (lang.voice_posters_all()) }
            label.entry {
                span { (lang.build_street()) }
                select name="street" {
                    option value="" { (lang.round_any_street()) }
                    @for street in &visit.registry.region.streets {
                        option value=(street.code) selected[street.code.as_str() == asked.street] { (street.name(lang.is_english())) }
                    }
                }
            }
            fieldset.entry {
                legend { (lang.voice_size()) }
                div.choices {
                    label { input type="radio" name="size" value="a6" checked[asked.size != "a4"]; "A6" }
                    label { input type="radio" name="size" value="a4" checked[asked.size == "a4"]; "A4" }
                }
            }
            button.button.button-primary { (lang.voice_posters_show()) }
        }
    }
}

/// In both languages: whoever stands at the door may read either.
fn poster(room: &Room, a4: bool, seal: &Seal, visit: &Visit) -> Markup {
    let address = format!("{}/d/{}/{}", visit.origin(), room.code, stamp::door(seal, room.code));
    let [zh, en] = [crate::i18n::Lang::Zh, crate::i18n::Lang::En];
    html! {
        article.poster.poster-a4[a4] {
            h2 { (room.name.zh) }
            (qr(&address, &visit.lang.voice_qr(room.code)))
            p.poster-call { (zh.voice_poster_call()) }
            p lang="en" { (en.voice_poster_call()) }
            p.poster-foot { (room.code) " · " (zh.voice_poster_foot()) @if room.demo { " · " (zh.room_demo()) } }
        }
    }
}
