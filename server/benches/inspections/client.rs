//! One connection that is kept, as a phone's browser keeps it.

use anyhow::{Context, Result};
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{COOKIE, HOST};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::Digest;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use uuid::Uuid;

/// A connection, and the cookie of who asks.
pub(crate) struct Client {
    connection: SendRequest<Body>,
    addr: String,
    cookie: String,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Client {
    pub(crate) async fn connect(addr: &str, cookie: &str) -> Result<Self> {
        let stream = TcpStream::connect(addr).await.with_context(|| format!("{addr} cannot be reached"))?;
        stream.set_nodelay(true)?;
        let (connection, running) = handshake(TokioIo::new(stream)).await?;
        // Its end is seen by the next request.
        tokio::spawn(running);
        Ok(Self { connection, addr: addr.to_owned(), cookie: cookie.to_owned() })
    }

    pub(crate) async fn get(&mut self, path: &str) -> Result<Answer> {
        self.send(Method::GET, path, &[], Bytes::new()).await
    }

    pub(crate) async fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, path, &[("content-type", "application/x-www-form-urlencoded")], body.into()).await
    }

    /// Sends a sheet.
    pub(crate) async fn sheet(&mut self, inspection: Uuid, body: Bytes, digest: Digest) -> Result<Answer> {
        let digest = format!("sha-256=:{}:", BASE64_STANDARD.encode(digest.bytes()));
        let headers = [("content-type", "application/json"), ("content-digest", &*digest)];
        self.send(Method::PUT, &format!("/api/v1/inspections/{inspection}"), &headers, body).await
    }

    /// Sends a photograph.
    pub(crate) async fn photo(&mut self, digest: Digest, file: Bytes) -> Result<Answer> {
        self.send(Method::PUT, &format!("/api/v1/photos/{digest}"), &[("content-type", "image/jpeg")], file).await
    }

    async fn send(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: Bytes) -> Result<Answer> {
        let mut request = Request::builder().method(method).uri(path).header(HOST, &self.addr);
        request = request.header(COOKIE, &self.cookie).header("sec-fetch-site", "same-origin");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.connection.ready().await?;
        let (parts, body) = self.connection.send_request(request.body(body.into())?).await?.into_parts();
        let body = to_bytes(Body::new(body), usize::MAX).await?;
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    }
}
