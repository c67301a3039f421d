//! Who is let in: by a token of the ledger, or by one of the identity provider that it trusts.

mod certified;
mod issuer;

use serde_json::{Value, json};

use crate::act::{record, send};
use crate::keyd::Certificates;
use crate::server::{Server, TOKEN, command, folder, printed, refused};
use issuer::{AUDIENCE, Issuer};

const VIEWER: &str = "{ organization { isDemo } }";

/// A server that trusts a provider.
fn trusting(data: &std::path::Path, issuer: &Issuer) -> Server {
    Server::start_with(data, &["--oidc-issuer", &issuer.url, "--oidc-audience", AUDIENCE])
}

/// Status, code and message of the answer to a question.
fn told(server: &Server, token: &str) -> (u16, String, String) {
    let (status, answer) = server.ask_as(token, VIEWER, &json!({}));
    let error = &answer["errors"][0];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (status, text(&error["extensions"]["code"]), text(&error["message"]))
}

/// Registers somebody; answers the code.
fn register(server: &Server, code: &str) {
    record(server, "registerPerson", json!({ "code": code, "name": code }));
}

fn grant(server: &Server, code: &str, role: &str) {
    record(server, "grantRole", json!({ "person": { "code": code }, "role": role }));
}

#[test]
fn a_person_enters_by_an_identity_from_the_moment_it_is_linked_until_it_is_unlinked() {
    let (data, issuer) = (folder(), Issuer::start());
    let server = trusting(data.path(), &issuer);
    let token = issuer.token(&json!({ "sub": "00u-lan" }));

    let (status, code, message) = told(&server, &token);
    assert_eq!((status, code.as_str()), (403, "FORBIDDEN"));
    assert!(message.contains("ask an administrator") && message.contains("00u-lan"), "{message}");

    register(&server, "LAN");
    grant(&server, "LAN", "READER");
    let input = json!({ "person": { "code": "LAN" }, "issuer": issuer.url, "subject": "00u-lan" });
    let identity = record(&server, "linkIdentity", input.clone())["events"][0]["id"].clone();
    assert_eq!(told(&server, &token).0, 200);
    let own = server.ask_as(
        &token,
        "{ person(code: \"LAN\") { code { value } identities { event } } }",
        &json!({}),
    );
    assert_eq!(own.1["data"]["person"]["identities"], Value::Null, "only administrators see identities");
    let listed = server.ask("{ person(code: \"LAN\") { identities { event subject { value } } } }");
    assert_eq!(listed["person"]["identities"][0]["subject"]["value"], "00u-lan");

    // One identity stands for one person, and readers link none.
    register(&server, "MINH");
    let taken = json!({ "person": { "code": "MINH" }, "issuer": issuer.url, "subject": "00u-lan" });
    assert_eq!(send(&server, TOKEN, "linkIdentity", taken.clone())["code"], "ALREADY_RECORDED");
    assert_eq!(send(&server, &token, "linkIdentity", taken.clone())["code"], "FORBIDDEN");

    let unlink = json!({ "person": { "code": "LAN" }, "identity": identity, "reason": "left the project" });
    record(&server, "unlinkIdentity", unlink);
    assert_eq!(told(&server, &token).0, 403);
    record(&server, "linkIdentity", taken);
    assert_eq!(told(&server, &token).0, 200, "somebody else may have it now");

    // What was typed lies sealed, and the list of the console opens it.
    drop(server);
    let exported = printed(data.path(), &["export", "--jsonl"]);
    assert!(exported.contains("person.identity-linked.v1") && !exported.contains("00u-lan"));
    let listed = printed(data.path(), &["identity", "list"]);
    assert!(listed.contains("00u-lan") && listed.contains("MINH"), "{listed}");
}

