//! `muying standard check` and `muying score`: the standard and its scoring without a server.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use app::i18n::Lang;
use app::standards::{explain, summary};
use chrono::NaiveDate;
use domain::score::{Sheet, check, score};
use domain::standard::{Mistakes, Standards, Version};

use crate::config::{Area, RegionArgs};
use crate::{clock, out};

/// A version of the standard.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// The version's TOML file
    file: PathBuf,
}

/// A filled-in sheet.
#[derive(Debug, clap::Args)]
pub(super) struct ScoreArgs {
    /// The sheet, JSON: `muying score --schema` describes it; or one sheet a line, if the name ends with .jsonl
    #[arg(required_unless_present = "schema")]
    file: Option<PathBuf>,
    /// Print the JSON Schema of a sheet
    #[arg(long, conflicts_with_all = ["file", "standard", "explain"])]
    schema: bool,
    /// Score by this version's file, not by one that ships with the program
    #[arg(long, value_name = "TOML")]
    standard: Option<PathBuf>,
    /// Print every line with its reason instead of JSON, in this language
    #[arg(long, value_name = "zh|en", value_parser = language)]
    explain: Option<Lang>,
    #[command(flatten)]
    region: RegionArgs,
}

fn language(text: &str) -> Result<Lang, String> {
    Lang::from_code(text).filter(|lang| lang.code() == text).ok_or_else(|| "zh or en".to_owned())
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| file.display().to_string())
}

fn version(file: &Path) -> Result<Result<Version, Mistakes>> {
    Ok(Version::read(&read(file)?))
}

pub(super) fn check_file(args: &CheckArgs) -> Result<ExitCode> {
    match version(&args.file)? {
        Ok(Version { standard, digest, .. }) => {
            out::say!("{} is a standard: {} clauses, valid from {}", standard.id, standard.clauses.len(), standard.valid_from);
            out::say!("SHA-256 {digest}");
            Ok(ExitCode::SUCCESS)
        }
        Err(mistakes) => {
            for mistake in &mistakes.0 {
                out::say!("{}: {mistake}", args.file.display());
            }
            bail!("{} mistake(s): the file is no standard yet", mistakes.0.len());
        }
    }
}

pub(super) fn score_file(args: &ScoreArgs) -> Result<ExitCode> {
    let Some(file) = args.file.as_deref() else {
        out::say!("{}", serde_json::to_string_pretty(&Sheet::schema())?);
        return Ok(ExitCode::SUCCESS);
    };
    let today = Area::load(&args.region.region)?.region.local(clock::now()).date();
    let given = args.standard.as_deref().map(version).transpose()?.transpose().context("--standard")?;
    let judge = Judge { standards: Standards::built_in(), given, today, explain: args.explain };
    let text = read(file)?;
    if file.extension().is_some_and(|ending| ending == "jsonl") {
        return Ok(judge.lines(file, &text));
    }
    judge.print(&text, true).with_context(|| file.display().to_string())?;
    Ok(ExitCode::SUCCESS)
}

/// What sheets are scored by.
struct Judge {
    standards: Arc<Standards>,
    given: Option<Version>,
    today: NaiveDate,
    explain: Option<Lang>,
}

impl Judge {
    /// A sheet a line, a report a line. A line that cannot be scored is told, and the others go on.
    fn lines(&self, file: &Path, text: &str) -> ExitCode {
        let mut refused = false;
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            if let Err(error) = self.print(line, false) {
                refused = true;
                out::hint!("{}: line {number}: {error:#}", file.display());
            }
        }
        if refused { ExitCode::from(2) } else { ExitCode::SUCCESS }
    }

    fn print(&self, sheet: &str, pretty: bool) -> Result<()> {
        let sheet: Sheet = serde_json::from_str(sheet)?;
        let version = match &self.given {
            Some(version) if version.standard.id == sheet.standard => version,
            Some(version) => bail!("the sheet was filled in by {}, the file given is {}", sheet.standard, version.standard.id),
            None => shipped(&self.standards, &sheet.standard)?,
        };
        let standard = &version.standard;
        in_force(&self.standards, version, sheet.visited, self.today, self.given.is_some())?;
        let problems = check(standard, &sheet.answers, sheet.visited);
        if !problems.is_empty() {
            let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
            bail!("{} answer(s) cannot be read, nothing was scored: {}", problems.len(), told.join("; "));
        }
        let report = score(standard, &sheet.venue, &sheet.answers);
        match self.explain {
            None if pretty => out::say!("{}", serde_json::to_string_pretty(&report)?),
            None => out::say!("{}", serde_json::to_string(&report)?),
            Some(lang) => {
                let lines = explain(standard, &report, lang).into_iter().chain(summary(standard, &report, lang));
                lines.for_each(|line| out::say!("{line}"));
            }
        }
        Ok(())
    }
}

fn shipped<'a>(standards: &'a Standards, id: &str) -> Result<&'a Version> {
    let ids = || standards.all().iter().map(|published| published.version.standard.id.as_str()).collect::<Vec<_>>().join(", ");
    let version = standards.version(id).map(|version| &**version);
    version.with_context(|| format!("there is no version {id:?}; there are {}; --standard names a file", ids()))
}

/// A visit is judged by the version in force on its day, and no visit lies ahead.
fn in_force(standards: &Standards, version: &Version, visited: NaiveDate, today: NaiveDate, own_file: bool) -> Result<()> {
    let judged = &version.standard;
    if visited > today {
        bail!("the visit is dated {visited}, which lies ahead: today is {today}");
    }
    if visited < judged.valid_from {
        bail!("{} begins on {}: it was not in force on {visited}", judged.id, judged.valid_from);
    }
    match standards.in_force(visited).filter(|other| !own_file && other.standard.valid_from > judged.valid_from) {
        Some(other) => bail!("on {visited} {} was in force, not {}", other.standard.id, judged.id),
        None => Ok(()),
    }
}
