//! A folder of CSV files, or a workbook with a sheet for each, goes into the ledger: `cx-ledger import PATH`.
//!
//! Start with `form`, the table of files and columns; `carry` takes the rows of a file, and each
//! noun has a module that turns its rows into acts. Nothing is decided here: whether an act is allowed,
//! and whether it changes anything, says the ledger.

mod carry;
mod clearing;
mod committee;
mod course;
mod decision;
mod dialect;
mod directory;
mod discipline;
mod entry;
mod evidence;
mod find;
mod form;
mod headers;
mod initiative;
mod journey;
mod manual;
mod meeting;
mod metric;
mod name;
mod organization;
mod outcome;
mod profile;
mod program;
mod read;
mod readings;
mod refused;
mod rejected;
mod relation;
mod reporting;
mod row;
mod scratch;
mod sheet;
mod template;
mod voice;
mod workbook;

#[cfg(test)]
mod tests;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::id::{CommandId, PersonId};
use cxl_domain::measurement::publication::RestatementReason;
use cxl_domain::role::Role;
use cxl_domain::time::{AsOf, day_in};
use cxl_ledger::{ExecuteError, Ledger};
use cxl_words::Language;
use indicatif::ProgressBar;
use uuid::Uuid;

pub use outcome::Report;

use dialect::{Dialect, DialectArgs};
use entry::Desk;
use outcome::{FileReport, Mode, Outcome};
use rejected::GivenBack;
use sheet::{ReadError, Sheet};

/// What is imported, and how.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportArgs {
    /// The folder with the CSV files, or one .xlsx file with a sheet for each
    #[arg(value_name = "PATH", required_unless_present_any = ["template", "jsonl"])]
    pub source: Option<PathBuf>,

    /// Check every row against the ledger and write nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Check every row first, and write nothing if a single one is rejected
    #[arg(long, conflicts_with = "dry_run")]
    pub all_or_nothing: bool,

    /// Import as this person; else as the first administrator
    #[arg(long = "as", value_name = "CODE", value_parser = Code::parse)]
    pub acting_as: Option<Code>,

    /// Why figures differ from those stated before, where a row does not say: source_revised,
    /// provisional_to_final, source_error or definition
    #[arg(long, value_name = "REASON", default_value = "source_revised", value_parser = readings::reason)]
    pub restatement_reason: RestatementReason,

    #[command(flatten)]
    dialect: DialectArgs,

    /// Write empty files with their headers and an explanation into this folder, or a workbook if it ends in
    /// .xlsx, and import nothing
    #[arg(long, value_name = "PATH", conflicts_with_all = ["source", "dry_run", "acting_as"])]
    pub template: Option<PathBuf>,

    /// The language of a template's headers: en, which is the default, or vi. Files are read with headers in
    /// either
    #[arg(long, value_name = "LANGUAGE", value_parser = language, conflicts_with = "source")]
    pub language: Option<Language>,
}

/// What an import takes from outside.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// Gives a fresh random id each time.
    pub draw: &'a (dyn Fn() -> Uuid + Sync),
    /// Makes the bar that shows how many of so many rows are done, and what is done with them.
    pub bar: &'a (dyn Fn(u64, &'static str) -> ProgressBar + Sync),
}

fn language(tag: &str) -> Result<Language, String> {
    Language::of_tag(tag).ok_or_else(|| "write en or vi".to_owned())
}

/// Writes the empty form.
pub fn write_template(args: &ImportArgs, path: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
    let language = args.language.unwrap_or_default();
    if workbook::is_workbook(path) {
        template::into_workbook(path, language, out)
    } else {
        template::into_folder(path, language, args.dialect.dialect(), out)
    }
}

/// Files whose form is sound; of the rows nothing is known yet.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    sheets: Vec<Sheet>,
}

impl Source {
    /// Reads the files that are to be imported, and tells everything that is wrong with any of them as a
    /// file.
    pub fn read(args: &ImportArgs) -> anyhow::Result<Self> {
        let Some(path) = &args.source else { bail!("name the folder or workbook to import") };
        let dialect = args.dialect.dialect();
        let read = if !workbook::is_workbook(path) {
            read::read(path, dialect)
        } else if dialect == Dialect::STANDARD {
            workbook::read(path)
        } else {
            Err(vec![ReadError::TypedCells { path: path.clone() }])
        };
        let told = |error| format!("{:#}", anyhow::Error::new(error));
        match read {
            Ok(sheets) => Ok(Self { path: path.clone(), sheets }),
            Err(wrong) => {
                let wrong: Vec<_> = wrong.into_iter().map(told).collect();
                bail!("nothing was imported\n{}", wrong.join("\n"))
            }
        }
    }

    /// Where rejected rows go, after what an earlier import gave back was moved aside.
    fn given_back(&self, out: &mut dyn Write) -> anyhow::Result<GivenBack<'_>> {
        let given_back = GivenBack::of(&self.path);
        let aside = given_back.set_aside();
        let place = given_back.place();
        let aside = aside.with_context(|| format!("failed to move {} aside", place.display()))?;
        if let Some(aside) = aside {
            writeln!(out, "what an earlier import rejected lies in {} from now on", aside.display())?;
        }
        Ok(given_back)
    }
}

