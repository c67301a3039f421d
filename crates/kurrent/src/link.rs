//! The way to the server: a client while it works, another one when it does not.
//!
//! The client has no failover, and after a failed connection it answers every later call with the same
//! error. So a client that failed is given up, and the next call builds another one.

use std::future::Future;
use std::sync::Arc;

use cxl_store::{Append, Revision};
use eventstore::{
    AppendToStreamOptions, Credentials, ReadAllOptions, ReadStream, ReadStreamOptions, StreamPosition,
    SubscriptionFilter,
};
use futures_util::future::join_all;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use crate::address::Address;
use crate::connection::Connection;
use crate::fault::Fault;
use crate::patience::{Patience, SHORTEST};
use crate::probe::obstacle;
use crate::wire::{Read, Token, proposed, stream_state};

/// The way to one server or cluster.
#[derive(Debug)]
pub(crate) struct Link {
    address: Address,
    patience: Patience,
    standing: Mutex<Standing>,
}

#[derive(Debug, Default)]
struct Standing {
    connection: Option<Arc<Connection>>,
    /// When the last attempt failed, and why: those who waited for it need not make another one each.
    failed: Option<(Instant, Fault)>,
}

/// What a page may hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    pub(crate) events: usize,
    /// Bytes of bodies and metadata after which a page ends early, so that large events cannot fill memory.
    pub(crate) bytes: usize,
}

/// Events in order, and what the server said with them.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) events: Vec<Read>,
    /// Whether it had no more of them.
    pub(crate) is_last: bool,
    /// Whether it has no such stream.
    pub(crate) is_of_nothing: bool,
}

struct NoSuchStream;

/// How many events of others the server passes over at a time: more would let it answer late, fewer often.
const SEARCH_WINDOW: u32 = 1_000;

impl Link {
    pub(crate) fn new(address: Address, patience: Patience) -> Self {
        Self { address, patience, standing: Mutex::default() }
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// Version of the server while it is connected.
    pub(crate) fn server(&self) -> Option<String> {
        // Whoever holds it is connecting at this moment.
        let standing = self.standing.try_lock().ok()?;
        standing.connection.as_ref().map(|connection| connection.server().to_owned())
    }

    /// Sends an append. On success its events stand at the revisions that follow what is expected: written
    /// now, or before.
    pub(crate) async fn append(&self, name: &str, append: &Append) -> Result<(), Fault> {
        let state = stream_state(append.expected).ok_or(Fault::WrongVersion)?;
        let options = AppendToStreamOptions::default().stream_state(state);
        let options = match self.credentials() {
            Some(credentials) => options.authenticated(credentials),
            None => options,
        };
        let events: Vec<_> = append.events.iter().map(proposed).collect();
        let connection = self.connection().await?;
        let written =
            self.answer(&connection, connection.client().append_to_stream(name, &options, events)).await?;
        // Its position may be 0/0, for a repetition, and is not looked at.
        let last = append.expected.next_revision().map(|first| first + append.events.len() as u64 - 1);
        if last == Some(written.next_expected_version) {
            return Ok(());
        }
        let at = written.next_expected_version;
        Err(Fault::Damaged(format!("the server put the end of an append to {name} at revision {at}")))
    }

    /// Reads a stream from a revision on; empty if it does not exist.
    pub(crate) async fn read_stream(&self, name: &str, from: Revision, room: Room) -> Result<Page, Fault> {
        let options = ReadStreamOptions::default().position(StreamPosition::Position(from)).forwards();
        self.read_stream_as(name, options, room).await
    }

    /// Number of events in a stream.
    pub(crate) async fn count_in(&self, name: &str) -> Result<u64, Fault> {
        let options = ReadStreamOptions::default().position(StreamPosition::End);
        let page = self.read_stream_as(name, options, Room { events: 1, bytes: usize::MAX }).await?;
        match page.events.last() {
            Some(last) => Ok(last.revision + 1),
            None if page.is_of_nothing => Ok(0),
            None => Err(Fault::Slow("it told nothing of a stream that it has".into())),
        }
    }

    /// Reads the log from a token on, which is included, or from its start: events of streams that begin
    /// with one of the prefixes, or of all streams if none is given.
    pub(crate) async fn read_all(
        &self,
        from: Option<Token>,
        prefixes: &[&str],
        room: Room,
    ) -> Result<Page, Fault> {
        let from = from.map_or(StreamPosition::Start, |token| StreamPosition::Position(token.into()));
        let mut filter = SubscriptionFilter::on_stream_name().max(SEARCH_WINDOW);
        for prefix in prefixes {
            filter = filter.add_prefix(prefix);
        }
        let options = ReadAllOptions::default().position(from).forwards();
        let options = if prefixes.is_empty() { options } else { options.filter(filter) };
        self.read_all_as(options, room).await
    }

    /// The last event of the whole log, of whatever stream; none if it is empty.
    pub(crate) async fn newest(&self) -> Result<Option<Read>, Fault> {
        let options = ReadAllOptions::default().position(StreamPosition::End);
        let page = self.read_all_as(options, Room { events: 1, bytes: usize::MAX }).await?;
        Ok(page.events.into_iter().next())
    }

    async fn read_stream_as(
        &self,
        name: &str,
        options: ReadStreamOptions,
        room: Room,
    ) -> Result<Page, Fault> {
        let options = options.max_count(room.events);
        let options = match self.credentials() {
            Some(credentials) => options.authenticated(credentials),
            None => options,
        };
        let connection = self.connection().await?;
        let stream = self.answer(&connection, connection.client().read_stream(name, &options)).await?;
        self.collect(&connection, stream, room).await
    }

    async fn read_all_as(&self, options: ReadAllOptions, room: Room) -> Result<Page, Fault> {
        let options = options.max_count(room.events);
        let options = match self.credentials() {
            Some(credentials) => options.authenticated(credentials),
            None => options,
        };
        let connection = self.connection().await?;
        let stream = self.answer(&connection, connection.client().read_all(&options)).await?;
        self.collect(&connection, stream, room).await
    }

    async fn collect(
        &self,
        connection: &Arc<Connection>,
        mut stream: ReadStream,
        room: Room,
    ) -> Result<Page, Fault> {
        let mut events = Vec::new();
        let mut bytes = 0;
        loop {
            let next = async {
                match stream.next().await {
                    Err(eventstore::Error::ResourceNotFound) => Ok(Err(NoSuchStream)),
                    next => next.map(Ok),
                }
            };
            let Ok(event) = self.answer(connection, next).await? else {
                return Ok(Page { events, is_last: true, is_of_nothing: true });
            };
            let Some(event) = event else {
                return Ok(Page { events, is_last: true, is_of_nothing: false });
            };
            let Some(event) = event.event else { continue };
            let event = Read::from(event);
            bytes += event.bytes();
            events.push(event);
            if events.len() >= room.events || bytes >= room.bytes {
                return Ok(Page { events, is_last: false, is_of_nothing: false });
            }
        }
    }

    fn credentials(&self) -> Option<Credentials> {
        self.address.credentials()
    }

    /// The answer to a call, if it comes in time. The client's own deadline is only a wish to the server.
    async fn answer<T>(
        &self,
        connection: &Arc<Connection>,
        call: impl Future<Output = eventstore::Result<T>>,
    ) -> Result<T, Fault> {
        let fault = match timeout(self.patience.answer, call).await {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(error)) => Fault::from(error),
            Err(_) => Fault::Lost(format!("no answer within {} s", self.patience.answer.as_secs_f32())),
        };
        if matches!(fault, Fault::Lost(_)) {
            self.give_up(connection).await;
        }
        Err(fault)
    }

