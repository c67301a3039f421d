//! What is understood of an address, and what never shows in it.

use proptest::prelude::*;

use super::*;

fn reason(url: &str) -> String {
    Address::parse(url).expect_err("this address must be refused").to_string()
}

proptest! {
    #[test]
    fn a_password_reads_back_from_its_encoded_form_and_is_never_shown(password in "\\PC{8,20}") {
        let encoded: Vec<_> = password.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let everything = encoded.concat();
        let address = Address::parse(&format!("esdb://admin:{everything}@db:2113")).unwrap();
        prop_assert_eq!(address.user.as_ref().map(|user| user.password.as_str()), Some(password.as_str()));
        for shown in [address.to_string(), format!("{address:?}"), format!("{:?}", address.settings().unwrap())] {
            prop_assert!(!shown.contains(&password) && !shown.contains("admin"), "{}", shown);
        }
    }

    #[test]
    fn no_text_panics_and_no_error_tells_the_secret(
        before in "\\PC{0,12}",
        after in "[@:/?#,&=%a-z0-9]{0,24}",
    ) {
        let url = format!("kurrentdb://admin:{before}S3CR3T{after}@db:2113?tls=false");
        if let Err(error) = Address::parse(&url) {
            prop_assert!(!error.to_string().contains("S3CR3T"), "{}", error);
            prop_assert!(!format!("{error:?}").contains("S3CR3T"), "{:?}", error);
        }
    }

    #[test]
    fn what_is_accepted_is_understood_by_the_client(
        hosts in proptest::collection::vec(("[a-z0-9-]{1,9}(\\.[a-z]{2,3})?", 1..=u16::MAX), 1..4),
        file in "[ -~]{1,20}",
    ) {
        let named: Vec<_> = hosts.iter().map(|(name, port)| format!("{name}:{port}")).collect();
        let address = Address::parse(&format!("esdb://{}?tlsCaFile={}", named.join(","), encoded(&file))).unwrap();
        let settings = address.settings().unwrap();
        let understood: Vec<_> =
            settings.hosts().iter().map(|host| format!("{}:{}", host.host, host.port)).collect();
        prop_assert_eq!(understood, named);
        prop_assert_eq!(settings.tls_ca_file(), Some(&file));
    }
}

#[test]
fn an_address_is_shown_without_user_and_password() {
    let address = Address::parse("esdb://admin:changeit@n1:2113,n2,n3:2115?tls=true").unwrap();
    assert_eq!(address.to_string(), "kurrentdb://n1:2113,n2:2113,n3:2115");
    assert_eq!(Address::parse("kdb+discover://db").unwrap().to_string(), "kurrentdb+discover://db:2113");
}

#[test]
fn an_address_names_its_ledger_and_shows_it_where_it_is_not_the_usual_one() {
    let address = Address::parse("esdb://a:b@db?ledger=north-2&tls=false").unwrap();
    assert_eq!(address.ledger().as_str(), "north-2");
    assert_eq!(address.to_string(), "kurrentdb://db:2113?ledger=north-2");
    assert!(!format!("{:?}", address.settings().unwrap()).contains("north"), "the client is not told");
    let usual = Address::parse("esdb://db").unwrap();
    assert_eq!((usual.ledger().as_str(), usual.to_string().as_str()), ("cx", "kurrentdb://db:2113"));
    for wrong in ["", "North", "1x", "a_b", "%24all", "abcdefghijklmnopq"] {
        assert!(reason(&format!("esdb://db?ledger={wrong}")).contains("ledger is no name"), "{wrong}");
    }
}

#[test]
fn only_the_leader_is_read_and_nothing_of_the_clients_own_deadlines_is_believed() {
    let settings = Address::parse("esdb://db").unwrap().settings().unwrap();
    assert_eq!(settings.node_preference(), eventstore::NodePreference::Leader);
    assert!(settings.is_secure_mode_enabled() && settings.is_tls_certificate_verification_enabled());
    assert!(reason("esdb://db?nodePreference=follower").contains("must be leader"));
    assert!(reason("esdb://db?defaultDeadline=5").contains("no effect"));
}

#[test]
fn a_parameter_that_is_unknown_or_senseless_is_refused_by_name() {
    assert!(reason("esdb://db?throwOnAppendFailure=false").contains("throwonappendfailure is not known"));
    assert!(reason("esdb://db?tls=maybe").contains("tls is neither true nor false"));
    assert!(reason("esdb://db?tls=true&TLS=false").contains("tls stands in it twice"));
    assert!(reason("esdb://db?maxDiscoverAttempts=1").contains("from 2 to 100"));
    assert!(reason("esdb://db?keepAliveInterval=500").contains("from 10000 to 600000"));
    assert!(reason("esdb://db?userCertFile=a").contains("name both"));
    assert!(reason("esdb://db?tls=false&tlsCaFile=a").contains("tls=false"));
    assert!(reason("esdb://db?connectionName=a%20b").contains("without space"));
}

#[test]
fn an_address_outside_its_form_is_refused_with_the_form() {
    for url in [
        "db:2113",
        "http://db",
        "esdb://",
        "esdb://db:x",
        "esdb://db:0",
        "esdb://d b",
        "esdb://a/b",
        "esdb://user@db",
        "esdb://a:b:c@d:e",
        "esdb+discover://a,b",
        "esdb://[::1],b",
        "esdb://u:%zz@db",
    ] {
        assert!(reason(url).starts_with("the address of the store cannot be used: "), "{url}");
    }
    assert!(Address::parse("esdb://[::1]:2113").is_ok());
}

#[test]
fn a_file_of_certificates_is_checked_before_the_client_sees_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.crt");
    let checked = || {
        let url = format!("esdb://db?tlsCaFile={}", path.display());
        Address::parse(&url).unwrap().check_files().map_err(|error| error.to_string())
    };
    assert!(checked().unwrap_err().contains("cannot be read"));
    std::fs::write(&path, "nothing of the kind").unwrap();
    assert!(checked().unwrap_err().contains("holds no certificate"));
    std::fs::write(&path, "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n").unwrap();
    assert!(checked().unwrap_err().contains("cannot be read"));
    std::fs::write(&path, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
    assert_eq!(checked(), Ok(()));
}
