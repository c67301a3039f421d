//! The data directory: which files lie in it, and what they must be before anything uses them.
//!
//! ```text
//! DIR/ledger.db   the log, unless --store names another; beside it -wal, -shm and .lock while it is in use
//! DIR/keys.db     the keys of everything typed, each wrapped
//! DIR/attachments attached files, each encrypted under a key of its own
//! DIR/checkpoint  what makes a start short, unless --state names another folder; may be deleted at any time
//! DIR/kek         the key that unwraps them; whoever backs up keeps it apart from the rest
//! ```
//!
//! The log and the vault name the same ledger, or neither is used.

mod files;
mod server;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use cxl_domain::organization::OrganizationFact;
use cxl_kurrent::Address;
use cxl_ledger::{Checkpoint, Views};
use cxl_sqlite::SqliteLog;
use cxl_sqlite::keys::{KeyFiles, KeysDb, KeysError, Refill};
use cxl_store::attachments::AttachmentFolder;
use cxl_store::file_copy::make_private_dir;
use cxl_store::{Entropy, EventStore as _, StoreError, Vault};
use uuid::Uuid;

use crate::ambient::OsEntropy;
use crate::checkpoint::StateArgs;
use crate::log::Log;
use crate::serve::patience::seconds;
use crate::shared_vault::{Keys, SharedVault, VaultArgs};
use crate::store_url::{StoreArg, StoreUrl};
use crate::wait::Wait;
pub(crate) use files::Files;

/// Where the ledger lies.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Where the ledger lies")]
pub(crate) struct DataArgs {
    /// The folder of the ledger's files
    #[arg(long = "data", env = "CX_LEDGER_DATA", default_value = "./data", value_name = "DIR")]
    pub(crate) dir: PathBuf,

    /// Where the log is kept: sqlite:PATH, or esdb://HOST:PORT for one that many nodes share [default: ledger.db in the data folder]
    ///
    /// Attached files lie in the data folder whichever it is, and keys do unless --vault is given.
    // What the environment holds may be a password; the help does not show it.
    #[arg(long, env = "CX_LEDGER_STORE", hide_env_values = true, value_name = "URL")]
    pub(crate) store: Option<StoreArg>,

    /// How long to wait for a server with the log that can't be reached, in seconds [default: 30; serve waits as long as it
    /// takes]
    #[arg(long, env = "CX_LEDGER_STORE_TIMEOUT", value_parser = seconds, value_name = "SECONDS")]
    pub(crate) store_timeout: Option<Duration>,

    #[command(flatten)]
    pub(crate) vault: VaultArgs,

    #[command(flatten)]
    pub(crate) state: StateArgs,
}

/// A folder with the files of one ledger, or one that will hold them.
#[derive(Debug, Clone)]
pub(crate) struct DataDir {
    dir: PathBuf,
    /// Where the log is, where it is not `ledger.db` in the folder.
    elsewhere: Option<StoreUrl>,
    /// Where the keys are, where they are not in the folder.
    shared: Option<SharedVault>,
    /// Where the checkpoint and ranks are, where they are not in the folder.
    state: Option<PathBuf>,
    /// How long to wait for a server that keeps the log.
    wait: Wait,
}

/// What may be done with the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everything; one process at a time.
    Write,
    /// Reading, beside a process that writes.
    Read,
}

impl DataDir {
    /// The folder at a path, which need not exist yet, with log and keys in it.
    pub(crate) fn new(dir: &Path) -> Self {
        let wait = Wait::of_command(None);
        Self { dir: dir.to_owned(), elsewhere: None, shared: None, state: None, wait }
    }

    /// The folder that was named, with the log and the vault that go with it.
    pub(crate) fn named(args: &DataArgs) -> anyhow::Result<Self> {
        let elsewhere = match args.store.as_ref().map(StoreUrl::parse).transpose()? {
            Some(StoreUrl::Memory) => bail!(
                "a log in memory ends with this command, and only conformance asks for that: name one that stays, \
                 for example sqlite:/var/lib/cx/ledger.db"
            ),
            named => named,
        };
        let (shared, state) = (args.vault.shared()?, args.state.dir.clone());
        let wait = Wait::of_command(args.store_timeout);
        Ok(Self { elsewhere, shared, state, wait, ..Self::new(&args.dir) })
    }

    /// The same with another way to wait for a server.
    pub(crate) fn waiting(self, wait: Wait) -> Self {
        Self { wait, ..self }
    }

    /// The folder of the demonstration inside this one.
    pub(crate) fn demo(&self) -> Self {
        Self::new(&self.dir.join("demo"))
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.dir
    }

    /// The log's file, where a file holds it.
    pub(crate) fn log_file(&self) -> PathBuf {
        match &self.elsewhere {
            Some(StoreUrl::Sqlite(path)) => path.clone(),
            _ => self.dir.join("ledger.db"),
        }
    }

    /// The server that keeps the log, if one does.
    pub(crate) fn server(&self) -> Option<&Address> {
        match &self.elsewhere {
            Some(StoreUrl::Kurrent(address)) => Some(address),
            _ => None,
        }
    }

