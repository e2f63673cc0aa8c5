//! What the phone holds: the kit, sheets begun, what waits to be sent, receipts.

use app::i18n::Lang;
use domain::device::{Entry, Hold, Kit, Outgoing, Receipt, Record, Sending};
use domain::{Bilingual, RoomCode};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;
use wasm_bindgen::prelude::wasm_bindgen;

/// What the store holds.
#[derive(Deserialize)]
struct Held {
    kit: Option<Kit>,
    sheets: Vec<HeldSheet>,
    receipts: Vec<HeldReceipt>,
    /// The day on this phone.
    today: String,
    /// When the kit was made, in words.
    made: String,
    /// Whether the browser has promised not to throw it away.
    persisted: bool,
}

#[derive(Deserialize)]
struct HeldSheet {
    inspection: Uuid,
    first: Entry,
    outgoing: Option<Outgoing>,
}

#[derive(Deserialize)]
struct HeldReceipt {
    code: RoomCode,
    name: Bilingual,
    receipt: Receipt,
    /// When it came, in words.
    at: String,
}

/// The desk on this phone, as HTML.
///
/// # Errors
/// When the store holds something that cannot be read.
#[wasm_bindgen]
pub fn desk(lang: &str, held: &str) -> Result<String, String> {
    let held: Held = serde_json::from_str(held).map_err(|error| error.to_string())?;
    let lang = Lang::from_code(lang).unwrap_or_default();
    let markup = html! {
        h1 { (lang.phone_title()) }
        (take_along(&held, lang))
        (waiting(&held, lang))
        (begin(&held, lang))
        (receipts(&held, lang))
        h2 { (lang.phone_files()) }
        p.quiet { (lang.phone_files_text()) }
        p { label.button { (lang.phone_load()) input.vh type="file" accept="application/json,.json" data-load; } }
    };
    Ok(markup.into_string())
}

fn take_along(held: &Held, lang: Lang) -> Markup {
    html! {
        section.panel aria-labelledby="kit" {
            h2 #kit { (lang.phone_kit()) }
            @match &held.kit {
                Some(kit) => {
                    p { (lang.phone_kit_of(&kit.name, kit.rooms.len(), &held.made)) }
                    p.quiet { @if held.persisted { (lang.phone_persisted()) } @else { (lang.phone_not_persisted()) } }
                }
                None => p { (lang.phone_no_kit()) },
            }
            p role="status" data-kit-state {}
            button type="button" class=(if held.kit.is_some() { "button" } else { "button button-primary" }) data-do="take-along" {
                @if held.kit.is_some() { (lang.phone_take_again()) } @else { (lang.phone_take()) }
            }
        }
    }
}

fn name(code: RoomCode, name: &Bilingual, lang: Lang) -> String {
    format!("{code} {}", name.pick(lang.is_english()))
}

fn waiting(held: &Held, lang: Lang) -> Markup {
    html! {
        h2 { (lang.phone_sheets()) }
        @if held.sheets.is_empty() { p.quiet { (lang.phone_no_sheets()) } }
        ul.people role="list" {
            @for sheet in &held.sheets {
                @if let Some(record) = Record::of([sheet.first.clone()]) {
                    li.panel data-inspection=(sheet.inspection) {
                        h3 {
                            @match &sheet.outgoing {
                                None => a href={ "/inspect/phone/" (sheet.inspection) } { (name(record.begun.code, &record.begun.name, lang)) },
                                Some(_) => (name(record.begun.code, &record.begun.name, lang)),
                            }
                        }
                        @match &sheet.outgoing {
                            None => p { (lang.phone_open()) },
                            Some(outgoing) => (sending(outgoing, lang)),
                        }
                    }
                }
            }
        }
    }
}