/// Imports the folder and tells on `out` what became of it. Of a dry run the ledger is as before; so it is
/// where all or nothing was asked for and a row is rejected.
///
/// Where the ledger fails, what was recorded until then stays,
/// and the same import run again resumes it.
pub async fn run(
    args: &ImportArgs,
    source: &Source,
    ledger: &Arc<Ledger>,
    around: Around<'_>,
    out: &mut dyn Write,
) -> anyhow::Result<Report> {
    if args.all_or_nothing {
        let rehearsed = rehearse(args, source, ledger, around, out).await?;
        if rehearsed.rejected() > 0 {
            return Ok(rehearsed);
        }
    }
    let report = if args.dry_run {
        trial(args, Mode::DryRun, source, ledger, around).await?.0
    } else {
        let mut given_back = source.given_back(out)?;
        let keep = |sheet: &Sheet, outcomes: Vec<Outcome>| give_back(&mut given_back, sheet, &outcomes);
        pass(args, Mode::Record, source, ledger, around, keep).await?
    };
    report.write(out)?;
    if !args.dry_run {
        tell_rejected(source, &report, out)?;
    }
    Ok(report)
}

/// Tries the whole folder on a scratch copy of the ledger. If a row is rejected, that is told and the
/// rejected rows are given back; otherwise nothing is said.
pub async fn rehearse(
    args: &ImportArgs,
    source: &Source,
    ledger: &Arc<Ledger>,
    around: Around<'_>,
    out: &mut dyn Write,
) -> anyhow::Result<Report> {
    let (report, outcomes) = trial(args, Mode::Rehearsal, source, ledger, around).await?;
    if report.rejected() > 0 {
        let mut given_back = source.given_back(out)?;
        for (sheet, outcomes) in source.sheets.iter().zip(&outcomes) {
            give_back(&mut given_back, sheet, outcomes)?;
        }
        report.write(out)?;
        tell_rejected(source, &report, out)?;
    }
    Ok(report)
}

fn give_back(given_back: &mut GivenBack<'_>, sheet: &Sheet, outcomes: &[Outcome]) -> anyhow::Result<()> {
    let kept = given_back.keep(sheet, outcomes);
    kept.with_context(|| format!("failed to write the rejected rows of {}", sheet.title))
}

fn tell_rejected(source: &Source, report: &Report, out: &mut dyn Write) -> anyhow::Result<()> {
    if report.rejected() > 0 {
        let place = GivenBack::of(&source.path).place();
        writeln!(out, "{} rejected rows lie in {}", report.rejected(), place.display())?;
    }
    Ok(())
}

/// What would become of the folder: tried on a scratch copy of the ledger, which is gone afterwards.
async fn trial(
    args: &ImportArgs,
    mode: Mode,
    source: &Source,
    ledger: &Arc<Ledger>,
    around: Around<'_>,
) -> anyhow::Result<(Report, Vec<Vec<Outcome>>)> {
    let scratch = scratch::over(ledger).await.context("failed to open a scratch copy of the ledger")?;
    let mut all = Vec::new();
    let keep = |_: &Sheet, outcomes: Vec<Outcome>| {
        all.push(outcomes);
        Ok(())
    };
    let report = pass(args, mode, source, &scratch, around, keep).await?;
    Ok((report, all))
}

/// Takes every file into a ledger, and hands on what became of its rows as soon as that is known.
async fn pass(
    args: &ImportArgs,
    mode: Mode,
    source: &Source,
    ledger: &Arc<Ledger>,
    around: Around<'_>,
    mut keep: impl FnMut(&Sheet, Vec<Outcome>) -> anyhow::Result<()>,
) -> anyhow::Result<Report> {
    let importer = importer(ledger, args.acting_as.as_ref()).await?;
    let Around { draw, bar } = around;
    let desk =
        Desk { ledger, importer, batch: CommandId(draw()), draw, restatement: args.restatement_reason };
    let mut report = Report { mode, files: Vec::new() };
    let rows: usize = source.sheets.iter().map(|sheet| sheet.lines.len()).sum();
    let bar = bar(rows as u64, if mode == Mode::Record { "importing" } else { "checking" });
    for sheet in &source.sheets {
        let outcomes = carry::carry(&desk, sheet, &bar).await.map_err(|error| broken_off(error, sheet))?;
        report.files.push(FileReport::new(sheet, &outcomes));
        keep(sheet, outcomes)?;
    }
    bar.finish_and_clear();
    Ok(report)
}

fn broken_off(error: ExecuteError, sheet: &Sheet) -> anyhow::Error {
    anyhow::Error::new(error).context(format!(
        "the import was broken off in {}; what was recorded stays: run it again to resume it",
        sheet.title
    ))
}

/// Who enters everything: the person of that code, else whoever was the first to administer the
/// organization and still does.
async fn importer(ledger: &Ledger, code: Option<&Code>) -> anyhow::Result<PersonId> {
    let views = ledger.snapshot();
    let ever = AsOf::head(NaiveDate::MAX);
    if let Some(code) = code {
        let found = ledger.person_by_code(code, &ever).await?;
        return found.with_context(|| format!("there is no person {code}; name somebody who is registered"));
    }
    let today = AsOf::head(day_in(ledger.now(), views.organization_zone(&ever)));
    let people = views.people().map(|held| held.state.id);
    let mut administrators = people.filter(|person| {
        let roles = views.organization().state.roles_of(*person, &today);
        roles.iter().any(|grant| grant.role == Role::Administrator && grant.program.is_none())
    });
    administrators.next().context("nobody administers the organization today; say who imports with --as CODE")
}
