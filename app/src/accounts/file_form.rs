//! A form that may carry files.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;

use super::guard::{Form, refuse_others};
use crate::state::AppState;
use crate::ui::AppError;

/// A form from one of our own pages that may carry files. What it holds comes piece by piece: files are large, and are
/// never all in memory.
pub struct FileForm(Pieces);

enum Pieces {
    Fields(std::vec::IntoIter<(String, String)>),
    Multipart(Multipart),
}

/// A piece of a form.
pub enum Piece {
    /// A field's name and text.
    Text(String, String),
    /// A field's name, the file's name as its sender has it, and what is in it.
    File(String, String, Bytes),
}

impl FromRequest<AppState> for FileForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            let Form(fields) = Form::<Vec<(String, String)>>::from_request(request, state).await?;
            return Ok(Self(Pieces::Fields(fields.into_iter())));
        }
        let (request, visit) = refuse_others(request, state).await?;
        let multipart = Multipart::from_request(request, state).await.map_err(|error| {
            tracing::info!(%error, "a form could not be read");
            AppError::BadForm.page(&visit)
        })?;
        Ok(Self(Pieces::Multipart(multipart)))
    }
}

impl FileForm {
    /// The next piece. A control for files in which none was chosen is none.
    ///
    /// # Errors
    /// When the form cannot be read on: it was cut off, or is too large.
    pub async fn next(&mut self) -> Result<Option<Piece>, MultipartError> {
        let multipart = match &mut self.0 {
            Pieces::Fields(fields) => return Ok(fields.next().map(|(name, text)| Piece::Text(name, text))),
            Pieces::Multipart(multipart) => multipart,
        };
        while let Some(field) = multipart.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            let Some(file) = field.file_name().map(str::to_owned) else {
                return Ok(Some(Piece::Text(name, field.text().await?)));
            };
            let content = field.bytes().await?;
            if !file.is_empty() || !content.is_empty() {
                return Ok(Some(Piece::File(name, file, content)));
            }
        }
        Ok(None)
    }
}

/// One file, from the field `file` of a form.
pub struct Upload(pub File);

/// A file as it was sent.
pub struct File {
    /// As it is called there.
    pub name: String,
    /// What is in it.
    pub bytes: Bytes,
}

impl FromRequest<AppState> for Upload {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (request, visit) = refuse_others(request, state).await?;
        let bad = |error: &dyn std::fmt::Display| {
            tracing::info!(%error, "a form with a file could not be read");
            AppError::BadForm.page(&visit)
        };
        let multipart = Multipart::from_request(request, state).await.map_err(|error| bad(&error))?;
        let mut form = FileForm(Pieces::Multipart(multipart));
        while let Some(piece) = form.next().await.map_err(|error| bad(&error))? {
            if let Piece::File(field, name, bytes) = piece
                && field == "file"
            {
                return Ok(Self(File { name, bytes }));
            }
        }
        Err(bad(&"no file"))
    }
}
