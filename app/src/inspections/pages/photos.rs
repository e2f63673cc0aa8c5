//! Photographs on the pages of inspections: sent with a section's form, shown there and in the report, still wanted.

use axum::response::Response;
use domain::score::{Evidence, MOST_PHOTOS, Report, Sheet, WantedPhoto, wanted_photos};
use domain::standard::{Clause, Section, Standard};
use domain::{ClauseId, Digest};
use maud::{Markup, html};

use crate::accounts::{FileForm, Person, Piece, SignedIn};
use crate::i18n::Lang;
use crate::inspections::sheet::Fields;
use crate::photos::{Album, MOST_PHOTO_FORM, Refused, Sight, Viewer, receive};
use crate::state::AppState;
use crate::ui::{AppError, Visit};

/// What a section's form sent.
pub(super) struct Sent {
    /// Its fields, photographs left out.
    pub(super) fields: Fields,
    /// The sheet with the photographs that came, and without those to be removed.
    pub(super) sheet: Sheet,
    /// Photographs that were refused: clause and words.
    pub(super) wrong: Vec<(ClauseId, String)>,
}

/// Takes in the photographs of a form, one after the other.
pub(super) async fn take_in(
    state: &AppState,
    visit: &Visit,
    who: &SignedIn,
    asked: (&Standard, &Section),
    sheet: &Sheet,
    mut form: FileForm,
) -> Result<Sent, Box<Response>> {
    let (standard, section) = asked;
    let mut sent = Sent { fields: Fields::new(), sheet: sheet.clone(), wrong: Vec::new() };
    loop {
        let piece = form.next().await.map_err(|error| {
            tracing::info!(%error, "a form could not be read");
            Box::new(AppError::BadForm.page(visit))
        })?;
        match piece {
            None => break,
            Some(Piece::Text(name, text)) => sent.fields.push((name, text)),
            Some(Piece::File(name, file, content)) => {
                let of = |clause: &&Clause| name.strip_suffix(".photo") == Some(clause.id.as_str());
                let Some(clause) = standard.of_section(section).find(of) else { continue };
                let photos = &mut sent.sheet.evidence.entry(clause.id).or_default().photos;
                if photos.len() == MOST_PHOTOS {
                    sent.wrong.push((clause.id, visit.lang.photo_too_many(file, MOST_PHOTOS)));
                    continue;
                }
                let sight = if clause.is_restricted() { Sight::Restricted } else { Sight::Open };
                match receive(state, &who.person, content, sight).await {
                    Ok(received) if photos.contains(&received.receipt.digest) => {}
                    Ok(received) => photos.push(received.receipt.digest),
                    Err(Refused::File(error)) => {
                        sent.wrong.push((clause.id, visit.lang.photo_refused(file, visit.lang.photo_error(error))));
                    }
                    Err(Refused::Away(error)) => {
                        tracing::error!(%error, "a photograph could not be kept");
                        sent.wrong.push((clause.id, visit.lang.photo_refused(file, visit.lang.photo_away())));
                    }
                }
            }
        }
    }
    for clause in standard.of_section(section) {
        let name = format!("{}.remove", clause.id);
        let removed = sent.fields.iter().filter(|(field, _)| *field == name).filter_map(|(_, text)| Digest::new(text).ok());
        let removed: Vec<Digest> = removed.collect();
        if let Some(evidence) = sent.sheet.evidence.get_mut(&clause.id) {
            evidence.photos.retain(|photo| !removed.contains(photo));
        }
    }
    sent.sheet.evidence.retain(|_, evidence| *evidence != Evidence::default());
    Ok(sent)
}

/// The photographs of a sheet, for a person who may see all of it.
pub(super) async fn album(state: &AppState, visit: &Visit, sheet: &Sheet, person: &Person) -> Result<Album, Box<Response>> {
    let photos: Vec<Digest> = sheet.photos().into_iter().collect();
    let album = Album::of(state, &photos, Viewer::of(Some(person))).await;
    album.map_err(|error| Box::new(AppError::away(&error, visit)))
}

/// The photographs of a clause, and the controls to add and remove some.
pub(super) fn controls(clause: &Clause, sheet: &Sheet, album: &Album, lang: Lang) -> Markup {
    let photos = sheet.evidence.get(&clause.id).map_or(&[][..], |evidence| evidence.photos.as_slice());
    let name = format!("{}.photo", clause.id);
    html! {
        details open[!photos.is_empty()] {
            summary { (lang.photo_of_clause(photos.len())) }
            @if clause.is_restricted() { p.quiet { (lang.photo_restricted_hint()) } }
            @if !photos.is_empty() {
                ul.photos role="list" {
                    @for (number, photo) in (1..).zip(photos) {
                        li {
                            (album.figure(*photo, &lang.photo_alt(clause.title.pick(lang.is_english()), number), lang))
                            label.check { input type="checkbox" name={ (clause.id) ".remove" } value=(photo); (lang.photo_remove(number)) }
                        }
                    }
                }
            }
            @if photos.len() < MOST_PHOTOS {
                label.entry { span { (lang.photo_take()) } input type="file" name=(name) accept="image/*" capture="environment"; }
                label.entry { span { (lang.photo_choose()) }
                    input type="file" name=(name) accept="image/jpeg,image/png,image/webp" multiple;
                    small { (lang.photo_hint(MOST_PHOTOS, MOST_PHOTO_FORM / 1_000_000)) } }
            }
        }
    }
}

/// A clause's note and photographs in the report.
pub(super) fn evidence(clause: &Clause, sheet: &Sheet, album: &Album, lang: Lang) -> Markup {
    let Some(evidence) = sheet.evidence.get(&clause.id) else { return html! {} };
    html! {
        @if !evidence.note.is_empty() { p.note { (lang.inspect_note()) (lang.photo_colon()) (evidence.note) } }
        @if !evidence.photos.is_empty() {
            ul.photos role="list" {
                @for (number, photo) in (1..).zip(&evidence.photos) {
                    li { (album.figure(*photo, &lang.photo_alt(clause.title.pick(lang.is_english()), number), lang)) }
                }
            }
        }
    }
}

/// The photographs that are still wanted, each leading to its clause.
pub(super) fn wanted(standard: &Standard, sheet: &Sheet, report: &Report, lang: Lang, path: impl Fn(&str) -> String) -> Markup {
    let wishes = wanted_photos(standard, sheet, report);
    html! {
        h2 { (lang.photo_wanted_title()) }
        @if wishes.is_empty() { p { (lang.photo_wanted_none()) } } @else {
            p { (lang.photo_wanted_text()) }
            ul {
                @for wish in &wishes {
                    @let link = format!("{}#c{}", path(wish.clause.section()), wish.clause);
                    @let words = wish.photo.map_or_else(|| lang.photo_of_failed(), |photo| lang.wanted(photo));
                    li { a href=(link) { span.num { (wish.clause) } " " (words) } }
                }
            }
        }
    }
}

impl Lang {
    /// A photograph of the minimum set.
    fn wanted(self, photo: WantedPhoto) -> &'static str {
        match photo {
            WantedPhoto::DoorSign => self.photo_door_sign(),
            WantedPhoto::Guidance => self.photo_guidance(),
            WantedPhoto::Room => self.photo_room(),
            WantedPhoto::Corner => self.photo_corner(),
            WantedPhoto::Buckle => self.photo_buckle(),
            WantedPhoto::Basin => self.photo_basin(),
            WantedPhoto::Lock => self.photo_lock(),
            WantedPhoto::CleaningLog => self.photo_cleaning_log(),
        }
    }
}
