//! Each bad token is refused for its own reason.

use std::collections::BTreeSet;

use chrono::Duration;
use proptest::prelude::*;
use ring::hmac;
use serde_json::{Value, json};

use super::mint::{
    By, base64, claims, expected, good, header, now, public_rsa_key, published, raw, set, token, with,
};
use crate::{Claims, LEEWAY, MAX_HEADER, MAX_TOKEN, TokenProblem, verify};

fn judged(token: &str) -> Result<Claims, TokenProblem> {
    verify(token, &set(&published()), &expected(), now())
}

fn claiming(changes: &Value) -> String {
    token(&header(By::P256), &with(claims(), changes), By::P256)
}

fn headed(changes: &Value) -> String {
    token(&with(header(By::P256), changes), &claims(), By::P256)
}

/// What somebody tries who knows the public key, which everybody does.
fn with_public_key_as_secret() -> String {
    let header = json!({ "alg": "HS256", "typ": "JWT", "kid": "rsa" });
    let signed = format!("{}.{}", base64(header.to_string()), base64(claims().to_string()));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &public_rsa_key()), signed.as_bytes());
    format!("{signed}.{}", base64(tag))
}

fn unsigned() -> String {
    let header = json!({ "alg": "none", "typ": "JWT" });
    format!("{}.{}.", base64(header.to_string()), base64(claims().to_string()))
}

#[test]
fn a_token_of_each_algorithm_holds() {
    for by in [By::Rsa, By::P256, By::Ed25519] {
        let claims = judged(&good(by)).unwrap();
        assert_eq!(
            (claims.subject.as_str(), claims.expires),
            ("lan", now() + Duration::seconds(300)),
            "{by:?}"
        );
    }
}

#[test]
fn one_of_several_audiences_and_fractions_of_seconds_will_do() {
    let exp = 300.5 + f64::from(u32::try_from(now().timestamp()).unwrap());
    let token = claiming(&json!({ "aud": ["https://other.example.com", super::mint::AUDIENCE], "exp": exp }));
    assert_eq!(judged(&token).unwrap().expires, now() + Duration::seconds(300));
}

#[test]
fn a_token_need_not_name_the_only_key() {
    let only = set(&published()[1..2]);
    let unnamed = headed(&json!({ "kid": null }));
    assert!(verify(&unnamed, &only, &expected(), now()).is_ok());
    assert_eq!(judged(&unnamed), Err(TokenProblem::KeyNotNamed));
}

#[test]
fn every_bad_token_is_refused_for_a_reason_of_its_own() {
    let at = |seconds: i64| json!(now().timestamp() + seconds);
    let later = |seconds: i64| now() + Duration::seconds(seconds);
    let huge = "a".repeat(MAX_HEADER);
    let jwk = &published()[1];
    let twice = r#"{"alg":"ES256","alg":"none","typ":"JWT","kid":"p256"}"#;
    let bad: Vec<(&str, String, TokenProblem)> = vec![
        ("too long", "a".repeat(MAX_TOKEN + 1), TokenProblem::TooLong { most: MAX_TOKEN }),
        (
            "a header too long",
            headed(&json!({ "x": huge })),
            TokenProblem::HeaderTooLong { most: MAX_HEADER },
        ),
        ("encrypted", "e30.e30.e30.e30.e30".into(), TokenProblem::Encrypted),
        ("no token", "cxl_0123456789".into(), TokenProblem::NotThreeParts),
        ("padded", format!("{}=", good(By::P256)), TokenProblem::Encoding { part: "signature" }),
        ("no JSON", raw("[]", "{}", By::P256), TokenProblem::Json { part: "header" }),
        (
            "an algorithm twice",
            raw(twice, &claims().to_string(), By::P256),
            TokenProblem::Json { part: "header" },
        ),
        ("unsigned", unsigned(), TokenProblem::Unsigned),
        ("HS256 with the public key", with_public_key_as_secret(), TokenProblem::SharedSecret),
        ("another algorithm", headed(&json!({ "alg": "ES512" })), TokenProblem::Algorithm),
        ("a key of its own", headed(&json!({ "jwk": jwk })), TokenProblem::KeyInHeader { member: "jwk" }),
        (
            "a key elsewhere",
            headed(&json!({ "jku": "https://evil.example" })),
            TokenProblem::KeyInHeader { member: "jku" },
        ),
        ("an extension", headed(&json!({ "crit": ["b64"], "b64": false })), TokenProblem::Critical),
        ("a logout token", headed(&json!({ "typ": "logout+jwt" })), TokenProblem::Type),
        ("no type", headed(&json!({ "typ": null })), TokenProblem::Type),
        ("no key named", headed(&json!({ "kid": null })), TokenProblem::KeyNotNamed),
        ("an unknown key", headed(&json!({ "kid": "yesterday" })), TokenProblem::UnknownKey),
        ("a key of another kind", headed(&json!({ "alg": "RS256" })), TokenProblem::KeyUnfit),
        ("signed by another key", token(&header(By::P256), &claims(), By::Ed25519), TokenProblem::Signature),
        (
            "another issuer",
            claiming(&json!({ "iss": "https://login.example.com/tenant/" })),
            TokenProblem::Issuer,
        ),
        (
            "another audience",
            claiming(&json!({ "aud": ["https://other.example.com"] })),
            TokenProblem::Audience,
        ),
        ("no audience", claiming(&json!({ "aud": null })), TokenProblem::Audience),
        ("no end", claiming(&json!({ "exp": null })), TokenProblem::NoExpiry),
        ("expired", claiming(&json!({ "exp": at(-61) })), TokenProblem::Expired(later(-61))),
        ("not yet", claiming(&json!({ "nbf": at(61) })), TokenProblem::NotYet(later(61))),
        ("of the future", claiming(&json!({ "iat": at(61) })), TokenProblem::IssuedInFuture(later(61))),
        (
            "an end that is no number",
            claiming(&json!({ "exp": "soon" })),
            TokenProblem::Json { part: "payload" },
        ),
        (
            "an end beyond all calendars",
            claiming(&json!({ "exp": 1e300 })),
            TokenProblem::Json { part: "payload" },
        ),
        ("nobody", claiming(&json!({ "sub": "" })), TokenProblem::Subject),
        ("a novel for a name", claiming(&json!({ "sub": "a".repeat(256) })), TokenProblem::Subject),
    ];
    let reasons: BTreeSet<String> = bad.iter().map(|(_, _, problem)| problem.to_string()).collect();
    assert!(reasons.len() >= 15, "{} reasons", reasons.len());
    for (named, token, problem) in bad {
        assert_eq!(judged(&token), Err(problem), "{named}");
    }
}

