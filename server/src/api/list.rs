//! `GET /api/v1/rooms`

use std::io::Write;

use app::rooms::registry::Registry;
use app::state::AppState;
use axum::extract::State;
use axum::http::header::LINK;
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::cursor::Cursor;
use super::etag::{Depends, Tag};
use super::feature::{Writer, moment};
use super::fields::Fields;
use super::page::Asked;
use super::{ROOT, schema, search, snapshot};
use crate::problem::Problem;

/// Rooms on a page unless `limit` says otherwise.
const USUAL: u32 = 20;
/// Rooms on a page at most.
const MOST: u32 = 100;

/// Rooms that answer a question, a page at a time.
#[utoipa::path(
    get, path = "/api/v1/rooms", tag = "rooms", operation_id = "listRooms",
    params(schema::Filters, schema::Paging),
    responses(
        (status = 200, description = "A page of rooms: nearest first where `near` is given, else by how early the words of `q` stand, else by code.",
         body = schema::RoomCollection, content_type = "application/geo+json",
         headers(("ETag" = String), ("Link" = String, description = "rel=\"next\", as in `next`"))),
        (status = 304, description = "The answer named by If-None-Match still holds."),
        (status = 400, description = "A field is not valid.", body = schema::ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "The rooms have not been read yet.", body = schema::ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(State(state): State<AppState>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let fields = Fields::of(&uri);
    let query = fields.query(&["near"], &["limit", "cursor"])?;
    let limit = fields.number("limit", USUAL, MOST)?;
    let after = fields.own("cursor")?.map(|text| Cursor::read(text, &query)).transpose()?;
    let registry = snapshot(&state)?;
    let now = state.now();
    // An address with a position is of one visitor: no shared cache keeps it.
    let cache = if query.near.is_some() { "private, max-age=10" } else { "public, max-age=10" };
    let tag = Tag::of(&registry, Depends::Minute(now), &uri, cache);
    if let Some(unchanged) = tag.unchanged(&headers) {
        return Ok(unchanged);
    }
    let asked = Asked { query, after, limit };
    let as_of = state.registry.freshness().map(|fresh| fresh.as_of);
    let slow = asked.is_slow(&registry);
    let (body, next) = search(slow, move || written(&registry, &asked, now, as_of)).await;
    let mut response = tag.with("application/geo+json", body);
    if let Some(link) = next.and_then(|next| HeaderValue::try_from(format!("<{next}>; rel=\"next\"")).ok()) {
        response.headers_mut().insert(LINK, link);
    }
    Ok(response)
}

/// A page as text, and the address of the next one.
fn written(registry: &Registry, asked: &Asked, now: DateTime<Utc>, as_of: Option<DateTime<Utc>>) -> (Vec<u8>, Option<String>) {
    let page = asked.page(registry, now);
    let next = page.next.map(|cursor| address(asked, cursor));
    let body = Writer::new(registry, now).collection(&page.hits, |out| {
        if let Some(next) = &next {
            // Percent-encoded: nothing in it needs escaping.
            drop(write!(out, r#","next":"{next}""#));
        }
        if let Some(matched) = page.matched {
            drop(write!(out, r#","numberMatched":{matched}"#));
        }
        drop(write!(out, r#","numberReturned":{}"#, page.hits.len()));
        if let Some(as_of) = as_of {
            out.extend_from_slice(br#","as_of":""#);
            moment(as_of.naive_utc(), "Z", out);
            out.push(b'"');
        }
    });
    (body, next)
}

/// The address of the page that begins after the cursor.
fn address(asked: &Asked, cursor: Cursor) -> String {
    let mut fields = form_urlencoded::Serializer::new(String::new());
    fields.extend_pairs(asked.query.fields());
    fields.append_pair("limit", &asked.limit.to_string()).append_pair("cursor", &cursor.write());
    format!("{ROOT}/rooms?{}", fields.finish())
}
