//! `cx-ledger import DIR`: a folder of CSV files goes into the ledger.
//!
//! Start with [`form`], the table of files and columns; [`carry`] takes the rows of a file, and each
//! noun has a module that turns its rows into acts. Nothing is decided here: whether an act is allowed,
//! and whether it changes anything, says the ledger.

mod carry;
mod course;
mod directory;
mod discipline;
mod entry;
mod evidence;
mod form;
mod initiative;
mod manual;
mod metric;
mod outcome;
mod program;
mod read;
mod readings;
mod rejected;
mod row;
mod scratch;
mod template;

#[cfg(test)]
mod tests;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::id::{CommandId, PersonId};
use cxl_domain::measurement::publication::RestatementReason;
use cxl_domain::role::Role;
use cxl_domain::time::{AsOf, day_in};
use cxl_ledger::{ExecuteError, Ledger};
use uuid::Uuid;

pub(crate) use outcome::Report;
pub(crate) use template::write_template;

use crate::progress;
use entry::Desk;
use outcome::FileReport;
use read::Sheet;

/// What is imported, and how.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ImportArgs {
    /// The folder with the files
    #[arg(value_name = "FOLDER", required_unless_present = "template")]
    pub(crate) folder: Option<PathBuf>,

    /// Check every row against the ledger and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Import as this person; else as the first administrator
    #[arg(long = "as", value_name = "CODE", value_parser = Code::parse)]
    pub(crate) acting_as: Option<Code>,

    /// Why figures differ from those stated before, where a row does not say: source_revised,
    /// provisional_to_final, source_error or definition
    #[arg(long, value_name = "REASON", default_value = "source_revised", value_parser = readings::reason)]
    pub(crate) restatement_reason: RestatementReason,

    /// Write empty files with their headers and an explanation into this folder, and import nothing
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["folder", "dry_run", "acting_as"])]
    pub(crate) template: Option<PathBuf>,
}

/// A folder of files whose form is sound; of the rows nothing is known yet.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    sheets: Vec<Sheet>,
}

impl Folder {
    /// Reads the folder that is to be imported, and tells everything that is wrong with any of its files
    /// as a file.
    pub(crate) fn read(args: &ImportArgs) -> anyhow::Result<Self> {
        let Some(path) = &args.folder else { bail!("name the folder to import") };
        let told = |error| format!("{:#}", anyhow::Error::new(error));
        match read::read(path) {
            Ok(sheets) => Ok(Self { path: path.clone(), sheets }),
            Err(wrong) => {
                let wrong: Vec<_> = wrong.into_iter().map(told).collect();
                bail!("nothing was imported\n{}", wrong.join("\n"))
            }
        }
    }
}

/// Imports the folder and tells on `out` what became of it. Of a dry run the ledger is as before.
///
/// `draw` gives a fresh random id each time. Where the ledger fails, what was recorded until then stays,
/// and the same import run again resumes it.
pub(crate) async fn run(
    args: &ImportArgs,
    folder: &Folder,
    ledger: &Arc<Ledger>,
    draw: &(dyn Fn() -> Uuid + Sync),
    out: &mut dyn Write,
) -> anyhow::Result<Report> {
    let Folder { path: folder, sheets } = folder;
    let ledger = if args.dry_run {
        &scratch::over(ledger).await.context("failed to open a scratch copy of the ledger")?
    } else {
        let aside = rejected::set_aside(folder);
        let aside = aside.with_context(|| format!("failed to move {}/rejected aside", folder.display()))?;
        if let Some(aside) = aside {
            writeln!(out, "what an earlier import rejected lies in {} from now on", aside.display())?;
        }
        ledger
    };
    let importer = importer(ledger, args.acting_as.as_ref()).await?;
    let desk =
        Desk { ledger, importer, batch: CommandId(draw()), draw, restatement: args.restatement_reason };
    let mut report = Report { dry_run: args.dry_run, files: Vec::new() };
    let rows: usize = sheets.iter().map(|sheet| sheet.lines.len()).sum();
    let bar = progress::bar(rows as u64, "importing");
    for sheet in sheets {
        let outcomes = carry::carry(&desk, sheet, &bar).await.map_err(|error| broken_off(error, sheet))?;
        if !args.dry_run {
            let written = rejected::write(folder, sheet, &outcomes);
            written.with_context(|| format!("failed to write the rejected rows of {}", sheet.form.name))?;
        }
        report.files.push(FileReport::new(sheet, &outcomes));
    }
    bar.finish_and_clear();
    report.write(out)?;
    if !args.dry_run && report.rejected() > 0 {
        let rejected = folder.join(rejected::FOLDER);
        writeln!(out, "{} rejected rows lie in {}", report.rejected(), rejected.display())?;
    }
    Ok(report)
}

fn broken_off(error: ExecuteError, sheet: &Sheet) -> anyhow::Error {
    anyhow::Error::new(error).context(format!(
        "the import was broken off in {}; what was recorded stays: run it again to resume it",
        sheet.form.name
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
