//! Whoever has no certificate of the authority is told nothing.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use cxl_keyd::tls::{Identity, TlsError};
use cxl_keyd::{Keyd, RemoteVault};
use cxl_store::{Vault as _, VaultError};
use uuid::Uuid;

use crate::certificates::Authority;
use crate::{LEDGER, Pair};

fn refused(node: &RemoteVault) -> String {
    match node.hello() {
        Err(VaultError::Unreachable { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_node_that_another_authority_vouches_for_is_not_answered() {
    let pair = Pair::new();
    let authority = Authority::new();
    let mut foreign = authority.files("node");
    // It knows the vault; the vault does not know it.
    foreign.ca = pair.authority.files("other").ca;
    let node =
        RemoteVault::new(pair.address.clone(), &Identity::read(&foreign).unwrap(), Some(LEDGER)).unwrap();
    assert!(!refused(&node).is_empty());
    assert!(node.draw().is_err());
}

#[test]
fn a_vault_that_another_authority_vouches_for_is_not_asked() {
    let pair = Pair::new();
    let node =
        RemoteVault::new(pair.address.clone(), &Authority::new().identity("node"), Some(LEDGER)).unwrap();
    let reason = refused(&node);
    assert!(reason.contains("certificate"), "{reason}");
}

#[test]
fn a_vault_of_another_ledger_is_refused_by_name() {
    let pair = Pair::new();
    let other = Uuid::from_u128(7);
    let node =
        RemoteVault::new(pair.address.clone(), &pair.authority.identity("other"), Some(other)).unwrap();
    let reason = refused(&node);
    assert!(reason.contains(&LEDGER.to_string()) && reason.contains(&other.to_string()), "{reason}");
}

#[test]
fn who_speaks_no_tls_is_shut_out_and_the_others_are_served() {
    let pair = Pair::new();
    let keyd: &Keyd = pair.keyd.as_ref().unwrap();
    let mut stranger = TcpStream::connect(keyd.address()).unwrap();
    stranger.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stranger.write_all(b"GET / HTTP/1.1\r\nHost: keyd\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    // An alert of TLS, or the end of the connection; never a word more.
    let _ = stranger.read_to_end(&mut answer);
    assert!(answer.len() < 32, "{answer:?}");
    assert!(pair.node.draw().is_ok());
}

#[test]
fn strangers_that_say_nothing_shut_out_no_node() {
    let pair = Pair::new();
    let keyd: &Keyd = pair.keyd.as_ref().unwrap();
    let _silent: Vec<_> = (0..300).map(|_| TcpStream::connect(keyd.address()).unwrap()).collect();
    let newcomer =
        RemoteVault::new(pair.address.clone(), &pair.authority.identity("other"), Some(LEDGER)).unwrap();
    assert_eq!(newcomer.hello().unwrap().ledger, LEDGER);
    assert!(pair.node.hello().is_ok());
}

#[test]
#[cfg(unix)]
fn a_private_key_that_others_may_read_is_refused() {
    let authority = Authority::new();
    let files = authority.files("node");
    std::fs::set_permissions(&files.key, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    assert!(matches!(Identity::read(&files), Err(TlsError::Exposed { mode: 0o644, .. })));
}

#[test]
fn files_that_are_no_certificates_are_named() {
    let authority = Authority::new();
    let files = authority.files("node");
    std::fs::write(&files.certificate, "nothing of the kind").unwrap();
    let refused = Identity::read(&files).unwrap_err().to_string();
    assert!(refused.contains("node.pem") && refused.contains("certificate"), "{refused}");
}

#[test]
fn an_identity_never_shows_its_key() {
    let shown = format!("{:?}", Authority::new().identity("node"));
    assert!(!shown.contains("BEGIN") && shown.len() < 60, "{shown}");
}
