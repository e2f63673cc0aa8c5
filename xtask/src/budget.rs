//! Holds the built site's compressed sizes against `scripts/budgets.toml`.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use crate::site_json::{self, SiteJson};

const BUDGETS: &str = "scripts/budgets.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budgets {
    budget: Vec<Budget>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    name: String,
    files: Vec<String>,
    brotli: u64,
}

pub(crate) fn check() -> Result<()> {
    let budgets: Budgets = toml::from_str(&fs::read_to_string(BUDGETS)?).context(BUDGETS)?;
    let (table, over) = compare(&budgets, &site_json::read()?)?;
    eprint!("{table}");
    ensure!(over == 0, "{over} of {} over budget ({BUDGETS})", budgets.budget.len());
    Ok(())
}

fn compare(budgets: &Budgets, site: &SiteJson) -> Result<(String, usize)> {
    let mut table = format!("{:<28} {:>10} {:>10} {:>6}\n", "brotli bytes", "is", "may be", "");
    let mut over = 0;
    for budget in &budgets.budget {
        let size = size(budget, site)?;
        let verdict = if size > budget.brotli { "OVER" } else { "ok" };
        over += usize::from(size > budget.brotli);
        writeln!(table, "{:<28} {size:>10} {:>10} {verdict:>6}", budget.name, budget.brotli)?;
    }
    Ok((table, over))
}

fn size(budget: &Budget, site: &SiteJson) -> Result<u64> {
    let sizes = budget.files.iter().map(|name| {
        let path = format!("pkg/{}/{name}", site.version);
        let entry = site.files.get(&path).with_context(|| format!("{}: the site has no {path}", budget.name))?;
        entry.brotli.with_context(|| format!("{path} is not compressed: budgets are for `build --release`"))
    });
    sizes.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(brotli: Option<u64>) -> SiteJson {
        let entry = site_json::Entry { bytes: 9, gzip: None, brotli, sha256: String::new() };
        SiteJson {
            version: "v".into(),
            profile: "release".into(),
            previous: Vec::new(),
            files: [("pkg/v/a.js".to_owned(), entry)].into(),
            precache: Vec::new(),
        }
    }

    fn budgets(file: &str) -> Budgets {
        toml::from_str(&format!("[[budget]]\nname = 'x'\nfiles = ['{file}']\nbrotli = 5")).unwrap()
    }

    #[test]
    fn as_much_as_allowed_passes_and_a_byte_more_does_not() {
        assert_eq!(compare(&budgets("a.js"), &site(Some(5))).unwrap().1, 0);
        assert_eq!(compare(&budgets("a.js"), &site(Some(6))).unwrap().1, 1);
    }

    #[test]
    fn a_file_that_is_missing_or_not_compressed_is_an_error() {
        assert!(compare(&budgets("b.js"), &site(Some(5))).is_err());
        assert!(compare(&budgets("a.js"), &site(None)).is_err());
    }
}
