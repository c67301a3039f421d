//! A keeper that misbehaves, or is watched, in one thing and is another keeper in all else.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::watch;

use crate::error::{AppendError, StoreError};
use crate::port::{Append, Appended, EventStore, Position, Recorded, Revision};
use crate::stream::StreamName;

/// What becomes of calls on their way to a keeper. Whatever is not taken over reaches it as it was made.
#[async_trait]
pub trait Intercept: Send + Sync + 'static {
    /// Takes the place of [`EventStore::append`].
    async fn append(&self, keeper: &dyn EventStore, append: Append) -> Result<Appended, AppendError> {
        keeper.append(append).await
    }

    /// Takes the place of [`EventStore::read_stream`].
    async fn read_stream(
        &self,
        keeper: &dyn EventStore,
        (stream, from, limit): (&StreamName, Revision, usize),
    ) -> Result<Vec<Recorded>, StoreError> {
        keeper.read_stream(stream, from, limit).await
    }

    /// Takes the place of [`EventStore::read_all`].
    async fn read_all(
        &self,
        keeper: &dyn EventStore,
        from: Position,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError> {
        keeper.read_all(from, limit).await
    }

    /// Takes the place of [`EventStore::read_events`].
    async fn read_events(
        &self,
        keeper: &dyn EventStore,
        positions: &[Position],
    ) -> Result<Vec<Recorded>, StoreError> {
        keeper.read_events(positions).await
    }

    /// Takes the place of [`EventStore::head`].
    fn head(&self, keeper: &dyn EventStore) -> watch::Receiver<u64> {
        keeper.head()
    }
}

/// A keeper, and what becomes of calls on their way to it. For tests.
pub struct Intercepted<I> {
    keeper: Arc<dyn EventStore>,
    /// What becomes of calls.
    pub by: I,
}

impl<I: Intercept> Intercepted<I> {
    /// The keeper with this between it and whoever calls.
    pub fn new(keeper: impl EventStore, by: I) -> Arc<Self> {
        Self::over(Arc::new(keeper), by)
    }

    /// The same over a keeper that others have too.
    pub fn over(keeper: Arc<dyn EventStore>, by: I) -> Arc<Self> {
        Arc::new(Self { keeper, by })
    }
}

#[async_trait]
impl<I: Intercept> EventStore for Intercepted<I> {
    async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        self.by.append(&*self.keeper, append).await
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError> {
        self.by.read_stream(&*self.keeper, (stream, from, limit)).await
    }

    async fn read_all(&self, from: Position, limit: usize) -> Result<Vec<Recorded>, StoreError> {
        self.by.read_all(&*self.keeper, from, limit).await
    }

    async fn read_events(&self, positions: &[Position]) -> Result<Vec<Recorded>, StoreError> {
        self.by.read_events(&*self.keeper, positions).await
    }

    fn head(&self) -> watch::Receiver<u64> {
        self.by.head(&*self.keeper)
    }
}
