//! The vault at the other end of a connection.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use cxl_store::reserve::{Refill, Reserve};
use cxl_store::{CodeClaim, DataKey, KeyId, Vault, VaultError};
use uuid::Uuid;

use crate::expiring::{Expiring, KEEP};
use crate::link::{Address, Hello, Link};
use crate::protocol::{Answer, Binding, MAX_IDS, MAX_KEYS, Request};
use crate::tls::{Identity, TlsError};

/// How often a node looks whether the vault is there, and at which epoch.
const LOOK: Duration = Duration::from_secs(1);

/// The epoch of a vault that has not answered for so long that it is not known. No vault gets that far.
const UNKNOWN_EPOCH: u64 = u64::MAX;

/// A vault that several nodes share, seen from one of them.
///
/// Keys are kept in memory for at most a minute, and are dropped as soon as the vault tells of another epoch,
/// which a node learns within a second. Keys to draw are fetched beforehand. When the vault can't be reached, every
/// call that needs it says so, and [`reachable`](Vault::reachable) tells why.
pub struct RemoteVault {
    shared: Arc<Shared>,
    reserve: Reserve,
    looking: Option<JoinHandle<()>>,
}

struct Shared {
    link: Link,
    kept: Mutex<Expiring>,
    closed: Mutex<bool>,
    closing: Condvar,
}

impl RemoteVault {
    /// The vault at an address, which need not be there yet. It must hold the keys of `ledger`; without one, of
    /// whichever ledger it says the first time.
    pub fn new(address: Address, identity: &Identity, ledger: Option<Uuid>) -> Result<Self, TlsError> {
        let shared = Arc::new(Shared {
            link: Link::new(address, identity, ledger)?,
            kept: Mutex::new(Expiring::new()),
            closed: Mutex::new(false),
            closing: Condvar::new(),
        });
        let thread_missing =
            |error: std::io::Error| TlsError::Unfit(format!("no thread to reach the vault: {error}"));
        let (drawing, looking) = (Arc::clone(&shared), Arc::clone(&shared));
        let reserve = Reserve::start(Refill::Background, Box::new(move |count| drawing.draw(count)));
        let thread = thread::Builder::new().name("vault-look".to_owned());
        let looking = thread.spawn(move || looking.look_until_closed()).map_err(thread_missing)?;
        Ok(Self { shared, reserve: reserve.map_err(thread_missing)?, looking: Some(looking) })
    }

    /// Has the first keys fetched now, so that not even the first draw waits.
    pub fn fill(&self) {
        self.reserve.fill();
    }

    /// What the vault says of itself.
    pub fn hello(&self) -> Result<Hello, VaultError> {
        self.shared.link.hello()
    }

    /// The certificate that the vault presented when it was last connected to, in DER; none before that.
    pub fn certificate(&self) -> Option<Vec<u8>> {
        self.shared.link.certificate()
    }
}

impl fmt::Debug for RemoteVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteVault").finish_non_exhaustive()
    }
}

impl Drop for RemoteVault {
    fn drop(&mut self) {
        *lock(&self.shared.closed) = true;
        self.shared.closing.notify_all();
        if let Some(looking) = self.looking.take() {
            // It has nobody left to report to; its panic was printed when it happened.
            let _ = looking.join();
        }
    }
}

impl Vault for RemoteVault {
    fn draw(&self) -> Result<(KeyId, DataKey), VaultError> {
        self.reserve.draw()
    }

    fn draw_ready(&self) -> Option<(KeyId, DataKey)> {
        self.reserve.draw_ready()
    }

    fn key(&self, id: KeyId) -> Result<Option<DataKey>, VaultError> {
        if let Some(key) = self.shared.known(id) {
            return Ok(key);
        }
        let keys = self.shared.fetch(&[id])?;
        keys.into_iter().next().ok_or_else(|| self.shared.link.strange())
    }

