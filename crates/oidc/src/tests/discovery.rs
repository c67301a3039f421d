//! What a provider may say of itself.

use serde_json::json;

use crate::{Issuer, IssuerError, Provider, ProviderError};

fn issuer(text: &str) -> Result<Issuer, IssuerError> {
    text.parse()
}

#[test]
fn an_issuer_is_reached_over_https_or_is_on_this_machine() {
    for good in [
        "https://login.example.com",
        "http://localhost:3000",
        "http://127.0.0.1:9/realms/cx",
        "http://[::1]:1",
    ] {
        assert_eq!(issuer(good).unwrap().as_str(), good);
    }
    for wrong in [
        "http://login.example.com",
        "ftp://localhost",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
    ] {
        assert_eq!(issuer(wrong), Err(IssuerError::Insecure), "{wrong}");
    }
    for wrong in [
        "https://a:b@login.example.com",
        "http://localhost@example.com",
        "https://login.example.com?x",
        "https://a.example#b",
    ] {
        assert!(matches!(issuer(wrong), Err(IssuerError::Extra | IssuerError::Insecure)), "{wrong}");
    }
    for wrong in ["", "login.example.com", "mailto:a@example.com"] {
        assert_eq!(issuer(wrong), Err(IssuerError::Address), "{wrong}");
    }
}

#[test]
fn the_configuration_stands_below_the_issuer() {
    let at = |text| issuer(text).unwrap().configuration();
    assert_eq!(at("https://a.example/"), "https://a.example/.well-known/openid-configuration");
    assert_eq!(at("https://a.example/x"), "https://a.example/x/.well-known/openid-configuration");
}

#[test]
fn a_provider_calls_itself_what_its_tokens_say_and_keeps_its_keys_where_nobody_alters_them() {
    let trusted = issuer("https://a.example").unwrap();
    let said = |issuer: &str, keys: &str| {
        let json = json!({ "issuer": issuer, "jwks_uri": keys, "token_endpoint": "https://a.example/token" });
        Provider::parse(json.to_string().as_bytes(), &trusted)
    };
    let keys = "https://keys.a.example/jwks?tenant=7";
    assert_eq!(said("https://a.example", keys).unwrap().jwks_uri, keys);
    let other = said("https://a.example/", keys).unwrap_err();
    assert!(other.to_string().contains("to the character"), "{other}");
    assert_eq!(
        said("https://a.example", "http://a.example/jwks"),
        Err(ProviderError::Keys(IssuerError::Insecure))
    );
    assert_eq!(said("https://a.example", "jwks"), Err(ProviderError::Keys(IssuerError::Address)));
    assert_eq!(Provider::parse(b"{}", &trusted), Err(ProviderError::Form));
}