#[test]
fn an_identity_is_linked_and_unlinked_from_the_console() {
    let (data, issuer) = (folder(), Issuer::start());
    drop(Server::start(data.path()));
    let link = ["identity", "link", "--person", "ADMIN", "--issuer", &issuer.url, "--subject", "00u-admin"];
    let linked = printed(data.path(), &link);
    assert!(refused(data.path(), &link).contains("recorded before"));
    let id = linked.split_whitespace().nth(1).unwrap();
    let token = issuer.token(&json!({ "sub": "00u-admin" }));
    {
        let server = trusting(data.path(), &issuer);
        assert_eq!(told(&server, &token).0, 200);
    }
    printed(data.path(), &["identity", "unlink", id]);
    assert!(!printed(data.path(), &["identity", "list"]).contains(id));
    assert!(refused(data.path(), &["identity", "unlink", id]).contains("no identity"));
    assert_eq!(told(&trusting(data.path(), &issuer), &token).0, 403);
    let insecure =
        ["identity", "link", "--person", "ADMIN", "--issuer", "http://example.com", "--subject", "x"];
    assert!(refused(data.path(), &insecure).contains("https"));
}

#[test]
fn every_bad_token_is_refused_for_a_reason_of_its_own() {
    let (data, issuer) = (folder(), Issuer::start());
    let server = trusting(data.path(), &issuer);
    register(&server, "LAN");
    record(
        &server,
        "linkIdentity",
        json!({ "person": { "code": "LAN" }, "issuer": issuer.url, "subject": "00u-lan" }),
    );
    let good = issuer.token(&json!({}));
    assert_eq!(told(&server, &good).0, 200, "without a role, but known");
    let claiming = |changes: Value| issuer.token(&changes);
    let headed = |changes: Value| issuer.headed(&changes);
    let now = Issuer::now();
    let (before, after) = (&good[..good.len() - 10], &good[good.len() - 9..]);
    let other = if good.as_bytes()[good.len() - 10] == b'A' { 'B' } else { 'A' };
    let altered = format!("{before}{other}{after}");
    let bad = [
        ("altered", altered, "was altered"),
        ("cut", good[..good.rfind('.').unwrap()].to_owned(), "three parts"),
        ("encrypted", "e30.e30.e30.e30.e30".to_owned(), "encrypted"),
        ("unsigned", headed(json!({ "alg": "none" })), "not signed"),
        ("a shared secret", headed(json!({ "alg": "HS256" })), "shared secret"),
        ("another algorithm", headed(json!({ "alg": "PS256" })), "RS256, ES256 or EdDSA"),
        ("an unfit algorithm", headed(json!({ "alg": "ES256" })), "does not publish the key"),
        ("a key of its own", headed(json!({ "jwk": { "kty": "OKP" } })), "(jwk)"),
        ("a key elsewhere", headed(json!({ "jku": "https://evil.example/keys" })), "(jku)"),
        ("a certificate elsewhere", headed(json!({ "x5u": "https://evil.example/pem" })), "(x5u)"),
        ("an extension", headed(json!({ "crit": ["exp"] })), "(crit)"),
        ("another purpose", headed(json!({ "typ": "logout+jwt" })), "another purpose"),
        ("an unknown key", headed(json!({ "kid": "nobody's" })), "does not publish"),
        ("another issuer", claiming(json!({ "iss": "https://login.example.com" })), "another provider"),
        ("another audience", claiming(json!({ "aud": "https://other.example.com" })), "another service"),
        ("expired", claiming(json!({ "exp": now - 61 })), "expired on"),
        ("without an end", claiming(json!({ "exp": null })), "does not say when it expires"),
        ("not yet", claiming(json!({ "nbf": now + 120 })), "does not hold before"),
        ("from the future", claiming(json!({ "iat": now + 120 })), "in the future"),
        ("nobody", claiming(json!({ "sub": null })), "whom it stands for"),
        ("too long", format!("{}.{good}", "a".repeat(17_000)), "longer than"),
        ("a stranger's, not dotted", "x".repeat(40), "not known to this ledger"),
    ];
    let mut reasons = Vec::new();
    for (named, token, reason) in bad {
        let (status, code, message) = told(&server, &token);
        assert_eq!((status, code.as_str()), (401, "UNAUTHENTICATED"), "{named}: {message}");
        assert!(message.contains(reason), "{named}: {message}");
        assert!(!reasons.contains(&message), "{named} reads like another one: {message}");
        reasons.push(message);
    }
    assert!(told(&server, &claiming(json!({ "sub": "somebody else" }))).0 == 403);
}

