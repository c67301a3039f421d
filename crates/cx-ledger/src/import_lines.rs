//! `cx-ledger import --jsonl`: the whole ledger from an export, into one without events.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use cxl_audit::LogBuilder;
use cxl_sqlite::keys::{KeyFiles, KeysDb, KeysError};
use cxl_store::copy::{CopyError, Copying};
use cxl_store::{EventStore, MAX_APPEND_BYTES, Recorded};
use uuid::Uuid;

use crate::ambient;
use crate::data::{self, Access, DataDir};
use crate::line::Line;
use crate::migrate::{PATIENCE, keys, stores};
use crate::{progress, root};

/// The whole ledger from an export.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct LinesArgs {
    /// Take the whole ledger from a file that `cx-ledger export --jsonl` wrote, into one without events; every
    /// position, id and byte comes out the same, and so does the root
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["source", "template", "dry_run", "all_or_nothing", "acting_as"]
    )]
    pub(crate) jsonl: Option<PathBuf>,

    /// Refuse the file unless this is the root over it, as `cx-ledger doctor` prints it
    #[arg(long, value_name = "SHA256", requires = "jsonl")]
    root: Option<String>,

    /// Take the keys of everything typed from a file that `cx-ledger export --keys` wrote; without them what was
    /// typed is unavailable
    #[arg(long, value_name = "FILE", requires_all = ["jsonl", "under"])]
    keys: Option<PathBuf>,

    /// The file with the key that --keys are sealed under
    #[arg(long, value_name = "FILE", requires = "keys")]
    under: Option<PathBuf>,
}

/// No line of an export is longer: what JSON makes of the largest event.
const LONGEST_LINE: u64 = 8 * MAX_APPEND_BYTES as u64;

/// How many events go over at once.
const PAGE: usize = 1_000;

/// Takes the ledger from a file; nothing is written before all of it was read and found sound.
pub(crate) async fn run(
    args: &LinesArgs,
    path: &Path,
    dir: &DataDir,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let (events, expected) = check(path)?;
    if let Some(root) = args.root.as_ref().filter(|root| !root.eq_ignore_ascii_case(&expected)) {
        bail!(
            "the root over {} is {expected}, not {root}: it is not the file that was meant",
            path.display()
        );
    }
    if dir.shares_keys() {
        bail!(
            "the keys are in a shared vault: import where it is, into the folder that cx-ledger keyd serves, with the same \
             --store and without --vault"
        );
    }
    let sealed = sealed(args)?;
    let on_server = match dir.server() {
        Some(_) => Some(dir.read_log().await?.store()),
        None => None,
    };
    let ledger = whose(dir, on_server.as_deref(), sealed.as_ref())?;
    data::create_private(dir.path())?;
    let (log, ledger) = if let Some(log) = on_server {
        (log, ledger.unwrap_or_else(ambient::draw_id))
    } else {
        let log = stores::file(&dir.log_file(), ledger)?;
        let ledger = log.ledger_id();
        (Arc::new(log) as Arc<dyn EventStore>, ledger)
    };
    carry_over(path, events, &*log).await?;
    let there = root::pass(&*log, |_| ()).await.context("the log can't be read back whole")?;
    let root = hex::encode(there.root);
    if root != expected {
        bail!(
            "the root over the ledger is {root}, and over the file it was {expected}: the file has changed meanwhile"
        );
    }
    let vault = keys::made(&dir.key_files(), ledger)?;
    if let Some(files) = sealed {
        keys::adopt(&vault, &keys::open(&files)?)?;
    }
    writeln!(out, "{events} events are in {}\nroot {root}", dir.path().display())?;
    match keys::lacked(&*log, &vault).await? {
        0 => {}
        missing => writeln!(
            out,
            "{missing} keys that they use are not here: what was typed is unavailable and nothing is written until \
             they are taken over (import again with --keys, or cx-ledger migrate keys), or their loss is accepted"
        )?,
    }
    Ok(())
}

/// The keys to take over, looked at before anything is written.
fn sealed(args: &LinesArgs) -> anyhow::Result<Option<KeyFiles>> {
    let (Some(keys), Some(under)) = (&args.keys, &args.under) else { return Ok(None) };
    let files = KeyFiles { keys: keys.clone(), kek: under.clone() };
    keys::open(&files)?;
    Ok(Some(files))
}

