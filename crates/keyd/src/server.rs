//! A vault served to the nodes that share it.

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use cxl_store::{CodeClaim, DataKey, Vault, VaultError};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use uuid::Uuid;

use crate::frame::{Timed, receive, send};
use crate::open::{NotTaken, Open};
use crate::protocol::{Answer, Binding, Request, VERSION};
use crate::tls::{Identity, TlsError};

/// How long a stranger may take to show who it is.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// How long a request may take on its way, and its answer.
const TRANSFER: Duration = Duration::from_secs(10);

/// How long a connection may lie idle. Nodes show every second that they are there.
const IDLE: Duration = Duration::from_mins(1);

/// How long to wait after the system gave no connection, or no thread for one.
const PAUSE: Duration = Duration::from_millis(100);

/// What is served.
#[derive(Clone)]
pub struct Served {
    /// The vault.
    pub vault: Arc<dyn Vault>,
    /// The ledger whose keys it holds.
    pub ledger: Uuid,
    /// The secret with which every node signs its cursors.
    pub cursors: DataKey,
}

impl fmt::Debug for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Served").field("ledger", &self.ledger).finish_non_exhaustive()
    }
}

/// A running server of a vault. Dropped, it ends every connection; what was answered is durable.
///
/// A thread for each connection: nodes are few, and a vault waits for its disk.
pub struct Keyd {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

struct Shared {
    served: Served,
    tls: Arc<ServerConfig>,
    open: Mutex<Open>,
}

/// Why a vault is not served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The certificates are of no use.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The system gives no thread or no address.
    #[error("the vault can't be served: {0}")]
    System(#[from] io::Error),
}

impl Keyd {
    /// Serves on threads of its own from now on.
    pub fn start(listener: TcpListener, identity: &Identity, served: Served) -> Result<Self, ServeError> {
        let shared = Arc::new(Shared { served, tls: identity.server()?, open: Mutex::default() });
        let address = listener.local_addr()?;
        let accepting = Arc::clone(&shared);
        let thread = thread::Builder::new().name("keyd".to_owned());
        let accepting = thread.spawn(move || accepting.accept_until_closed(&listener))?;
        Ok(Self { address, shared, accepting: Some(accepting) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl fmt::Debug for Keyd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyd").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Drop for Keyd {
    fn drop(&mut self) {
        self.shared.open().close();
        // Whoever waits for a connection hears of the end by one.
        let woken = TcpStream::connect_timeout(&reachable(self.address), Duration::from_secs(1)).is_ok();
        if let Some(accepting) = self.accepting.take().filter(|_| woken) {
            // It has nobody left to report to; its panic was printed when it happened.
            let _ = accepting.join();
        }
    }
}

/// The address at which this machine reaches itself where it listens on all of its addresses.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

impl Shared {
    fn accept_until_closed(self: &Arc<Self>, listener: &TcpListener) {
        loop {
            let accepted = listener.accept();
            if self.open().is_closed() {
                return;
            }
            let taken = accepted.map_err(NotTaken::from).and_then(|(stream, peer)| self.take(stream, peer));
            if let Err(error) = taken {
                tracing::warn!(%error, "a connection was not taken");
                thread::sleep(PAUSE);
            }
        }
    }

    fn take(self: &Arc<Self>, stream: TcpStream, peer: SocketAddr) -> Result<(), NotTaken> {
        let number = self.open().take(&stream)?;
        let shared = Arc::clone(self);
        let thread = thread::Builder::new().name("keyd-connection".to_owned());
        let spawned = thread.spawn(move || {
            match shared.converse(stream, number) {
                Ok(()) => tracing::debug!(%peer, "a node has gone"),
                Err(error) => tracing::info!(%peer, %error, "a connection ended"),
            }
            shared.open().end(number);
        });
        if let Err(error) = spawned {
            self.open().end(number);
            return Err(error.into());
        }
        Ok(())
    }

    /// Answers one request after the other.
    fn converse(&self, stream: TcpStream, number: u64) -> Result<(), NotTaken> {
        let mut timed = Timed::new(stream, HANDSHAKE)?;
        let mut tls = ServerConnection::new(Arc::clone(&self.tls)).map_err(io::Error::other)?;
        while tls.is_handshaking() {
            tls.complete_io(&mut timed)?;
        }
        self.open().recognize(number)?;
        let mut stream = StreamOwned::new(tls, timed);
        loop {
            stream.sock.within(IDLE);
            let received = receive(&mut stream, |stream| stream.sock.within(TRANSFER))?;
            let Some(message) = received else { return Ok(()) };
            // Read before the answer: a key that was erased meanwhile is not taken for one of the new epoch.
            let epoch = self.served.vault.epoch();
            let answer = match Request::decode(&message) {
                Ok(request) => self.answer(request),
                Err(malformed) => Answer::NotUnderstood(malformed.to_string()),
            };
            stream.sock.within(TRANSFER);
            send(&mut stream, &answer.encode(epoch))?;
        }
    }

    fn answer(&self, request: Request) -> Answer {
        self.asked(request).unwrap_or_else(|error| {
            tracing::warn!(%error, "the vault did not answer");
            match error {
                VaultError::UnknownKey { key } => Answer::UnknownKey(key),
                VaultError::Altered { key, place } => Answer::Altered { key, place },
                error => Answer::Failed(error.to_string()),
            }
        })
    }

    fn asked(&self, request: Request) -> Result<Answer, VaultError> {
        let vault = &self.served.vault;
        Ok(match request {
            Request::Hello { version: VERSION } => {
                let Served { ledger, cursors, vault } = &self.served;
                Answer::Hello { ledger: *ledger, cursors: cursors.clone(), codes: vault.codes()? }
            }
            Request::Hello { version } => Answer::NotUnderstood(format!(
                "the vault speaks version {VERSION} and the node version {version}: use the same release on both sides"
            )),
            Request::Draw(count) => {
                Answer::Drawn((0..count).map(|_| vault.draw()).collect::<Result<_, _>>()?)
            }
            Request::Keys(ids) => {
                Answer::Keys(ids.into_iter().map(|id| vault.key(id)).collect::<Result<_, _>>()?)
            }
            Request::Missing(ids) => Answer::Missing(vault.missing(&ids)?),
            Request::Claim(Binding { code, person, key }) => {
                holder_after(vault.claim_code(&code, person, key)?, person)
            }
            Request::Replace(holder, Binding { code, person, key }) => {
                holder_after(vault.replace_code(&code, holder, person, key)?, person)
            }
            Request::Resolve(code) => Answer::Holder(vault.resolve_code(&code)?),
            Request::Epoch => Answer::Holder(None),
        })
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        // A panic elsewhere cannot leave the table half changed: each change is one call on it.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who holds a code after a claim of a person.
fn holder_after(claim: CodeClaim, person: Uuid) -> Answer {
    Answer::Holder(Some(match claim {
        CodeClaim::Claimed => person,
        CodeClaim::Held(holder) => holder,
    }))
}
