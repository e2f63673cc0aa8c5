//! The built site: which version it is, and which files stand at its root.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The built site.
#[derive(Debug, Clone, Default)]
pub struct BuiltSite {
    /// Its folder.
    pub root: PathBuf,
    /// Names the folder below `pkg/`; empty where the site has not been built.
    pub version: String,
    /// Files outside `pkg/` and `vendor/`, by their path below the root.
    pub files: Vec<String>,
}

#[derive(Deserialize)]
struct SiteJson {
    version: String,
    files: BTreeMap<String, serde_json::Value>,
}

impl BuiltSite {
    /// Reads what the build wrote. Without it pages still work, plain: the log says how to build it.
    pub fn read(root: &Path) -> Self {
        let path = root.join("site.json");
        let read = std::fs::read(&path).map_err(|error| error.to_string());
        match read.and_then(|text| serde_json::from_slice::<SiteJson>(&text).map_err(|error| error.to_string())) {
            Ok(SiteJson { version, files }) => {
                let ours = |name: &String| !name.starts_with("pkg/") && !name.starts_with("vendor/");
                Self { root: root.to_owned(), version, files: files.into_keys().filter(ours).collect() }
            }
            Err(error) => {
                let path = path.display();
                tracing::warn!("no style sheet and no map: {path}: {error}. Build the site with `make build`.");
                Self { root: root.to_owned(), ..Self::default() }
            }
        }
    }
}
