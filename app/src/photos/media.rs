//! Where the pictures lie: a folder, or a bucket of an S3 service.

use std::sync::Arc;

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use futures::{StreamExt, TryStreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{Error, ObjectStore, ObjectStoreExt};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Pictures that are decoded at once: each takes a core, and up to half a gigabyte.
const AT_ONCE: usize = 2;

/// The place of the pictures, and the turn to decode one.
pub struct Media {
    objects: Arc<dyn ObjectStore>,
    /// Who decodes a picture holds one of these.
    pub(super) turns: Arc<Semaphore>,
}

/// Which of the two pictures of a photograph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// To look at.
    Full,
    /// For a page with many.
    Small,
}

impl Size {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Full, Self::Small];

    /// As addresses and names have it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Small => "small",
        }
    }
}

/// Why the place cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither a folder nor a bucket.
    #[error("MUYING_MEDIA_URL must be file:FOLDER or s3://BUCKET/PREFIX")]
    Scheme,
    /// The folder cannot be made.
    #[error("the folder of the photographs cannot be made: {0}")]
    Folder(#[from] std::io::Error),
    /// The service's settings do not fit.
    #[error("the place of the photographs cannot be had: {0}")]
    Service(#[from] Error),
}

impl Media {
    /// Opens `file:FOLDER` (made when missing) or `s3://BUCKET/PREFIX`; `settings` are the process's environment, of
    /// which an S3 service takes the usual `AWS_…`.
    ///
    /// # Errors
    /// [`OpenError`]. That a service answers is not tried.
    pub fn open(url: &str, settings: impl IntoIterator<Item = (String, String)>) -> Result<Self, OpenError> {
        if let Some(folder) = url.strip_prefix("file:") {
            let folder = folder.strip_prefix("//").unwrap_or(folder);
            if folder.is_empty() {
                return Err(OpenError::Scheme);
            }
            std::fs::create_dir_all(folder)?;
            // What the database says is there must be there after the power failed.
            let files = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
            return Ok(Self::over(Arc::new(files)));
        }
        let place = url.strip_prefix("s3://").ok_or(OpenError::Scheme)?;
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        if bucket.is_empty() {
            return Err(OpenError::Scheme);
        }
        // An error says that the process has one already.
        drop(rustls::crypto::ring::default_provider().install_default());
        let known = settings.into_iter().filter(|(name, _)| name.starts_with("AWS_"));
        let service = known.fold(AmazonS3Builder::new(), |service, (name, value)| match name.to_ascii_lowercase().parse() {
            Ok(key) => service.with_config(key, value),
            Err(_) => service,
        });
        let service = service.with_bucket_name(bucket).build()?;
        let prefix = Path::parse(prefix).map_err(Error::from)?;
        Ok(Self::over(Arc::new(PrefixStore::new(service, prefix))))
    }

    /// Over a place that is open already.
    pub(crate) fn over(objects: Arc<dyn ObjectStore>) -> Self {
        Self { objects, turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Puts both pictures of a photograph.
    pub(super) async fn put(&self, object: Uuid, full: Vec<u8>, small: Vec<u8>) -> Result<(), Error> {
        self.objects.put(&name(object, Size::Small), small.into()).await?;
        self.objects.put(&name(object, Size::Full), full.into()).await?;
        Ok(())
    }

    /// One of the pictures.
    pub(super) async fn get(&self, object: Uuid, size: Size) -> Result<Bytes, Error> {
        self.objects.get(&name(object, size)).await?.bytes().await
    }

    /// Takes both pictures away; one that is gone already is no error.
    pub(super) async fn delete(&self, object: Uuid) -> Result<(), Error> {
        for size in Size::ALL {
            match self.objects.delete(&name(object, size)).await {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Puts a file that is no picture, as it came.
    pub(crate) async fn keep(&self, id: Uuid, bytes: Bytes) -> Result<(), Error> {
        self.objects.put(&file(id), bytes.into()).await.map(|_| ())
    }

    /// A file that is no picture.
    pub(crate) async fn kept(&self, id: Uuid) -> Result<Bytes, Error> {
        self.objects.get(&file(id)).await?.bytes().await
    }

    /// Takes a file that is no picture away; one that is gone already is no error.
    pub(crate) async fn forget(&self, id: Uuid) -> Result<(), Error> {
        match self.objects.delete(&file(id)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The photographs whose pictures were put before a moment. What is none of ours is left alone.
    pub(super) async fn before(&self, moment: DateTime<Utc>) -> Result<Vec<Uuid>, Error> {
        let old = self.objects.list(None).try_filter_map(async |meta| {
            let name = meta.location.filename().unwrap_or_default();
            let ours = name.strip_suffix("-small.jpg").or_else(|| name.strip_suffix("-full.jpg"));
            Ok(ours.and_then(|id| id.parse::<Uuid>().ok()).filter(|_| meta.last_modified < moment))
        });
        let mut old: Vec<Uuid> = old.boxed().try_collect().await?;
        old.sort_unstable();
        old.dedup();
        Ok(old)
    }
}

/// The name of a picture. Names that are made anew for each file never meet: what is swept away is never what was just
/// put. The last digits, which are chance, spread them over folders.
fn name(object: Uuid, size: Size) -> Path {
    spread(object, &format!("-{}.jpg", size.word()))
}

/// The name of a file that is no picture.
fn file(id: Uuid) -> Path {
    spread(id, "-file")
}

fn spread(id: Uuid, end: &str) -> Path {
    let id = id.hyphenated().to_string();
    Path::from_iter([id[id.len() - 2..].to_owned(), format!("{id}{end}")])
}
