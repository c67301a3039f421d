//! The same with a certified provider that was not written with this program: npm `oidc-provider`.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::issuer::AUDIENCE;
use super::told;
use crate::act::record;
use crate::server::{Server, folder};

/// Ends with its test.
struct Provider(Child);

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Where the provider is installed: beside its lock file if somebody did that, else, if that is wished for, in a
/// folder of this test.
fn installed(scratch: &Path) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/clients/oidc");
    if folder.join("node_modules/oidc-provider").exists() {
        return Some(folder);
    }
    std::env::var_os("CX_LEDGER_TEST_NODE")?;
    for file in ["package.json", "package-lock.json", "provider.mjs"] {
        std::fs::copy(folder.join(file), scratch.join(file)).unwrap();
    }
    let ended =
        Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(scratch).output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    Some(scratch.to_owned())
}

#[test]
fn a_certified_provider_lets_a_service_in() {
    let scratch = folder();
    let Some(installed) = installed(scratch.path()) else {
        eprintln!("skipped: oidc-provider is not installed; CX_LEDGER_TEST_NODE=1 installs it for this test");
        return;
    };
    let mut child = Command::new("node");
    child.arg("provider.mjs").args([AUDIENCE, "https://other.example.com"]).current_dir(installed);
    let child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut provider = Provider(child.expect("node starts"));
    let printed = BufReader::new(provider.0.stdout.take().unwrap()).lines();
    let line = printed
        .map_while(Result::ok)
        .find(|line| line.starts_with('{'))
        .expect("the provider says where it is");
    let said: Value = serde_json::from_str(&line).unwrap();
    let (issuer, subject) = (said["issuer"].as_str().unwrap(), said["subject"].as_str().unwrap());
    let token = |audience: &str| said["tokens"][audience].as_str().unwrap();

    let data = folder();
    let server = Server::start_with(data.path(), &["--oidc-issuer", issuer, "--oidc-audience", AUDIENCE]);
    let (status, code, message) = told(&server, token(AUDIENCE));
    assert_eq!((status, code.as_str()), (403, "FORBIDDEN"), "{message}");
    assert!(message.contains(subject), "{message}");
    assert!(told(&server, token("https://other.example.com")).2.contains("another service"));
    record(&server, "registerService", json!({ "code": "IMPORTER", "name": "Survey importer" }));
    let identity = json!({ "person": { "code": "IMPORTER" }, "issuer": issuer, "subject": subject });
    record(&server, "linkIdentity", identity);
    assert_eq!(told(&server, token(AUDIENCE)).0, 200);
}