#[test]
fn keys_are_fetched_anew_for_a_token_by_a_new_key_and_serve_while_the_provider_is_away() {
    let (data, issuer) = (folder(), Issuer::start());
    let server = trusting(data.path(), &issuer);
    let before = issuer.token(&json!({}));
    assert_eq!(told(&server, &before).0, 403, "known to the provider");
    issuer.rotate();
    let after = issuer.token(&json!({}));
    assert_eq!(told(&server, &after).0, 403, "by the new key");
    assert!(told(&server, &before).2.contains("does not publish"), "the old key is withdrawn");
    issuer.close();
    assert_eq!(told(&server, &after).0, 403, "by the keys from before");
    let (status, health) = server.read("/health/ready");
    assert!(status == 200 && health.contains("\"tokensAccepted\":true"), "{health}");
}

#[test]
fn a_provider_that_was_never_reached_is_told_and_tokens_of_the_ledger_work_meanwhile() {
    let (data, issuer) = (folder(), Issuer::start());
    let token = issuer.token(&json!({}));
    issuer.close();
    let server = trusting(data.path(), &issuer);
    let (status, code, message) = told(&server, &token);
    assert_eq!((status, code.as_str()), (503, "UNAVAILABLE"), "{message}");
    assert!(message.contains(&issuer.url) && message.contains("could not be fetched"), "{message}");
    assert_eq!(told(&server, TOKEN).0, 200);
    let (status, health) = server.read("/health/ready");
    assert!(status == 200 && health.contains("\"tokensAccepted\":false"), "{health}");
}

#[test]
fn whoever_was_let_in_before_is_let_in_while_the_shared_vault_is_away() {
    let (keys, data, issuer, certificates) = (folder(), folder(), Issuer::start(), Certificates::new());
    let keyd = certificates.keyd(keys.path(), "127.0.0.1:0");
    let serve = ["serve", "--oidc-issuer", &issuer.url, "--oidc-audience", AUDIENCE];
    let server = Server::of(&mut certificates.node(data.path(), &serve, &keyd));
    register(&server, "LAN");
    grant(&server, "LAN", "READER");
    let input = json!({ "person": { "code": "LAN" }, "issuer": issuer.url, "subject": "00u-lan" });
    record(&server, "linkIdentity", input);
    let token = issuer.token(&json!({ "sub": "00u-lan" }));
    assert_eq!(told(&server, &token).0, 200);
    keyd.kill();
    let (status, _, message) = told(&server, &token);
    assert_eq!(status, 200, "{message}");
    let (status, code, message) = told(&server, &issuer.token(&json!({ "sub": "00u-minh" })));
    assert_eq!(
        (status, code.as_str()),
        (503, "UNAVAILABLE"),
        "who that is, the vault alone knows: {message}"
    );
}

#[test]
fn a_ledger_that_trusts_no_provider_says_so_and_half_a_provider_is_refused() {
    let (data, issuer) = (folder(), Issuer::start());
    {
        let server = Server::start(data.path());
        assert!(told(&server, &issuer.token(&json!({}))).2.contains("--oidc-issuer"));
    }
    assert!(refused(data.path(), &["serve", "--oidc-issuer", &issuer.url]).contains("--oidc-audience"));
    let insecure = ["serve", "--oidc-issuer", "http://login.example.com", "--oidc-audience", "x"];
    assert!(refused(data.path(), &insecure).contains("https"));
}

