//! The connections of a server: how many there may be, and their end.

use std::collections::BTreeMap;
use std::io;
use std::net::{Shutdown, TcpStream};

/// The most connections of nodes at a time; a node holds a few.
const MOST_NODES: usize = 256;

/// The most connections at a time whose other end has not shown yet who it is. They take no place from the nodes,
/// and of each other the oldest gives way: a node needs a moment only.
const MOST_STRANGERS: usize = 64;

/// The connections that are open, so that they can be ended.
#[derive(Default)]
pub(crate) struct Open {
    closed: bool,
    next: u64,
    connections: BTreeMap<u64, Connection>,
}

struct Connection {
    stream: TcpStream,
    is_stranger: bool,
}

/// Why a connection is not taken, or not kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotTaken {
    #[error("the vault is served no longer")]
    Closed,
    #[error("there are {MOST_NODES} connections of nodes already")]
    TooMany,
    #[error(transparent)]
    System(#[from] io::Error),
}

impl Open {
    /// Takes a connection of whomever, and numbers it.
    pub(crate) fn take(&mut self, stream: &TcpStream) -> Result<u64, NotTaken> {
        if self.closed {
            return Err(NotTaken::Closed);
        }
        let strangers: Vec<u64> =
            self.connections.iter().filter(|(_, it)| it.is_stranger).map(|(number, _)| *number).collect();
        if strangers.len() >= MOST_STRANGERS {
            self.end(strangers[0]);
        }
        let number = self.next;
        self.next += 1;
        self.connections.insert(number, Connection { stream: stream.try_clone()?, is_stranger: true });
        Ok(number)
    }

    /// Notes that the other end of a connection has shown that it is a node.
    pub(crate) fn recognize(&mut self, number: u64) -> Result<(), NotTaken> {
        let nodes = self.connections.values().filter(|connection| !connection.is_stranger).count();
        let Some(connection) = self.connections.get_mut(&number) else { return Err(NotTaken::Closed) };
        if nodes >= MOST_NODES {
            return Err(NotTaken::TooMany);
        }
        connection.is_stranger = false;
        Ok(())
    }

    /// Ends a connection.
    pub(crate) fn end(&mut self, number: u64) {
        if let Some(connection) = self.connections.remove(&number) {
            connection.end();
        }
    }

    /// Ends every connection, and takes no other.
    pub(crate) fn close(&mut self) {
        self.closed = true;
        for connection in std::mem::take(&mut self.connections).into_values() {
            connection.end();
        }
    }

    /// Whether it takes no other.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }
}

impl Connection {
    fn end(self) {
        // It may have ended by itself.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::net::{Ipv4Addr, TcpListener};

    use super::*;

    /// Both ends of a connection.
    fn connected(listener: &TcpListener) -> (TcpStream, TcpStream) {
        let far = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (listener.accept().unwrap().0, far)
    }

    fn listener() -> TcpListener {
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap()
    }

    fn has_ended(mut far: &TcpStream) -> bool {
        far.set_nonblocking(true).unwrap();
        matches!(far.read(&mut [0]), Ok(0))
    }

    #[test]
    fn a_connection_that_comes_after_the_end_is_not_taken() {
        let (listener, mut open) = (listener(), Open::default());
        let (near, far) = connected(&listener);
        open.take(&near).unwrap();
        open.close();
        assert!(has_ended(&far));
        assert!(matches!(open.take(&connected(&listener).0), Err(NotTaken::Closed)));
    }

    #[test]
    fn strangers_push_out_each_other_and_no_node() {
        let (listener, mut open) = (listener(), Open::default());
        let node = connected(&listener);
        let number = open.take(&node.0).unwrap();
        open.recognize(number).unwrap();
        let strangers: Vec<_> = (0..=MOST_STRANGERS).map(|_| connected(&listener)).collect();
        let numbers: Vec<_> = strangers.iter().map(|(near, _)| open.take(near).unwrap()).collect();
        let ended: Vec<_> = strangers.iter().map(|(_, far)| has_ended(far)).collect();
        assert!(ended[0] && !ended[1..].contains(&true) && !has_ended(&node.1));
        assert!(matches!(open.recognize(numbers[0]), Err(NotTaken::Closed)));
        open.recognize(numbers[1]).unwrap();
    }
}
