//! What people are called is told to those to whom just that was granted; everybody else is told codes.

use cxl_domain::id::PersonId;
use cxl_domain::organization::{self, RoleGranted};
use cxl_domain::person;
use cxl_domain::role::Role;
use cxl_ledger::Command;
use serde_json::{Value, json};

use crate::world::{World, text};

/// Somebody with a role in the whole organization.
async fn everywhere(world: &World, code: &str, role: Role) -> PersonId {
    let person = world.person(code, role, world.program).await;
    let granted = RoleGranted { person, role, program: None };
    let grant = organization::Command::GrantRole { granted, on: None, until: None };
    world.run(Command::Organization(grant)).await;
    person
}

#[tokio::test]
async fn a_name_is_told_by_a_grant_of_its_own_and_the_code_to_whoever_reads_the_organization() {
    let world = World::new().await;
    let query = r#"{
        viewer { name { value } }
        person(code: "ADMIN") { code { value } name { value unavailable withheld } }
        named: search(query: "minh", kinds: [PERSON]) { totalCount }
        coded: search(query: "admin", kinds: [PERSON]) { totalCount }
    }"#;
    let told = json!({ "value": "Nguyễn Thị Minh", "unavailable": false, "withheld": false });
    let withheld = json!({ "value": null, "unavailable": true, "withheld": true });
    let expected = [
        (Role::Administrator, &told, 1),
        (Role::ProgramLead, &told, 1),
        (Role::Secretary, &told, 1),
        (Role::Contributor, &told, 1),
        (Role::Reader, &withheld, 0),
        (Role::Auditor, &withheld, 0),
        (Role::VoteReader, &withheld, 0),
        (Role::NameReader, &told, 1),
    ];
    for (index, (role, name, named)) in expected.into_iter().enumerate() {
        let code = format!("P{index}");
        let asker = world.person(&code, role, world.program).await;
        let answer = world.ask_as(asker, query).await;
        let data = &answer["data"];
        assert_eq!(data["person"], json!({ "code": { "value": "ADMIN" }, "name": name }), "{role}: {answer}");
        assert_eq!(data["viewer"]["name"]["value"], format!("Person {code}"), "everybody reads their own");
        let found = [&data["named"]["totalCount"], &data["coded"]["totalCount"]];
        assert_eq!(found, [&json!(named), &json!(1)], "{role}");
    }
}

#[tokio::test]
async fn whatever_else_lies_under_a_persons_key_stays_closed_with_the_name() {
    let world = World::new().await;
    let auditor = everywhere(&world, "AUDITOR", Role::Auditor).await;
    let reader = everywhere(&world, "NAMES", Role::NameReader).await;
    let gone = world.person("GONE", Role::Reader, world.program).await;
    let take_back = person::Command::RecordInError { reason: text("Entered twice") };
    world.run(Command::Person(Some(gone), take_back.into())).await;
    let query = r#"{ person(code: "GONE") {
        recordedInError { reason { value withheld } }
        history(first: 10) { edges { node { type body } } }
    } }"#;
    let person = async |asker| world.ask_as(asker, query).await["data"]["person"].take();
    let typed = |person: &Value| {
        let shown = person["history"]["edges"].to_string();
        ["Person GONE", "GONE", "Entered twice"].map(|typed| shown.contains(typed))
    };
    let (told, closed) = (person(reader).await, person(auditor).await);
    assert_eq!(told["recordedInError"]["reason"], json!({ "value": "Entered twice", "withheld": false }));
    assert_eq!(closed["recordedInError"]["reason"], json!({ "value": null, "withheld": true }));
    assert_eq!((typed(&told), typed(&closed)), ([true; 3], [false; 3]), "{told:#} {closed:#}");
    let events = |person: &Value| person["history"]["edges"].as_array().map(Vec::len);
    assert!(events(&closed) > Some(0) && events(&closed) == events(&told), "the events are told to both");
}
