//! A provider of tests: publishes its key on a port of this machine, and signs whatever a test wants signed.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

pub(super) const AUDIENCE: &str = "https://cx.example.com";

pub(super) struct Issuer {
    pub(super) url: String,
    /// Counts the keys: the last one alone is published.
    key: Arc<AtomicU8>,
    closed: Arc<AtomicBool>,
}

impl Issuer {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (key, closed) = (Arc::new(AtomicU8::new(1)), Arc::new(AtomicBool::new(false)));
        let issuer = Self { url: url.clone(), key: key.clone(), closed: closed.clone() };
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                // A connection that is closed at once is as good as none.
                if !closed.load(Ordering::SeqCst) {
                    let _ = answer(connection, &url, key.load(Ordering::SeqCst));
                }
            }
        });
        issuer
    }

    /// Signs by another key from now on, and publishes that one alone.
    pub(super) fn rotate(&self) {
        self.key.fetch_add(1, Ordering::SeqCst);
    }

    /// Answers nothing any more.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }

    /// Seconds since 1970, which is what the server reckons by.
    #[expect(clippy::disallowed_methods, reason = "tokens are judged by the server's clock")]
    pub(super) fn now() -> i64 {
        chrono::Utc::now().timestamp()
    }

    /// A token with these claims beside the usual ones; `null` takes one away.
    pub(super) fn token(&self, claims: &Value) -> String {
        self.signed(&json!({}), claims)
    }

    /// A token with these members of the header beside the usual ones.
    pub(super) fn headed(&self, header: &Value) -> String {
        self.signed(header, &json!({}))
    }

    fn signed(&self, header: &Value, claims: &Value) -> String {
        let number = self.key.load(Ordering::SeqCst);
        let usual = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": number.to_string() });
        let header = with(usual, header).to_string();
        let now = Self::now();
        let usual = json!({
            "iss": self.url, "aud": AUDIENCE, "sub": "00u-lan", "iat": now, "nbf": now, "exp": now + 300,
        });
        let claims = with(usual, claims).to_string();
        let signed = format!("{}.{}", base64(header), base64(claims));
        let signature = key(number).sign(signed.as_bytes());
        format!("{signed}.{}", base64(signature))
    }
}

fn key(number: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[number; 32]).unwrap()
}

fn base64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn with(mut value: Value, changes: &Value) -> Value {
    for (name, change) in changes.as_object().unwrap() {
        value[name] = change.clone();
    }
    value.as_object_mut().unwrap().retain(|_, member| !member.is_null());
    value
}

/// Answers one request, whichever of the two documents it asks for.
fn answer(mut connection: TcpStream, url: &str, number: u8) -> std::io::Result<()> {
    let mut head = BufReader::new(connection.try_clone()?).lines();
    let asked = head.next().transpose()?.unwrap_or_default();
    for line in head.by_ref() {
        if line?.is_empty() {
            break;
        }
    }
    let body = if asked.contains("/.well-known/openid-configuration") {
        json!({ "issuer": url, "jwks_uri": format!("{url}/keys") })
    } else {
        let x = base64(key(number).public_key());
        json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "kid": number.to_string(), "use": "sig", "x": x }] })
    };
    let body = body.to_string();
    write!(
        connection,
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}
