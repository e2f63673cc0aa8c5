//! The baseline for answers over HTTP: the same web framework giving the same bytes to every request.

use std::net::SocketAddr;

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;

pub(super) fn serve(addr: SocketAddr, bytes: usize) -> Result<()> {
    let body = Bytes::from(vec![b' '; bytes]);
    let answer = move || async move { ([(CONTENT_TYPE, "application/geo+json")], body) };
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(addr).await?;
        Ok(axum::serve(listener, Router::new().fallback(answer)).await?)
    })
}
