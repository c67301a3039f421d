//! Counts the ledger's events in the order of the server's log: the n-th has position n.
//!
//! The log is asked for pages from the last event that was seen, over and over: a page ends in order, so a
//! page that breaks or ends early is only asked for again, and nothing can be left out or counted twice.
//! What is asked for is the ledger's own streams; so that a ledger at rest among busy neighbors does not make
//! the server pass over their events for ever, an idle look asks for the stream of the newest event as well,
//! and goes on from there once it has been seen. A place in the log is only ever left behind by having read
//! an event beyond it.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use cxl_store::tail::Tail;
use cxl_store::{Position, Recorded, StoreError, StreamName};
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep, timeout};

use crate::fault::Fault;
use crate::kept::Kept;
use crate::link::{Link, Room};
use crate::patience::{Patience, Pauses};
use crate::ranks::{Mark, Ranks};
use crate::wire::{Read, Token};

/// What this process knows of the ledger, and how it gets to know more.
#[derive(Debug)]
pub(crate) struct Counter {
    pub(crate) link: Link,
    pub(crate) patience: Patience,
    prefix: String,
    ranks: RwLock<Ranks>,
    /// Where they are kept beyond the end of this process; none if they are not.
    kept: Option<Kept>,
    /// The newest events, for whoever follows.
    pub(crate) tail: Tail,
    pub(crate) head: watch::Sender<u64>,
    /// Asks for a look at the end of the log now.
    nudge: Notify,
    pub(crate) state: watch::Sender<State>,
}

/// How the counting goes.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    /// Whether everything that stood in the log at some moment has been counted.
    pub(crate) is_complete: bool,
    /// When the end of the log was seen last.
    pub(crate) complete_at: Option<Instant>,
    /// How many looks have failed since the start.
    pub(crate) failures: u64,
    /// Why the last one failed; none once one has succeeded.
    pub(crate) error: Option<StoreError>,
    /// How long the failures last; none once a look has succeeded.
    pub(crate) absence: Option<Absence>,
    /// Streams that begin like the ledger's and are not of their form.
    pub(crate) strangers: u64,
}

impl State {
    fn recover(&mut self) {
        self.error = None;
        self.absence = None;
    }
}

/// Looks that fail, one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Absence {
    pub(crate) since: Instant,
    /// When the next look is due.
    pub(crate) again: Instant,
}

/// Which end a look goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// The ledger's own newest event: an append waits for it.
    Own,
    /// The newest event of the whole log, passing over what is not ours.
    Whole,
    /// The same, passing over nothing: for a server that ends a search before it has found that event.
    Every,
}

/// One page of the log.
const PAGE: Room = Room { events: 4_096, bytes: 16 << 20 };
/// Between two looks while the server turns us away.
const TURNED_AWAY: Duration = Duration::from_secs(15);

impl Counter {
    pub(crate) fn new(link: Link, patience: Patience, kept: Option<Kept>) -> Self {
        Self {
            prefix: link.address().ledger().prefix(),
            link,
            patience,
            ranks: RwLock::default(),
            kept,
            tail: Tail::default(),
            head: watch::Sender::new(0),
            nudge: Notify::new(),
            state: watch::Sender::default(),
        }
    }

    pub(crate) fn ranks(&self) -> RwLockReadGuard<'_, Ranks> {
        self.ranks.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What every stream of the ledger begins with.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Asks for a look at the end of the log now.
    pub(crate) fn nudge(&self) {
        self.nudge.notify_one();
    }

    /// Counts until the task is aborted.
    pub(crate) async fn run(self: Arc<Self>) {
        let mut scanned = self.restore().await;
        let mut look = Look::Whole;
        let mut pauses = Pauses::new(self.patience.longest_pause);
        loop {
            let outcome = self.look(look, &mut scanned).await;
            self.keep(false).await;
            look = match outcome {
                Ok(Some(next)) => {
                    self.answered();
                    next
                }
                Ok(None) => {
                    pauses = Pauses::new(self.patience.longest_pause);
                    let nudged = timeout(self.patience.idle, self.nudge.notified()).await.is_ok();
                    if nudged && self.state.borrow().is_complete { Look::Own } else { Look::Whole }
                }
                Err(fault) => {
                    let pause = if fault.is_final() { TURNED_AWAY } else { pauses.next() };
                    self.failed(fault, pause);
                    // A server that does not answer is left in peace, however many appends wait for it.
                    sleep(pause).await;
                    Look::Whole
                }
            };
        }
    }

