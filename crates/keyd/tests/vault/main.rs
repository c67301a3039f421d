//! A vault at the other end of a connection keeps every promise, and says so when it can't be reached.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod certificates;
mod crowd;
mod outages;
mod strangers;

use std::net::TcpListener;
use std::sync::Arc;

use cxl_keyd::server::Served;
use cxl_keyd::{Address, Keyd, RemoteVault};
use cxl_store::{DataKey, MemoryVault, SeededEntropy, Vault};
use uuid::Uuid;

use certificates::Authority;

const LEDGER: Uuid = Uuid::from_u128(0x001e_d9e2);

/// A served vault, and a node of it.
struct Pair {
    node: RemoteVault,
    keyd: Option<Keyd>,
    vault: Arc<MemoryVault>,
    authority: Authority,
    address: Address,
}

impl Pair {
    fn new() -> Self {
        let authority = Authority::new();
        let vault = Arc::new(MemoryVault::new(Box::new(SeededEntropy::numbered(1))));
        let keyd = serve(&authority, vault.clone(), "127.0.0.1:0");
        let address: Address = format!("https://localhost:{}", keyd.address().port()).parse().unwrap();
        let node = RemoteVault::new(address.clone(), &authority.identity("node"), Some(LEDGER)).unwrap();
        node.hello().unwrap();
        Self { node, keyd: Some(keyd), vault, authority, address }
    }

    /// Ends the vault's process, as far as a node can tell.
    fn stop(&mut self) {
        self.keyd = None;
    }

    /// Starts it anew at the same address.
    fn start(&mut self, vault: Arc<dyn Vault>) {
        self.keyd = Some(serve(&self.authority, vault, &format!("127.0.0.1:{}", self.port())));
    }

    fn port(&self) -> String {
        self.address.to_string().rsplit_once(':').unwrap().1.to_owned()
    }
}

fn serve(authority: &Authority, vault: Arc<dyn Vault>, address: &str) -> Keyd {
    let served = Served { vault, ledger: LEDGER, cursors: DataKey::from_bytes([9; 32]) };
    let listener = TcpListener::bind(address).unwrap();
    Keyd::start(listener, &authority.identity("keyd"), served).unwrap()
}

mod conformance {
    use super::{Keyd, Pair, RemoteVault};

    fn unused() -> (RemoteVault, Option<Keyd>) {
        let pair = Pair::new();
        (pair.node, pair.keyd)
    }

    cxl_store::vault_conformance_tests!(unused);
}

#[test]
fn a_node_learns_whose_vault_it_is() {
    let pair = Pair::new();
    let hello = pair.node.hello().unwrap();
    assert_eq!((hello.ledger, hello.cursors), (LEDGER, DataKey::from_bytes([9; 32])));
    assert_eq!(hello.codes, 0, "nobody was ever recorded under its keys");
    let (key, _) = pair.node.draw().unwrap();
    pair.node.claim_code("E-100", Uuid::from_u128(1), key).unwrap();
    assert_eq!(pair.node.hello().unwrap().codes, 1);
}

#[test]
fn nodes_share_keys_and_codes_and_draw_none_twice() {
    let pair = Pair::new();
    let other =
        RemoteVault::new(pair.address.clone(), &pair.authority.identity("other"), Some(LEDGER)).unwrap();
    let (id, key) = pair.node.draw().unwrap();
    assert_eq!(other.key(id).unwrap(), Some(key));
    pair.node.claim_code("E-100", Uuid::from_u128(1), id).unwrap();
    assert_eq!(other.resolve_code("E-100").unwrap(), Some(Uuid::from_u128(1)));
    let drawn: std::collections::HashSet<_> =
        (0..600).flat_map(|_| [pair.node.draw().unwrap().0, other.draw().unwrap().0]).collect();
    assert_eq!(drawn.len(), 1_200);
}

#[test]
fn a_node_knows_the_certificate_that_its_vault_presents() {
    let pair = Pair::new();
    let presented = pair.node.certificate().unwrap();
    let files = pair.authority.paths("keyd").certificates().unwrap();
    assert!(files.iter().any(|(path, der)| path.ends_with("keyd.pem") && *der == presented));
}
