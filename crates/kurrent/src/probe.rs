//! What a host shows to whoever connects. The client keeps to itself why it cannot, and what it sees.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use crate::address::{Address, Host};
use crate::fault::Fault;
use crate::gossip::{self, Member};

/// For each of connecting, sending and receiving.
const PATIENCE: Duration = Duration::from_secs(2);
/// More bytes than an answer has.
const LONGEST_ANSWER: usize = 256 * 1024;

/// What one host of an address shows.
#[derive(Debug, Clone)]
pub struct Looked {
    /// The host and its port.
    pub host: String,
    /// What it showed, or why it cannot be reached.
    pub shown: Result<Shown, String>,
}

/// What a host shows to whoever connects.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// The certificate that it presents, in DER; none where the connection is not encrypted or nothing is verified.
    pub certificate: Option<Vec<u8>>,
    /// Its clock, as the header `Date` of an answer tells it, to the second; none if it answers no plain HTTP.
    pub date: Option<String>,
    /// The members of its cluster; one for a node alone. None if it does not tell them to whoever asks.
    pub members: Option<Vec<Member>>,
}

impl Address {
    /// Looks at every host that is named, one connection each, and asks it nothing that needs a user unless somebody
    /// set it up so.
    pub async fn look(&self) -> Vec<Looked> {
        let looks = self.hosts().iter().map(|host| {
            let (address, host) = (self.clone(), host.clone());
            let name = host.to_string();
            let look = tokio::task::spawn_blocking(move || shown(&address, &host));
            async move {
                let broken_off = |_| Err(io::Error::other("the look at it broke off"));
                let shown = look.await.unwrap_or_else(broken_off).map_err(|error| error.to_string());
                Looked { host: name, shown }
            }
        });
        join_all(looks).await
    }
}

/// Tries the way that the client takes to a host, as far as the encrypted connection; none if it is open.
/// Blocks for some seconds at most.
pub(crate) fn obstacle(address: &Address, host: &Host) -> Option<Fault> {
    let error = Way::open(address, host).err()?;
    Some(match error.get_ref().and_then(|error| error.downcast_ref::<rustls::Error>()) {
        Some(error) => Fault::Refused(format!(
            "{host}: the encrypted connection fails ({error}): check tlsCaFile, that the certificate names \
             this host, and whether the server speaks TLS at all (tls=false if not)"
        )),
        None => Fault::Lost(format!("{host}: {error}")),
    })
}

fn shown(address: &Address, host: &Host) -> io::Result<Shown> {
    let mut way = Way::open(address, host)?;
    let certificate = way.certificate();
    // A host that answers no such question has been reached nevertheless.
    let answer = way.ask(host).unwrap_or_default();
    Ok(Shown { certificate, date: date_of(&answer), members: gossip::members_of(&answer) })
}

/// A connection to a host.
enum Way {
    Plain(TcpStream),
    Encrypted(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Way {
    fn open(address: &Address, host: &Host) -> io::Result<Self> {
        let socket = connect(host)?;
        let Some(roots) = address.roots()? else { return Ok(Self::Plain(socket)) };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from(host.bare_name().to_owned()).map_err(io::Error::other)?;
        let tls = ClientConnection::new(Arc::new(config), name).map_err(io::Error::other)?;
        let mut stream = Box::new(StreamOwned::new(tls, socket));
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock)?;
        }
        Ok(Self::Encrypted(stream))
    }

    fn certificate(&self) -> Option<Vec<u8>> {
        match self {
            Self::Plain(_) => None,
            Self::Encrypted(stream) => Some(stream.conn.peer_certificates()?.first()?.to_vec()),
        }
    }

    /// The answer to a question about the cluster, head and all. Any web server understands the question, and ends
    /// the connection after the answer to one of this version.
    fn ask(&mut self, host: &Host) -> io::Result<String> {
        let path = gossip::PATH;
        let question = format!("GET {path} HTTP/1.0\r\nHost: {host}\r\nAccept: application/json\r\n\r\n");
        match self {
            Self::Plain(stream) => answer(stream, &question),
            Self::Encrypted(stream) => answer(stream, &question),
        }
    }
}

impl Drop for Way {
    fn drop(&mut self) {
        if let Self::Encrypted(stream) = self {
            // Said in order, so that the server does not take it for a fault; what is left unsaid harms nobody.
            stream.conn.send_close_notify();
            let _ = stream.conn.complete_io(&mut stream.sock);
        }
    }
}

fn answer(stream: &mut (impl Read + Write), question: &str) -> io::Result<String> {
    stream.write_all(question.as_bytes())?;
    stream.flush()?;
    let (mut answer, mut block, begun) = (Vec::new(), [0; 4096], Instant::now());
    while answer.len() < LONGEST_ANSWER && begun.elapsed() < PATIENCE {
        match stream.read(&mut block) {
            Ok(0) => break,
            Ok(read) => answer.extend(&block[..read]),
            // What came until then is an answer, or is found to be none.
            Err(_) if !answer.is_empty() => break,
            Err(error) => return Err(error),
        }
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn date_of(head: &str) -> Option<String> {
    let mut lines = head.split("\r\n").take_while(|line| !line.is_empty());
    lines.next()?.strip_prefix("HTTP/1.")?;
    let is_date =
        |(name, value): (&str, &str)| name.eq_ignore_ascii_case("date").then(|| value.trim().to_owned());
    lines.find_map(|line| line.split_once(':').and_then(is_date))
}

fn connect(host: &Host) -> io::Result<TcpStream> {
    let mut failed = io::Error::other("its name stands for no address");
    for address in (host.bare_name(), host.port()).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(socket) => {
                socket.set_read_timeout(Some(PATIENCE))?;
                socket.set_write_timeout(Some(PATIENCE))?;
                return Ok(socket);
            }
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_of_a_server_stands_in_the_head_of_its_answer() {
        let head =
            "HTTP/1.1 204 No Content\r\nServer: x\r\ndate: Sun, 22 Nov 2026 18:00:00 GMT\r\n\r\ndate: no";
        assert_eq!(date_of(head).as_deref(), Some("Sun, 22 Nov 2026 18:00:00 GMT"));
        for other in ["", "PRI * HTTP/2.0\r\ndate: x\r\n", "HTTP/1.1 200 OK\r\n\r\ndate: x"] {
            assert_eq!(date_of(other), None, "{other}");
        }
    }
}
