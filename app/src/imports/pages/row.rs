//! `/staff/imports/{id}/rows/{row}`: one row, every cell to be put right.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::html;
use uuid::Uuid;

use super::correct::put_right;
use super::{draft, failed, field, steps, to};
use crate::accounts::{Form, SignedIn};
use crate::aside::aside;
use crate::state::AppState;
use crate::ui::{AppError, Frame, Visit};

/// `GET /staff/imports/{id}/rows/{row}`
pub(super) async fn show(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((id, number)): Path<(Uuid, u64)>,
) -> Response {
    let file = match draft(&state, &visit, &who, id).await {
        Ok(file) => file,
        Err(refused) => return *refused,
    };
    let (lang, head) = (visit.lang, file.head.clone());
    let left_out = file.corrections.left_out.contains(&number);
    let table = aside(move || file.settings.rows(&file.bytes, &file.corrections, &mut |row| row == number)).await;
    let Some((columns, cells)) = table.ok().and_then(|mut table| Some((table.columns, table.rows.pop()?.1))) else {
        return AppError::NoPage.page(&visit);
    };
    let main = html! {
        main #main.prose.desk tabindex="-1" {
            p { a href={ "/staff/imports/" (id) "/preview" } { (head.name) } }
            h1 { (lang.import_in_row(number)) }
            (steps(id, 2, &visit))
            p { (lang.import_row_lead()) }
            form.entries method="post" action={ "/staff/imports/" (id) "/rows/" (number) } {
                input type="hidden" name="version" value=(head.version);
                @for (place, column) in columns.iter().enumerate() {
                    label.entry { span { (column) } input name={ "cell." (place) } value=(cells.get(place).map_or("", String::as_str)) autocomplete="off"; }
                }
                label { input type="checkbox" name="skip" value="yes" checked[left_out]; " " (lang.import_skip_row(number)) }
                button.button.button-primary { (lang.import_check_again()) }
            }
        }
    };
    Frame::new(&visit, lang.import_in_row(number)).around(&main)
}

/// `POST /staff/imports/{id}/rows/{row}`
pub(super) async fn save(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path((id, number)): Path<(Uuid, u64)>,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let file = match draft(&state, &visit, &who, id).await {
        Ok(file) => file,
        Err(refused) => return *refused,
    };
    let cells = form.iter().filter_map(|(name, text)| Some((name.strip_prefix("cell.")?.parse().ok()?, text.trim().to_owned())));
    let cells = BTreeMap::from([(number, cells.collect())]);
    let was_out = file.corrections.left_out.contains(&number);
    let one = |yes: bool| if yes { BTreeSet::from([number]) } else { BTreeSet::new() };
    let out = !field(&form, "skip").is_empty();
    let (skip, take) = (one(out && !was_out), one(!out && was_out));
    match put_right(&state, file, cells, &skip, &take, field(&form, "version"), who.actor()).await {
        Ok(()) => to(id, "/preview").into_response(),
        Err(error) => failed(&error, &visit),
    }
}
