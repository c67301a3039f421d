//! The way from a node to its vault: connections that are made anew when they break.

use std::fmt;
use std::io;
use std::net::{TcpStream, ToSocketAddrs as _};
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use cxl_store::{DataKey, VaultError};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use uuid::Uuid;

use crate::frame::{Timed, receive, send};
use crate::protocol::{Answer, Request, VERSION};
use crate::tls::{Identity, TlsError};
use crate::turns::Turns;

/// How long a machine may take to answer at all.
const CONNECT: Duration = Duration::from_secs(2);

/// How long a request may take, with its answer.
const CALL: Duration = Duration::from_secs(5);

/// For how long after a failure the next asker gets the same answer at once, instead of waiting for it.
const BREATH: Duration = Duration::from_millis(500);

/// The most calls that are under way at a time, and connections that are kept for the next ones. A vault serves
/// many nodes, and more at a time would be no faster.
const AT_ONCE: usize = 16;

/// Where a vault is served: `https://HOST:PORT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    host: String,
    port: u16,
}

/// Not the address of a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a shared vault is named https://HOST:PORT, for example https://keyd.internal:7443")]
pub struct AddressError;

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let rest = text.strip_prefix("https://").ok_or(AddressError)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = rest.rsplit_once(':').ok_or(AddressError)?;
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let port = port.parse().map_err(|_| AddressError)?;
        // A name that no certificate could hold is no host.
        ServerName::try_from(host).map_err(|_| AddressError)?;
        Ok(Self { host: host.to_owned(), port })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// What a vault says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hello {
    /// The ledger whose keys it holds.
    pub ledger: Uuid,
    /// The secret with which every node signs its cursors.
    pub cursors: DataKey,
    /// How many codes it holds: some, if its ledger was ever served with people.
    pub codes: u64,
}

/// Connections to one vault.
pub(crate) struct Link {
    address: Address,
    server: ServerName<'static>,
    tls: Arc<ClientConfig>,
    idle: Mutex<Vec<Connection>>,
    turns: Turns,
    state: Mutex<State>,
}

type Connection = StreamOwned<ClientConnection, Timed>;

/// What is known of the vault.
#[derive(Default)]
struct State {
    /// Whose keys it holds, as it said the first time, or as was known before.
    ledger: Option<Uuid>,
    /// The epoch of its last answer, and when that came.
    contact: Option<(u64, Instant)>,
    /// Why it did not answer, if the last attempt failed, and when.
    failure: Option<(String, Instant)>,
    /// The certificate that it presented last, in DER.
    certificate: Option<Vec<u8>>,
}

impl Link {
    /// A way to the vault at an address, which must be that of `ledger` if one is given. Connects to nothing yet.
    pub(crate) fn new(address: Address, identity: &Identity, ledger: Option<Uuid>) -> Result<Self, TlsError> {
        let server = ServerName::try_from(address.host.clone());
        let server = server.map_err(|error| TlsError::Unfit(error.to_string()))?;
        let state = Mutex::new(State { ledger, ..State::default() });
        Ok(Self {
            address,
            server,
            tls: identity.client()?,
            idle: Mutex::default(),
            turns: Turns::new(AT_ONCE),
            state,
        })
    }

    /// Asks, unless the vault could not be reached a moment ago.
    pub(crate) fn call(&self, request: &Request) -> Result<(u64, Answer), VaultError> {
        self.refuse_to_wait_again()?;
        let _turn = self.turns.take(CALL).ok_or_else(|| {
            self.unreachable(format!("{AT_ONCE} calls have been under way for {} s", CALL.as_secs()))
        })?;
        // What those before have found out counts for whoever waited for them.
        self.refuse_to_wait_again()?;
        self.ask(request, u64::max)
    }

    fn refuse_to_wait_again(&self) -> Result<(), VaultError> {
        let failed = self.state().failure.clone();
        match failed.filter(|(_, at)| at.elapsed() < BREATH) {
            Some((reason, _)) => Err(self.unreachable(reason)),
            None => Ok(()),
        }
    }

    /// The epoch at which the vault is, whatever was heard before.
    pub(crate) fn look(&self) -> Result<u64, VaultError> {
        self.ask(&Request::Epoch, |_, told| told).map(|(epoch, _)| epoch)
    }

    /// Asks, whatever came of it before. `settle` chooses between the epoch that was known and the one that is
    /// told.
    fn ask(
        &self,
        request: &Request,
        settle: impl FnOnce(u64, u64) -> u64,
    ) -> Result<(u64, Answer), VaultError> {
        let exchanged = self.exchanged(request);
        let mut state = self.state();
        match exchanged {
            Ok((epoch, answer)) => {
                let known = state.contact.map_or(epoch, |(known, _)| known);
                state.contact = Some((settle(known, epoch), Instant::now()));
                state.failure = None;
                drop(state);
                self.judged(epoch, answer)
            }
            Err(error) => {
                let reason = error.to_string();
                state.failure = Some((reason.clone(), Instant::now()));
                drop(state);
                lock(&self.idle).clear();
                Err(self.unreachable(reason))
            }
        }
    }

