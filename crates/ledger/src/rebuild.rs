//! Views folded anew from the log beside those that serve, and put in their place.
//!
//! For whoever doubts the views, or has mended a log at which they stopped. The new version is folded from
//! position 0 and from the log alone. While it grows the old one serves and follows. Once it has reached
//! the end of the log it takes the place of the old one at once, at the same position or a later one, and
//! the checkpoint is written anew. An event that can't be read ends the new version and leaves the old one
//! as it is.

use std::sync::Arc;
use std::time::Duration;

use cxl_store::StoreError;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::fold::Fold;
use crate::ledger::{Folded, Ledger, PAGE};
use crate::poison::Poison;

/// How far a new version of the views has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Rebuild {
    /// Events folded.
    pub done: u64,
    /// Events in the log, as far as it is known by now.
    pub total: u64,
    /// How long it has been going on, or went on.
    pub taken: Duration,
    /// How it ended, if it has.
    pub outcome: Option<RebuildOutcome>,
}

/// How a new version of the views ended.
#[derive(Debug, Clone, PartialEq)]
pub enum RebuildOutcome {
    /// It serves in place of the old one.
    TookOver,
    /// It stopped at an event that can't be read; the old one goes on serving.
    Stopped(Poison),
    /// The log did not answer; the old one goes on serving.
    Failed(String),
}

impl Rebuild {
    /// How many events are folded in a second.
    #[expect(clippy::cast_precision_loss, reason = "a rate is for people")]
    pub fn per_second(&self) -> f64 {
        self.done as f64 / self.taken.as_secs_f64().max(0.001)
    }

    /// How long it will go on at that rate; none before anything is folded, and once it has ended.
    #[expect(clippy::cast_precision_loss, reason = "an estimate is for people")]
    pub fn left(&self) -> Option<Duration> {
        let rate = self.per_second();
        let is_under_way = self.outcome.is_none() && rate > 0.0;
        let left = self.total.saturating_sub(self.done) as f64;
        is_under_way.then(|| Duration::try_from_secs_f64(left / rate).unwrap_or(Duration::MAX))
    }
}

/// What keeps a new version from being finished.
enum Broken {
    Poison(Poison),
    Store(StoreError),
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Ledger {
    /// Begins to fold a new version of the views, unless one is under way; answers whether it began now.
    pub fn rebuild(self: &Arc<Self>) -> bool {
        let started = Instant::now();
        let begins = self.rebuilding.send_if_modified(|rebuild| {
            let is_free = rebuild.as_ref().is_none_or(|last| last.outcome.is_some());
            if is_free {
                let total = self.health().log_len;
                *rebuild = Some(Rebuild { done: 0, total, taken: Duration::ZERO, outcome: None });
            }
            is_free
        });
        if begins {
            let ledger = Arc::clone(self);
            tokio::spawn(async move { ledger.fold_anew(started).await });
        }
        begins
    }

    /// How far the last new version of the views has come; it changes as that goes on.
    pub fn rebuilding(&self) -> watch::Receiver<Option<Rebuild>> {
        self.rebuilding.subscribe()
    }

    async fn fold_anew(&self, started: Instant) {
        tracing::info!("the views are folded anew");
        let outcome = match self.version(started).await {
            Ok(()) => RebuildOutcome::TookOver,
            Err(Broken::Poison(poison)) => RebuildOutcome::Stopped(poison),
            Err(Broken::Store(error)) => RebuildOutcome::Failed(error.to_string()),
        };
        match &outcome {
            RebuildOutcome::TookOver => tracing::info!("the views that were folded anew took over"),
            RebuildOutcome::Stopped(poison) => {
                tracing::error!(%poison, "the new views stopped; the old ones go on serving");
            }
            RebuildOutcome::Failed(error) => {
                tracing::error!(%error, "the new views were not finished; the old ones go on serving");
            }
        }
        self.tell(started, |rebuild| rebuild.outcome = Some(outcome));
    }

    /// Folds a new version and puts it in the place of the old one.
    async fn version(&self, started: Instant) -> Result<(), Broken> {
        let mut fold = Fold::default();
        while self.fold_page(&mut fold).await? > 0 {
            self.tell(started, |rebuild| {
                rebuild.done = fold.views.len;
                rebuild.total = self.health().log_len.max(fold.views.len);
            });
            // Others are served between two pages.
            tokio::task::yield_now().await;
        }
        // From here on the old version waits; nobody is to see a position go back.
        let mut live = self.fold.lock().await;
        while fold.views.len < live.views.len {
            self.fold_page(&mut fold).await?;
        }
        self.tell(started, |rebuild| (rebuild.done, rebuild.total) = (fold.views.len, fold.views.len));
        fold.keys = Vec::new();
        *live = fold;
        self.commands.store(Arc::clone(&live.commands));
        self.current.store(Arc::new(live.views.clone()));
        self.analyses.clear();
        self.folded.send_replace(Folded { len: live.views.len, poison: None, moved: Instant::now() });
        drop(live);
        if let Some(keeping) = &self.keeping {
            keeping.begin_anew().await;
        }
        Ok(())
    }

    /// Folds one page more; answers how many events that were.
    async fn fold_page(&self, fold: &mut Fold) -> Result<usize, Broken> {
        let page = self.store.read_all(fold.views.len, PAGE).await?;
        for recorded in &page {
            fold.apply(recorded).map_err(|error| Broken::Poison(Poison::of(recorded, &error)))?;
        }
        Ok(page.len())
    }

    fn tell(&self, started: Instant, change: impl FnOnce(&mut Rebuild)) {
        self.rebuilding.send_modify(|rebuild| {
            if let Some(rebuild) = rebuild {
                rebuild.taken = started.elapsed();
                change(rebuild);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told_by_the_rate_so_far() {
        let under_way = Rebuild { done: 300, total: 1_000, taken: Duration::from_secs(3), outcome: None };
        assert_eq!(under_way.left(), Some(Duration::from_secs(7)));
        assert_eq!(Rebuild { done: 0, ..under_way.clone() }.left(), None);
        assert_eq!(Rebuild { outcome: Some(RebuildOutcome::TookOver), ..under_way }.left(), None);
    }
}