    /// Whether there is a log; a server always has one, which may be empty.
    pub(crate) fn has_log(&self) -> bool {
        self.server().is_some() || self.log_file().exists()
    }

    /// The vault that several nodes share, if the keys are in one.
    pub(crate) fn shared(&self) -> Option<&SharedVault> {
        self.shared.as_ref()
    }

    /// Whether the keys are in a vault that several nodes share.
    pub(crate) fn shares_keys(&self) -> bool {
        self.shared.is_some()
    }

    /// The vault's files.
    pub(crate) fn key_files(&self) -> KeyFiles {
        KeyFiles::in_dir(&self.dir)
    }

    /// The folder of the attached files.
    pub(crate) fn attachments_dir(&self) -> PathBuf {
        self.dir.join("attachments")
    }

    /// The folder of what makes a start short.
    fn state_dir(&self) -> PathBuf {
        self.state.clone().unwrap_or_else(|| self.dir.join("checkpoint"))
    }

    /// The checkpoint of the views of a ledger.
    pub(crate) fn checkpoint(&self, ledger: Uuid) -> Checkpoint {
        let folder = self.state_dir();
        Checkpoint::new(&folder, ledger)
    }

    /// Opens the files of a ledger that exists.
    pub(crate) async fn open(&self, access: Access) -> anyhow::Result<Files> {
        let refill = match access {
            Access::Write => Refill::Background,
            // Who only reads draws no keys, so none are made for them.
            Access::Read => Refill::Foreground,
        };
        if let Some(server) = self.server() {
            return self.open_on_server(server, Box::new(OsEntropy), refill, None).await;
        }
        let log = self.open_log(access)?;
        let keys = if let Some(shared) = &self.shared {
            Keys::Shared(shared.of(Some(log.ledger_id()), refill)?)
        } else {
            let vault = KeysDb::open(&self.key_files(), log.ledger_id(), Box::new(OsEntropy), refill);
            Keys::Here(Arc::new(vault.map_err(|error| self.told_keys(error))?))
        };
        Ok(self.files(log, keys, Box::new(OsEntropy)))
    }

    /// Opens the log of a ledger that exists, for reading.
    pub(crate) async fn read_log(&self) -> anyhow::Result<Log> {
        match self.server() {
            Some(server) => self.log_on(server).await,
            None => Ok(Log::File(Arc::new(self.open_log(Access::Read)?))),
        }
    }

    /// Opens the file with the log of a ledger that exists.
    pub(crate) fn open_log(&self, access: Access) -> anyhow::Result<SqliteLog> {
        refuse_file(&self.dir)?;
        if let Some(server) = self.server() {
            bail!("the log is kept by {server}, and this command judges files: ask the server how it is");
        }
        let opened = match access {
            Access::Write => SqliteLog::open(&self.log_file()),
            Access::Read => SqliteLog::open_read_only(&self.log_file()),
        };
        opened.map_err(|error| self.told(error))
    }

    /// Opens the files for writing, and makes those of an empty ledger where there are none.
    ///
    /// A vault is made for an empty log only, or, with `accept_key_loss`, in place of one that is gone.
    pub(crate) async fn open_or_create(
        &self,
        new: Uuid,
        entropy: impl Fn() -> Box<dyn Entropy + Send>,
        refill: Refill,
        accept_key_loss: bool,
    ) -> anyhow::Result<Files> {
        create_private(&self.dir)?;
        if let Some(server) = self.server() {
            return self.open_on_server(server, entropy(), refill, Some((new, accept_key_loss))).await;
        }
        if let Some(shared) = &self.shared {
            return self.open_or_create_beside(shared, entropy(), refill);
        }
        let keys = self.key_files();
        if !self.log_file().exists() && keys.keys.exists() {
            bail!(
                "there are keys at {} and no log at {}: put {} back from a backup, or name an empty folder",
                keys.keys.display(),
                self.log_file().display(),
                self.log_file().file_name().unwrap_or_default().display()
            );
        }
        let log = SqliteLog::open_or_create(&self.log_file(), new).map_err(|error| self.told(error))?;
        let ledger = log.ledger_id();
        let is_empty = *log.head().borrow() == 0;
        let vault = if is_empty || (accept_key_loss && !keys.keys.exists()) {
            KeysDb::open_or_create(&keys, ledger, entropy(), refill)
        } else {
            KeysDb::open(&keys, ledger, entropy(), refill)
        };
        let vault = vault.map_err(|error| self.told_keys(error))?;
        Ok(self.files(log, Keys::Here(Arc::new(vault)), entropy()))
    }