#[test]
fn an_rsa_key_that_can_be_broken_opens_nothing() {
    let small = json!({ "kty": "RSA", "kid": "rsa", "n": base64([0xff; 128]), "e": "AQAB" });
    let keys = set(&[small, published()[1].clone()]);
    let refused = verify(&good(By::Rsa), &keys, &expected(), now());
    assert_eq!(refused, Err(TokenProblem::KeyTooSmall { bits: 1024 }));
}

#[test]
fn clocks_may_differ_by_a_minute_and_no_more() {
    let leeway = Duration::from_std(LEEWAY).unwrap();
    let token = good(By::Ed25519);
    let at = |instant| verify(&token, &set(&published()), &expected(), instant);
    let (begins, ends) = (now() - Duration::seconds(10), now() + Duration::seconds(300));
    assert!(at(begins - leeway).is_ok() && at(ends + leeway - Duration::seconds(1)).is_ok());
    assert_eq!(at(begins - leeway - Duration::seconds(1)), Err(TokenProblem::NotYet(begins)));
    assert_eq!(at(ends + leeway), Err(TokenProblem::Expired(ends)));
}

#[test]
fn what_a_token_says_is_never_repeated() {
    let token = claiming(&json!({ "iss": "secret-issuer", "sub": "secret-subject" }));
    let problem = judged(&token).unwrap_err();
    assert!(!format!("{problem} {problem:?}").contains("secret"));
    let claims = judged(&claiming(&json!({ "sub": "secret-subject" }))).unwrap();
    assert!(!format!("{claims:?}").contains("secret"));
}

proptest! {
    #[test]
    fn a_token_with_any_character_altered_is_refused(at in 0_usize..10_000, with in "[A-Za-z0-9_.-]") {
        let token = good(By::Ed25519);
        let at = at % token.len();
        let altered = format!("{}{with}{}", &token[..at], &token[at + 1..]);
        prop_assume!(altered != token);
        prop_assert!(judged(&altered).is_err());
    }

    #[test]
    fn whatever_is_presented_is_judged_and_nothing_panics(
        header in any::<Vec<u8>>(), payload in any::<Vec<u8>>(), text in any::<String>(),
    ) {
        prop_assert!(judged(&text).is_err());
        let signed = format!("{}.{}", base64(header), base64(payload));
        let token = format!("{signed}.{}", base64(super::mint::signature(By::Ed25519, signed.as_bytes())));
        prop_assert!(judged(&token).is_err());
    }
}