#[test]
fn a_token_that_reads_only_or_is_for_one_program_opens_no_more() {
    let data = folder();
    let server = Server::start(data.path());
    for code in ["ONE", "TWO"] {
        let program = json!({ "code": code, "name": code, "sponsor": { "code": "ADMIN" }, "zone": "UTC" });
        record(&server, "createProgram", program);
    }
    drop(server);
    let token = |more: &[&str]| {
        let arguments = [&["token", "create", "--json", "--person", "ADMIN"], more].concat();
        let made: Value = serde_json::from_str(&printed(data.path(), &arguments)).unwrap();
        assert!(made["expires"].is_string(), "a token expires: {made}");
        made["token"].as_str().unwrap().to_owned()
    };
    let (reads, one) = (token(&["--read-only"]), token(&["--only-program", "ONE"]));
    let server = Server::start(data.path());
    let programs = |token: &str| {
        let (_, answer) =
            server.ask_as(token, "{ programs(first: 9) { edges { node { code } } } }", &json!({}));
        answer["data"]["programs"]["edges"].as_array().map(Vec::len)
    };
    assert_eq!((programs(&reads), programs(&one)), (Some(2), Some(1)));
    let rename = |token: &str, code: &str| {
        send(&server, token, "renameProgram", json!({ "program": { "code": code }, "name": "Renamed" }))
    };
    let denied = rename(&reads, "ONE");
    assert_eq!(denied["code"], "FORBIDDEN", "{denied:#}");
    assert!(rename(&one, "ONE")["position"].is_string());
    assert!(rename(&one, "TWO")["position"].is_null());
    assert_eq!(send(&server, &one, "renameOrganization", json!({ "name": "Mine" }))["code"], "FORBIDDEN");
    let listed = server.ask("{ organization { tokens { readsOnly lastUsed program { code } } } }");
    let listed = listed["organization"]["tokens"].as_array().cloned().unwrap_or_default();
    assert!(
        listed.iter().any(|token| token["readsOnly"] == true && token["lastUsed"].is_string()),
        "{listed:?}"
    );
    let (_, hidden) = server.ask_as(&one, "{ organization { tokens { token } } }", &json!({}));
    assert_eq!(hidden["data"]["organization"]["tokens"], Value::Null);
}

#[test]
fn a_service_enters_what_people_do_and_does_nothing_itself() {
    let data = folder();
    let server = Server::start(data.path());
    let program = json!({ "code": "CX", "name": "CX", "sponsor": { "code": "ADMIN" }, "zone": "UTC" });
    record(&server, "createProgram", program);
    record(&server, "registerService", json!({ "code": "IMPORTER", "name": "Survey importer" }));
    let grant = |role: &str| {
        let input = json!({ "person": { "code": "IMPORTER" }, "role": role, "program": { "code": "CX" } });
        send(&server, TOKEN, "grantRole", input)
    };
    assert!(grant("SECRETARY")["position"].is_string());
    assert_eq!(grant("ADMINISTRATOR")["code"], "INVALID_INPUT", "a service administers nothing");
    drop(server);
    let made = printed(data.path(), &["token", "create", "--json", "--person", "IMPORTER"]);
    let made: Value = serde_json::from_str(&made).unwrap();
    let service = made["token"].as_str().unwrap();
    let server = Server::start(data.path());
    let charter = |by: Value| {
        let input = json!({
            "code": "REFUNDS", "name": "Refunds", "purpose": "Faster refunds", "program": { "code": "CX" }, "by": by,
        });
        send(&server, service, "charterInitiative", input)
    };
    let alone = charter(Value::Null);
    assert!(alone["message"].as_str().is_some_and(|told| told.contains("by")), "{alone:#}");
    assert!(charter(json!({ "code": "IMPORTER" }))["position"].is_null(), "for itself it enters nothing");
    assert!(charter(json!({ "code": "ADMIN" }))["position"].is_string());
    let document = "{ initiative(program: \"CX\", code: \"REFUNDS\") { history(first: 1) { edges { node { \
                    by { code { value } } actor { person { id } service token } } } } } }";
    let event = server.ask(document)["initiative"]["history"]["edges"][0]["node"].clone();
    assert_eq!(event["by"]["code"]["value"], "ADMIN");
    assert!(event["actor"]["service"].is_string() && event["actor"]["person"].is_null(), "{event:#}");
    // It owns nothing.
    let owner = json!({ "initiative": { "code": { "program": "CX", "code": "REFUNDS" } }, "owner": { "code": "IMPORTER" } });
    assert!(send(&server, TOKEN, "assignOwner", owner)["position"].is_null());
}

