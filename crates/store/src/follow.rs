//! Following the log: each event once, in order, from any position on.

use std::sync::{Arc, Weak};

use tokio::sync::watch;

use crate::error::StoreError;
use crate::port::{EventStore, MAX_PAGE, Position, Recorded};

/// Follows a log from position `from` on; `from` may lie beyond its end.
///
/// The follower does not keep the store alive.
pub fn follow(store: &Arc<dyn EventStore>, from: Position) -> Follower {
    Follower { store: Arc::downgrade(store), head: store.head(), next: from, page: 1_000 }
}

/// Reads the log page by page and waits at its end. Drops no event and repeats none.
#[derive(Debug)]
pub struct Follower {
    store: Weak<dyn EventStore>,
    head: watch::Receiver<u64>,
    next: Position,
    page: usize,
}

impl Follower {
    /// The most events that a page shall hold, at least 1 and at most [`MAX_PAGE`]; 1,000 unless set.
    pub fn pages_of(mut self, events: usize) -> Self {
        self.page = events.clamp(1, MAX_PAGE);
        self
    }

    /// Position of the next event to come.
    pub fn position(&self) -> Position {
        self.next
    }

    /// The next events, at least one, as soon as they are there; none once the store is dropped.
    ///
    /// After an error the follower stands where it stood and can be asked again. A future that is dropped
    /// loses nothing.
    pub async fn next_page(&mut self) -> Result<Option<Vec<Recorded>>, StoreError> {
        while *self.head.borrow_and_update() <= self.next {
            if self.head.changed().await.is_err() {
                return Ok(None);
            }
        }
        let Some(store) = self.store.upgrade() else { return Ok(None) };
        let page = store.read_all(self.next, self.page).await?;
        self.refuse_gaps(&page)?;
        self.next += page.len() as u64;
        Ok(Some(page))
    }

    fn refuse_gaps(&self, page: &[Recorded]) -> Result<(), StoreError> {
        let damaged =
            |detail| Err(StoreError::Corrupt { place: format!("the log at {}", self.next), detail });
        if page.is_empty() {
            return damaged("no event is there, although the log's head is beyond".into());
        }
        match page.iter().zip(self.next..).find(|(event, expected)| event.position != *expected) {
            Some((event, expected)) => {
                damaged(format!("position {} follows where {expected} should", event.position))
            }
            None => Ok(()),
        }
    }
}
