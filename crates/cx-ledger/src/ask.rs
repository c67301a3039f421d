//! A question to a running server, from the same machine and without another client at hand.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use anyhow::Context as _;

use crate::secret::ApiToken;

/// A server by where it listens.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    listen: String,
    address: SocketAddr,
}

/// How long the server may take to say something.
const PATIENCE: Duration = Duration::from_secs(10);

/// More than any answer has that is asked for here.
const LONGEST_ANSWER: u64 = 64 * 1024;

impl Server {
    /// The server that listens there.
    pub(crate) fn at(listen: &str) -> anyhow::Result<Self> {
        let mut addresses = listen
            .to_socket_addrs()
            .with_context(|| format!("{listen} names no address: write HOST:PORT"))?;
        let address = addresses.next().with_context(|| format!("{listen} has no address"))?;
        Ok(Self { listen: listen.to_owned(), address: reachable(address) })
    }

    /// Asks for a page; answers its status and body.
    pub(crate) fn get(&self, path: &str) -> anyhow::Result<(u16, String)> {
        self.ask("GET", path, "")
    }

    /// Posts nothing but a token; answers status and body.
    pub(crate) fn post(&self, path: &str, token: &ApiToken) -> anyhow::Result<(u16, String)> {
        self.ask("POST", path, &format!("Authorization: Bearer {}\r\nContent-Length: 0\r\n", token.reveal()))
    }

    fn ask(&self, method: &str, path: &str, headers: &str) -> anyhow::Result<(u16, String)> {
        let answer = self.exchange(method, path, headers).with_context(|| {
            format!("no server answers at {}: start one, or name another address with --listen", self.listen)
        })?;
        understood(&answer).context("what answers there does not speak HTTP")
    }

    fn exchange(&self, method: &str, path: &str, headers: &str) -> std::io::Result<String> {
        let mut connection = TcpStream::connect_timeout(&self.address, PATIENCE)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        connection.set_write_timeout(Some(PATIENCE))?;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n",
            self.address
        );
        connection.write_all(request.as_bytes())?;
        let mut answer = String::new();
        connection.take(LONGEST_ANSWER).read_to_string(&mut answer)?;
        Ok(answer)
    }
}

/// Whoever listens on every address is asked on the loopback.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

/// Status and body of an answer.
fn understood(answer: &str) -> Option<(u16, String)> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.strip_prefix("HTTP/1.")?.split(' ').nth(1)?.parse().ok()?;
    Some((status, body.trim_end().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_listens_everywhere_is_asked_on_the_loopback() {
        let asked = |address: &str| reachable(address.parse().unwrap()).to_string();
        assert_eq!(asked("0.0.0.0:80"), "127.0.0.1:80");
        assert_eq!(asked("[::]:80"), "[::1]:80");
        assert_eq!(asked("192.0.2.1:80"), "192.0.2.1:80");
    }

    #[test]
    fn an_answer_is_read_as_status_and_body() {
        let answer = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 3\r\n\r\n{}\n";
        assert_eq!(understood(answer), Some((503, "{}".to_owned())));
        for other in ["", "\r\n\r\n", "SSH-2.0-x\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 ok\r\n\r\n"] {
            assert_eq!(understood(other), None, "{other}");
        }
    }
}