/// Whose ledger it is to be, as far as anything says so: the log if it stands, then the keys in the folder, then those
/// to take over. Keys in the folder that belong to another ledger are refused.
fn whose(
    dir: &DataDir,
    on_server: Option<&dyn EventStore>,
    sealed: Option<&KeyFiles>,
) -> anyhow::Result<Option<Uuid>> {
    let of = |keys: PathBuf| KeysDb::ledger_of(&keys).map(|ledger| (ledger, keys));
    let held = Some(dir.key_files().keys).filter(|keys| keys.exists()).map(of).transpose()?;
    let sealed = sealed.map(|files| KeysDb::ledger_of(&files.keys)).transpose()?;
    let (stands, logs_own) = match on_server {
        Some(log) => (*log.head().borrow() > 0, None),
        None if dir.has_log() => (true, Some(dir.open_log(Access::Read)?.ledger_id())),
        None => (false, None),
    };
    // Into a log that stands, keys of whichever ledger are taken over; a new one begins with them.
    let wanted = logs_own.or(sealed.filter(|_| !stands));
    match (held, wanted) {
        (Some((found, keys)), Some(expected)) if found != expected => {
            let foreign = KeysError::Foreign { keys, expected, found };
            Err(anyhow!(foreign)
                .context("nothing was imported: name a folder without keys, or with those of this ledger"))
        }
        (held, wanted) => Ok(wanted.or(held.map(|(ledger, _)| ledger)).or(sealed)),
    }
}

/// How many events a file holds, and the root over them; what is wrong with a line is told with its number.
fn check(path: &Path) -> anyhow::Result<(u64, String)> {
    let mut log = LogBuilder::new();
    for line in Lines::open(path)? {
        let (number, recorded) = line?;
        let bad = |error: anyhow::Error| error.context(format!("line {number} of {}", path.display()));
        root::push(&mut log, &recorded).map_err(bad)?;
        cxl_store::codec::decode(&recorded).map_err(|error| bad(error.into()))?;
    }
    if log.size() == 0 {
        bail!("{} holds no event: name a file that cx-ledger export --jsonl wrote", path.display());
    }
    Ok((log.size(), hex::encode(log.root())))
}

async fn carry_over(path: &Path, events: u64, log: &dyn EventStore) -> anyhow::Result<()> {
    let bar = progress::bar(events, "importing");
    let mut copying = Copying::into(log, PATIENCE);
    let mut lines = Lines::open(path)?;
    let mut done = 0;
    loop {
        let page: Vec<Recorded> = lines
            .by_ref()
            .take(PAGE)
            .map(|line| line.map(|(_, recorded)| recorded))
            .collect::<Result<_, _>>()?;
        if page.is_empty() {
            break;
        }
        copying.take(&page).await.map_err(told)?;
        done += page.len() as u64;
        bar.set_position(done);
    }
    copying.finish().await.map_err(told)?;
    bar.finish_and_clear();
    Ok(())
}

fn told(error: CopyError) -> anyhow::Error {
    match error {
        CopyError::Differs { position, found } => anyhow!(
            "the ledger is not empty: at position {position} {found}; name a folder without a ledger, or one in which \
             an import of this very file was broken off"
        ),
        error => error.into(),
    }
}

/// The events of an export, each with the number of its line from 1.
struct Lines<'p> {
    path: &'p Path,
    file: BufReader<File>,
    number: u64,
    line: Vec<u8>,
}

impl<'p> Lines<'p> {
    fn open(path: &'p Path) -> anyhow::Result<Self> {
        let file = File::open(path).with_context(|| format!("failed to read {}", path.display()))?;
        Ok(Self { path, file: BufReader::new(file), number: 0, line: Vec::new() })
    }

    /// The next event; none at the end of the file.
    fn read(&mut self) -> anyhow::Result<Option<Recorded>> {
        self.line.clear();
        self.number += 1;
        let read = (&mut self.file).take(LONGEST_LINE).read_until(b'\n', &mut self.line)?;
        match self.line.last() {
            None => return Ok(None),
            Some(b'\n') => {}
            Some(_) if read as u64 == LONGEST_LINE => bail!("it is longer than any event can be"),
            Some(_) => bail!("it has no end: the export was cut short"),
        }
        let line: Line<'_> = serde_json::from_slice(&self.line)?;
        line.recorded().map(Some)
    }
}

impl Iterator for Lines<'_> {
    type Item = anyhow::Result<(u64, Recorded)>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.read();
        let number = self.number;
        read.with_context(|| format!("line {number} of {}", self.path.display()))
            .map(|recorded| recorded.map(|recorded| (number, recorded)))
            .transpose()
    }
}
