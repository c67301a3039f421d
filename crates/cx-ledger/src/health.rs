//! `cx-ledger health`: asks a running server how it is, for whoever has no other client at hand, such as a
//! container.

use std::io::{Read as _, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs as _};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use cxl_sqlite::keys::Refill;

use crate::shared_vault::VaultArgs;

/// Ask a running server how it is
///
/// Prints what /health/ready answers. Exit code 0: it serves, be it slow or read-only; 1: it is stuck or
/// stopped; 2: nobody answers.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  cx-ledger health
  cx-ledger health --live --listen 127.0.0.1:9000
  cx-ledger health --keyd --vault https://keyd:7443 --tls-ca ca.pem --tls-certificate me.pem --tls-key me.key")]
pub(crate) struct HealthArgs {
    /// Where the server listens
    #[arg(long, env = "CX_LEDGER_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    listen: String,

    /// Ask only whether the process answers at all
    #[arg(long)]
    live: bool,

    /// Ask the shared vault that --vault names, instead of a server
    #[arg(long, conflicts_with = "live")]
    keyd: bool,

    #[command(flatten)]
    vault: VaultArgs,
}

/// How long the server may take to say something.
const PATIENCE: Duration = Duration::from_secs(10);

/// More than any answer about health has.
const LONGEST_ANSWER: u64 = 64 * 1024;

/// Asks once.
pub(crate) fn run(args: &HealthArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    if args.keyd {
        let vault = args.vault.shared()?.context("name the shared vault with --vault")?;
        let ledger = vault.of(None, Refill::Foreground)?.hello()?.ledger;
        writeln!(out, "the keys of ledger {ledger} are served")?;
        return Ok(ExitCode::SUCCESS);
    }
    let path = if args.live { "/health/live" } else { "/health/ready" };
    let (status, body) = ask(&args.listen, path).with_context(|| {
        format!("no server answers at {}: start one, or name another address with --listen", args.listen)
    })?;
    writeln!(out, "{body}")?;
    out.flush()?;
    Ok(if status == 200 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn ask(listen: &str, path: &str) -> anyhow::Result<(u16, String)> {
    let address = listen.to_socket_addrs()?.next().context("the name has no address")?;
    let address = reachable(address);
    let mut connection = TcpStream::connect_timeout(&address, PATIENCE)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    write!(connection, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    connection.take(LONGEST_ANSWER).read_to_string(&mut answer)?;
    understood(&answer).context("what answers there does not speak HTTP")
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