    fn prefetch(&self, ids: &[KeyId]) -> Result<(), VaultError> {
        let mut wanted: Vec<KeyId> =
            ids.iter().copied().filter(|id| self.shared.known(*id).is_none()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted.chunks(MAX_KEYS).try_for_each(|ids| self.shared.fetch(ids).map(drop))
    }

    fn missing(&self, ids: &[KeyId]) -> Result<Vec<KeyId>, VaultError> {
        let mut missing = Vec::new();
        for ids in ids.chunks(MAX_IDS) {
            match self.shared.call(&Request::Missing(ids.to_vec()))? {
                (_, Answer::Missing(absent)) => missing.extend(absent),
                _ => return Err(self.shared.link.strange()),
            }
        }
        Ok(missing)
    }

    fn epoch(&self) -> u64 {
        self.shared.link.epoch_within(KEEP).unwrap_or(UNKNOWN_EPOCH)
    }

    fn reachable(&self) -> Result<(), VaultError> {
        self.shared.link.failure().map_or(Ok(()), Err)
    }

    fn claim_code(&self, code: &str, person: Uuid, key: KeyId) -> Result<CodeClaim, VaultError> {
        self.shared.claim(&Request::Claim(Binding { code: code.to_owned(), person, key }), person)
    }

    fn replace_code(
        &self,
        code: &str,
        holder: Uuid,
        person: Uuid,
        key: KeyId,
    ) -> Result<CodeClaim, VaultError> {
        self.shared.claim(&Request::Replace(holder, Binding { code: code.to_owned(), person, key }), person)
    }

    fn resolve_code(&self, code: &str) -> Result<Option<Uuid>, VaultError> {
        match self.shared.call(&Request::Resolve(code.to_owned()))? {
            (_, Answer::Holder(holder)) => Ok(holder),
            _ => Err(self.shared.link.strange()),
        }
    }

    fn codes(&self) -> Result<u64, VaultError> {
        self.hello().map(|hello| hello.codes)
    }
}

impl Shared {
    fn call(&self, request: &Request) -> Result<(u64, Answer), VaultError> {
        let answered = self.link.call(request)?;
        lock(&self.kept).rise_to(answered.0);
        Ok(answered)
    }

    /// Whether a person holds a code after a claim, or who does.
    fn claim(&self, request: &Request, person: Uuid) -> Result<CodeClaim, VaultError> {
        match self.call(request)? {
            (_, Answer::Holder(Some(holder))) if holder == person => Ok(CodeClaim::Claimed),
            (_, Answer::Holder(Some(holder))) => Ok(CodeClaim::Held(holder)),
            _ => Err(self.link.strange()),
        }
    }

    #[expect(clippy::option_option, reason = "not known, known to be absent, and known")]
    fn known(&self, id: KeyId) -> Option<Option<DataKey>> {
        lock(&self.kept).known(id, Instant::now())
    }

    /// Fetches at most [`MAX_KEYS`] keys in one go, and keeps them.
    fn fetch(&self, ids: &[KeyId]) -> Result<Vec<Option<DataKey>>, VaultError> {
        match self.call(&Request::Keys(ids.to_vec()))? {
            (epoch, Answer::Keys(keys)) if keys.len() == ids.len() => {
                let (mut kept, now) = (lock(&self.kept), Instant::now());
                for (id, key) in ids.iter().zip(&keys) {
                    kept.keep(epoch, *id, key.clone(), now);
                }
                Ok(keys)
            }
            _ => Err(self.link.strange()),
        }
    }

    /// Draws up to so many keys in one go, and keeps them. While the vault is away this answers at once, since a
    /// command waits for it; the look that goes on beside finds it again.
    fn draw(&self, count: usize) -> Result<Vec<(KeyId, DataKey)>, VaultError> {
        if let Some(away) = self.link.failure() {
            return Err(away);
        }
        let count = u16::try_from(count.min(MAX_KEYS)).expect("an answer holds a few thousand keys");
        match self.call(&Request::Draw(count))? {
            (epoch, Answer::Drawn(drawn)) => {
                let (mut kept, now) = (lock(&self.kept), Instant::now());
                for (id, key) in &drawn {
                    kept.keep(epoch, *id, Some(key.clone()), now);
                }
                Ok(drawn)
            }
            _ => Err(self.link.strange()),
        }
    }

    fn look_until_closed(&self) {
        let mut closed = lock(&self.closed);
        while !*closed {
            drop(closed);
            if let Ok(epoch) = self.link.look() {
                lock(&self.kept).turn_to(epoch);
            }
            lock(&self.kept).drop_expired(Instant::now());
            closed = lock(&self.closed);
            if !*closed {
                let woken = self.closing.wait_timeout(closed, LOOK);
                closed = woken.unwrap_or_else(PoisonError::into_inner).0;
            }
        }
    }
}

/// A panic elsewhere cannot leave these values half changed: each change is one call on them.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
