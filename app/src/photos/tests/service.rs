//! A bucket: the same words over HTTP, at a service that keeps what it is given in memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::put;
use axum::{Router, http::HeaderMap};
use uuid::Uuid;

use crate::photos::{Media, OpenError, Size};

type Kept = Arc<Mutex<HashMap<String, Bytes>>>;

async fn keep(
    State(kept): State<Kept>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> [(&'static str, &'static str); 1] {
    assert!(headers["authorization"].to_str().unwrap().contains("Credential=key/"), "signed");
    kept.lock().unwrap().insert(name, body);
    [("etag", "\"1\"")]
}

async fn give(State(kept): State<Kept>, Path(name): Path<String>) -> (StatusCode, [(&'static str, &'static str); 2], Bytes) {
    let found = kept.lock().unwrap().get(&name).cloned();
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let headers = [("last-modified", "Wed, 25 Nov 2026 10:00:00 GMT"), ("etag", "\"1\"")];
    (status, headers, found.unwrap_or_default())
}

#[tokio::test]
async fn pictures_go_to_a_bucket_and_come_back() {
    let kept = Kept::default();
    let service = Router::new().route("/{*name}", put(keep).get(give)).with_state(Arc::clone(&kept));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, service).await });
    let settings = [
        ("AWS_ENDPOINT", endpoint.as_str()),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_ACCESS_KEY_ID", "key"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_REGION", "cn-south-1"),
        ("HOME", "/"),
    ];
    let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let media = Media::open("s3://bucket/some/prefix", settings).unwrap();
    let id = Uuid::from_u128(0x1234);
    media.put(id, b"full".to_vec(), b"small".to_vec()).await.unwrap();
    assert_eq!(media.get(id, Size::Full).await.unwrap(), "full");
    assert_eq!(media.get(id, Size::Small).await.unwrap(), "small");
    assert!(media.get(Uuid::from_u128(1), Size::Small).await.is_err());
    let names: Vec<String> = kept.lock().unwrap().keys().cloned().collect();
    assert!(names.iter().all(|name| name.starts_with("bucket/some/prefix/34/")), "{names:?}");
}

#[test]
fn a_place_is_a_folder_or_a_bucket() {
    for url in ["", "data/media", "file:", "s3://", "s3:///x", "https://x.example/y", "gs://x"] {
        assert!(matches!(Media::open(url, []), Err(OpenError::Scheme)), "{url:?}");
    }
}
