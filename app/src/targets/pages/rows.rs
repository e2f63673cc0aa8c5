//! `/staff/targets/rows`: the rooms behind a number.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::{Action, VenueType, Word};
use maud::html;

use super::asked::{Asked, NONE};
use super::seen::see;
use super::tables;
use crate::accounts::SignedIn;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/targets/rows`
pub(super) async fn show(State(state): State<AppState>, visit: Visit, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(refused) = who.needs(Action::ManageTargets, &visit) {
        return *refused;
    }
    let (lang, region) = (visit.lang, &visit.registry.region);
    let seen = match see(&state, &visit, &asked).await {
        Ok(seen) => seen,
        Err(error) => return AppError::away(&error, &visit),
    };
    let (year, day) = (seen.count.year, lang.date(seen.count.day));
    let rooms: Vec<_> = if asked.is_expected() {
        let expected = seen.expected.iter().flatten().map(|(room, due)| (room, Some(*due)));
        expected.filter(|(room, _)| asked.fits(room, region)).collect()
    } else {
        seen.count.rooms.iter().filter(|room| asked.fits(room, region)).map(|room| (room, None)).collect()
    };
    let back = Asked { year: year.to_string(), on: asked.on.clone(), ..Asked::default() };
    let main = html! {
        main #main.prose.wide tabindex="-1" {
            p { a href={ "/staff/targets?" (back.query()) } { (lang.target_title()) } }
            h1 { (lang.target_rows()) }
            p.lead { (words(&asked, &visit)) }
            p {
                @if asked.is_expected() { (lang.target_rows_expected(year, rooms.len())) }
                @else { (lang.target_counted_on(day, rooms.len())) }
            }
            (tables::counted(&visit))
            (tables::rooms(rooms.into_iter(), &visit))
        }
    };
    Frame::new(&visit, lang.target_rows()).around(&main)
}

/// Which rooms are asked for, in words.
pub(super) fn words(asked: &Asked, visit: &Visit) -> String {
    let lang = visit.lang;
    let street = match asked.street.as_str() {
        "" => visit.region_name().to_owned(),
        NONE => lang.target_no_street().to_owned(),
        code => asked.street_of(&visit.registry.region).map_or(code, |street| street.name(lang.is_english())).to_owned(),
    };
    let class = match asked.class.as_str() {
        "" => None,
        NONE => Some(lang.target_no_class().to_owned()),
        class => Some(lang.target_class(class)),
    };
    let venue = VenueType::from_word(&asked.venue).ok().map(|venue| lang.venue_type(venue).to_owned());
    [Some(street), class, venue].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
