//! Keys in a vault that is served by another process.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{Datelike as _, NaiveDate};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::act::record;
use crate::server::{Server, TOKEN, command, folder, printed, refusal};

/// An authority, and the files of the vault and a node, which it vouches for.
pub(crate) struct Certificates {
    folder: TempDir,
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Certificates {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "CX vault");
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let certificates = Self { folder: folder(), issuer };
        fs::write(certificates.path("ca.pem"), certificates.issuer.pem()).unwrap();
        for name in ["keyd", "node"] {
            certificates.issue(name, None);
        }
        certificates
    }

    /// Makes the files of one side, whose certificate may end on a day.
    pub(crate) fn issue(&self, name: &str, end: Option<NaiveDate>) {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned(), "localhost".to_owned()]).unwrap();
        if let Some(end) = end {
            let [month, day] = [end.month(), end.day()].map(|part| u8::try_from(part).unwrap());
            params.not_after = date_time_ymd(end.year(), month, day);
        }
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        fs::write(self.path(&format!("{name}.pem")), certificate.pem()).unwrap();
        let path = self.path(&format!("{name}.key"));
        fs::write(&path, key.serialize_pem()).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn show(&self, command: &mut std::process::Command, name: &str) {
        command
            .env("CX_LEDGER_VAULT_CA", self.path("ca.pem"))
            .env("CX_LEDGER_VAULT_CERTIFICATE", self.path(&format!("{name}.pem")))
            .env("CX_LEDGER_VAULT_KEY", self.path(&format!("{name}.key")));
    }

    /// Serves the keys of a folder at an address.
    pub(crate) fn keyd(&self, keys: &Path, listen: &str) -> Server {
        Server::of(&mut self.vault(keys, listen))
    }

    /// The command that does so.
    pub(crate) fn vault(&self, keys: &Path, listen: &str) -> std::process::Command {
        let mut keyd = command(keys, &["keyd", "--listen", listen]);
        self.show(&mut keyd, "keyd");
        keyd
    }

    /// A command of a node that uses the vault of a running `keyd`.
    pub(crate) fn node(&self, data: &Path, arguments: &[&str], keyd: &Server) -> std::process::Command {
        let mut node = command(data, arguments);
        self.show(&mut node, "node");
        node.env("CX_LEDGER_VAULT", url(keyd)).env("CX_LEDGER_TOKEN", TOKEN);
        node
    }
}

/// Where a node finds the vault.
fn url(keyd: &Server) -> String {
    keyd.url.replace("127.0.0.1", "localhost")
}

fn address(keyd: &Server) -> String {
    keyd.url.strip_prefix("https://").unwrap().to_owned()
}

fn program(server: &Server) {
    let input = json!({ "code": "CX", "name": "Customers first", "sponsor": {"code": "ADMIN"}, "zone": "UTC",
                        "on": "2024-01-01" });
    record(server, "createProgram", input);
}

fn asked(server: &Server) -> Value {
    server.ask("{ program(code: \"CX\") { code name { value unavailable } } }")["program"].take()
}

/// Asks until the server says so, for at most half a minute.
#[track_caller]
fn wait_until_ready(server: &Server, status: &str) -> String {
    let begun = Instant::now();
    loop {
        let (_, ready) = server.read("/health/ready");
        if ready.contains(&format!("\"{status}\"")) {
            return ready;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{ready}");
    }
}

#[test]
fn a_node_keeps_its_keys_in_the_shared_vault_and_none_of_its_own() {
    let (keys, data, certificates) = (folder(), folder(), Certificates::new());
    let keyd = certificates.keyd(keys.path(), "127.0.0.1:0");
    let server = Server::of(&mut certificates.node(data.path(), &["serve"], &keyd));
    program(&server);
    assert_eq!(asked(&server)["name"]["value"], "Customers first");
    assert!(!data.path().join("keys.db").exists() && !data.path().join("kek").exists());
    server.stop();
}

#[test]
fn the_program_itself_asks_a_vault_whether_it_serves_keys() {
    let (keys, data, certificates) = (folder(), folder(), Certificates::new());
    let keyd = certificates.keyd(keys.path(), "127.0.0.1:0");
    let mut health = certificates.node(data.path(), &["health", "--keyd"], &keyd);
    let told = health.output().unwrap();
    let line = String::from_utf8_lossy(&told.stdout);
    assert!(told.status.success() && line.contains("are served"), "{told:?}");
    keyd.kill();
    assert_eq!(health.output().unwrap().status.code(), Some(2));
    let error = refusal(&mut command(data.path(), &["health", "--keyd"]));
    assert!(error.contains("--vault"), "{error}");
}

#[test]
fn without_its_vault_a_node_serves_what_needs_no_text_and_says_so_until_it_is_back() {
    let (keys, data, certificates) = (folder(), folder(), Certificates::new());
    let keyd = certificates.keyd(keys.path(), "127.0.0.1:0");
    let server = Server::of(&mut certificates.node(data.path(), &["serve"], &keyd));
    program(&server);
    wait_until_ready(&server, "ready");
    keyd.kill();
    let away = wait_until_ready(&server, "without_keys");
    assert!(away.contains(&format!("localhost:{}", address(&keyd).rsplit_once(':').unwrap().1)), "{away}");
    server.stop();

    let server = Server::of(&mut certificates.node(data.path(), &["serve"], &keyd));
    assert_eq!(asked(&server), json!({ "code": "CX", "name": {"value": null, "unavailable": true} }));
    let ready = wait_until_ready(&server, "read_only");
    assert!(ready.contains("can't be reached"), "{ready}");

    let keyd = certificates.keyd(keys.path(), &address(&keyd));
    wait_until_ready(&server, "ready");
    assert_eq!(asked(&server)["name"]["value"], "Customers first");
    let input = json!({ "program": {"code": "CX"}, "code": "NEW", "name": "New", "purpose": "To see", "on": "2024-01-01" });
    record(&server, "charterInitiative", input);
    drop(keyd);
}

#[test]
fn a_ledger_that_moves_its_keys_to_a_shared_vault_goes_on() {
    let (keys, data, certificates) = (folder(), folder(), Certificates::new());
    {
        let server = Server::start(data.path());
        program(&server);
        server.stop();
    }
    let (from, to) = (data.path().to_str().unwrap(), keys.path().to_str().unwrap());
    printed(data.path(), &["migrate", "keys", "--from", from, "--to", to]);
    for name in ["keys.db", "kek"] {
        fs::remove_file(data.path().join(name)).unwrap();
    }
    let keyd = certificates.keyd(keys.path(), "127.0.0.1:0");
    let server = Server::of(&mut certificates.node(data.path(), &["serve"], &keyd));
    assert_eq!(asked(&server)["name"]["value"], "Customers first");
}

#[test]
fn a_vault_that_is_named_without_certificates_is_refused_with_what_is_missing() {
    let data = folder();
    let mut node = command(data.path(), &["serve", "--vault", "https://localhost:1"]);
    let refused = refusal(&mut node);
    assert!(refused.contains("--tls-ca is missing"), "{refused}");
    let keyd = refusal(&mut command(data.path(), &["keyd", "--listen", "127.0.0.1:0"]));
    assert!(keyd.contains("--tls-ca is missing"), "{keyd}");
    assert!(!data.path().join("keys.db").exists());
}
