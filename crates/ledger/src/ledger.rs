//! The ledger itself: opened from a log, followed by one task, asked by many.

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};

use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use cxl_domain::time::Position;
use cxl_store::attachments::Attachments;
use cxl_store::codec::DecodeError;
use cxl_store::{Entropy, EventStore, Gist, StoreError, StreamName, Vault};
use tokio::sync::{Mutex as AsyncMutex, watch};
use tokio::time::Instant;

use crate::analyses::Analyses;
use crate::checkpoint::Checkpoint;
use crate::checkpoint::keeping::Keeping;
use crate::commands::Commands;
use crate::fold::Fold;
use crate::foreseen::Foreseen;
use crate::keyed_lock::KeyedLock;
use crate::known_identities::KnownIdentities;
use crate::missing_keys::Missing;
use crate::poison::Poison;
use crate::rebuild::Rebuild;
use crate::search::Words;
use crate::texts::{TextCache, TextValue};
use crate::token_uses::TokenUses;
use crate::views::Views;

/// Where the ledger's time comes from.
pub trait LedgerClock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> DateTime<Utc>;
}

impl<F: Fn() -> DateTime<Utc> + Send + Sync + 'static> LedgerClock for F {
    fn now(&self) -> DateTime<Utc> {
        self()
    }
}

/// How far a rebuild has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Events folded.
    pub done: u64,
    /// Events in the log when the rebuild began.
    pub total: u64,
}

/// What opening needs to be told.
#[derive(Default)]
pub struct OpenOptions {
    /// Called as the rebuild goes on, not more often than once a page.
    pub progress: Option<Box<dyn Fn(Progress) + Send + Sync>>,
    /// Whether to go on writing although keys that the log uses are missing; recorded as a fact.
    pub accept_key_loss: bool,
    /// Where attached files lie; without one, none are attached.
    pub attachments: Option<Arc<dyn Attachments>>,
    /// Where the views are kept on disk, so that the next start is short; without one, nowhere.
    pub checkpoint: Option<Checkpoint>,
}

impl fmt::Debug for OpenOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenOptions").field("accept_key_loss", &self.accept_key_loss).finish_non_exhaustive()
    }
}

/// Why a ledger does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The log does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An event of the log can't be read.
    #[error(
        "{0}; nothing was changed: restore the log from a backup, or open it with the version that wrote it"
    )]
    Poison(#[from] DecodeError),
}

/// How the ledger is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Events in the log.
    pub log_len: u64,
    /// Events folded into the views.
    pub views_len: u64,
    /// The event at which the views stopped, if they did. They follow no further and go on serving.
    pub poison: Option<Poison>,
    /// Why nothing is written, if nothing is.
    pub read_only: Option<String>,
    /// How many keys that the log uses are not in the vault, as far as that is known: see
    /// [`Ledger::keys_judged`].
    pub missing_keys: u64,
    /// Why the vault can't be reached at present, if it can't: what was typed is unavailable, and nothing typed
    /// can be recorded.
    pub vault_away: Option<String>,
}

/// How far the views are, for those who wait.
#[derive(Debug, Clone)]
pub(crate) struct Folded {
    pub(crate) len: u64,
    pub(crate) poison: Option<Arc<Poison>>,
    /// When they last moved.
    pub(crate) moved: Instant,
}

impl Folded {
    /// Whether the event at `position` may still come.
    fn awaits(&self, position: Position) -> bool {
        self.len <= position && self.poison.is_none()
    }
}

/// The one door: commands in, answers out. Cheap to share behind an [`Arc`].
pub struct Ledger {
    pub(crate) store: Arc<dyn EventStore>,
    pub(crate) vault: Arc<dyn Vault>,
    pub(crate) attachments: Option<Arc<dyn Attachments>>,
    pub(crate) entropy: Mutex<Box<dyn Entropy + Send>>,
    pub(crate) clock: Arc<dyn LedgerClock>,
    pub(crate) current: ArcSwap<Views>,
    /// Held by whoever folds, be it the task that follows the log or somebody who waits for a position.
    pub(crate) fold: AsyncMutex<Fold>,
    /// What may be folded next.
    pub(crate) foreseen: Foreseen,
    pub(crate) commands: ArcSwap<Commands>,
    pub(crate) rebuilding: watch::Sender<Option<Rebuild>>,
    pub(crate) folded: watch::Sender<Folded>,
    pub(crate) keeping: Option<Keeping>,
    pub(crate) streams: KeyedLock<StreamName>,
    pub(crate) codes: KeyedLock<String>,
    pub(crate) text_cache: TextCache<TextValue>,
    /// For whom identities stood when the vault was asked last. Its key is drawn when the first one is asked for, so
    /// that what a ledger without any records from a seed stays the same.
    pub(crate) known_identities: OnceLock<KnownIdentities>,
    /// The words of texts as they are compared.
    pub(crate) word_cache: TextCache<Arc<Words>>,
    /// Charts and comparisons already computed.
    pub analyses: Analyses,
    /// When each token was last presented.
    pub token_uses: TokenUses,
    pub(crate) missing: Mutex<Missing>,
    /// Whether the vault was asked for all keys that the log used at the start.
    pub(crate) keys_judged: watch::Sender<bool>,
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").field("len", &self.snapshot().len).finish_non_exhaustive()
    }
}

