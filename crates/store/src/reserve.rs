//! Keys made beforehand, so that drawing one waits for no disk and no network.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::{self, JoinHandle};

use crate::vault::{DataKey, KeyId, VaultError};

const FIRST_BATCH: usize = 256;
const LARGEST_BATCH: usize = 4096;

/// Who makes the next batch of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refill {
    /// A thread of its own, as soon as half of the last batch is used: a draw practically never
    /// waits.
    Background,
    /// The draw that finds no key left: what is drawn when depends on the calls alone, as
    /// demonstrations and tests need it.
    Foreground,
}

/// Makes up to so many keys durable and gives them.
pub type Make = Box<dyn Fn(usize) -> Result<Vec<(KeyId, DataKey)>, VaultError> + Send + Sync>;

/// The stock of durable keys that nobody has drawn yet.
pub struct Reserve {
    shared: Arc<Shared>,
    refiller: Option<JoinHandle<()>>,
}

struct Shared {
    make: Make,
    stock: Mutex<Stock>,
    /// Tells the refiller that keys are wanted, or that the reserve closes.
    wanted: Condvar,
    /// Tells those who wait for a key that a batch was made, or failed.
    settled: Condvar,
}

struct Stock {
    ready: VecDeque<(KeyId, DataKey)>,
    /// Size of the next batch.
    batch: usize,
    /// Fewer ready keys than this, and the refiller starts.
    low: usize,
    wanted: bool,
    /// How many batches were tried.
    tried: u64,
    /// Why the last of them failed, if it did.
    failure: Option<VaultError>,
    closed: bool,
}

impl std::fmt::Debug for Reserve {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reserve").finish_non_exhaustive()
    }
}

impl Reserve {
    /// An empty stock. Fails only if the system gives no thread to [`Refill::Background`].
    pub fn start(refill: Refill, make: Make) -> io::Result<Self> {
        let stock = Stock {
            ready: VecDeque::new(),
            batch: FIRST_BATCH,
            low: 0,
            wanted: false,
            tried: 0,
            failure: None,
            closed: false,
        };
        let shared = Arc::new(Shared {
            make,
            stock: Mutex::new(stock),
            wanted: Condvar::new(),
            settled: Condvar::new(),
        });
        let refiller = match refill {
            Refill::Foreground => None,
            Refill::Background => {
                let shared = Arc::clone(&shared);
                let thread = thread::Builder::new().name("key-refill".to_owned());
                Some(thread.spawn(move || shared.refill_until_closed())?)
            }
        };
        Ok(Self { shared, refiller })
    }

    /// Has the first batch made now, so that not even the first draw waits; does nothing where each draw makes
    /// what it needs.
    pub fn fill(&self) {
        let mut stock = lock(&self.shared.stock);
        if self.refiller.is_some() && stock.ready.is_empty() {
            self.shared.want(&mut stock);
        }
    }

    /// The next key of the stock, if one can be had without any waiting.
    pub fn draw_ready(&self) -> Option<(KeyId, DataKey)> {
        // Whoever holds the stock may be making a batch.
        let mut stock = match self.shared.stock.try_lock() {
            Ok(stock) => stock,
            Err(TryLockError::Poisoned(stock)) => stock.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        self.take(&mut stock)
    }

    /// The next key of the stock.
    pub fn draw(&self) -> Result<(KeyId, DataKey), VaultError> {
        let mut stock = lock(&self.shared.stock);
        let tried_before = stock.tried;
        loop {
            if let Some(drawn) = self.take(&mut stock) {
                return Ok(drawn);
            }
            // What failed before this draw may work by now.
            if let Some(failure) = stock.failure.as_ref().filter(|_| stock.tried > tried_before) {
                return Err(failure.clone());
            }
            if stock.closed {
                return Err(VaultError::Stopped);
            }
            if self.refiller.is_some() {
                self.shared.want(&mut stock);
                stock = wait(&self.shared.settled, stock);
            } else {
                let made = (self.shared.make)(stock.batch);
                stock.settle(made);
            }
        }
    }

    fn take(&self, stock: &mut Stock) -> Option<(KeyId, DataKey)> {
        let drawn = stock.ready.pop_front()?;
        if self.refiller.is_some() && stock.ready.len() < stock.low {
            self.shared.want(stock);
        }
        Some(drawn)
    }
}

impl Drop for Reserve {
    fn drop(&mut self) {
        lock(&self.shared.stock).closed = true;
        self.shared.wanted.notify_one();
        if let Some(refiller) = self.refiller.take() {
            // It has nobody left to report to; its panic was printed when it happened.
            let _ = refiller.join();
        }
    }
}

impl Shared {
    fn want(&self, stock: &mut Stock) {
        if !stock.wanted {
            stock.wanted = true;
            self.wanted.notify_one();
        }
    }

    fn refill_until_closed(&self) {
        let _closing = CloseAtEnd(self);
        let mut stock = lock(&self.stock);
        while !stock.closed {
            if !stock.wanted {
                stock = wait(&self.wanted, stock);
                continue;
            }
            let batch = stock.batch;
            drop(stock);
            let made = (self.make)(batch);
            stock = lock(&self.stock);
            stock.settle(made);
            self.settled.notify_all();
        }
    }
}

/// Nobody waits for a refiller that is gone, even if it panicked.
struct CloseAtEnd<'a>(&'a Shared);