    /// Opens the log beside a shared vault; a new one is that of the ledger whose keys the vault holds.
    fn open_or_create_beside(
        &self,
        shared: &SharedVault,
        entropy: Box<dyn Entropy + Send>,
        refill: Refill,
    ) -> anyhow::Result<Files> {
        let path = self.log_file();
        let there = path.exists().then(|| SqliteLog::open(&path)).transpose();
        let log = match there.map_err(|error| self.told(error))? {
            Some(log) if *log.head().borrow() > 0 => log,
            empty => {
                let hello = shared.of(None, Refill::Foreground)?.hello();
                let hello = hello.context("a new ledger takes its identity from its vault")?;
                refuse_second_founding(hello.codes, "in the shared vault", &path.display())?;
                let made = empty.map_or_else(|| SqliteLog::create(&path, hello.ledger), Ok);
                made.map_err(|error| self.told(error))?
            }
        };
        let keys = Keys::Shared(shared.of(Some(log.ledger_id()), refill)?);
        Ok(self.files(log, keys, entropy))
    }

    fn files(&self, log: SqliteLog, keys: Keys, entropy: Box<dyn Entropy + Send>) -> Files {
        let ledger = Some(log.ledger_id());
        self.files_of(Log::File(Arc::new(log)), ledger, keys, entropy)
    }

    fn files_of(
        &self,
        log: Log,
        ledger: Option<Uuid>,
        keys: Keys,
        entropy: Box<dyn Entropy + Send>,
    ) -> Files {
        let attachments = Arc::new(self.attachments(keys.vault(), entropy));
        let checkpoint = ledger.map(|ledger| self.checkpoint(ledger));
        Files { log, ledger, keys, attachments, checkpoint }
    }

    /// The attached files, encrypted under keys of a vault.
    pub(crate) fn attachments(
        &self,
        vault: Arc<dyn Vault>,
        entropy: Box<dyn Entropy + Send>,
    ) -> AttachmentFolder {
        AttachmentFolder::new(self.attachments_dir(), vault, entropy)
    }

    /// What a refused log means to a person at the console.
    fn told(&self, error: StoreError) -> anyhow::Error {
        match error {
            StoreError::NotFound { path } if self.elsewhere.is_some() => anyhow!(
                "there is no ledger at {}: name its log with --store, or make one with: cx-ledger serve --data {} \
                 --store sqlite:{0}",
                path.display(),
                self.dir.display()
            ),
            StoreError::NotFound { .. } => anyhow!(
                "there is no ledger in {}: name its folder with --data, or make one with: cx-ledger serve --data {0}",
                self.dir.display()
            ),
            StoreError::Locked { .. } => anyhow!(
                "another process is using the ledger in {}: stop it first, or send the change to the running \
                 server through its GraphQL mutations",
                self.log_file().parent().unwrap_or(&self.dir).display()
            ),
            error => error.into(),
        }
    }

    /// What a refused vault means to a person at the console.
    pub(crate) fn told_keys(&self, error: KeysError) -> anyhow::Error {
        let hint = match &error {
            KeysError::Missing { .. } => {
                "; if it is gone for good, start once with serve --accept-key-loss: what was typed so far stays \
                 unreadable, which is recorded, and writing goes on"
            }
            KeysError::KekMissing { .. } | KeysError::KekMalformed { .. } | KeysError::WrongKek { .. } => {
                "; if it is gone for good, move keys.db away too and start once with serve --accept-key-loss"
            }
            KeysError::Foreign { .. } | KeysError::NotAVault { .. } => {
                "; if it is gone for good, move this file away and start once with serve --accept-key-loss"
            }
            _ => "",
        };
        anyhow!(error)
            .context(format!("the keys of the ledger in {} can't be used{hint}", self.dir.display()))
    }
}

/// Whether everything in the ledger is made up.
pub(crate) fn is_demo(views: &Views) -> bool {
    views
        .organization()
        .state
        .history
        .iter()
        .any(|entry| matches!(&entry.fact, OrganizationFact::Founded(founded) if founded.demo))
}

/// Refuses to treat a demonstration as a real ledger: its keys can be derived by anybody.
pub(crate) fn refuse_demo(views: &Views, dir: &DataDir) -> anyhow::Result<()> {
    if is_demo(views) {
        bail!(
            "{} holds a demonstration, whose keys everybody can derive: name another folder with --data",
            dir.path().display()
        );
    }
    Ok(())
}

/// Refuses to found a ledger in an empty log over the keys of another. A founding that broke off before its first
/// event leaves a vault that knows nobody.
fn refuse_second_founding(codes: u64, keys: &str, log: &dyn std::fmt::Display) -> anyhow::Result<()> {
    if codes > 0 {
        bail!(
            "the keys {keys} are those of a ledger, and the log at {log} is empty: name the store and the folder that \
             go with them, or other keys"
        );
    }
    Ok(())
}

/// Refuses a path that is a file, or lies below one.
fn refuse_file(dir: &Path) -> anyhow::Result<()> {
    match dir.ancestors().find(|path| path.exists()) {
        Some(file) if !file.is_dir() => bail!("{} is a file: name a folder with --data", file.display()),
        _ => Ok(()),
    }
}

/// Makes the folder, open to its owner alone, unless it is there; durable with those above it.
pub(crate) fn create_private(dir: &Path) -> anyhow::Result<()> {
    refuse_file(dir)?;
    make_private_dir(dir).with_context(|| {
        let there = dir.display();
        format!("failed to make the folder {there}: make it yourself, or name another one with --data")
    })
}