/// How many events a page of the rebuild holds.
pub(crate) const PAGE: usize = 4096;

impl Ledger {
    /// Opens the ledger over a log: folds all of it, the beginning from the checkpoint if there is one, then
    /// follows it for as long as the ledger lives.
    pub async fn open(
        store: Arc<dyn EventStore>,
        vault: Arc<dyn Vault>,
        entropy: Box<dyn Entropy + Send>,
        clock: Arc<dyn LedgerClock>,
        options: OpenOptions,
    ) -> Result<Arc<Self>, OpenError> {
        let (mut fold, restored) =
            start(&*store, options.checkpoint.as_ref(), options.progress.as_deref()).await?;
        let keys = std::mem::take(&mut fold.keys);
        let ledger = Arc::new(Self {
            current: ArcSwap::from_pointee(fold.views.clone()),
            folded: watch::Sender::new(Folded { len: fold.views.len, poison: None, moved: Instant::now() }),
            rebuilding: watch::Sender::new(None),
            keeping: options.checkpoint.map(|checkpoint| Keeping::new(checkpoint, restored)),
            commands: ArcSwap::new(Arc::clone(&fold.commands)),
            fold: AsyncMutex::new(fold),
            foreseen: Foreseen::default(),
            store,
            vault,
            attachments: options.attachments,
            entropy: Mutex::new(entropy),
            clock,
            streams: KeyedLock::default(),
            codes: KeyedLock::default(),
            text_cache: TextCache::default(),
            known_identities: OnceLock::new(),
            word_cache: TextCache::default(),
            analyses: Analyses::default(),
            token_uses: TokenUses::default(),
            missing: Mutex::default(),
            keys_judged: watch::Sender::new(keys.is_empty()),
        });
        tokio::spawn(follow(Arc::downgrade(&ledger), ledger.store.head()));
        ledger.keep_checkpoint().await;
        ledger.judge_keys_beside(keys, options.accept_key_loss).await;
        Ok(ledger)
    }

    /// One consistent moment: everything acknowledged so far by this ledger's own `execute` is in it.
    pub fn snapshot(&self) -> Arc<Views> {
        self.current.load_full()
    }

    /// The present moment by the ledger's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Waits until the event at `position` is in the views, and answers them.
    ///
    /// Whoever waits folds, if nobody else does: that saves the switch to the task that follows the log.
    pub async fn await_position(&self, position: Position) -> Result<Arc<Views>, Stuck> {
        if let Some(views) = self.holding(position) {
            return Ok(views);
        }
        let (mut folded, mut head) = (self.folded.subscribe(), self.store.head());
        tokio::select! {
            biased;
            _ = head.wait_for(|len| *len > position) => {}
            _ = folded.wait_for(|folded| !folded.awaits(position)) => {}
        }
        if let Ok(mut fold) = self.fold.try_lock() {
            // A page that can't be read is the follower's to try again.
            let mut more = true;
            while more && self.folded.borrow().awaits(position) {
                more = self.catch_up(&mut fold).await.is_ok_and(|events| events > 0);
            }
        }
        let state = folded
            .wait_for(|folded| !folded.awaits(position))
            .await
            .map_err(|_| Stuck { position, error: "the ledger was closed".into() })?;
        match &state.poison {
            Some(poison) if poison.position <= position => {
                Err(Stuck { position: poison.position, error: poison.to_string() })
            }
            _ => {
                drop(state);
                Ok(self.snapshot())
            }
        }
    }

    /// The views, if the event at `position` is in them.
    fn holding(&self, position: Position) -> Option<Arc<Views>> {
        Some(self.snapshot()).filter(|views| views.len > position)
    }

    /// A view of how far the views are; it changes with every commit group.
    pub fn watch_len(&self) -> impl Fn() -> u64 + use<> {
        let folded = self.folded.subscribe();
        move || folded.borrow().len
    }

    /// The log under the ledger.
    pub fn store(&self) -> &Arc<dyn EventStore> {
        &self.store
    }

    /// The vault beside it.
    pub fn vault(&self) -> &Arc<dyn Vault> {
        &self.vault
    }

    /// Where attached files lie, if anywhere.
    pub fn attachments(&self) -> Option<&Arc<dyn Attachments>> {
        self.attachments.as_ref()
    }

    /// How the ledger is.
    pub fn health(&self) -> Health {
        let folded = self.folded.borrow().clone();
        let (missing_keys, key_loss) = self.missing_keys();
        let poison = folded.poison.map(Arc::unwrap_or_clone);
        let stuck = poison.as_ref().map(|poison| {
            format!(
                "the views stopped: {poison}; restore the log from a backup, or run the version that wrote it"
            )
        });
        Health {
            log_len: *self.store.head().borrow(),
            views_len: folded.len,
            poison,
            read_only: stuck.or(key_loss),
            missing_keys,
            vault_away: self.vault.reachable().err().map(|away| away.to_string()),
        }
    }