impl Drop for CloseAtEnd<'_> {
    fn drop(&mut self) {
        lock(&self.0.stock).closed = true;
        self.0.settled.notify_all();
    }
}

impl Stock {
    fn settle(&mut self, made: Result<Vec<(KeyId, DataKey)>, VaultError>) {
        self.wanted = false;
        self.tried += 1;
        match made {
            Ok(keys) => {
                self.ready.extend(keys);
                self.low = self.batch / 2;
                self.batch = (self.batch * 2).min(LARGEST_BATCH);
                self.failure = None;
            }
            Err(failure) => self.failure = Some(failure),
        }
    }
}

/// A panic elsewhere cannot leave the stock half changed: each change is one call on it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait<'a, T>(condition: &Condvar, guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
    condition.wait(guard).unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    /// Keys numbered from `first`.
    fn keys(first: u32, count: usize) -> Vec<(KeyId, DataKey)> {
        (first..)
            .take(count)
            .map(|number| (KeyId::from_bytes(u128::from(number).to_be_bytes()), DataKey::from_bytes([0; 32])))
            .collect()
    }

    fn reserve(
        refill: Refill,
        make: impl Fn(usize) -> Result<Vec<(KeyId, DataKey)>, VaultError> + Send + Sync + 'static,
    ) -> Reserve {
        Reserve::start(refill, Box::new(make)).unwrap()
    }

    #[test]
    fn batches_grow_with_use_up_to_a_limit() {
        let (told, sizes) = mpsc::channel();
        let reserve = reserve(Refill::Foreground, move |size| {
            told.send(size).unwrap();
            Ok(keys(0, size))
        });
        for _ in 0..=256 + 512 + 1024 + 2048 + 4096 {
            reserve.draw().unwrap();
        }
        assert_eq!(sizes.try_iter().collect::<Vec<_>>(), [256, 512, 1024, 2048, 4096, 4096]);
    }

    #[test]
    fn the_next_batch_is_made_when_half_of_the_last_is_used() {
        let (told, sizes) = mpsc::channel();
        let reserve = reserve(Refill::Background, move |size| {
            told.send(size).unwrap();
            Ok(keys(0, size))
        });
        (0..128).for_each(|_| drop(reserve.draw().unwrap()));
        assert_eq!(sizes.recv(), Ok(256));
        assert_eq!(sizes.try_recv(), Err(mpsc::TryRecvError::Empty));
        reserve.draw().unwrap();
        assert_eq!(sizes.recv_timeout(Duration::from_secs(30)), Ok(512));
    }

    #[test]
    fn the_first_batch_is_made_before_anybody_draws_where_that_is_asked_for() {
        let (told, sizes) = mpsc::channel();
        let reserve = reserve(Refill::Background, move |size| {
            told.send(size).unwrap();
            Ok(keys(0, size))
        });
        reserve.fill();
        assert_eq!(sizes.recv_timeout(Duration::from_secs(30)), Ok(256));
    }

    #[test]
    fn a_batch_that_failed_is_reported_and_tried_again() {
        for refill in [Refill::Background, Refill::Foreground] {
            let attempts = AtomicU32::new(0);
            let reserve = reserve(refill, move |size| match attempts.fetch_add(1, Ordering::Relaxed) {
                0 => Err(VaultError::UnknownKey { key: KeyId::from_bytes([7; 16]) }),
                _ => Ok(keys(0, size)),
            });
            assert!(matches!(reserve.draw(), Err(VaultError::UnknownKey { .. })), "{refill:?}");
            assert!(reserve.draw().is_ok(), "{refill:?}");
        }
    }

    #[test]
    fn a_failure_from_before_is_told_to_nobody_who_comes_later() {
        let attempts = AtomicU32::new(0);
        let reserve =
            reserve(Refill::Background, move |size| match attempts.fetch_add(1, Ordering::Relaxed) {
                0 => Err(VaultError::Stopped),
                _ => Ok(keys(0, size)),
            });
        reserve.fill();
        while lock(&reserve.shared.stock).tried == 0 {
            thread::yield_now();
        }
        assert!(reserve.draw().is_ok());
    }

    #[test]
    fn nobody_waits_for_a_refiller_that_is_gone() {
        let reserve = reserve(Refill::Background, |_| panic!("the thread ends here, on purpose"));
        for _ in 0..2 {
            assert!(matches!(reserve.draw(), Err(VaultError::Stopped)));
        }
    }

    #[test]
    fn a_key_is_ready_only_once_a_batch_was_made() {
        let reserve = reserve(Refill::Foreground, |size| Ok(keys(0, size)));
        assert!(reserve.draw_ready().is_none());
        let drawn: Vec<KeyId> = (0..255).map(|_| reserve.draw().unwrap().0).collect();
        let last = reserve.draw_ready().unwrap().0;
        assert_eq!(last, keys(255, 1)[0].0);
        assert!(!drawn.contains(&last) && reserve.draw_ready().is_none());
    }

    #[test]
    fn keys_are_drawn_in_the_order_in_which_they_were_made() {
        let reserve = reserve(Refill::Foreground, |size| Ok(keys(0, size)));
        let drawn: Vec<KeyId> = (0..256).map(|_| reserve.draw().unwrap().0).collect();
        let made: Vec<KeyId> = keys(0, 256).into_iter().map(|(id, _)| id).collect();
        assert_eq!(drawn, made);
    }
}