    /// The connection that stands, or a new one.
    async fn connection(&self) -> Result<Arc<Connection>, Fault> {
        let mut standing = self.standing.lock().await;
        if let Some(connection) = &standing.connection {
            return Ok(Arc::clone(connection));
        }
        if let Some((when, fault)) = &standing.failed
            && when.elapsed() < SHORTEST
        {
            return Err(fault.clone());
        }
        match Connection::open(&self.address, self.patience).await {
            Ok(connection) => {
                tracing::info!(address = %self.address, server = connection.server(), "connected");
                let connection = Arc::new(connection);
                *standing = Standing { connection: Some(Arc::clone(&connection)), failed: None };
                Ok(connection)
            }
            Err(fault) => {
                let fault = self.explained(fault).await;
                standing.failed = Some((Instant::now(), fault.clone()));
                Err(fault)
            }
        }
    }

    /// Replaces a connection with the next call, unless somebody has done so already.
    pub(crate) async fn give_up(&self, connection: &Arc<Connection>) {
        let mut standing = self.standing.lock().await;
        if standing.connection.as_ref().is_some_and(|standing| Arc::ptr_eq(standing, connection)) {
            standing.connection = None;
        }
    }

    /// The reason behind a connection that failed: the client tells only that it did, and of a cluster only
    /// that no member was found.
    async fn explained(&self, fault: Fault) -> Fault {
        let Fault::Lost(text) = fault else { return fault };
        let probes = self.address.hosts().iter().map(|host| {
            let (address, host) = (self.address.clone(), host.clone());
            tokio::task::spawn_blocking(move || obstacle(&address, &host))
        });
        let mut told = Vec::new();
        for obstacle in join_all(probes).await.into_iter().flatten().flatten() {
            match obstacle {
                Fault::Lost(reason) => told.push(reason),
                refused => return refused,
            }
        }
        if told.is_empty() {
            Fault::Lost(format!("{text}; it accepts connections, so look at its own log for the reason"))
        } else {
            Fault::Lost(told.join("; "))
        }
    }
}