#[test]
fn options_of_the_provider_come_from_the_environment_too() {
    let (data, issuer) = (folder(), Issuer::start());
    let mut serve = command(data.path(), &["serve"]);
    serve.env("CX_LEDGER_TOKEN", TOKEN).env("CX_LEDGER_OIDC_ISSUER", &issuer.url);
    serve.env("CX_LEDGER_OIDC_AUDIENCE", AUDIENCE);
    assert_eq!(told(&Server::of(&mut serve), &issuer.token(&json!({}))).0, 403);
}

#[test]
fn whoever_has_no_role_or_reads_votes_alone_is_refused_the_schema_with_a_code() {
    let (data, issuer) = (folder(), Issuer::start());
    let server = trusting(data.path(), &issuer);
    register(&server, "LAN");
    let identity = json!({ "person": { "code": "LAN" }, "issuer": issuer.url, "subject": "00u-lan" });
    record(&server, "linkIdentity", identity);
    let token = issuer.token(&json!({}));
    let asked = |document: &str| server.ask_as(&token, document, &json!({})).1;
    for document in ["{ __schema { queryType { name } } }", "{ x: __type(name: \"Query\") { name } }"] {
        let answer = asked(document);
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer:#}");
        assert!(answer["data"].is_null(), "{answer:#}");
    }
    assert_eq!(asked("{ __typename }")["data"]["__typename"], "Query");
    grant(&server, "LAN", "VOTE_READER");
    assert_eq!(asked("{ __schema { queryType { name } } }")["errors"][0]["extensions"]["code"], "FORBIDDEN");
    grant(&server, "LAN", "READER");
    assert_eq!(
        asked("{ __schema { queryType { name } } }")["data"]["__schema"]["queryType"]["name"],
        "Query"
    );
}

#[test]
fn rights_are_those_of_now_whatever_day_is_asked_about() {
    let (data, issuer) = (folder(), Issuer::start());
    let server = trusting(data.path(), &issuer);
    let program = json!({ "code": "CX", "name": "CX", "sponsor": { "code": "ADMIN" }, "zone": "UTC" });
    record(&server, "createProgram", program);
    register(&server, "LAN");
    let identity = json!({ "person": { "code": "LAN" }, "issuer": issuer.url, "subject": "00u-lan" });
    record(&server, "linkIdentity", identity);
    let token = issuer.token(&json!({}));
    let seen = |position: &str| {
        let document = format!(
            "{{ programs(first: 9, asOf: {{ known: {{ position: \"{position}\" }} }}) {{ edges {{ node {{ code }} }} }} }}"
        );
        let (_, answer) = server.ask_as(&token, &document, &json!({}));
        answer["data"]["programs"]["edges"].as_array().map(Vec::len)
    };
    let granted = json!({ "person": { "code": "LAN" }, "role": "READER", "program": { "code": "CX" } });
    let granted = record(&server, "grantRole", granted);
    let (position, grant) = (granted["position"].as_str().unwrap(), &granted["events"][0]["id"]);
    let before = (position.parse::<u64>().unwrap() - 2).to_string();
    assert_eq!((seen(position), seen(&before)), (Some(1), Some(1)), "also of before the grant");
    record(&server, "withdrawRole", json!({ "grant": grant }));
    assert_eq!((seen(position), seen(&before)), (Some(0), Some(0)), "also of while it held");
}
