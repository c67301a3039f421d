//! A provider of tests: its keys, and tokens signed by them.

use std::sync::LazyLock;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::KeySize;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RsaKeyPair, RsaPublicKeyComponents,
};
use serde_json::{Value, json};

use crate::{Expectations, KeySet};

pub(super) const ISSUER: &str = "https://login.example.com/tenant";
pub(super) const AUDIENCE: &str = "https://cx.example.com";

/// Keys are made once: an RSA key takes its time.
static KEYS: LazyLock<Keys> = LazyLock::new(Keys::make);

pub(super) struct Keys {
    rsa: RsaKeyPair,
    p256: EcdsaKeyPair,
    ed25519: Ed25519KeyPair,
    random: SystemRandom,
}

/// By which of the keys something is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Rsa,
    P256,
    Ed25519,
}

impl Keys {
    fn make() -> Self {
        let random = SystemRandom::new();
        // The library that checks can't make RSA keys; another one's serve as well.
        let rsa = aws_lc_rs::rsa::KeyPair::generate(KeySize::Rsa2048).unwrap();
        let rsa: Pkcs8V1Der<'_> = rsa.as_der().unwrap();
        let p256 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        Self {
            rsa: RsaKeyPair::from_pkcs8(rsa.as_ref()).unwrap(),
            p256: EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, p256.as_ref(), &random).unwrap(),
            ed25519: Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap(),
            random,
        }
    }
}

pub(super) fn base64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn now() -> DateTime<Utc> {
    "2031-05-14T09:00:00Z".parse().unwrap()
}

pub(super) fn expected() -> Expectations {
    Expectations { issuer: ISSUER.parse().unwrap(), audience: AUDIENCE.into() }
}

/// The three keys as they are published.
pub(super) fn published() -> Vec<Value> {
    let rsa: RsaPublicKeyComponents<Vec<u8>> = KEYS.rsa.public().into();
    let p256 = KEYS.p256.public_key().as_ref();
    vec![
        json!({ "kty": "RSA", "kid": "rsa", "use": "sig", "n": base64(rsa.n), "e": base64(rsa.e) }),
        json!({ "kty": "EC", "crv": "P-256", "kid": "p256", "alg": "ES256",
                "x": base64(&p256[1..33]), "y": base64(&p256[33..]) }),
        json!({ "kty": "OKP", "crv": "Ed25519", "kid": "ed", "key_ops": ["verify"],
                "x": base64(KEYS.ed25519.public_key()) }),
    ]
}

pub(super) fn set(keys: &[Value]) -> KeySet {
    KeySet::parse(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
}

/// The bytes that whoever takes a public key for a shared secret would take.
pub(super) fn public_rsa_key() -> Vec<u8> {
    KEYS.rsa.public().as_ref().to_vec()
}

pub(super) fn header(by: By) -> Value {
    match by {
        By::Rsa => json!({ "alg": "RS256", "typ": "at+jwt", "kid": "rsa" }),
        By::P256 => json!({ "alg": "ES256", "typ": "JWT", "kid": "p256" }),
        By::Ed25519 => json!({ "alg": "EdDSA", "typ": "application/AT+JWT", "kid": "ed" }),
    }
}

pub(super) fn claims() -> Value {
    let now = now().timestamp();
    json!({ "iss": ISSUER, "sub": "lan", "aud": AUDIENCE, "iat": now - 10, "nbf": now - 10, "exp": now + 300 })
}

/// One value with some members set anew; `null` takes one away.
pub(super) fn with(mut value: Value, changes: &Value) -> Value {
    for (name, change) in changes.as_object().unwrap() {
        let members = value.as_object_mut().unwrap();
        if change.is_null() {
            members.remove(name)
        } else {
            members.insert(name.clone(), change.clone())
        };
    }
    value
}

pub(super) fn signature(by: By, signed: &[u8]) -> Vec<u8> {
    match by {
        By::Rsa => {
            let mut signature = vec![0; KEYS.rsa.public().modulus_len()];
            KEYS.rsa.sign(&RSA_PKCS1_SHA256, &KEYS.random, signed, &mut signature).unwrap();
            signature
        }
        By::P256 => KEYS.p256.sign(&KEYS.random, signed).unwrap().as_ref().to_vec(),
        By::Ed25519 => KEYS.ed25519.sign(signed).as_ref().to_vec(),
    }
}

/// A token over these bytes.
pub(super) fn raw(header: &str, payload: &str, by: By) -> String {
    let signed = format!("{}.{}", base64(header), base64(payload));
    let signature = base64(signature(by, signed.as_bytes()));
    format!("{signed}.{signature}")
}

pub(super) fn token(header: &Value, claims: &Value, by: By) -> String {
    raw(&header.to_string(), &claims.to_string(), by)
}

/// A token that holds.
pub(super) fn good(by: By) -> String {
    token(&header(by), &claims(), by)
}
