//! Reading what was counted.

use std::collections::HashMap;

use cxl_store::{MAX_BATCH, MAX_PAGE, Position, Recorded, Revision, StoreError, StreamName};
use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::time::{Instant, timeout_at};

use crate::counter::Counter;
use crate::fault::{Fault, no_answer};
use crate::link::{Page, Room};
use crate::patience::Pauses;
use crate::wire::Read;

/// Bytes of bodies and metadata after which a page ends early.
const PAGE_BYTES: usize = 16 << 20;
/// Revisions of one stream that lie no further apart are read together.
const TOGETHER: u64 = 16;
/// How many reads of one batch are under way at a time.
const AT_ONCE: usize = 8;

impl Counter {
    /// Events of one stream, as far as they are counted.
    pub(crate) async fn read_stream(
        &self,
        stream: &StreamName,
        from: Revision,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError> {
        let known = self.ranks().count_in(stream).saturating_sub(from);
        let events = limit.min(MAX_PAGE).min(usize::try_from(known).unwrap_or(usize::MAX));
        if events == 0 {
            return Ok(Vec::new());
        }
        let name = format!("{}{stream}", self.prefix());
        let room = Room { events, bytes: PAGE_BYTES };
        let read = || self.link.read_stream(&name, from, room);
        let page = self.patiently(read, "reading a stream").await?;
        let positions: Vec<_> = {
            let ranks = self.ranks();
            page.events.iter().map(|event| ranks.position(stream, event.revision)).collect()
        };
        if positions.is_empty() {
            return Err(self.vanished(&format!("{stream} has no event from revision {from} on")));
        }
        let events = page.events.into_iter().zip(positions).zip(from..).map(|((event, position), wanted)| {
            match position.filter(|_| event.revision == wanted) {
                Some(position) => Ok(event.recorded(stream.clone(), position)),
                None => Err(self.vanished(&format!("{stream} lacks revision {wanted}"))),
            }
        });
        events.collect()
    }

    /// Events of the ledger, as far as they are counted.
    pub(crate) async fn read_all(&self, from: Position, limit: usize) -> Result<Vec<Recorded>, StoreError> {
        let known = self.head.borrow().saturating_sub(from);
        let events = limit.min(MAX_PAGE).min(usize::try_from(known).unwrap_or(usize::MAX));
        if events == 0 {
            return Ok(Vec::new());
        }
        if let Some(page) = self.tail.read(from, events) {
            return Ok(page);
        }
        let Some((mut next, mark)) = self.ranks().start(from) else { return Ok(Vec::new()) };
        let mut token = mark.token;
        let skipped = usize::try_from(from - next).expect("a token lies close before");
        let room = Room { events: skipped + events, bytes: PAGE_BYTES };
        let prefixes = [self.prefix()];
        let mut seen = None;
        loop {
            let page = self
                .patiently(|| self.link.read_all(Some(token), &prefixes, room), "reading the log")
                .await?;
            let is_last = page.is_last;
            let unseen = page.events.into_iter().filter(|event| Some(event.token) > seen).collect::<Vec<_>>();
            seen = unseen.last().map(|last| last.token).or(seen);
            let recorded = self.recorded(unseen, &mut next, from)?;
            if !recorded.is_empty() {
                return Ok(recorded);
            }
            // A page of strangers only; the next one begins with the last of them.
            match seen.filter(|_| !is_last) {
                Some(last) => token = last,
                None => return Err(self.vanished(&format!("no event stands at position {from}"))),
            }
        }
    }

    /// The events at these positions, in the order asked.
    pub(crate) async fn read_events(&self, positions: &[Position]) -> Result<Vec<Recorded>, StoreError> {
        if positions.len() > MAX_BATCH {
            return Err(StoreError::TooMany { asked: positions.len(), limit: MAX_BATCH });
        }
        let newest =
            |position: &Position| self.tail.read(*position, 1).and_then(|page| page.into_iter().next());
        let mut found: HashMap<Position, Recorded> =
            positions.iter().filter_map(newest).map(|event| (event.position, event)).collect();
        let older: Vec<Position> =
            positions.iter().copied().filter(|position| !found.contains_key(position)).collect();
        let runs = self.runs(&older)?;
        let reads = runs.into_iter().map(|(stream, first, last)| async move {
            let mut events = Vec::new();
            let mut next = first;
            while next <= last {
                let page = self
                    .read_stream(&stream, next, usize::try_from(last - next + 1).unwrap_or(MAX_PAGE))
                    .await?;
                next += page.len() as u64;
                events.extend(page);
            }
            Ok::<_, StoreError>(events)
        });
        let pages: Vec<_> = stream::iter(reads).buffer_unordered(AT_ONCE).try_collect().await?;
        found.extend(pages.into_iter().flatten().map(|event| (event.position, event)));
        let pick = |position: &Position| {
            found.get(position).cloned().ok_or(StoreError::NoSuchPosition { position: *position })
        };
        positions.iter().map(pick).collect()
    }

    /// The parts of streams in which these positions lie: from one revision to another.
    fn runs(&self, positions: &[Position]) -> Result<Vec<(StreamName, Revision, Revision)>, StoreError> {
        let ranks = self.ranks();
        let mut places = Vec::with_capacity(positions.len());
        for position in positions {
            places.push(ranks.place(*position).ok_or(StoreError::NoSuchPosition { position: *position })?);
        }
        places.sort_unstable();
        let mut runs: Vec<(&StreamName, Revision, Revision)> = Vec::new();
        for (stream, revision) in places {
            match runs.last_mut() {
                Some((last, _, end)) if *last == stream && revision - *end <= TOGETHER => *end = revision,
                _ => runs.push((stream, revision, revision)),
            }
        }
        Ok(runs.into_iter().map(|(stream, first, last)| (stream.clone(), first, last)).collect())
    }

    /// Events of the log as this ledger knows them: the first one has position `next`, which moves on, and
    /// what lies before `from` is left out.
    fn recorded(
        &self,
        events: Vec<Read>,
        next: &mut Position,
        from: Position,
    ) -> Result<Vec<Recorded>, StoreError> {
        let ranks = self.ranks();
        let mut recorded = Vec::with_capacity(events.len());
        for event in events {
            let Some(stream) = self.stream(&event.stream) else { continue };
            // More may stand there than is counted.
            let Some(place) = ranks.place(*next) else { break };
            if place != (&stream, event.revision) {
                let (wanted, revision) = place;
                let found = format!("{stream} at revision {}", event.revision);
                return Err(
                    self.vanished(&format!("{found} stands where {wanted} at revision {revision} was"))
                );
            }
            if *next >= from {
                recorded.push(event.recorded(stream, *next));
            }
            *next += 1;
        }
        Ok(recorded)
    }

    /// Repeats a read until it succeeds or takes too long.
    async fn patiently<F>(&self, read: impl Fn() -> F, what: &str) -> Result<Page, StoreError>
    where
        F: Future<Output = Result<Page, Fault>>,
    {
        let deadline = Instant::now() + self.patience.whole;
        let mut pauses = Pauses::new(self.patience.longest_pause);
        loop {
            let fault = match timeout_at(deadline, read()).await {
                Ok(Ok(page)) => return Ok(page),
                Ok(Err(fault)) => fault,
                Err(_) => no_answer(),
            };
            let pause = pauses.next();
            if fault.is_final() || Instant::now() + pause >= deadline {
                return Err(self.told(fault, what));
            }
            tokio::time::sleep(pause).await;
        }
    }

    /// What was counted is no longer there.
    fn vanished(&self, detail: &str) -> StoreError {
        self.told(Fault::Damaged(format!("it was counted before, but now {detail}")), "reading")
    }
}
