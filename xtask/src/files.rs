//! Small file helpers: read a tree, write only what changed, drop what no longer belongs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

/// Path below the folder, with forward slashes -> content.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

pub(crate) fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// One digest over names and contents, so that moving bytes between files shows too.
pub(crate) fn digest<'a>(trees: impl IntoIterator<Item = &'a Tree>) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in trees.into_iter().flatten() {
        hash.update(format!("{name}\0{}\0", bytes.len()));
        hash.update(bytes);
    }
    format!("{:x}", hash.finalize())
}

/// All files below `dir` without hidden ones (`.well-known` is none); an absent folder is empty.
pub(crate) fn read_tree(dir: &Path) -> Result<Tree> {
    let mut tree = Tree::new();
    for path in list(dir)? {
        tree.insert(path.clone(), fs::read(dir.join(path))?);
    }
    Ok(tree)
}

/// The paths `read_tree` would read.
pub(crate) fn list(dir: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    if !dir.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let entry = entry?;
        let name = entry.file_name().into_string().ok().context("file names are UTF-8")?;
        if name.starts_with('.') && name != ".well-known" {
            continue;
        }
        if entry.path().is_dir() {
            found.extend(list(&entry.path())?.into_iter().map(|below| format!("{name}/{below}")));
        } else {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

/// Leaves an equal file alone; a new content takes the compressed copies of the old one with it.
pub(crate) fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    for suffix in ["br", "gz"] {
        remove_file(&sibling(path, suffix))?;
    }
    replace(path, bytes)
}

/// Writes beside the file and renames, so that a reader sees the old file or the new one.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let fresh = sibling(path, "new");
    fs::write(&fresh, bytes)?;
    fs::rename(&fresh, path).with_context(|| format!("cannot write {}", path.display()))
}

pub(crate) fn sibling(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{suffix}"));
    name.into()
}

/// Deletes every file below `dir` that is neither expected, nor a compressed copy of one that is.
pub(crate) fn prune(dir: &Path, expected: &BTreeSet<String>, keep: impl Fn(&str) -> bool) -> Result<()> {
    for path in list(dir)? {
        let plain = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz")).unwrap_or(&path);
        if !expected.contains(plain) && !expected.contains(&path) && !keep(&path) {
            remove_file(&dir.join(&path))?;
        }
    }
    remove_empty_dirs(dir)
}

fn remove_empty_dirs(dir: &Path) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_empty_dirs(&path)?;
            // Refused unless empty, which is the wish.
            drop(fs::remove_dir(&path));
        }
    }
    Ok(())
}

fn remove_file(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

pub(crate) fn remove_dir(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_content_takes_the_stale_compressed_copies_away() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("pkg/a.js");
        write_if_changed(&file, b"one").unwrap();
        fs::write(sibling(&file, "br"), b"compressed one").unwrap();
        write_if_changed(&file, b"one").unwrap();
        assert!(sibling(&file, "br").exists());
        write_if_changed(&file, b"two").unwrap();
        assert!(!sibling(&file, "br").exists());
    }

    #[test]
    fn pruning_keeps_what_is_expected_with_its_copies_and_drops_the_rest() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["a.js", "a.js.br", "old/b.js", "kept/c.js"] {
            write_if_changed(&dir.path().join(name), b"x").unwrap();
        }
        prune(dir.path(), &BTreeSet::from(["a.js".to_owned()]), |path| path.starts_with("kept/")).unwrap();
        assert_eq!(list(dir.path()).unwrap(), ["a.js", "a.js.br", "kept/c.js"]);
        assert!(!dir.path().join("old").exists());
    }

    #[test]
    fn the_digest_notices_bytes_that_move_from_one_file_to_the_next() {
        let one = Tree::from([("a".into(), b"12".to_vec()), ("b".into(), b"3".to_vec())]);
        let two = Tree::from([("a".into(), b"1".to_vec()), ("b".into(), b"23".to_vec())]);
        assert_ne!(digest([&one]), digest([&two]));
    }
}
