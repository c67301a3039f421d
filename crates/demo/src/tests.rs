//! What the demo must show, and that it always shows the same.

mod files;
mod portfolio;
mod reports;
mod root;
mod sealed;
mod variety;

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use cxl_ledger::query::Inquiry;
use cxl_ledger::{KnownAt, Ledger, OpenOptions, Question, Views};
use cxl_sqlite::keys::{KeyFiles, KeysDb, Refill};
use cxl_store::attachments::{AttachmentFolder, Attachments};
use cxl_store::{EventStore, MemoryStore, Recorded, Vault};
use tokio::sync::OnceCell;

use super::{DemoPeople, clock, company, fill, ledger_entropy, vault_entropy};

/// The demo after its telling.
struct Told {
    ledger: Arc<Ledger>,
    views: Arc<Views>,
    log: Vec<Recorded>,
    people: DemoPeople,
    _folder: tempfile::TempDir,
}

/// The demo, told once for all tests that only look at it.
async fn told() -> &'static Told {
    static TOLD: OnceCell<Told> = OnceCell::const_new();
    TOLD.get_or_init(tell).await
}

/// The vault of a story that is about to be told.
fn vault(folder: &Path) -> KeysDb {
    let files = KeyFiles::in_dir(folder);
    KeysDb::create(&files, uuid::Uuid::nil(), Box::new(vault_entropy()), Refill::Foreground).unwrap()
}

/// Where the files lie that the story attaches.
fn attachments(folder: &Path, vault: Arc<dyn Vault>) -> AttachmentFolder {
    AttachmentFolder::new(folder.join("attachments"), vault, Box::new(vault_entropy()))
}

/// Tells the demo as `serve --demo` does, with a log in memory.
async fn tell() -> Told {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(MemoryStore::new());
    let clock = clock();
    let vault = Arc::new(vault(folder.path()));
    let attachments: Arc<dyn Attachments> = Arc::new(attachments(folder.path(), vault.clone()));
    let ledger = Ledger::open(
        store.clone(),
        vault,
        Box::new(ledger_entropy()),
        Arc::new(clock.clone()),
        OpenOptions { attachments: Some(attachments), ..OpenOptions::default() },
    )
    .await
    .unwrap();
    let people = fill(&ledger, &clock).await.unwrap_or_else(|error| panic!("{error:#}"));
    let log = store.read_all(0, cxl_store::MAX_PAGE).await.unwrap();
    Told { views: ledger.snapshot(), ledger, log, people, _folder: folder }
}

impl Told {
    /// The demo as known at a time and effective on a day.
    fn inquiry(&self, known: Option<KnownAt>, effective_on: Option<NaiveDate>) -> Inquiry<'_> {
        let question = Question { known, strict: false, effective_on };
        let point = question.resolve(&self.views, company::ZONE, self.ledger.now()).unwrap();
        Inquiry { views: &self.views, analyses: &self.ledger.analyses, as_of: point.as_of }
    }

    /// Now.
    fn now(&self) -> Inquiry<'_> {
        self.inquiry(None, None)
    }
}
