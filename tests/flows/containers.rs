//! What must stay true of `docker-compose.yml`, `Dockerfile` and `.env.example`, read without a container
//! engine.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::{Map, Value};
use yaml_rust2::{Yaml, YamlLoader};

use crate::server::{folder, printed};

fn file(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// `docker-compose.yml`, merge keys resolved.
fn compose() -> Value {
    let [document] = &YamlLoader::load_from_str(&file("docker-compose.yml")).unwrap()[..] else {
        panic!("one document")
    };
    json(document)
}

fn json(yaml: &Yaml) -> Value {
    match yaml {
        Yaml::Hash(members) => {
            let mut object = Map::new();
            for (name, value) in members {
                match name.as_str().expect("names are strings") {
                    "<<" => object.extend(json(value).as_object().expect("what is merged is a map").clone()),
                    name => drop(object.insert(name.to_owned(), json(value))),
                }
            }
            Value::Object(object)
        }
        Yaml::Array(items) => items.iter().map(json).collect(),
        Yaml::Boolean(value) => (*value).into(),
        Yaml::Integer(value) => (*value).into(),
        Yaml::String(text) | Yaml::Real(text) => text.as_str().into(),
        Yaml::Null => Value::Null,
        Yaml::Alias(_) | Yaml::BadValue => panic!("{yaml:?}"),
    }
}

/// Every service with its name.
fn services(compose: &Value) -> Vec<(&str, &Value)> {
    compose["services"].as_object().unwrap().iter().map(|(name, service)| (name.as_str(), service)).collect()
}

/// The services that go on running.
fn servers(compose: &Value) -> Vec<(&str, &Value)> {
    services(compose).into_iter().filter(|(_, service)| service["restart"] != "no").collect()
}

fn in_profile<'a>(compose: &'a Value, profile: &str) -> BTreeSet<&'a str> {
    let belongs = |service: &Value| service["profiles"].as_array().unwrap().contains(&profile.into());
    services(compose).into_iter().filter(|(_, service)| belongs(service)).map(|(name, _)| name).collect()
}

/// Every name between `${` and the sign after it, with what follows that name.
fn interpolated(text: &str) -> Vec<(&str, &str)> {
    let is_of_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let places = text.match_indices("${").filter(|(at, _)| !text[..*at].ends_with('$'));
    let named = places.map(|(at, lead)| {
        let rest = &text[at + lead.len()..];
        let end = rest.find(|c| !is_of_name(c)).unwrap();
        (&rest[..end], &rest[end..])
    });
    named.collect()
}

/// The `FROM` lines of the Dockerfile: image and the name of the stage.
fn stages(dockerfile: &str) -> Vec<&str> {
    dockerfile.lines().filter_map(|line| line.strip_prefix("FROM ")).collect()
}

/// Every variable of ours that a text names.
fn variables(text: &str) -> BTreeSet<String> {
    let is_of_name = |c: char| c.is_ascii_uppercase() || c == '_';
    let names = text.match_indices("CX_LEDGER_").map(|(at, _)| {
        let rest = &text[at..];
        rest[..rest.find(|c| !is_of_name(c)).unwrap_or(rest.len())].to_owned()
    });
    names.collect()
}

#[test]
fn every_image_is_pinned_by_a_number() {
    let (compose, dockerfile) = (compose(), file("Dockerfile"));
    let of_services = services(&compose).into_iter().map(|(_, service)| service["image"].as_str().unwrap());
    let of_stages = stages(&dockerfile).into_iter().map(|stage| stage.split(' ').next().unwrap());
    for image in of_services.chain(of_stages) {
        let (_, tag) = image.rsplit_once(':').unwrap_or_else(|| panic!("{image} names no version"));
        let number = tag.split('-').next().unwrap();
        let parts: Vec<_> = number.split('.').collect();
        assert!(parts.len() >= 2 && parts.iter().all(|part| part.parse::<u32>().is_ok()), "{image}");
    }
}

#[test]
fn our_own_image_has_the_number_of_this_release() {
    let ours = format!("cx-ledger:{}", env!("CARGO_PKG_VERSION"));
    let compose = compose();
    let built = services(&compose).into_iter().filter(|(_, service)| !service["build"].is_null());
    let images: BTreeSet<_> = built.map(|(_, service)| service["image"].as_str().unwrap()).collect();
    assert_eq!(images, BTreeSet::from([ours.as_str()]));
}

#[test]
fn nothing_starts_with_a_password_that_everybody_knows() {
    let text = file("docker-compose.yml");
    let is_secret = |name: &str| ["PASSWORD", "TOKEN", "SECRET"].iter().any(|word| name.contains(word));
    let secrets: Vec<_> = interpolated(&text).into_iter().filter(|(name, _)| is_secret(name)).collect();
    assert!(secrets.len() >= 4, "{secrets:?}");
    for (name, rest) in secrets {
        assert!(rest.starts_with(":?"), "{name} may be left out");
    }
    for (service, described) in services(&compose()) {
        let Some(environment) = described["environment"].as_object() else { continue };
        for (name, value) in environment {
            let value = value.as_str().unwrap_or_else(|| panic!("{service}: {name} is no string"));
            let typed_in = value.rsplit_once('@').is_some_and(|(user, _)| !user.contains("${"));
            assert!(!typed_in, "{service}: {name} holds a password");
            assert!(
                !is_secret(name) || value.starts_with("${"),
                "{service}: {name} is written into the file"
            );
        }
    }
    assert!(!text.contains("changeit") && !text.to_lowercase().contains("insecure: \"true\""));
}

