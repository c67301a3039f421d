//! Why a host cannot be connected to. The client keeps the reason to itself.

use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection};

use crate::address::{Address, Host};
use crate::fault::Fault;

/// For each of connecting, sending and receiving.
const PATIENCE: Duration = Duration::from_secs(2);

/// Tries the way that the client takes to a host, as far as the encrypted connection; none if it is open.
/// Blocks for some seconds at most.
pub(crate) fn obstacle(address: &Address, host: &Host) -> Option<Fault> {
    match try_way(address, host) {
        Ok(()) => None,
        Err(error) => Some(match error.get_ref().and_then(|error| error.downcast_ref::<rustls::Error>()) {
            Some(error) => Fault::Refused(format!(
                "{host}: the encrypted connection fails ({error}): check tlsCaFile, that the certificate names \
                 this host, and whether the server speaks TLS at all (tls=false if not)"
            )),
            None => Fault::Lost(format!("{host}: {error}")),
        }),
    }
}

fn try_way(address: &Address, host: &Host) -> io::Result<()> {
    let mut socket = connect(host)?;
    let Some(roots) = address.roots()? else { return Ok(()) };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.bare_name().to_owned()).map_err(io::Error::other)?;
    let mut tls = ClientConnection::new(Arc::new(config), name).map_err(io::Error::other)?;
    while tls.is_handshaking() {
        tls.complete_io(&mut socket)?;
    }
    // Said in order, so that the server does not take it for a fault.
    tls.send_close_notify();
    tls.complete_io(&mut socket)?;
    Ok(())
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