fn sending(of: &Outgoing, lang: Lang) -> Markup {
    let arrived = of.photos.iter().filter(|shipment| shipment.sending == Sending::Done).count();
    let states = || of.photos.iter().map(|shipment| &shipment.sending).chain([&of.sheet]);
    let mut stuck = states().filter_map(|sending| match sending {
        Sending::Held { why, said } => Some((*why, said)),
        _ => None,
    });
    let stuck = stuck.next_back();
    let tries = states().filter_map(|sending| match sending {
        Sending::Waiting { tries, .. } => Some(*tries),
        _ => None,
    });
    let tries = tries.max().unwrap_or(0);
    html! {
        p { strong { @if of.receipt.is_some() { (lang.phone_sheet_arrived()) } @else { (lang.phone_sheet_waiting()) } }
            @if !of.photos.is_empty() { " · " (lang.phone_photos_arrived(arrived, of.photos.len())) } }
        @match stuck {
            Some((why, said)) => {
                p.wrong { span { (hold(why, lang)) @if !said.is_empty() && why != Hold::SignIn { br; small lang="en" { (said) } } } }
                @if why == Hold::SignIn { p { a.button.button-primary href="/sign-in?next=%2Finspect%2Fphone" { (lang.account_sign_in()) } } }
            }
            None if tries > 0 => p { (lang.phone_tries(tries)) },
            None => {}
        }
        div.wishes {
            button.button type="button" data-do="try-again" { (lang.phone_try_again()) }
            button.button type="button" data-do="save" { (lang.phone_save()) }
            @if !of.attempted || stuck.is_some_and(|(why, _)| why == Hold::Refused) {
                button.button type="button" data-do="reopen" { (lang.phone_reopen()) }
            }
            @if stuck.is_some_and(|(why, _)| why == Hold::Conflict) {
                button.button type="button" data-do="as-new" { (lang.phone_as_new()) }
                button.button type="button" data-do="discard" { (lang.phone_discard()) }
            }
        }
    }
}

fn begin(held: &Held, lang: Lang) -> Markup {
    let Some(kit) = &held.kit else { return html! {} };
    let room = |id| kit.rooms.iter().find(|room| room.id == id);
    let begun = |id: Uuid| held.sheets.iter().any(|sheet| sheet.inspection == id);
    html! {
        @let returned: Vec<_> = kit.returned.iter().filter(|of| !begun(of.inspection)).collect();
        @if !returned.is_empty() {
            h2 { (lang.inspect_returned()) }
            ul.people role="list" {
                @for of in returned {
                    li.panel { h3 { (name(of.code, &of.name, lang)) } p { (lang.inspect_returned_with(&of.remark)) }
                        button.button type="button" data-do="go-on" data-inspection=(of.inspection) { (lang.phone_go_on()) } }
                }
            }
        }
        @if !kit.assignments.is_empty() {
            h2 { (lang.phone_today()) }
            ul.people role="list" {
                @for assignment in &kit.assignments {
                    @if let Some(room) = room(assignment.room) {
                        li.panel { h3 { (name(room.code, &room.name, lang)) } p { (room.place) " · " (lang.phone_due(lang.date(assignment.due))) }
                            button.button.button-primary type="button" data-do="begin" data-room=(room.code) { (lang.inspect_begin()) } }
                    }
                }
            }
        }
        h2 { (lang.phone_begin()) }
        form.entries data-begin {
            p.wrong role="alert" hidden {}
            label.entry { span { (lang.inspect_room()) } input name="room" list="rooms" placeholder="LG-0020" autocapitalize="characters" autocomplete="off" required; }
            datalist #rooms { @for room in &kit.rooms { option value=(room.code) { (name(room.code, &room.name, lang)) } } }
            label.entry { span { (lang.inspect_visited()) } input type="date" name="visited" value=(held.today) required; }
            button.button.button-primary { (lang.inspect_begin()) }
        }
    }
}

fn receipts(held: &Held, lang: Lang) -> Markup {
    html! {
        @if !held.receipts.is_empty() {
            h2 { (lang.phone_receipts()) }
            ul.people role="list" {
                @for of in &held.receipts {
                    li.panel {
                        h3 { a href={ "/inspections/" (of.receipt.inspection) } { (name(of.code, &of.name, lang)) } }
                        p { (lang.phone_received(&of.at)) }
                        p.quiet { (lang.phone_receipt()) " " code { (&of.receipt.digest.to_string()[..16]) } }
                    }
                }
            }
        }
    }
}

/// Why something waits for the person, and what to do.
fn hold(why: Hold, lang: Lang) -> &'static str {
    match why {
        Hold::SignIn => lang.phone_hold_sign_in(),
        Hold::Conflict => lang.phone_hold_conflict(),
        Hold::TooLarge => lang.phone_hold_too_large(),
        Hold::Refused => lang.phone_hold_refused(),
    }
}
