//! Lays out `target/site`: our own files under a versioned `pkg/` folder, so that a URL never changes
//! its content and relative imports work; vendored files under their own version; `public/` at the root.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::files::{self, Tree, sibling};
use crate::process::{Profile, run, step};
use crate::site_json::{self, SITE, SiteJson};
use crate::{browser, css};

const MAPLIBRE: &str = "node_modules/maplibre-gl";
const MAPLIBRE_FILES: [&str; 4] = ["dist/maplibre-gl.mjs", "dist/maplibre-gl-worker.mjs", "dist/maplibre-gl.css", "LICENSE.txt"];
/// Files of `public/` in which `__VERSION__`, `"__PRECACHE__"` and `"__SHEET__"` are filled in.
const TEMPLATES: [&str; 2] = ["sw.js", "manifest.webmanifest"];
const COMPRESSIBLE: [&str; 9] = ["wasm", "js", "mjs", "css", "svg", "json", "webmanifest", "txt", "ico"];
/// How many older versions stay beside the current one.
const KEPT: usize = 2;

pub(crate) fn build(profile: Profile) -> Result<()> {
    let glue = browser::build(profile)?;
    step(&format!("lay out {SITE}"), || lay_out(glue, profile))
}

fn lay_out(glue: Tree, profile: Profile) -> Result<()> {
    let own = own_files(glue)?;
    let mut public = files::read_tree(Path::new("public"))?;
    let version = files::digest([&own, &public])[..12].to_owned();
    let precache = precache(&version, &own, &public);
    let sheet = sheet(&version, &own);
    for name in TEMPLATES {
        if let Some(bytes) = public.get_mut(name) {
            *bytes = fill_in(bytes, &version, &precache, &sheet).with_context(|| format!("public/{name}"))?;
        }
    }
    let mut site = public;
    site.extend(own.into_iter().map(|(name, bytes)| (format!("pkg/{version}/{name}"), bytes)));
    site.extend(vendored()?);

    for (path, bytes) in &site {
        files::write_if_changed(&Path::new(SITE).join(path), bytes)?;
    }
    if profile == Profile::Release {
        compress(&site)?;
    }
    let previous = previous(&version, profile);
    let mut expected: BTreeSet<String> = site.keys().cloned().collect();
    expected.insert("site.json".to_owned());
    files::prune(Path::new(SITE), &expected, |path| previous.iter().any(|old| path.starts_with(&format!("pkg/{old}/"))))?;
    let files = site_json::entries(&site, profile == Profile::Release);
    eprintln!("xtask: {SITE}: version {version}, {} files", files.len());
    site_json::write(&SiteJson { version, profile: profile.name().to_owned(), previous, files, precache })
}

/// Glue and wasm, the style sheet, and the modules of `web/`.
fn own_files(glue: Tree) -> Result<Tree> {
    let mut own = glue;
    own.insert("style.css".to_owned(), css::bundle(Path::new("style"))?.into_bytes());
    for (name, bytes) in files::read_tree(Path::new("web"))? {
        if Path::new(&name).extension().is_some_and(|e| e == "js") {
            ensure!(own.insert(name.clone(), bytes).is_none(), "web/{name} has the name of a generated file");
        }
    }
    Ok(own)
}

/// All that the pages need to come up without a network; the map's library is fetched when wanted.
fn precache(version: &str, own: &Tree, public: &Tree) -> Vec<String> {
    let own = own.keys().filter(|name| !is_sheet(name)).map(|name| format!("/pkg/{version}/{name}"));
    let icons = public.keys().filter(|name| name.starts_with("icons/")).map(|name| format!("/{name}"));
    own.chain(icons).collect()
}

/// What only those fetch who inspect.
fn sheet(version: &str, own: &Tree) -> Vec<String> {
    own.keys().filter(|name| is_sheet(name)).map(|name| format!("/pkg/{version}/{name}")).collect()
}

fn is_sheet(name: &str) -> bool {
    name.starts_with("sheet/")
}

fn fill_in(template: &[u8], version: &str, precache: &[String], sheet: &[String]) -> Result<Vec<u8>> {
    let text = std::str::from_utf8(template)?;
    let (list, sheet) = (serde_json::to_string(precache)?, serde_json::to_string(sheet)?);
    Ok(text.replace("\"__PRECACHE__\"", &list).replace("\"__SHEET__\"", &sheet).replace("__VERSION__", version).into_bytes())
}

fn vendored() -> Result<Tree> {
    let manifest = fs::read(Path::new(MAPLIBRE).join("package.json")).context("maplibre-gl is missing: run `npm ci`")?;
    let manifest: serde_json::Value = serde_json::from_slice(&manifest)?;
    let version = manifest["version"].as_str().context("maplibre-gl has a version")?;
    let mut tree = Tree::new();
    for path in MAPLIBRE_FILES {
        let name = path.rsplit('/').next().unwrap_or(path);
        let bytes = fs::read(Path::new(MAPLIBRE).join(path)).with_context(|| format!("{MAPLIBRE}/{path}"))?;
        tree.insert(format!("vendor/maplibre-gl/{version}/{name}"), bytes);
    }
    Ok(tree)
}

/// Versions that browsers may still hold pages of. Dev builds come by the minute and leave none.
fn previous(version: &str, profile: Profile) -> Vec<String> {
    let Some(old) = site_json::read().ok().filter(|old| profile == Profile::Release && old.profile == profile.name()) else {
        return Vec::new();
    };
    let versions = std::iter::once(old.version).chain(old.previous);
    versions.filter(|old| old != version).take(KEPT).collect()
}

/// Writes the missing `.br` and `.gz`, by node: its zlib is native code.
fn compress(site: &Tree) -> Result<()> {
    let worth = |path: &&String| Path::new(path).extension().and_then(|e| e.to_str()).is_some_and(|e| COMPRESSIBLE.contains(&e));
    let paths = site.keys().filter(worth).map(|path| Path::new(SITE).join(path));
    let missing: Vec<_> = paths.filter(|path| ["br", "gz"].iter().any(|s| !sibling(path, s).exists())).collect();
    if missing.is_empty() {
        return Ok(());
    }
    step(&format!("compress {} files", missing.len()), || run(Command::new("node").arg("scripts/compress.mjs").args(&missing)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_worker_gets_its_version_and_its_list() {
        let template = br#"const V = "__VERSION__"; const P = "__PRECACHE__"; const S = "__SHEET__";"#;
        let filled = fill_in(template, "abc", &["/pkg/abc/a.js".to_owned()], &["/pkg/abc/sheet/b.js".to_owned()]).unwrap();
        assert_eq!(filled, br#"const V = "abc"; const P = ["/pkg/abc/a.js"]; const S = ["/pkg/abc/sheet/b.js"];"#);
    }

    #[test]
    fn the_list_holds_own_files_and_icons_and_nothing_else() {
        let own = Tree::from([("muying.js".to_owned(), Vec::new()), ("sheet/main.js".to_owned(), Vec::new())]);
        let public = Tree::from([("icons/192.png".to_owned(), Vec::new()), ("robots.txt".to_owned(), Vec::new())]);
        assert_eq!(precache("abc", &own, &public), ["/pkg/abc/muying.js", "/icons/192.png"]);
        assert_eq!(sheet("abc", &own), ["/pkg/abc/sheet/main.js"]);
    }
}
