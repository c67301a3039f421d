//! A ledger in a folder, with a clock that every look moves on by a microsecond.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use cxl_domain::code::Code;
use cxl_domain::id::{CommandId, PersonId, ProgramId};
use cxl_domain::text::Text;
use cxl_ledger::{Command, Executed, Ledger, LedgerClock, OpenOptions, Request};
use cxl_sqlite::SqliteLog;
use cxl_sqlite::keys::{KeyFiles, KeysDb, Refill};
use cxl_store::meta::Actor;
use cxl_store::{EventStore as _, SeededEntropy};
use rusqlite::Connection;
use uuid::Uuid;

use super::measure::Outcome;

pub(super) const LOG: &str = "ledger.db";
/// The files of a closed ledger.
pub(super) const FILES: [&str; 3] = [LOG, "keys.db", "kek"];

/// Every number once: for command ids, and for seeds that no vault sees again.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// More numbers than a run takes. Those of a run over a log of so many events begin at that many times this, so that
/// they are none of those with which the log was made.
const NUMBERS: u64 = 1 << 32;

pub(super) fn number() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub(super) fn command_id() -> CommandId {
    CommandId(Uuid::from_u128(u128::from(number())))
}

pub(super) fn text(typed: &str) -> Text {
    Text::typed(typed).expect("a text")
}

pub(super) fn code(typed: &str) -> Code {
    Code::parse(typed).expect("a code")
}

/// A made-up time.
#[derive(Clone)]
pub(super) struct Clock(Arc<AtomicI64>);

impl Clock {
    /// Ten in the morning of a day, UTC.
    pub(super) fn set(&self, day: NaiveDate) {
        let morning = day.and_hms_opt(10, 0, 0).expect("ten in the morning exists").and_utc();
        self.0.store(morning.timestamp_micros(), Ordering::Relaxed);
    }
}

impl LedgerClock for Clock {
    fn now(&self) -> DateTime<Utc> {
        let micros = self.0.fetch_add(1, Ordering::Relaxed);
        DateTime::from_timestamp_micros(micros).expect("a time within the calendar")
    }
}

/// An open ledger.
pub(super) struct World {
    pub(super) ledger: Arc<Ledger>,
    pub(super) log: Arc<SqliteLog>,
    pub(super) clock: Clock,
}

impl World {
    /// Opens the ledger in a folder, or makes an empty one.
    pub(super) async fn open(folder: &Path) -> Outcome<Self> {
        Self::open_with(folder, OpenOptions::default()).await
    }

    /// The same with more to say about how.
    pub(super) async fn open_with(folder: &Path, options: OpenOptions) -> Outcome<Self> {
        std::fs::create_dir_all(folder)?;
        let log = Arc::new(SqliteLog::open_or_create(&folder.join(LOG), Uuid::nil())?);
        NEXT.fetch_max(*log.head().borrow() * NUMBERS, Ordering::Relaxed);
        let entropy = || Box::new(SeededEntropy::numbered(number()));
        let files = KeyFiles::in_dir(folder);
        let vault = Arc::new(KeysDb::open_or_create(&files, Uuid::nil(), entropy(), Refill::Background)?);
        let clock = Clock(Arc::default());
        let ledger = Ledger::open(log.clone(), vault, entropy(), Arc::new(clock.clone()), options).await?;
        if let Some(last) = ledger.snapshot().last_recorded() {
            clock.0.store(last.0 + 1, Ordering::Relaxed);
        }
        Ok(Self { ledger, log, clock })
    }

    /// Closes the files and leaves nothing beside them.
    pub(super) async fn close(self) -> Outcome<()> {
        let Self { ledger, log, .. } = self;
        drop(ledger);
        while Arc::strong_count(&log) > 1 {
            tokio::task::yield_now().await;
        }
        let path = log.path().to_path_buf();
        drop(log);
        Ok(Connection::open(path)?.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    /// The administrator, who was there first.
    pub(super) fn administrator(&self) -> PersonId {
        self.ledger.snapshot().people().next().expect("the ledger is founded").state.id
    }

    /// The program with this code.
    pub(super) fn program(&self, program: &str) -> Option<ProgramId> {
        let head = cxl_domain::time::AsOf::head(NaiveDate::MAX);
        self.ledger.snapshot().program_by_code(&code(program), &head)
    }

    /// The administrator carries a command out.
    pub(super) async fn run(&self, command: Command) -> Outcome<Executed> {
        self.run_as(self.administrator(), command).await
    }

    pub(super) async fn run_as(&self, person: PersonId, command: Command) -> Outcome<Executed> {
        Ok(self.ledger.execute(Request::new(Actor::person(person), command_id(), command)).await?)
    }
}
