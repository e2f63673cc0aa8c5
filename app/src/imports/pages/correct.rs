//! Cells are put right, rows left out or taken again.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use uuid::Uuid;

use super::{draft, failed, field, to};
use crate::accounts::{Form, SignedIn};
use crate::aside::aside;
use crate::exchange::Table;
use crate::imports::store::{self, File};
use crate::state::AppState;
use crate::ui::Visit;

/// `POST /staff/imports/{id}/preview`: cells are put right, rows left out or taken again.
pub(super) async fn correct(
    State(state): State<AppState>,
    visit: Visit,
    who: SignedIn,
    Path(id): Path<Uuid>,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let file = match draft(&state, &visit, &who, id).await {
        Ok(file) => file,
        Err(refused) => return *refused,
    };
    let mut cells: BTreeMap<u64, BTreeMap<usize, String>> = BTreeMap::new();
    for (name, text) in &form {
        let place = name.strip_prefix("cell.").and_then(|rest| rest.split_once('.'));
        if let Some((row, place)) = place.and_then(|(row, place)| Some((row.parse().ok()?, place.parse().ok()?))) {
            cells.entry(row).or_default().insert(place, text.trim().to_owned());
        }
    }
    let rows =
        |prefix: &str| form.iter().filter_map(|(name, _)| name.strip_prefix(prefix)?.parse().ok()).collect::<BTreeSet<u64>>();
    let (skip, take) = (rows("skip."), rows("take."));
    match put_right(&state, file, cells, &skip, &take, field(&form, "version"), who.actor()).await {
        Ok(()) => to(id, "/preview").into_response(),
        Err(error) => failed(&error, &visit),
    }
}

/// Keeps what was put right: texts that differ from what stands there. What somebody else put right meanwhile stays.
pub(super) async fn put_right(
    state: &AppState,
    file: File,
    cells: BTreeMap<u64, BTreeMap<usize, String>>,
    skip: &BTreeSet<u64>,
    take: &BTreeSet<u64>,
    version: &str,
    by: &str,
) -> Result<(), store::StoreError> {
    if version != file.head.version.to_string() {
        return Err(store::StoreError::Outdated(file.head.id));
    }
    let (mut file, table) = aside(move || {
        let table = file.settings.rows(&file.bytes, &file.corrections, &mut |number| cells.contains_key(&number));
        (file, table.map(|table| (table, cells)))
    })
    .await;
    let mut told = Vec::new();
    for (row, column, text) in table.map(|(table, cells)| differing(&table, &cells)).unwrap_or_default() {
        told.push(json!([row, column, text]));
        file.corrections.cells.entry(row).or_default().insert(column, text);
    }
    file.corrections.left_out.extend(skip);
    file.corrections.left_out.retain(|row| !take.contains(row));
    if told.is_empty() && skip.is_empty() && take.is_empty() {
        return Ok(());
    }
    store::save(&state.db, &file, json!({ "cells": told, "left_out": skip, "taken_again": take }), by, state.now()).await
}

fn differing(table: &Table, cells: &BTreeMap<u64, BTreeMap<usize, String>>) -> Vec<(u64, String, String)> {
    let mut differing = Vec::new();
    for (number, texts) in &table.rows {
        for (place, text) in cells.get(number).into_iter().flatten() {
            if let (Some(column), Some(old)) = (table.columns.get(*place), texts.get(*place))
                && old.trim() != text
            {
                differing.push((*number, column.clone(), text.clone()));
            }
        }
    }
    differing
}
