//! What counts as a key set.

use serde_json::{Value, json};

use super::mint::{By, expected, good, now, published, set, with};
use crate::{KeySet, KeySetError, MAX_KEY_SET, MAX_KEYS, TokenProblem, verify};

fn parsed(keys: &Value) -> Result<KeySet, KeySetError> {
    KeySet::parse(json!({ "keys": keys }).to_string().as_bytes())
}

#[test]
fn what_is_no_key_set_is_refused() {
    assert_eq!(KeySet::parse(b"<html>"), Err(KeySetError::Form));
    assert_eq!(KeySet::parse(b"{}"), Err(KeySetError::Form));
    assert_eq!(KeySet::parse(&vec![b' '; MAX_KEY_SET + 1]), Err(KeySetError::TooLong));
    assert_eq!(parsed(&json!(vec![json!({}); MAX_KEYS + 1])), Err(KeySetError::TooMany));
    assert_eq!(parsed(&json!([])), Err(KeySetError::NoneUsable));
    assert_eq!(parsed(&json!([{ "kty": "oct", "k": "c2VjcmV0" }])), Err(KeySetError::NoneUsable));
}

#[test]
fn a_key_for_encryption_checks_no_signature() {
    for other in [json!({ "use": "enc" }), json!({ "use": null, "key_ops": ["encrypt"] })] {
        let keys = set(&[with(published()[0].clone(), &other), published()[1].clone()]);
        assert_eq!(
            verify(&good(By::Rsa), &keys, &expected(), now()),
            Err(TokenProblem::UnknownKey),
            "{other}"
        );
    }
}

#[test]
fn a_key_for_one_algorithm_serves_no_other() {
    let keys = set(&[with(published()[0].clone(), &json!({ "alg": "PS256" }))]);
    assert_eq!(verify(&good(By::Rsa), &keys, &expected(), now()), Err(TokenProblem::KeyUnfit));
}

#[test]
fn two_keys_of_one_name_are_both_tried() {
    let named = |key: &Value| with(key.clone(), &json!({ "kid": "ed" }));
    let keys: Vec<Value> = published().iter().map(named).collect();
    assert!(verify(&good(By::Ed25519), &set(&keys), &expected(), now()).is_ok());
}

#[test]
fn keys_of_a_kind_that_is_not_known_are_passed_over() {
    let strange = json!({ "kty": "EC", "crv": "P-521", "kid": "p521", "x": "AA", "y": "AA" });
    let keys = set(&[strange, json!({ "kty": "AKP", "kid": "later" }), published()[2].clone()]);
    assert!(verify(&good(By::Ed25519), &keys, &expected(), now()).is_ok());
}