    /// What the vault says of itself.
    pub(crate) fn hello(&self) -> Result<Hello, VaultError> {
        match self.ask(&Request::Hello { version: VERSION }, u64::max)? {
            (_, Answer::Hello { ledger, cursors, codes }) => Ok(Hello { ledger, cursors, codes }),
            _ => Err(self.strange()),
        }
    }

    /// The epoch of the last answer, if one came within `time`.
    pub(crate) fn epoch_within(&self, time: Duration) -> Option<u64> {
        self.state().contact.filter(|(_, at)| at.elapsed() < time).map(|(epoch, _)| epoch)
    }

    /// Why the vault did not answer, if the last attempt failed.
    pub(crate) fn failure(&self) -> Option<VaultError> {
        let failed = self.state().failure.clone();
        failed.map(|(reason, _)| self.unreachable(reason))
    }

    /// The certificate that the vault presented when it was last connected to, in DER.
    pub(crate) fn certificate(&self) -> Option<Vec<u8>> {
        self.state().certificate.clone()
    }

    /// An answer to something else than was asked.
    pub(crate) fn strange(&self) -> VaultError {
        self.unreachable("it answered something else than it was asked".to_owned())
    }

    fn unreachable(&self, reason: String) -> VaultError {
        VaultError::Unreachable { vault: self.address.to_string(), reason }
    }

    fn judged(&self, epoch: u64, answer: Answer) -> Result<(u64, Answer), VaultError> {
        match answer {
            Answer::UnknownKey(key) => Err(VaultError::UnknownKey { key }),
            Answer::Altered { key, place } => {
                Err(VaultError::Altered { key, place: format!("{place} of {}", self.address) })
            }
            Answer::Failed(reason) | Answer::NotUnderstood(reason) => Err(self.unreachable(reason)),
            answer => Ok((epoch, answer)),
        }
    }

    fn exchanged(&self, request: &Request) -> io::Result<(u64, Answer)> {
        let message = request.encode();
        let idle = lock(&self.idle).pop();
        if let Some(mut connection) = idle {
            match exchange(&mut connection, &message) {
                Ok(answer) => return Ok(self.keep(connection, answer)),
                Err(error) if error.kind() == io::ErrorKind::TimedOut => return Err(error),
                // The vault was restarted since; each request may be sent twice.
                Err(_) => {}
            }
        }
        let mut connection = self.connect()?;
        let answer = exchange(&mut connection, &message)?;
        Ok(self.keep(connection, answer))
    }

    fn keep(&self, connection: Connection, answer: (u64, Answer)) -> (u64, Answer) {
        let mut idle = lock(&self.idle);
        if idle.len() < AT_ONCE {
            idle.push(connection);
        }
        answer
    }

    /// A new connection, whose other end is the vault that it was before.
    fn connect(&self) -> io::Result<Connection> {
        let timed = Timed::new(self.reach()?, CALL)?;
        let tls =
            ClientConnection::new(Arc::clone(&self.tls), self.server.clone()).map_err(io::Error::other)?;
        let mut connection = StreamOwned::new(tls, timed);
        let hello = Request::Hello { version: VERSION }.encode();
        let (_, answer) = exchange(&mut connection, &hello)?;
        let presented = connection.conn.peer_certificates().and_then(<[_]>::first);
        self.state().certificate = presented.map(|certificate| certificate.to_vec());
        match answer {
            Answer::Hello { ledger, .. } => {
                let expected = *self.state().ledger.get_or_insert(ledger);
                if ledger == expected {
                    return Ok(connection);
                }
                Err(io::Error::other(format!("it holds the keys of ledger {ledger}, not of {expected}")))
            }
            Answer::NotUnderstood(reason) | Answer::Failed(reason) => Err(io::Error::other(reason)),
            _ => Err(io::Error::other("it does not say whose keys it holds")),
        }
    }

    fn reach(&self) -> io::Result<TcpStream> {
        let mut last = io::Error::new(io::ErrorKind::NotFound, "its name stands for no address");
        for address in (self.address.host.as_str(), self.address.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, CONNECT) {
                Ok(stream) => return Ok(stream),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

fn exchange(connection: &mut Connection, message: &[u8]) -> io::Result<(u64, Answer)> {
    connection.sock.within(CALL);
    send(connection, message)?;
    let received = receive(connection, |_| ())?;
    let received =
        received.ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "it ended the connection"))?;
    Answer::decode(&received).map_err(|malformed| io::Error::new(io::ErrorKind::InvalidData, malformed))
}

/// A panic elsewhere cannot leave these values half changed: each change is one assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_and_a_port() {
        for (text, shown) in [
            ("https://keyd:7443", "keyd:7443"),
            ("https://10.0.0.7:7443/", "10.0.0.7:7443"),
            ("https://[::1]:1", "[::1]:1"),
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), shown);
        }
        for text in
            ["keyd:7443", "http://keyd:7443", "https://keyd", "https://:1", "https://a b:1", "https://a:x"]
        {
            assert_eq!(text.parse::<Address>(), Err(AddressError), "{text}");
        }
    }
}