#[test]
fn the_example_of_the_environment_names_every_variable_and_no_value() {
    let (example, text) = (file(".env.example"), file("docker-compose.yml"));
    let lines = example.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let named: BTreeSet<_> =
        lines.map(|line| line.strip_suffix('=').unwrap_or_else(|| panic!("{line} has a value"))).collect();
    let used: BTreeSet<_> = interpolated(&text).into_iter().map(|(name, _)| name).collect();
    assert_eq!(named, used);
}

#[test]
fn every_variable_given_to_the_program_is_one_that_it_knows() {
    let data = folder();
    let commands = ["serve", "health", "keyd"];
    let known: BTreeSet<String> =
        commands.iter().flat_map(|command| variables(&printed(data.path(), &[command, "--help"]))).collect();
    let compose = compose();
    let ours = services(&compose).into_iter().filter(|(_, service)| !service["build"].is_null());
    let mut given: BTreeSet<String> =
        ours.flat_map(|(_, service)| service["environment"].as_object().unwrap().keys().cloned()).collect();
    given.extend(variables(&file("Dockerfile")));
    assert!(given.contains("CX_LEDGER_STORE") && given.contains("CX_LEDGER_DATA"), "{given:?}");
    let unknown: Vec<_> = given.difference(&known).collect();
    assert!(unknown.is_empty(), "the program knows nothing of {unknown:?}");
}

#[test]
fn whatever_runs_is_watched_limited_and_without_rights() {
    for (name, service) in servers(&compose()) {
        assert!(service["healthcheck"]["test"].is_array(), "{name} has no health check");
        assert!(service["deploy"]["resources"]["limits"]["memory"].is_string(), "{name} has no limit");
        assert_eq!(service["restart"], "unless-stopped", "{name}");
        let user = service["user"].as_str().unwrap_or_default();
        assert!(!user.is_empty() && !user.starts_with('0'), "{name} runs as {user:?}");
        assert!(service["cap_add"].is_null(), "{name} has capabilities");
        // The image of the database unpacks its runtime into its own file system.
        let writes = service["image"].as_str().unwrap().contains("kurrentdb");
        assert_eq!(service["read_only"] == true, !writes, "{name}");
    }
    for (name, service) in services(&compose()) {
        assert_eq!(service["cap_drop"], serde_json::json!(["ALL"]), "{name}");
        assert_eq!(service["security_opt"], serde_json::json!(["no-new-privileges:true"]), "{name}");
    }
}

#[test]
fn one_profile_has_a_node_and_a_server_the_other_three_two_a_vault_and_a_proxy() {
    let compose = compose();
    assert_eq!(in_profile(&compose, "single"), BTreeSet::from(["certificates", "kurrent", "cx-ledger"]));
    assert_eq!(
        in_profile(&compose, "cluster"),
        BTreeSet::from([
            "certificates",
            "kurrent-1",
            "kurrent-2",
            "kurrent-3",
            "keyd",
            "cx-ledger-1",
            "cx-ledger-2",
            "proxy"
        ])
    );
}

#[test]
fn what_a_service_mounts_or_depends_on_is_there() {
    let compose = compose();
    let names = |of: &str| -> BTreeSet<String> { compose[of].as_object().unwrap().keys().cloned().collect() };
    let (volumes, all) = (names("volumes"), names("services"));
    let mut mounted = BTreeSet::new();
    for (name, service) in services(&compose) {
        for volume in service["volumes"].as_array().into_iter().flatten() {
            mounted.insert(volume.as_str().unwrap().split(':').next().unwrap().to_owned());
        }
        for needed in service["depends_on"].as_object().into_iter().flat_map(Map::keys) {
            assert!(all.contains(needed), "{name} waits for {needed}");
            // A service that waits for one of another profile would never start.
            for profile in service["profiles"].as_array().unwrap() {
                assert!(in_profile(&compose, profile.as_str().unwrap()).contains(needed.as_str()), "{name}");
            }
        }
    }
    assert_eq!(mounted, volumes);
}

#[test]
fn servers_behind_the_proxy_believe_it_and_nobody_else_about_addresses() {
    let compose = compose();
    let proxy = compose["services"]["proxy"]["networks"]["front"]["ipv4_address"].as_str().unwrap();
    assert!(compose["configs"]["proxy"]["content"].as_str().unwrap().contains("option forwardfor"));
    for server in ["cx-ledger-1", "cx-ledger-2"] {
        assert_eq!(
            compose["services"][server]["command"],
            serde_json::json!(["serve", "--behind-proxy", proxy]),
            "{server}"
        );
    }
}

#[test]
fn the_image_of_the_program_runs_it_without_root_and_asks_it_how_it_is() {
    let dockerfile = file("Dockerfile");
    let last = dockerfile.rsplit_once("\nFROM ").unwrap().1;
    let user = last.lines().find_map(|line| line.strip_prefix("USER ")).unwrap();
    assert!(!user.starts_with('0') && user != "root", "{user}");
    assert!(last.contains(r#"CMD ["cx-ledger", "health"]"#), "{last}");
    assert!(last.contains(r#"ENTRYPOINT ["cx-ledger"]"#) && last.contains("VOLUME /data"), "{last}");
    // Whoever names the user in the file of services names the one of the image.
    let compose = compose();
    for (name, service) in services(&compose).into_iter().filter(|(_, service)| !service["build"].is_null()) {
        assert_eq!(service["user"], user, "{name}");
    }
}
