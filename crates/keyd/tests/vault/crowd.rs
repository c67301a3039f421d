//! Many who ask a vault at once.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Instant;

use cxl_keyd::RemoteVault;
use cxl_store::{DataKey, KeyId, Vault as _};

use crate::{LEDGER, Pair};

/// The most calls of a node that are under way at a time.
const AT_ONCE: usize = 16;

/// Passes on what goes between a node and its vault, and counts the connections.
struct Relay {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Relay {
    fn to(vault: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, connections) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&connections);
        thread::spawn(move || {
            for near in listener.incoming() {
                counted.fetch_add(1, Ordering::SeqCst);
                let (near, far) = (near.unwrap(), TcpStream::connect(vault).unwrap());
                pass_on(near.try_clone().unwrap(), far.try_clone().unwrap());
                pass_on(far, near);
            }
        });
        Self { address, connections }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream) {
    thread::spawn(move || {
        // Either end may go when it likes.
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Both);
    });
}

#[test]
fn of_many_askers_each_gets_their_own_answer_over_a_few_connections_that_stay() {
    let pair = Pair::new();
    let relay = Relay::to(pair.keyd.as_ref().unwrap().address());
    let address = format!("https://localhost:{}", relay.address.port()).parse().unwrap();
    let begun = Instant::now();
    let node = RemoteVault::new(address, &pair.authority.identity("other"), Some(LEDGER)).unwrap();
    let keys: Vec<(KeyId, DataKey)> = (0..200).map(|_| pair.vault.draw().unwrap()).collect();
    let (one_by_one, at_once) = keys.split_at(40);

    for (id, key) in one_by_one {
        assert_eq!(node.key(*id).unwrap().as_ref(), Some(key));
    }
    let few = relay.connections();
    assert!(few <= 2, "{few} connections: one for who asks, and one for the node's own look beside it");

    let (node, start) = (&node, &Barrier::new(at_once.len()));
    thread::scope(|scope| {
        for (id, key) in at_once {
            scope.spawn(move || {
                start.wait();
                assert_eq!(node.key(*id).unwrap().as_ref(), Some(key));
            });
        }
    });
    // A look takes no turn, and there is one a second.
    let looks = usize::try_from(begun.elapsed().as_secs()).unwrap() + 1;
    assert!(relay.connections() <= AT_ONCE + looks, "{} connections", relay.connections());

    let before = relay.connections();
    for (id, _) in &keys {
        assert!(node.missing(&[*id]).unwrap().is_empty());
    }
    let looks = usize::try_from(begun.elapsed().as_secs()).unwrap() + 1;
    assert!(relay.connections() <= before + looks, "they are used again");
}