    /// Takes up what an earlier process counted, as far as the server tells the same, and answers where that ends.
    async fn restore(self: &Arc<Self>) -> Option<Token> {
        let ranks = self.with_kept(Kept::read).await?;
        let (last, mark) = ranks.start(Position::MAX)?;
        let mut pauses = Pauses::new(self.patience.longest_pause);
        loop {
            match self.is_same(&ranks, last, mark).await {
                Ok(true) => {
                    let events = ranks.count();
                    tracing::info!(events, "so many events were counted by an earlier process");
                    *self.ranks.write().unwrap_or_else(PoisonError::into_inner) = ranks;
                    self.head.send_replace(events);
                    return Some(mark.token);
                }
                Ok(false) => {
                    self.with_kept(|kept| kept.discard("the log on the server is another one")).await;
                    return None;
                }
                Err(fault) => {
                    let pause = if fault.is_final() { TURNED_AWAY } else { pauses.next() };
                    self.failed(fault, pause);
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }

    /// Whether the server tells of the first event and of the last marked one what was kept.
    async fn is_same(&self, ranks: &Ranks, last: Position, mark: Mark) -> Result<bool, Fault> {
        let one = Room { events: 1, bytes: usize::MAX };
        let Some(((first, _), (_, first_mark))) = ranks.place(0).zip(ranks.start(0)) else {
            return Ok(false);
        };
        let name = format!("{}{first}", self.prefix);
        let begins = self.link.read_stream(&name, 0, one).await?;
        let there = self.link.read_all(Some(mark.token), &[&self.prefix], one).await?;
        let is_there = there.events.first().is_some_and(|event| {
            let place = self.stream(&event.stream).map(|stream| (stream, event.revision));
            let kept = ranks.place(last).map(|(stream, revision)| (stream.clone(), revision));
            (event.token, event.id) == (mark.token, mark.id) && place == kept
        });
        Ok(is_there && begins.events.first().is_some_and(|event| event.id == first_mark.id))
    }

    /// Writes the ranks to where they are kept: what fills a file, and with `rest` everything. A failure costs the
    /// next start some time, and nothing else.
    pub(crate) async fn keep(self: &Arc<Self>, rest: bool) {
        if !self.kept.as_ref().is_some_and(|kept| rest || kept.is_due(self.ranks().count())) {
            return;
        }
        let this = Arc::clone(self);
        if let Some(Err(error)) = self.with_kept(move |kept| kept.write(&this.ranks, rest)).await {
            tracing::warn!(%error, "the ranks of events were not kept; the next start takes longer");
        }
    }

    /// Does what blocks on a thread for that; nothing where no ranks are kept.
    async fn with_kept<T: Send + 'static>(
        self: &Arc<Self>,
        act: impl FnOnce(&Kept) -> T + Send + 'static,
    ) -> Option<T> {
        self.kept.as_ref()?;
        let this = Arc::clone(self);
        tokio::task::spawn_blocking(move || this.kept.as_ref().map(act)).await.ok().flatten()
    }

    /// Counts one page, and tells how to look on at once; none if nothing more is to be seen now.
    async fn look(&self, look: Look, scanned: &mut Option<Token>) -> Result<Option<Look>, Fault> {
        let newest = match look {
            Look::Own => None,
            Look::Whole | Look::Every => {
                let newest = self.link.newest().await?.map(|newest| (newest.token, newest.stream));
                let goal = newest.as_ref().map(|(token, _)| *token);
                if goal == *scanned {
                    self.completed();
                    return Ok(None);
                }
                if goal < *scanned {
                    // A node that was not the leader a moment ago may know less than the one before, for a while.
                    return Err(Fault::Slow("its log ends before what was read from it earlier".into()));
                }
                newest
            }
        };
        let mut prefixes = Vec::new();
        if look != Look::Every {
            prefixes.push(self.prefix.as_str());
            prefixes.extend(newest.as_ref().map(|(_, stream)| stream.as_str()));
        }
        let page = self.link.read_all(*scanned, &prefixes, PAGE).await?;
        let (is_last, before) = (page.is_last, *scanned);
        // The page begins with the last event that was seen.
        let unseen = page.events.into_iter().filter(|event| Some(event.token) > *scanned).collect();
        self.count(unseen, scanned)?;
        let is_complete = newest.is_some_and(|(goal, _)| Some(goal) <= *scanned);
        if is_complete {
            self.completed();
        }
        Ok(match look {
            _ if !is_last => Some(look),
            // What an append waits for is not found this way, or was counted by the look before.
            Look::Own if *scanned == before => Some(Look::Whole),
            Look::Whole if !is_complete => Some(Look::Every),
            _ => None,
        })
    }

    /// Counts these events. Until all of them are in place nothing is told of any: whoever finds an event counted also
    /// finds it below the head, and an append that waits for its event does not answer before the head has risen.
    fn count(&self, events: Vec<Read>, scanned: &mut Option<Token>) -> Result<(), Fault> {
        let mut ranks = self.ranks.write().unwrap_or_else(PoisonError::into_inner);
        let mut counted = Vec::with_capacity(events.len());
        let outcome = events.into_iter().try_for_each(|event| {
            let token = event.token;
            if event.stream.starts_with(&self.prefix) {
                counted.extend(self.count_one(&mut ranks, event)?);
            }
            *scanned = Some(token);
            Ok(())
        });
        if !counted.is_empty() {
            self.tail.extend(counted.into_iter());
            self.head.send_replace(ranks.count());
        }
        outcome
    }

    fn count_one(&self, ranks: &mut Ranks, event: Read) -> Result<Option<Recorded>, Fault> {
        let Some(stream) = self.stream(&event.stream) else {
            tracing::warn!(stream = %event.stream, "not a stream of a ledger: passed over");
            self.state.send_modify(|state| state.strangers += 1);
            return Ok(None);
        };
        let pushed = ranks.push(&stream, event.revision, Mark { token: event.token, id: event.id });
        let position = pushed.map_err(|misfit| Fault::Damaged(misfit.to_string()))?;
        Ok(Some(event.recorded(stream, position)))
    }

    /// The stream of this full name, if the ledger has such a one.
    pub(crate) fn stream(&self, name: &str) -> Option<StreamName> {
        name.strip_prefix(&self.prefix)?.parse().ok()
    }

    /// Position of an event, once it is counted.
    pub(crate) fn position(&self, stream: &StreamName, revision: u64) -> Option<Position> {
        self.ranks().position(stream, revision)
    }

    fn completed(&self) {
        self.state.send_modify(|state| {
            state.is_complete = true;
            state.complete_at = Some(Instant::now());
            state.recover();
        });
    }

    /// A look came through, and another one follows at once.
    fn answered(&self) {
        self.state.send_if_modified(|state| state.error.is_some().then(|| state.recover()).is_some());
    }

    fn failed(&self, fault: Fault, pause: Duration) {
        let error = self.told(fault, "following the log");
        tracing::warn!(error = %error, cause = ?std::error::Error::source(&error).map(ToString::to_string), "the log cannot be followed");
        self.state.send_modify(|state| {
            let now = Instant::now();
            state.failures += 1;
            state.error = Some(error);
            let since = state.absence.map_or(now, |absence| absence.since);
            state.absence = Some(Absence { since, again: now + pause });
        });
    }

    /// What a fault means for the operator, when it came up while doing `what`.
    pub(crate) fn told(&self, fault: Fault, what: &str) -> StoreError {
        let server = self.link.address().to_string();
        let unavailable = |text: String| StoreError::Unavailable {
            what: format!("{what} at {server}"),
            source: Arc::from(Box::<dyn std::error::Error + Send + Sync>::from(text)),
        };
        match fault {
            Fault::Refused(reason) => StoreError::Refused { server, reason },
            Fault::Damaged(detail) => StoreError::Corrupt { place: server, detail },
            Fault::Lost(text) | Fault::Slow(text) => unavailable(text),
            Fault::NotLeader => unavailable("the cluster has no leader at the moment".into()),
            Fault::WrongVersion | Fault::TooLarge(_) => unavailable("an answer that fits no question".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use cxl_store::StreamKind;
    use uuid::Uuid;

    use super::*;
    use crate::address::Address;

    /// Two threads at once, whatever the order in which they come: one counts pages, one looks at what is counted.
    #[test]
    fn what_is_counted_lies_below_the_head_at_every_moment() {
        let address = Address::parse("kurrentdb://127.0.0.1:1?tls=false").unwrap();
        let counter = Counter::new(Link::new(address, Patience::default()), Patience::default(), None);
        let stream = StreamName::new(StreamKind::new("thing").unwrap(), Uuid::nil());
        let (pages, page) = (20, PAGE.events as u64);
        let last = pages * page - 1;
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut scanned = None;
                for number in 0..pages {
                    let events = (number * page..(number + 1) * page)
                        .map(|revision| Read::nth(format!("{}{stream}", counter.prefix()), revision))
                        .collect();
                    counter.count(events, &mut scanned).unwrap();
                }
            });
            let mut next = 0;
            while next <= last {
                if let Some(position) = counter.position(&stream, next) {
                    let head = *counter.head.borrow();
                    assert!(
                        position < head,
                        "revision {next} is counted at {position}, and the head is {head}"
                    );
                    next = head;
                }
            }
        });
    }
}