    /// Folds what the log holds beyond the views, one page; answers how many events that were.
    async fn catch_up(&self, fold: &mut Fold) -> Result<usize, StoreError> {
        let page = self.store.read_all(fold.views.len, PAGE).await?;
        let mut poison = None;
        for recorded in &page {
            match self.foreseen.take(recorded).map_or_else(|| Gist::of(recorded), Ok) {
                Ok(gist) => fold.fold(gist),
                Err(error) => {
                    let stopped = Poison::of(recorded, &error);
                    tracing::error!(poison = %stopped, "the views stopped and follow no further");
                    poison = Some(Arc::new(stopped));
                    break;
                }
            }
        }
        fold.keys.clear();
        // Taken apart only when nobody waits any more.
        let _earlier = self.current.swap(Arc::new(fold.views.clone()));
        let len = fold.views.len;
        self.folded.send_modify(|folded| {
            if folded.len < len {
                folded.moved = Instant::now();
            }
            (folded.len, folded.poison) = (len, poison);
        });
        Ok(page.len())
    }
}

/// The views stopped before the position that was waited for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the views stopped at position {position}: {error}")]
pub struct Stuck {
    /// Where they stopped.
    pub position: Position,
    /// What is wrong there.
    pub error: String,
}

/// Folds the whole log, what a checkpoint holds of it from there; answers how much that was.
async fn start(
    store: &dyn EventStore,
    checkpoint: Option<&Checkpoint>,
    progress: Option<&(dyn Fn(Progress) + Send + Sync)>,
) -> Result<(Fold, u64), OpenError> {
    let total = *store.head().borrow();
    let tell = |done: u64| {
        if let Some(progress) = progress {
            progress(Progress { done, total: total.max(done) });
        }
    };
    let mut fold = match checkpoint {
        Some(checkpoint) => checkpoint.restored(store, tell).await?,
        None => Fold::default(),
    };
    let restored = fold.views.len;
    rebuild(store, &mut fold, tell).await?;
    Ok((fold, restored))
}

/// Folds the rest of the log, reading the next page while one is folded. `seen` is told after each page how
/// many events are folded.
async fn rebuild(store: &dyn EventStore, fold: &mut Fold, seen: impl Fn(u64)) -> Result<(), OpenError> {
    let mut page = store.read_all(fold.views.len, PAGE).await?;
    while let Some(last) = page.last() {
        let next = last.position + 1;
        let fold_page = async {
            for recorded in &page {
                fold.apply(recorded)?;
            }
            Ok::<(), DecodeError>(())
        };
        // The read is polled first, so that the keeper works on it while this page is folded.
        let (read, folded) = tokio::join!(store.read_all(next, PAGE), fold_page);
        folded?;
        page = read?;
        seen(fold.views.len);
    }
    Ok(())
}

/// Follows the log for as long as the ledger and the log live.
async fn follow(ledger: std::sync::Weak<Ledger>, mut head: watch::Receiver<u64>) {
    loop {
        let Some(strong) = ledger.upgrade() else { return };
        if strong.folded.borrow().poison.is_some() {
            let mut folded = strong.folded.subscribe();
            drop(strong);
            // Views that are folded anew may get past it.
            if folded.wait_for(|folded| folded.poison.is_none()).await.is_err() {
                return;
            }
            continue;
        }
        let end = *head.borrow_and_update();
        if strong.folded.borrow().len < end {
            let mut fold = strong.fold.lock().await;
            // Somebody who waited may have been quicker.
            let caught_up = if fold.views.len < end { strong.catch_up(&mut fold).await } else { Ok(0) };
            drop(fold);
            if let Err(error) = caught_up {
                tracing::warn!(%error, "the log could not be read, trying again");
                drop(strong);
                tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            }
            continue;
        }
        drop(strong);
        if head.changed().await.is_err() {
            return;
        }
        tokio::time::sleep(LEAVE).await;
    }
}

/// For so long what was appended is left to whoever appended it: they fold it themselves, and to wake a task for
/// each commit as well would cost more than the fold.
const LEAVE: std::time::Duration = std::time::Duration::from_millis(1);

/// How far a clock may lie behind the newest recorded time before writing is refused.
pub(crate) const CLOCK_TOLERANCE_MICROS: i64 = 2_000_000;

impl Ledger {
    /// Why nothing may be written now, if nothing may.
    pub(crate) fn writing_refused(&self, views: &Views, now: DateTime<Utc>) -> Option<String> {
        if let Some(last) = views.last_recorded()
            && now.timestamp_micros() < last.0 - CLOCK_TOLERANCE_MICROS
        {
            return Some(format!(
                "this machine's clock ({now}) is behind the newest recorded time ({}): set the clock right",
                last.to_utc()
            ));
        }
        self.health().read_only
    }
}
