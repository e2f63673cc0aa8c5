//! `target/site/site.json`: what the site holds. The server reads it to name the current files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::files::{self, Tree, sibling};

pub(crate) const SITE: &str = "target/site";

#[derive(Serialize, Deserialize)]
pub(crate) struct SiteJson {
    /// Names the folder below `pkg/`.
    pub(crate) version: String,
    pub(crate) profile: String,
    /// Versions whose `pkg/` folder stays, for pages that are open while the site is replaced.
    pub(crate) previous: Vec<String>,
    /// Path below the site -> sizes.
    pub(crate) files: BTreeMap<String, Entry>,
    /// URLs that the service worker fetches when it is installed.
    pub(crate) precache: Vec<String>,
}

/// Compressed sizes are there in release only, for files worth compressing.
#[derive(Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) bytes: u64,
    pub(crate) gzip: Option<u64>,
    pub(crate) brotli: Option<u64>,
    pub(crate) sha256: String,
}

pub(crate) fn read() -> Result<SiteJson> {
    let path = Path::new(SITE).join("site.json");
    let text = fs::read(&path).with_context(|| format!("{} is missing: build the site first", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is not ours: build the site again", path.display()))
}

pub(crate) fn write(site: &SiteJson) -> Result<()> {
    let mut text = serde_json::to_vec_pretty(site)?;
    text.push(b'\n');
    files::replace(&Path::new(SITE).join("site.json"), &text)
}

pub(crate) fn entries(site: &Tree, compressed: bool) -> BTreeMap<String, Entry> {
    let copy = |path: &str, suffix| {
        let file = sibling(&Path::new(SITE).join(path), suffix);
        compressed.then(|| fs::metadata(file).ok().map(|m| m.len())).flatten()
    };
    let entry = |path: &str, bytes: &Vec<u8>| Entry {
        bytes: bytes.len() as u64,
        gzip: copy(path, "gz"),
        brotli: copy(path, "br"),
        sha256: files::sha256(bytes),
    };
    site.iter().map(|(path, bytes)| (path.clone(), entry(path, bytes))).collect()
}
